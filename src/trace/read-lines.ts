import { BOUNDS } from '../model/bounds.ts';
import { ALWAYS, type Guard, guardOf } from '../model/guard.ts';
import type { Stream } from '../model/invocation.ts';
import { always, flatten, HOLE, knownText, type Pieces, pieceKey, slicePieces, type Value } from '../model/value.ts';
import type { Ending } from './ending.ts';
import { knownInput } from './input-words.ts';
import type { Machine } from './machine.ts';
import type { Running } from './run-command.ts';
import { holeValue, originsOf } from './values.ts';

/** One line of what is read, and the turns of a loop in which it is that one. */
type Line = { readonly guard: Guard; readonly text: Pieces };

/** The names that get fields, the one that gets all of them as an array, and whether other options say what a line is. */
type Targets = {
  readonly single: readonly string[];
  readonly array: string | undefined;
  readonly isDivided: boolean;
};

/**
 * `read`, `mapfile`: what they read from known text. In the condition of a loop each line is one turn, as the words of `for` are; a bare
 * `read` of several lines is unknown, because nobody counts what was read of them before.
 */
export function readNames(machine: Machine, running: Running): Ending {
  const targets = readTargets(running);
  const isRead = knownText(running.variants[0]?.words[0]?.pieces ?? []) === 'read';
  const separator = readSeparator(machine, running);
  const lines = separator === undefined || targets.isDivided ? [] : linesOf(machine, running, targets);
  if (
    separator === undefined ||
    lines.length === 0 ||
    (isRead && lines.length > 1 && running.context.turns === undefined)
  ) {
    forget(machine, running, targets);
    return 'none';
  }
  if (running.context.turns !== undefined) running.context.turns.areKnown = true;
  if (!isRead) {
    const entries = entriesOf(lines.map(({ text }) => text));
    machine.variables.assignArray(
      targets.array ?? 'MAPFILE',
      [{ guard: ALWAYS, entries, isOpen: false }],
      machine.guard,
    );
    return 'none';
  }
  if (targets.array !== undefined) {
    const arrays = lines.map(({ guard, text }) => ({
      guard,
      entries: entriesOf(fieldsOf(text, separator, BOUNDS.fields)),
      isOpen: false,
    }));
    machine.variables.assignArray(targets.array, arrays, machine.guard);
    return 'none';
  }
  const fields = lines.map(({ guard, text }) => ({ guard, fields: fieldsOf(text, separator, targets.single.length) }));
  for (const [index, name] of targets.single.entries()) {
    const value = fields.map((line) => ({ guard: line.guard, pieces: line.fields[index] ?? [] }));
    machine.assign(name, value, running.span);
  }
  return 'none';
}

/** The lines of the input that say something, each under its turn; none where nobody knows them, or too many. */
function linesOf(machine: Machine, running: Running, { single, array }: Targets): readonly Line[] {
  const text = knownInput(machine, running.redirections.stdin);
  if (text === undefined) return [];
  const flat = flatten(text);
  // Without `-r` a backslash joins lines and takes itself away.
  if (flat.includes('\\')) return [];
  const lines = [...flat.matchAll(/[^\n]*\S[^\n]*/g)].map(({ 0: line, index }) =>
    slicePieces(text, index, index + line.length),
  );
  // What nobody knows may be several words, or several lines: it may only be the rest behind known words.
  const known = array === undefined ? single.length - 1 : BOUNDS.fields;
  if (lines.length > BOUNDS.arms || !lines.every((line) => isKnownUpTo(line, known))) return [];
  const site = `read:${pieceKey(text)}`;
  const earlier = lines.slice(0, -1).map((_, index) => String(index));
  return lines.map((line, index) => ({
    guard: index < earlier.length ? guardOf(site, [String(index)]) : guardOf(site, earlier, true),
    text: line,
  }));
}

/** Whether a line has no unknown part, or only behind so many words that stand there. */
function isKnownUpTo(line: Pieces, count: number): boolean {
  const [before, ...rest] = flatten(line).split(HOLE);
  return rest.length === 0 || (count > 0 && (before ?? '').split(/\s+/).filter((word) => word !== '').length >= count);
}

/** So many fields, the last of which is the rest of the line. */
function fieldsOf(line: Pieces, separator: RegExp, count: number): readonly Pieces[] {
  const text = flatten(line);
  const end = text.trimEnd().length;
  const result: Pieces[] = [];
  let start = text.length - text.trimStart().length;
  while (start < end && result.length < count) {
    const match = result.length + 1 < count ? separator.exec(text.slice(start, end)) : null;
    result.push(slicePieces(line, start, match === null ? end : start + match.index));
    start = match === null ? end : start + match.index + match[0].length;
  }
  return result;
}

function entriesOf(texts: readonly Pieces[]): ReadonlyMap<string, Value> {
  return new Map(texts.map((text, index) => [String(index), always(text)]));
}

function forget(machine: Machine, running: Running, { single, array }: Targets): void {
  const origin = producersOf(machine, running.redirections.stdin);
  for (const name of [...single, ...(array === undefined ? [] : [array])]) {
    const value = holeValue(`read:${name}:${machine.next()}`, `$${name}`, 'output', running.span, origin);
    machine.assign(name, value, running.span);
  }
}

/** The invocations that print what is read: into a pipe, a here-string, or `<(...)`. */
function producersOf({ lastWrites }: Machine, stdin: Stream | null): readonly number[] {
  if (stdin?.kind === 'output') return stdin.producers;
  if (stdin?.kind === 'text') return stdin.value.flatMap(({ pieces }) => originsOf(pieces));
  return stdin === null ? [] : (lastWrites.get(stdin.path.key)?.producers ?? []);
}

/** What fields are separated by: blanks, or the characters of a known IFS; undefined when nobody knows. */
function readSeparator(machine: Machine, { span }: Running): RegExp | undefined {
  if (machine.variables.lookup('IFS') === undefined) return /[ \t]+/;
  const [only, more] = machine.value('IFS', span);
  const text = more === undefined && only !== undefined ? knownText(only.pieces) : undefined;
  if (text === undefined || /\S{2}/.test(text)) return undefined;
  const character = text.trim();
  // Without any character the line is one field.
  return character === ''
    ? text === ''
      ? /(?!)/
      : /[ \t]+/
    : new RegExp(`\\u{${character.codePointAt(0)?.toString(16)}}`, 'u');
}

const OPTIONS_WITH_VALUES = /^-\w*[adinNptuOsCc]$/;

/** `-d`, `-n`, `-N`, `-u` and so on: what is read is no line of standard input. */
const DIVIDING = /^-\w*[dnNuOsCc]/;

function readTargets(running: Running): Targets {
  const words = running.variants[0]?.words.map((word) => flatten(word.pieces)) ?? [];
  const isRead = words[0] === 'read';
  const single: string[] = [];
  let array: string | undefined;
  let isDivided = false;
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? '';
    const isSilent = isRead && /^-[rse]+$/.test(word);
    if (DIVIDING.test(word) && !isSilent) isDivided = true;
    if (OPTIONS_WITH_VALUES.test(word) && !isSilent && !(word === '-t' && !isRead)) {
      index += 1;
      if (word.endsWith('a') && isRead) array = words[index];
    } else if (/^\w+$/.test(word)) {
      single.push(word);
    }
  }
  if (!isRead) return { single: [], array: single[0] ?? 'MAPFILE', isDivided };
  return { single: single.length === 0 && array === undefined ? ['REPLY'] : single, array, isDivided };
}
