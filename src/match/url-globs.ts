import { flatten, impliedText, joinPieces, type Pieces, placeOfWord, slicePieces, type Word } from '../model/value.ts';

/** Addresses that one word stands for, and globs in it; what has more is left as it is. */
const MOST = 64;

/**
 * `{a,b}`, `[1-3]`, `[001-100:5]`, `[a-z]`: https://curl.se/docs/manpage.html#Globbing; an address of IPv6 has colons in its
 * brackets. `{version}` without a comma is a placeholder of a template far more often than a list of one.
 */
const GLOB = /\{([^{}[\]]*,[^{}[\]]*)\}|\[(?:(\d{1,9})-(\d{1,9})|([A-Za-z])-([A-Za-z]))(?::(\d{1,9}))?\]/;

/** The words that curl makes of one by its globs, in their order; the word itself where it has none. */
export function expandGlobs(word: Word): readonly Word[] {
  let words: readonly Word[] = [word];
  for (let round = 0; round < MOST; round++) {
    const next = words.flatMap((one) => expandFirst(one) ?? [one]);
    if (next.length > MOST) return [word];
    if (next.length === words.length && next.every((one, index) => one === words[index])) return words;
    words = next;
  }
  return [word];
}

/** The word with each alternative of its first glob; undefined where it has none, or too many. */
function expandFirst(word: Word): readonly Word[] | undefined {
  const text = flatten(word.pieces);
  const match = GLOB.exec(text);
  if (match === null) return undefined;
  const [whole, list] = match;
  const [start, end] = [match.index, match.index + whole.length];
  const alternatives = list === undefined ? rangeOf(word, match) : listOf(word, start + 1, list);
  if (alternatives === undefined) return undefined;
  const [before, behind] = [slicePieces(word.pieces, 0, start), slicePieces(word.pieces, end, text.length)];
  return alternatives.map((pieces) => ({ ...word, pieces: joinPieces(before, pieces, behind) }));
}

function listOf({ pieces }: Word, start: number, list: string): readonly Pieces[] {
  let from = start;
  return list.split(',').map((part) => {
    const at = from;
    from += part.length + 1;
    return slicePieces(pieces, at, at + part.length);
  });
}

function rangeOf(
  word: Word,
  [, , first, last, letter, lastLetter, step]: RegExpExecArray,
): readonly Pieces[] | undefined {
  const width = Math.max(Number(step ?? '1'), 1);
  const isLetters = letter !== undefined && lastLetter !== undefined;
  const [low, high] = isLetters ? [letter.charCodeAt(0), lastLetter.charCodeAt(0)] : [Number(first), Number(last)];
  if (high < low || (high - low) / width >= MOST) return undefined;
  const digits = first?.startsWith('0') === true ? first.length : 0;
  const result: Pieces[] = [];
  for (let value = low; value <= high; value += width) {
    const text = isLetters ? String.fromCharCode(value) : String(value).padStart(digits, '0');
    result.push([impliedText(text, placeOfWord(word))]);
  }
  return result;
}
