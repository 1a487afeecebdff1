import type { Span } from '../model/span.ts';
import { type HolePiece, joinPieces, type Pieces, pieceKey, type Value, type Word } from '../model/value.ts';
import type { Positional } from './machine.ts';
import { hole } from './values.ts';

export function positionalValue(list: Positional, index: number, at: Span): Value {
  const spread = list.words.findIndex((word) =>
    word.pieces.some((piece) => piece.kind === 'hole' && piece.many === true),
  );
  const word = list.words[index - 1];
  if (word !== undefined && (spread < 0 || spread > index - 1)) {
    const alternative = { guard: list.guard, pieces: word.pieces };
    return [word.overridable === undefined ? alternative : { ...alternative, overridable: word.overridable }];
  }
  if (list.open === null && spread < 0) return [{ guard: list.guard, pieces: [], unset: 'unset' }];
  const position = index + list.shifted;
  const owner = list.open ?? pieceKey(list.words[spread]?.pieces ?? []);
  return [
    {
      guard: list.guard,
      pieces: [hole(`argument:${owner}:${position}`, `$${position}`, 'argument', at)],
      unset: 'never-set',
    },
  ];
}

export function positionalPieces(list: Positional, at: Span): readonly Pieces[] {
  const words = list.words.map((word) => word.pieces);
  return list.open === null ? words : [...words, [manyHole(`arguments:${list.open}:${list.shifted}`, '$@', at)]];
}

/** Fields joined by blanks, as `$*` reads. */
export function joinFields(fields: readonly Pieces[], at: Span): Pieces {
  const blank: Pieces = [{ kind: 'text', text: ' ', at, verbatim: false }];
  return joinPieces(...fields.flatMap((field, index) => (index === 0 ? [field] : [blank, field])));
}

export function manyHole(id: string, name: string, at: Span): HolePiece {
  return { ...hole(id, name, 'argument', at), many: true };
}

/**
 * Words as parameters: an unquoted unknown is taken for one word, as its author meant it; what is a list by itself (`$@`, an array) stays
 * open-ended.
 */
export function asArguments(words: readonly Word[]): readonly Word[] {
  if (!words.some(isSpread)) return words;
  return words.map((word) =>
    isSpread(word) && !isList(word)
      ? { ...word, pieces: word.pieces.map((piece) => (piece.kind === 'hole' ? { ...piece, many: false } : piece)) }
      : word,
  );
}

function isSpread(word: Word): boolean {
  return word.pieces.some((piece) => piece.kind === 'hole' && piece.many === true);
}

function isList(word: Word): boolean {
  return word.pieces.some((piece) => piece.kind === 'hole' && /^(?:arguments|array):/.test(piece.id));
}
