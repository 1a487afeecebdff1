import { BOUNDS } from '../model/bounds.ts';
import { both, enclosing, type Guard } from '../model/guard.ts';
import type { Span } from '../model/span.ts';
import { flatten, type Pieces, pieceKey, slicePieces, type Word } from '../model/value.ts';
import type { Fields } from './fields.ts';
import { hole, unite } from './values.ts';

/** Words without those that nobody reads. */
export type Narrow = (words: readonly Word[]) => readonly Word[];

/**
 * Every reading of the words before with every one of those behind. Of too many, `narrow` may leave out words that nobody reads, so that fewer
 * are left; else what stands behind is one unknown word, as far as its readings do not begin alike.
 */
export function append(
  before: readonly Fields[],
  next: readonly Fields[],
  at: Span,
  narrow?: Narrow,
): readonly Fields[] {
  const [only] = next;
  if (next.length === 1 && only !== undefined && only.guard.size === 0) {
    return before.map(({ guard, words, lost }) => ({
      guard,
      words: [...words, ...only.words],
      lost: only.lost.length === 0 ? lost : [...lost, ...only.lost],
    }));
  }
  const product = combine(before, next);
  if (product !== undefined && isFollowed(product, before, next)) return product;
  const read = narrow === undefined ? undefined : combine(withoutUnread(before, narrow), next);
  const narrowed = read === undefined || narrow === undefined ? undefined : withoutUnread(read, narrow);
  if (narrowed !== undefined && isFollowed(narrowed, before, next)) return narrowed;
  const word = unknownWord(next, at);
  return before.map(({ guard, words, lost }) => ({ guard, words: [...words, word], lost }));
}

/** Combinations of readings that are made at all. */
const MOST_COMBINED = 8192;

/** Undefined when there are too many even to look at. */
function combine(before: readonly Fields[], next: readonly Fields[]): readonly Fields[] | undefined {
  if (before.length * next.length > MOST_COMBINED) return undefined;
  const result: Fields[] = [];
  for (const first of before) {
    for (const second of next) {
      const guard = both(first.guard, second.guard);
      if (guard !== undefined)
        result.push({ guard, words: [...first.words, ...second.words], lost: [...first.lost, ...second.lost] });
    }
  }
  return result;
}

function isFollowed(product: readonly Fields[], before: readonly Fields[], next: readonly Fields[]): boolean {
  const isProduct = product.length > Math.max(before.length, next.length);
  return product.length <= (isProduct ? BOUNDS.product : BOUNDS.arms);
}

/** The readings without words that nobody reads; those that then say the same are one. */
function withoutUnread(readings: readonly Fields[], narrow: Narrow): readonly Fields[] {
  const same = new Map<string, { readonly fields: Fields; readonly guards: Guard[] }>();
  for (const fields of readings) {
    const words = narrow(fields.words);
    const key = words.map(({ pieces }) => pieceKey(pieces)).join('\u0001');
    const known = same.get(key);
    if (known === undefined) same.set(key, { fields: { ...fields, words }, guards: [fields.guard] });
    else known.guards.push(fields.guard);
  }
  return [...same.values()].map(({ fields, guards }) => ({
    ...fields,
    guard: unite(guards) ?? guards.reduce((a, b) => enclosing(a, b)),
  }));
}

/** What is not followed any more: a word that begins as all its readings do, or unknown words, as many as there may be. */
function unknownWord(readings: readonly Fields[], at: Span): Word {
  const words = readings.flatMap((reading) => reading.words);
  const origin = new Set<number>();
  for (const { pieces } of words)
    for (const piece of pieces) if (piece.kind === 'hole') for (const id of piece.origin ?? []) origin.add(id);
  const unknown = hole(`bound:${at.file}:${at.start}`, TOO_MANY, 'bound', at, [...origin].slice(0, MOST_ORIGINS));
  const [first] = words;
  if (first === undefined || readings.some((reading) => reading.words.length !== 1))
    return { pieces: [{ ...unknown, many: true }], at };
  return { pieces: [...commonStart(words.map(({ pieces }) => pieces)), unknown], at };
}

const TOO_MANY = '$(too many alternatives)';
const MOST_ORIGINS = 64;

/** What all of them begin with, the same unknown parts included. */
function commonStart([first = [], ...others]: readonly Pieces[]): Pieces {
  const text = flatten(first);
  let end = text.length;
  for (const other of others) {
    const otherText = flatten(other);
    let length = 0;
    while (length < end && text[length] === otherText[length] && isSameAt(first, other, length)) length++;
    end = length;
  }
  return slicePieces(first, 0, end);
}

function isSameAt(a: Pieces, b: Pieces, offset: number): boolean {
  const [one] = slicePieces(a, offset, offset + 1);
  const [other] = slicePieces(b, offset, offset + 1);
  return one?.kind === 'hole' ? other?.kind === 'hole' && other.id === one.id : other?.kind === 'text';
}

/** True when some of these words are unknown because they were too many to follow. */
export function isOverfull(words: readonly Word[]): boolean {
  return words.some(
    ({ pieces: [piece, more] }) => piece?.kind === 'hole' && piece.why === 'bound' && more === undefined,
  );
}
