import {
  flatten,
  type HolePiece,
  impliedText,
  joinPieces,
  type Piece,
  type Pieces,
  placeOfWord,
  showPieces,
  type Word,
} from '../model/value.ts';
import { type Elsewhere, type EnvironmentChange, type InputWords, SUBMODULE, type Wrapped } from '../model/wrapper.ts';
import { holds } from './evaluate.ts';
import { handedOn } from './handed-on.ts';
import { type RuleReading, readRules } from './read-rule.ts';
import { isVague, type Reading, wordsOf } from './reading.ts';
import { replaceText } from './replace-text.ts';
import type { EnvironmentSpecification, GivenInput, Rule, RunSpecification } from './rule.ts';
import { isPackageRule } from './rule-table.ts';
import { SHAPE_TESTS } from './shapes.ts';
import { unwrapImage } from './wrapped-image.ts';

/** What the words run, when they are a wrapper: another command, text, or a file. A `WrapperLookup` (src/model/wrapper.ts). */
export function wrapper(words: readonly Word[], form: 'command' | 'key' = 'command'): Wrapped | undefined {
  for (const { rule, reading } of readRules(form, words, isWrapper)) {
    for (const run of rule.runs) {
      const wrapped = unwrap(run, { rule, reading }, words);
      if (wrapped !== undefined) return wrapped;
    }
  }
  if (form === 'key') return undefined;
  return unwrapUnknown(words) ?? (words.length > 2 ? handedOn(words) : undefined);
}

/**
 * `$SUDO git clone ...` with `$SUDO` unknown: what stands there may be nothing, or a wrapper; the command behind it is written out. Only a
 * command that a rule finds complete is taken for one (`$INSTALL git curl` is none): with its subcommand, or with what surely is its operand.
 */
function unwrapUnknown(words: readonly Word[]): Wrapped | undefined {
  const [first, ...rest] = words;
  if (first === undefined || rest.length === 0 || !isVague(first)) return undefined;
  const isCommand = readRules('command', rest, bringsSomething).some(
    ({ rule, reading }) =>
      rule.subcommands !== undefined ||
      rule.operands.every(({ name, shape }) =>
        shape === undefined
          ? true
          : wordsOf(reading, name).some(({ pieces }) => SHAPE_TESTS[shape](flatten(pieces)) === 'yes'),
      ),
  );
  return isCommand ? { kind: 'words', words: rest, assignments: [] } : undefined;
}

function bringsSomething(rule: Rule): boolean {
  if (isPackageRule(rule)) return false;
  return rule.acts.some(
    ({ kind }) => kind === 'fetch' || kind === 'retrieve' || kind === 'select' || kind === 'update',
  );
}

function isWrapper(rule: Rule): boolean {
  return rule.runs.length > 0;
}

function unwrap(run: RunSpecification, { rule, reading }: RuleReading, words: readonly Word[]): Wrapped | undefined {
  if (run.kind === 'between') return unwrapBetween(run, words);
  if (!holds(run.when, reading, rule.splits)) return undefined;
  switch (run.kind) {
    case 'words':
      return unwrapWords(run, reading, words);
    case 'program':
      return undefined;
    case 'text': {
      const text = wordsOf(reading, run.text);
      if (text.length === 0) return undefined;
      return {
        kind: 'text',
        text: joinWords(text),
        args: run.args === undefined ? [] : wordsOf(reading, run.args),
        here: run.here === true,
        ...environmentOf(run, reading),
        ...elsewhereOf(run, reading),
        marks: reading.marks,
        ...(run.in === undefined ? {} : { folders: foldersOfSubmodules(reading, words) }),
      };
    }
    case 'file': {
      const first = wordsOf(reading, run.file);
      const path = run.input === true ? standardInput(words) : first.at(-1);
      if (path === undefined || flatten(path.pieces) === '-') return undefined;
      const behind = run.args === undefined ? [] : wordsOf(reading, run.args);
      const args = run.input === true ? [...first, ...behind] : behind;
      const here = run.here === true;
      return { kind: 'file', path, args, here, marks: reading.marks, ...environmentOf(run, reading) };
    }
    case 'goals':
      return {
        kind: 'goals',
        words: wordsOf(reading, run.goals),
        folders: wordsOf(reading, run.in),
        files: wordsOf(reading, run.file),
        environmentWins: reading.marks.has('environment-wins'),
      };
    case 'image':
      return unwrapImage(run, rule, reading);
    default:
      return run satisfies never;
  }
}

