import { NO_PLACE } from '../../model/span.ts';
import { impliedText, type Pieces, type Word } from '../../model/value.ts';

/** A part of unknown text is unknown in a way of its own: the id says what was done to it. */
export function derive(pieces: Pieces, operation: string): Pieces {
  return pieces.map((piece) =>
    piece.kind === 'hole' ? { ...piece, id: `${operation}(${piece.id})`, name: `${operation} ${piece.name}` } : piece,
  );
}

/** Other pieces in the place of a word. */
export function toWord(pieces: Pieces, from: Word): Word {
  return { ...from, pieces };
}

/** Text that was not written: it has the place of the word that it belongs to and is never spliced. */
export function literal(text: string, near: Word): Pieces {
  const at = near.pieces.at(-1)?.at ?? near.at ?? NO_PLACE;
  return [impliedText(text, at)];
}

/** Where the text ends without slashes at its end; a loop, because a regular expression takes quadratic time over many slashes. */
export function withoutSlashes(text: string, from: number): number {
  let end = from;
  while (end > 0 && text[end - 1] === '/') end--;
  return end;
}
