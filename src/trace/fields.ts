import { BOUNDS } from '../model/bounds.ts';
import type { Guard } from '../model/guard.ts';
import type { LostWord } from '../model/invocation.ts';
import type { Span } from '../model/span.ts';
import { flatten, joinPieces, type Pieces, slicePieces, type UnsetReason, type Word } from '../model/value.ts';
import { hole } from './values.ts';

/**
 * One way in which words may come out: fields with their extents, and words that vanished because a variable is not set. `isEmptied`, said of
 * a single word: it vanished because of a value that can be set from outside.
 */
export type Fields = {
  readonly guard: Guard;
  readonly words: readonly Word[];
  readonly lost: readonly LostWord[];
  readonly isEmptied?: true;
};

/** Part of a word: several `fields` when it is a list (`"$@"`), `isSplit` when blanks in it end a field. */
export type Fragment = {
  readonly guard: Guard;
  readonly fields: readonly Pieces[];
  readonly isSplit: boolean;
  readonly unset?: { readonly name: string; readonly why: UnsetReason } | undefined;
  readonly overridable?: readonly string[] | undefined;
};

export type Building = {
  readonly guard: Guard;
  readonly done: readonly Pieces[];
  readonly current: Pieces | null;
  readonly lost: readonly LostWord[];
  readonly overridable: readonly string[] | undefined;
};

const BLANKS = /[ \t\n]+/g;

/** Lays one fragment onto a word under construction. */
export function grow(before: Building, fragment: Fragment, guard: Guard, at: Span): Building {
  const done = [...before.done];
  let current = before.current;
  for (const [index, field] of fragment.fields.entries()) {
    if (index > 0) {
      done.push(current ?? []);
      current = null;
    }
    if (!fragment.isSplit) {
      current = current === null ? field : joinPieces(current, field);
      continue;
    }
    const text = flatten(field);
    let start = 0;
    for (const blank of text.matchAll(BLANKS)) {
      if (blank.index > start) current = joinPieces(current ?? [], slicePieces(field, start, blank.index));
      if (current !== null) done.push(current);
      current = null;
      start = blank.index + blank[0].length;
      if (done.length > BOUNDS.fields) break;
    }
    if (start < text.length)
      current = joinPieces(current ?? [], start === 0 ? field : slicePieces(field, start, text.length));
  }
  const unset = fragment.unset;
  const lost = unset === undefined ? before.lost : [...before.lost, { name: unset.name, why: unset.why, at }];
  return { guard, done, current, lost, overridable: union(before.overridable, fragment.overridable) };
}

export function withHome(pieces: Pieces): Pieces {
  const [first] = pieces;
  if (
    first?.kind !== 'text' ||
    !first.text.startsWith('~') ||
    !(first.text.length === 1 || first.text.charAt(1) === '/')
  )
    return pieces;
  const text = flatten(pieces);
  return [hole('env:HOME', '~', 'environment', first.at), ...slicePieces(pieces, 1, text.length)];
}

export function asMany(pieces: Pieces): Pieces {
  const [only] = pieces;
  return only?.kind === 'hole' && pieces.length === 1 ? [{ ...only, many: true }] : pieces;
}

/** Beside other text a hole is read as part of one word: that is what nearly every author means. */
export function withoutMany(pieces: Pieces): Pieces {
  if (!pieces.some((piece) => piece.kind === 'hole' && piece.many === true)) return pieces;
  return pieces.map((piece) => (piece.kind === 'hole' ? { ...piece, many: false } : piece));
}

function union(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return [...new Set([...a, ...b])];
}
