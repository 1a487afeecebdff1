import { BOUNDS } from '../model/bounds.ts';
import { flatten, joinPieces, type Pieces, slicePieces, type Word } from '../model/value.ts';

/** The word with other pieces wherever it says `text`. */
export function replaceText(word: Word, text: string, by: Pieces): Word {
  const flat = flatten(word.pieces);
  const parts: Pieces[] = [];
  let start = 0;
  for (let index = flat.indexOf(text); index >= 0 && text !== ''; index = flat.indexOf(text, start)) {
    parts.push(slicePieces(word.pieces, start, index), by);
    start = index + text.length;
    if (parts.length >= BOUNDS.pieces) start = flat.length;
  }
  return parts.length === 0
    ? word
    : { ...word, pieces: joinPieces(...parts, slicePieces(word.pieces, start, flat.length)) };
}