function standardInput(words: readonly Word[]): Word {
  const at = placeOfWord(words[0]);
  return { pieces: [impliedText('/dev/stdin', at)], at: null };
}

function unwrapWords(
  run: Extract<RunSpecification, { kind: 'words' }>,
  reading: Reading,
  all: readonly Word[],
): Wrapped | undefined {
  let words = withoutUnknownOptions(wordsOf(reading, run.words));
  const assignments: Word[] = [];
  if (run.assignments === true) {
    while (words[0] !== undefined && ASSIGNMENT.test(flatten(words[0].pieces))) {
      assignments.push(words[0]);
      words = words.slice(1);
    }
  }
  if (words.length === 0) return undefined;
  if (run.input !== true) {
    const folders = run.folder === undefined ? [] : wordsOf(reading, run.folder).map(({ pieces }) => pieces);
    const isLast = run.last === true ? { isLast: run.last } : {};
    const where = { ...elsewhereOf(run, reading), ...(folders.length > 0 ? { folders } : {}), ...isLast };
    return { kind: 'words', words, assignments, ...environmentOf(run, reading), ...where };
  }
  const hole = inputHole(all, 'input');
  if (run.given !== undefined) return unwrapGiven(run.given, words, reading, hole);
  words = withInput(words, reading, hole);
  return { kind: 'words', words, assignments, ...elsewhereOf(run, reading), ...inputOf(reading, hole) };
}

/** `parallel command {} ::: a b`: what it is given, or else reads, takes the place of `{}`, or stands at the end. */
function unwrapGiven(
  { behind, unread, derived }: GivenInput,
  words: readonly Word[],
  reading: Reading,
  hole: HolePiece,
): Wrapped | undefined {
  const marks = new Set([...behind, ...unread]);
  const isMark = ({ pieces }: Word): boolean => marks.has(flatten(pieces));
  const [start = words.length, next] = words.flatMap((word, index) => (isMark(word) ? [index] : []));
  const [first, ...others] = words.slice(0, start);
  if (first === undefined) return undefined;
  const replaced = reading.words.get('replace')?.at(-1)?.word;
  const place = replaced === undefined ? '{}' : flatten(replaced.pieces);
  const one = { ...hole, many: false };
  const unclear = { ...one, id: `${hole.id}:made` };
  const filled = words
    .slice(0, start)
    .map((word) => derived.reduce((made, text) => replaceText(made, text, [unclear]), replaceText(word, place, [one])));
  const isPlaced = filled.some(({ pieces }) => pieces.includes(one) || pieces.includes(unclear));
  const command = isPlaced ? filled : [...filled, { pieces: [one], at: null }];
  const isOneList = next === undefined && !unread.includes(flatten(words[start]?.pieces ?? []));
  const given = start < words.length ? { given: words.slice(start + 1) } : {};
  const isRead = isOneList && !reading.marks.has('divided') && !reading.words.has('count');
  return {
    kind: 'words',
    words: others.length === 0 && /\s/.test(flatten(first.pieces)) ? inShell(command) : command,
    assignments: [],
    ...(isRead ? { input: { id: hole.id, each: 'line', ...given } } : {}),
  };
}

/** A command in one word is text of a shell. */
function inShell(words: readonly Word[]): readonly Word[] {
  const at = placeOfWord(words[0]);
  const before = ['sh', '-c'].map((text) => ({ pieces: [impliedText(text, at)], at: null }));
  return [...before, { pieces: joinWords(words), at: words[0]?.at ?? null }];
}

/** What the rule says of variables, with the words that name them. */
function environmentOf({ clears, keeps, unsets }: EnvironmentSpecification, reading: Reading): EnvironmentChange {
  const kept = keeps === undefined ? [] : wordsOf(reading, keeps);
  const unset = unsets === undefined ? [] : wordsOf(reading, unsets);
  return {
    ...(clears === true ? { clears } : {}),
    ...(kept.length > 0 ? { keeps: kept } : {}),
    ...(unset.length > 0 ? { unsets: unset } : {}),
  };
}

