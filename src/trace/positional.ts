import { BOUNDS } from '../model/bounds.ts';
import { both, type Guard, without } from '../model/guard.ts';
import type { Span } from '../model/span.ts';
import {
  type HolePiece,
  impliedText,
  joinPieces,
  type Pieces,
  pieceKey,
  type Value,
  type Word,
} from '../model/value.ts';
import type { Positional } from './machine.ts';
import { hole, originsOf } from './values.ts';

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
  const several = list.words[spread]?.pieces ?? [];
  const owner = list.open ?? pieceKey(several);
  return [
    {
      guard: list.guard,
      pieces: [hole(`argument:${owner}:${position}`, `$${position}`, 'argument', at, originsOf(several))],
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
  const blank: Pieces = [impliedText(' ', at)];
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

/** The parameters behind a `set --` that runs under `guard`: elsewhere they are what they were. With too many choices only what was set is kept. */
export function givenUnder(
  before: readonly Positional[],
  given: readonly { readonly guard: Guard; readonly words: readonly Word[] }[],
  guard: Guard,
): readonly Positional[] {
  const after = given.flatMap(({ guard: own, words }): readonly Positional[] => {
    const met = both(own, guard);
    return met === undefined ? [] : [{ guard: met, words, open: null, shifted: 0 }];
  });
  const elsewhere = before.flatMap((list) => without(list.guard, guard).map((rest) => ({ ...list, guard: rest })));
  return after.length + elsewhere.length > BOUNDS.scattered ? after : [...after, ...elsewhere];
}

/** Words behind `shift`: a list of unknown length (`"$@"` of a caller that nobody knows) does not end by it. */
export function withoutFirst(words: readonly Word[], count: number): readonly Word[] {
  const list = words.findIndex(isSpread);
  return words.slice(list < 0 ? count : Math.min(list, count));
}

function isSpread(word: Word): boolean {
  return word.pieces.some((piece) => piece.kind === 'hole' && piece.many === true);
}

function isList(word: Word): boolean {
  return word.pieces.some((piece) => piece.kind === 'hole' && /^(?:arguments|array):/.test(piece.id));
}

/** For each choice, the words that something is called with. */
export type Calls = readonly { readonly guard: Guard; readonly args: readonly Word[] }[];

/**
 * What a script or a text is called with, for each choice, as its parameters. One that runs in the same shell (`here`) and is given nothing
 * keeps those of the caller.
 */
export function toPositional(inherited: readonly Positional[], calls: Calls, here: boolean): readonly Positional[] {
  if (here && calls.every(({ args }) => args.length === 0)) return inherited;
  return calls.flatMap(({ guard, args }): readonly Positional[] => {
    if (!here || args.length > 0) return [{ guard, words: asArguments(args), open: null, shifted: 0 }];
    return inherited.flatMap((list) => {
      const met = both(list.guard, guard);
      return met === undefined ? [] : [{ ...list, guard: met }];
    });
  });
}
