import type { Likeness } from '../model/act.ts';
import { flatten, knownText, type Word } from '../model/value.ts';

/** Two words that a test compares; `negated` when it succeeds where they differ. */
export type Compared = {
  readonly left: Word;
  readonly right: Word;
  readonly negated: boolean;
  readonly likeness: Likeness;
};

const EQUAL = new Set(['=', '==', '=~']);

/**
 * The comparison of `[ a = b ]`, `test ! a = b`, `[[ a != b ]]`, where one side is something that a command printed: a hash, perhaps. None for
 * tests of another kind, and none where `-a` or `-o` joins several.
 */
export function compareWords(words: readonly Word[]): readonly Compared[] {
  const last = flatten(words.at(-1)?.pieces ?? []);
  let inner = last === ']' || last === ']]' ? words.slice(0, -1) : words;
  let negated = false;
  while (inner.length > 3 && knownText(inner[0]?.pieces ?? []) === '!') {
    negated = !negated;
    inner = inner.slice(1);
  }
  const [left, operator, right] = inner;
  if (inner.length !== 3 || left === undefined || operator === undefined || right === undefined) return [];
  const sign = knownText(operator.pieces) ?? '';
  if (!EQUAL.has(sign) && sign !== '!=') return [];
  if (!isPrinted(left) && !isPrinted(right)) return [];
  const likeness = sign === '=~' ? 'expression' : 'pattern';
  return [{ left, right, negated: negated !== (sign === '!='), likeness }];
}

function isPrinted(word: Word): boolean {
  return word.pieces.some((piece) => piece.kind === 'hole' && (piece.origin !== undefined || piece.why === 'output'));
}