/** `ssh host`, `docker exec box`, `chroot /mnt`: program and place, as a person would name them. */
function elsewhereOf(
  { place }: Extract<RunSpecification, { kind: 'words' | 'text' }>,
  reading: Reading,
): { readonly elsewhere?: Elsewhere } {
  const word = place === undefined ? undefined : wordsOf(reading, place.word).at(-1);
  if (place === undefined || word === undefined) return {};
  const command = ['program', 'subcommand'].flatMap((role) => wordsOf(reading, role).slice(-1));
  const name = [...command, word].map(({ pieces }) => showPieces(pieces)).join(' ');
  const isRoot = place.kind === 'root';
  return { elsewhere: { name, root: isRoot ? word : null, isNew: !isRoot && place.isNew } };
}

const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=/;

/** `sudo $OPTIONS git clone`: what stands before the program and may be nothing at all is no program. */
function withoutUnknownOptions(words: readonly Word[]): readonly Word[] {
  const first = words.findIndex((word) => !isVague(word));
  return first > 0 ? words.slice(first) : words;
}

/** xargs: what it reads takes the place of `{}` (or of what `-I` says), else it stands at the end. */
function withInput(words: readonly Word[], reading: Reading, input: HolePiece): readonly Word[] {
  const placeholder = reading.words.get('replace')?.at(-1)?.word;
  if (placeholder === undefined && !reading.marks.has('replaces')) return [...words, { pieces: [input], at: null }];
  const text = placeholder === undefined ? '{}' : flatten(placeholder.pieces);
  return words.map((word) => replaceText(word, text, [{ ...input, many: false }]));
}

/** How many words of its input each run of the command gets; none where it is divided in a way that is not read. */
function inputOf(reading: Reading, { id }: HolePiece): { readonly input?: InputWords } {
  if (reading.marks.has('divided')) return {};
  if (reading.marks.has('replaces')) return { input: { id, each: 'line' } };
  const count = reading.words.get('count')?.at(-1)?.word;
  if (count === undefined) return { input: { id, each: null } };
  const each = Number(flatten(count.pieces));
  return Number.isInteger(each) && each > 0 ? { input: { id, each } } : {};
}

/** `git -C r submodule foreach`: some folder below the repository's. */
function foldersOfSubmodules({ folders }: Reading, words: readonly Word[]): readonly Pieces[] {
  const at = placeOfWord(words[0]);
  const submodule: HolePiece = { kind: 'hole', id: SUBMODULE, name: '$sm_path', why: 'output', at };
  const here: Piece = impliedText('./', at);
  return [...folders.map(({ pieces }) => pieces), [here, submodule]];
}

function unwrapBetween(
  { behind, until, losesStatus, moves }: Extract<RunSpecification, { kind: 'between' }>,
  words: readonly Word[],
): Wrapped | undefined {
  const texts = words.map((word) => flatten(word.pieces));
  const start = texts.findIndex((text) => behind.includes(text));
  if (start < 0) return undefined;
  const stop = texts.findIndex((text, index) => index > start && until.includes(text));
  const inner = words.slice(start + 1, stop < 0 ? undefined : stop);
  const found = { ...inputHole(words, 'found'), many: false };
  const isMoved = moves.includes(texts[start] ?? '');
  return inner.length === 0
    ? undefined
    : {
        kind: 'words',
        words: inner.map((word) => replaceText(word, '{}', [found])),
        assignments: [],
        perhaps: true,
        ...(isMoved ? { folders: [[impliedText('./', found.at), found]] } : {}),
        ...(losesStatus.includes(texts[stop] ?? '') ? { losesStatus: true } : {}),
      };
}

/** Words that come from a command's input: unknown, and the same unknown wherever this command repeats them. */
function inputHole(words: readonly Word[], what: string): HolePiece {
  const at = placeOfWord(words[0]);
  return { kind: 'hole', id: `${what}:${at.file}:${at.start}`, name: '{}', why: 'output', at, many: true };
}

/** The words of `eval` with a blank between two. */
function joinWords(words: readonly Word[]): Pieces {
  const parts: Pieces[] = [];
  for (const [index, { pieces, at }] of words.entries()) {
    const near = pieces[0]?.at ?? at;
    if (index > 0 && near !== null && near !== undefined) parts.push([impliedText(' ', { ...near, end: near.start })]);
    parts.push(pieces);
  }
  return joinPieces(...parts);
}
