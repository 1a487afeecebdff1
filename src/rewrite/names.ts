import type { Dependent } from '../model/fetch.ts';
import { basename } from '../model/path.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import { lastName } from '../model/tree-path.ts';
import { flatten, type Pieces, slicePieces } from '../model/value.ts';
import { type Edited, evaluate, isAffected, toEdited } from './evaluate.ts';
import { layText, trimmedChange } from './lay.ts';
import type { PinnedUrl } from './pinned-url.ts';
import {
  type ChangedName,
  type Expectation,
  type Proposal,
  propose,
  type Refusal,
  refuse,
  type Texts,
} from './proposal.ts';

/**
 * What follows the ref of an archive: the file that it is saved as and the folder that it unpacks to. Names that are built from the edited
 * text follow by themselves, literal ones are edited, and what cannot be followed refuses.
 */
export function followNames(
  { fetch, outcomes, forge }: ClassifiedFetch,
  pinned: PinnedUrl,
  commit: string,
  texts: Texts,
): Proposal | Refusal {
  const edited = toEdited(pinned.edits);
  const name = nameFor(commit);
  const folder = name === undefined ? undefined : forge?.archive?.folder?.replaceAll('{ref}', name);
  const file = fileName(pinned.url);
  const values = [...pinned.edits];
  const expectations: Expectation[] = [];
  const names: ChangedName[] = [];
  for (const { kind, word, invocation } of new Set([fetch, ...outcomes].flatMap(({ dependents }) => dependents))) {
    const text = kind === 'archive-folder' ? folder : kind === 'archive-file' ? file : undefined;
    if (kind === 'clone-folder') continue;
    const at = word[0]?.at ?? invocation.word;
    const old = flatten(word);
    if (text === undefined) return refuse(`nobody knows what "${old}" at ${texts.place(at)} is called for a commit`);
    expectations.push({ pieces: word, text, at, reader: invocation.word });
    names.push({ old, new: text });
    if (evaluate(word, edited, texts) === text) continue;
    const now = afterEdits(word, edited, texts);
    const current = flatten(now);
    const change = current === old ? nameChange(old, text) : trimmedChange(current, 0, current.length, text);
    const laid = layText(now, change, spanOfWord(word), 'dependent', texts);
    if (laid.kind === 'refusal')
      return refuse(`"${old}" at ${texts.place(at)} must change with the ref, and ${laid.reason}`);
    values.push(...laid.edits);
  }
  if (forge?.archive?.folder && folder !== undefined && forge.ref !== null)
    names.push(
      ...oldFolders(forge.archive.folder, flatten(fetch.url.pieces).slice(forge.ref.start, forge.ref.end), folder),
    );
  return propose({ values, expectations, names: [...names, ...savedName(fetch.act, edited, texts)].filter(isChanged) });
}

/** A ref as folders carry it: a version without its `v`, slashes as dashes. What the default branch is called nobody knows. */
function nameFor(ref: string): string | undefined {
  if (ref === 'HEAD') return undefined;
  return ref
    .replace(/^refs\/(?:heads|tags)\//, '')
    .replace(/^v(?=\d)/, '')
    .replaceAll('/', '-');
}

/** The last component of a URL's path: what wget and `curl -O` save it as. */
export function fileName(url: string): string {
  return lastName(url.split(/[?#]/, 1)[0] ?? '');
}

/** The name of the file or folder that the fetch makes, when the edited text is part of it. */
export function savedName(act: ClassifiedFetch['fetch']['act'], edited: Edited, texts: Texts): readonly ChangedName[] {
  if (act.kind !== 'fetch' || act.into === null) return [];
  const pieces = basename(act.into);
  const text = evaluate(pieces, edited, texts);
  return text === undefined ? [] : [{ old: flatten(pieces), new: text }];
}

/** The pieces as they read afterwards; what an edit changes cannot be changed once more, so it is no longer verbatim. */
function afterEdits(pieces: Pieces, edited: Edited, texts: Texts): Pieces {
  return pieces.map((piece) => {
    if (piece.kind === 'hole' || !isAffected([piece], edited)) return piece;
    return { ...piece, text: evaluate([piece], edited, texts) ?? piece.text, verbatim: false };
  });
}

/** Replaces from boundary to boundary, so that a ref is replaced as a whole. */
function nameChange(old: string, text: string): { start: number; end: number; text: string } {
  const isPart = (character: string | undefined) => character !== undefined && /[A-Za-z0-9]/.test(character);
  const shorter = Math.min(old.length, text.length);
  let lead = 0;
  while (lead < shorter && old[lead] === text[lead]) lead++;
  while (lead > 0 && isPart(old[lead - 1])) lead--;
  let tail = 0;
  while (tail < shorter - lead && old.at(-1 - tail) === text.at(-1 - tail)) tail++;
  while (tail > 0 && isPart(old.at(-tail))) tail--;
  return { start: lead, end: old.length - tail, text: text.slice(lead, text.length - tail) };
}

/** A name that a person may have written for this ref, with and without the prefixes that a forge drops. */
function oldFolders(template: string, ref: string, folder: string): readonly ChangedName[] {
  const short = ref.replace(/^refs\/(?:heads|tags)\//, '');
  return [short, short.replace(/^v(?=\d)/, '')].map((name) => ({
    old: template.replaceAll('{ref}', name.replaceAll('/', '-')),
    new: folder,
  }));
}

/** Pieces of a name lie in one word as a rule; those that do not are elsewhere. */
function spanOfWord(word: Pieces): Dependent['invocation']['word'] | null {
  const [first] = slicePieces(word, 0, 1);
  const last = word.at(-1);
  if (first === undefined || last === undefined || first.at.file !== last.at.file || last.at.end < first.at.start)
    return null;
  return { ...first.at, end: last.at.end };
}

function isChanged({ old, new: text }: ChangedName): boolean {
  return old !== text;
}
