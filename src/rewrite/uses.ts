import type { Edit } from '../model/edit.ts';
import type { Invocation, TraceEvent } from '../model/invocation.ts';
import type { Span } from '../model/span.ts';
import type { MatchedEvent } from '../model/step.ts';
import { lastName } from '../model/tree-path.ts';
import { flatten, holesOf, knownText, type Pieces, type Word } from '../model/value.ts';
import { newSpanIndex, type SpanIndex } from './span-index.ts';
import { hasSpan } from './splice.ts';

/** A place where text is read: a word of a command, or (with `word` null) what a command is fed or a file is given. */
export type Use = {
  readonly pieces: Pieces;
  /** The pieces, flattened. */
  readonly text: string;
  readonly word: Word | null;
  /** Null for text that no command reads directly. */
  readonly invocation: Invocation | null;
  readonly at: Span;
  /** True when the command only shows the text, and no other one reads that. */
  readonly isShown: boolean;
};

/** Every place where text is read, once for each text: a variant of a command repeats most words of the other. */
export function collectUses(steps: readonly MatchedEvent[]): readonly Use[] {
  const result: Use[] = [];
  for (const run of splitRuns(steps)) {
    const consumed = findConsumed(run);
    for (const event of run) {
      if (event.kind === 'write')
        for (const { pieces } of event.text ?? [])
          result.push({ pieces, text: flatten(pieces), word: null, invocation: null, at: event.span, isShown: false });
      if (event.kind === 'invocation') result.push(...usesOf(event, !consumed.has(event.id)));
    }
  }
  return result;
}

/** Uses by the places where their text was written. */
export function indexUses(uses: readonly Use[]): SpanIndex<Use> {
  const index = newSpanIndex<Use>();
  for (const use of uses) for (const piece of use.pieces) if (piece.kind === 'text') index.add(piece.at, use);
  return index;
}

/** Uses that an edit changes, those that merely hand the text on to another command left out. */
export function findReaders(uses: SpanIndex<Use>, edit: Edit): readonly Use[] {
  const touching = uses.touching(edit.span);
  const words = touching.flatMap(({ invocation }) => (invocation === null ? [] : [invocation.word]));
  return touching.filter((use) => !isCarrier(use, words));
}

/** The command's name without its folder. */
export function programOf({ variants }: Invocation): string {
  return lastName(knownText(variants[0]?.words[0]?.pieces ?? []) ?? '');
}

/** Numbers of events begin anew with each entry file. */
function splitRuns(steps: readonly MatchedEvent[]): readonly (readonly TraceEvent[])[] {
  const runs: TraceEvent[][] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const { event } of steps) {
    const run = event.id < last ? undefined : runs.at(-1);
    if (run === undefined) runs.push([event]);
    else run.push(event);
    last = event.id;
  }
  return runs;
}

/** Commands whose output another one reads, by pipe, substitution or file. */
function findConsumed(run: readonly TraceEvent[]): ReadonlySet<number> {
  const result = new Set<number>();
  const addOrigins = (pieces: Pieces) => {
    for (const { origin } of holesOf(pieces)) for (const id of origin ?? []) result.add(id);
  };
  for (const event of run) {
    if (event.kind === 'write') for (const id of event.producers) result.add(id);
    if (event.kind !== 'invocation') continue;
    if (event.stdin?.kind === 'output') for (const id of event.stdin.producers) result.add(id);
    for (const { words } of event.variants) for (const { pieces } of words) addOrigins(pieces);
  }
  return result;
}

function usesOf(invocation: Invocation, isUnread: boolean): readonly Use[] {
  const isShown = isUnread && invocation.stdout === null && SHOWING.has(programOf(invocation));
  const result: Use[] = [];
  const seen = new Set<string>();
  for (const { words, handedOn = [] } of invocation.variants) {
    for (const word of words) {
      if (handedOn.some(({ pieces }) => isPart(pieces, word.pieces))) continue;
      const key = `${word.at?.start} ${word.pieces.map(({ at }) => `${at.file}:${at.start}-${at.end}`).join()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      result.push({
        pieces: word.pieces,
        text: flatten(word.pieces),
        word,
        invocation,
        at: word.at ?? invocation.word,
        isShown,
      });
    }
  }
  if (invocation.stdin?.kind === 'text') {
    for (const { pieces } of invocation.stdin.value)
      result.push({ pieces, text: flatten(pieces), word: null, invocation, at: invocation.span, isShown: false });
  }
  return result;
}

/** Their output is seen where it is used: what reads it without the reader's knowing makes them consumed. */
const SHOWING: ReadonlySet<string> = new Set(['echo', 'printf', 'basename', 'dirname']);

/** Text in which the command itself stands (a script that is written, a string that a shell is given) is not what the command reads. */
function isCarrier({ pieces, invocation }: Use, words: readonly Span[]): boolean {
  return words.some(
    (word) =>
      word !== invocation?.word &&
      pieces.some(({ at }) => at.file === word.file && at.start <= word.start && word.end <= at.end),
  );
}

/** The text at a boundary of names: `lib-master` in `lib-master/x`, not in `lib-master.tar.gz`. */
export function namesIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isNamePart(text[at - 1]) && !isNamePart(text[at + name.length])) return true;
  }
  return false;
}

/** True when the word is `[ -n x ]` or its kin, which any non-empty text answers alike. */
export function isEmptinessTest({ invocation, word }: Use): boolean {
  if (invocation === null || word === null || !['test', '[', '[['].includes(programOf(invocation))) return false;
  return invocation.variants.every(({ words }) => {
    const index = words.findIndex(({ at, pieces }) => at === word.at && flatten(pieces) === flatten(word.pieces));
    return index < 0 || ['-n', '-z'].includes(flatten(words[index - 1]?.pieces ?? []));
  });
}

function isNamePart(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9._\uFFFC-]/.test(character);
}

/** True for a slice of the word. */
export function isPart(slice: Pieces, word: Pieces): boolean {
  return slice.length > 0 && slice.every(({ at }) => word.some((piece) => hasSpan(piece.at, at)));
}
