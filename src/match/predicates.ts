import { NO_PLACE } from '../model/span.ts';
import {
  flatten,
  type HolePiece,
  joinPieces,
  placeOfWord,
  showPieces,
  slicePieces,
  type Word,
} from '../model/value.ts';
import { curlOutput } from './predicates/curl-output.ts';
import { directoryOf } from './predicates/directory-of.ts';
import { fileName } from './predicates/file-name.ts';
import { literal, toWord, withoutSlashes } from './predicates/pieces.ts';
import type { Reading } from './reading.ts';
import type { PredicateName } from './rule.ts';

/** What a predicate may ask beside its words: the whole reading, and which of several operands is meant (from 0). */
export type Asking = { readonly reading: Reading; readonly index: number };

type Predicate = (words: readonly (Word | undefined)[], asking: Asking) => Word | undefined;

/** The closed list of what rules cannot say as data. Words in, a word out; undefined where there is none. */
export const PREDICATE_FUNCTIONS: Readonly<Record<PredicateName, Predicate>> = {
  'directory-of': ([url], { reading }) => (url === undefined ? undefined : directoryOf(url, isBare(reading))),
  'file-name': ([url]) => (url === undefined ? undefined : fileName(url, /[?#]/)),
  'saved-name': ([url]) => (url === undefined ? undefined : (fileName(url, /#/) ?? indexPage(url))),
  'in-folder': ([folder, name]) => (name === undefined ? undefined : inFolder(folder, name)),
  'into-folder': ([folder, name], { reading }) => intoFolder(folder, name, reading),
  'output-of': ([url], { reading, index }) => curlOutput(url, reading, index),
  'repository-of': ([folder]) => (folder === undefined ? undefined : repositoryOf(folder)),
  'revision-of': ([object]) => (object === undefined ? undefined : revisionOf(object)),
  'contents-of': ([file]) => (file === undefined ? undefined : contentsOf(file)),
  join: (words) => joinWords(words),
  unclear: ([word]) => (word === undefined ? undefined : unclear(word)),
};

/** What wget calls an answer without a name of its own (wget(1), `--default-page`). */
function indexPage(url: Word): Word {
  return toWord(literal('index.html', url), url);
}

function inFolder(folder: Word | undefined, name: Word): Word {
  return folder === undefined ? name : toWord(joinPieces(folder.pieces, literal('/', folder), name.pieces), name);
}

/** `ADD URL dir/`: a target that ends in a slash, or that several sources share, is a folder that keeps the name. */
function intoFolder(folder: Word | undefined, name: Word | undefined, reading: Reading): Word | undefined {
  if (folder === undefined) return undefined;
  const isFolder = /(?:^|\/)\.{0,2}$/.test(flatten(folder.pieces)) || reading.operands.length > 2;
  if (!isFolder) return folder;
  return name === undefined ? undefined : inFolder(folder, name);
}

/** `--git-dir=x/.git` speaks of the repository `x`. */
function repositoryOf(folder: Word): Word {
  const flat = flatten(folder.pieces);
  const text = flat.slice(0, withoutSlashes(flat, flat.length));
  if (text === '.git') return toWord(literal('.', folder), folder);
  return text.endsWith('/.git') ? toWord(slicePieces(folder.pieces, 0, text.length - 5), folder) : folder;
}

/** The revision of `revision:path` (gitrevisions(7)). */
function revisionOf(object: Word): Word {
  const colon = flatten(object.pieces).indexOf(':');
  return colon < 0 ? object : { ...object, pieces: slicePieces(object.pieces, 0, colon) };
}

/** URLs that stand in a file which is not read: an unknown word that names the file. */
function contentsOf(file: Word): Word {
  const first = file.pieces[0];
  const at = file.at ?? first?.at ?? NO_PLACE;
  const name = `the list in ${flatten(file.pieces)}`;
  const hole: HolePiece = { kind: 'hole', id: `contents:${at.file}:${at.start}`, name, why: 'output', at };
  return { ...file, pieces: [hole] };
}

/** One word out of several; undefined where one of them is missing. The place is that of the last that was written. */
function joinWords(words: readonly (Word | undefined)[]): Word | undefined {
  const parts: Word[] = [];
  for (const word of words) {
    if (word === undefined) return undefined;
    parts.push(word);
  }
  const near = parts.findLast(({ at }) => at !== null) ?? parts.at(-1);
  return near === undefined ? undefined : toWord(joinPieces(...parts.map(({ pieces }) => pieces)), near);
}

/** What stands behind an option that no table knows, which may have taken this word for its value: an unknown one. */
function unclear(word: Word): Word {
  const at = placeOfWord(word);
  const name = `'${showPieces(word.pieces)}', or a word behind it`;
  return { ...word, pieces: [{ kind: 'hole', id: `unclear:${at.file}:${at.start}`, name, why: 'operation', at }] };
}

function isBare(reading: Reading): boolean {
  return reading.marks.has('bare') || reading.marks.has('mirror');
}
