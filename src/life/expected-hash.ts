import type { HashAlgorithm, Likeness } from '../model/act.ts';
import { flatten, type Pieces, slicePieces } from '../model/value.ts';
import { readExpected } from './sum-list.ts';

/**
 * A regular expression, basic or extended, that matches nothing without the whole word in it: plain text stands before the word, it is not
 * repeated and it is no alternative of another.
 */
const ONE_WORD = /^(\^?(?:[\w./-]*[:=])? *)([0-9a-f\uFFFC]+)(?:$|[ .:$-][\w ./*:$\uFFFC-]*$)/i;

/** The hash that stands in every text which is like this one; undefined where a part of it would do, or another. */
export function expectedIn(like: Pieces, algorithm: HashAlgorithm, how: Likeness): Pieces | undefined {
  switch (how) {
    case 'pattern':
      return readExpected(withoutStars(like), algorithm);
    case 'expression': {
      const [, lead, word] = ONE_WORD.exec(flatten(like)) ?? [];
      if (lead === undefined || word === undefined) return undefined;
      return readExpected(slicePieces(like, lead.length, lead.length + word.length), algorithm);
    }
    default:
      return how satisfies never;
  }
}

/** Without what a pattern of the shell has around the text: `*0123*`, `"0123 "*`. */
function withoutStars(pattern: Pieces): Pieces {
  const text = flatten(pattern);
  let [start, end] = [0, text.length];
  while (start < end && isMargin(text.charAt(start))) start += 1;
  while (end > start && isMargin(text.charAt(end - 1))) end -= 1;
  return slicePieces(pattern, start, end);
}

function isMargin(character: string): boolean {
  return character === '*' || character === ' ';
}
