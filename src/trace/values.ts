import { BOUNDS } from '../model/bounds.ts';
import {
  both,
  either,
  type Guard,
  heldUnder,
  implies,
  isCompatible,
  isSeen,
  overridesOf,
  without,
} from '../model/guard.ts';
import { NO_PLACE, type Span } from '../model/span.ts';
import {
  type Alternative,
  always,
  type HolePiece,
  type HoleReason,
  holesOf,
  joinPieces,
  type Piece,
  type Pieces,
  type Value,
} from '../model/value.ts';

/** Operations on values: everything is data in, data out; a bound that is reached makes a hole. */

export const NOTHING: Value = always([]);

/** A value of one hole. */
export function holeValue(id: string, name: string, why: HoleReason, at: Span, origin?: readonly number[]): Value {
  return always([hole(id, name, why, at, origin)]);
}

/** What the environment says of a name: somebody may have set it, so it is not empty for sure. */
export function environmentHole(name: string, at: Span): Value {
  return holeValue(`env:${name}`, `$${name}`, 'environment', at).map((alternative) => ({
    ...alternative,
    unset: 'never-set' as const,
  }));
}

export function hole(id: string, name: string, why: HoleReason, at: Span, origin?: readonly number[]): HolePiece {
  const base: HolePiece = { kind: 'hole', id, name, why, at };
  return origin === undefined || origin.length === 0 ? base : { ...base, origin };
}

/** The invocations whose output is in a word. */
export function originsOf(pieces: Pieces): readonly number[] {
  return holesOf(pieces).flatMap(({ origin }) => origin ?? []);
}

/** True for the common case: one text, always. */
export function isPlain(value: Value): boolean {
  return value.length === 1 && value[0]?.guard.size === 0;
}

/**
 * The alternatives that can hold under `guard`; guards are left as they are. Where something from outside makes others of them, they are named
 * as what it can change.
 */
export function restrict(value: Value, guard: Guard): Value {
  if (isPlain(value)) return value;
  const kept = value.filter((alternative) => isSeen(alternative.guard, guard));
  if (kept.length === value.length) return value;
  const hidden = value.filter((one) => isCompatible(one.guard, guard) && !isSeen(one.guard, guard));
  const names = hidden.flatMap((alternative) => overridesOf(alternative.guard));
  if (names.length === 0) return kept;
  return kept.map((one) => ({ ...one, overridable: [...new Set([...(one.overridable ?? []), ...names])] }));
}

/** The alternatives without those that hold only where the text was left. */
export function notLeft(value: Value, guard: Guard, left: readonly Guard[]): Value {
  if (left.length === 0 || value.length < 2) return value;
  const kept = value.filter((alternative) => {
    const here = both(alternative.guard, guard);
    return here === undefined || !left.some((region) => implies(here, region));
  });
  return kept.length === 0 ? value : kept;
}

/** `fresh` where `guard` holds, `old` elsewhere. */
export function overlay(old: Value, fresh: Value, guard: Guard): Value {
  if (guard.size === 0) return fresh;
  const result: Alternative[] = [];
  for (const alternative of old) {
    for (const rest of without(alternative.guard, guard)) result.push({ ...alternative, guard: rest });
  }
  result.push(...heldUnder(fresh, guard));
  return result.length > BOUNDS.scattered ? gather(result) : fold(result);
}

/** Alternatives of one question stay (a case with 60 arms is real); those of many separate ones become one hole. */
function gather(alternatives: readonly Alternative[]): Value {
  const folded = fold(alternatives);
  if (folded.length <= BOUNDS.scattered) return folded;
  const sites = new Set(folded.flatMap((alternative) => alternative.guard.choices.map(({ site }) => site)));
  if (sites.size <= 3 && folded.length <= BOUNDS.arms) return folded;
  const at = folded.flatMap((alternative) => alternative.pieces)[0]?.at ?? NO_PLACE;
  return tooMany(folded, at);
}

/** The texts one behind the other, for every combination that can hold together. */
export function concat(left: Value, right: Value, at: Span): Value {
  return combine(
    left,
    right,
    at,
    joinPieces,
    right.length > 1 ? () => concat(left, tooMany(right, at), at) : undefined,
  );
}

/** `left` with `right` behind it; where that makes more texts than `most`, `right` alone is unknown, under its `name`. */
export function append(
  left: Value,
  right: Value,
  at: Span,
  { name, most }: { readonly name: string; readonly most: number },
): Value {
  const unknownEnd = () => concat(left, tooMany(right, at, name), at);
  const joined = combine(left, right, at, joinPieces, right.length > 1 ? unknownEnd : undefined);
  const isTooMuch = joined.length > most && joined.length > Math.max(left.length, right.length);
  return isTooMuch ? unknownEnd() : joined;
}

export function combine(
  left: Value,
  right: Value,
  at: Span,
  join: (a: Pieces, b: Pieces) => Pieces,
  overflow?: () => Value,
): Value {
  const [a, b] = [left[0], right[0]];
  if (a !== undefined && b !== undefined && left.length === 1 && right.length === 1) {
    const guard = both(a.guard, b.guard);
    return guard === undefined ? [] : [merged(a, b, guard, bounded(join(a.pieces, b.pieces), at))];
  }
  const most = Math.min(BOUNDS.arms, Math.max(BOUNDS.product, left.length, right.length));
  const pairs: { readonly first: Alternative; readonly second: Alternative; readonly guard: Guard }[] = [];
  for (const first of left) {
    for (const second of right) {
      const guard = both(first.guard, second.guard);
      if (guard === undefined) continue;
      pairs.push({ first, second, guard });
      // Long texts are joined only where they are kept.
      if (pairs.length > most) return overflow?.() ?? tooMany([...left, ...right], at);
    }
  }
  return fold(
    pairs.map(({ first, second, guard }) =>
      merged(first, second, guard, bounded(join(first.pieces, second.pieces), at)),
    ),
  );
}

/** More alternatives than are followed: a hole that still knows whose output is in it. */
function tooMany(alternatives: readonly Alternative[], at: Span, name = '$(too many alternatives)'): Value {
  const origin = new Set<number>();
  for (const { pieces } of alternatives) {
    for (const piece of pieces) if (piece.kind === 'hole') for (const id of piece.origin ?? []) origin.add(id);
  }
  return holeValue(`bound:${at.file}:${at.start}`, name, 'bound', at, [...origin].slice(0, 64));
}

/** Alternatives with the same text become one where their guards can be said as one. */
export function fold(alternatives: readonly Alternative[]): Value {
  if (alternatives.length < 2) return alternatives;
  const result: Alternative[] = [];
  /** Where those stand in the result whose texts begin alike: there may be hundreds. */
  const alike = new Map<string, number[]>();
  for (const alternative of alternatives) {
    const start = startOf(alternative);
    const places = alike.get(start) ?? [];
    const index = places.findLast((place) => isSameText(result[place], alternative));
    const known = index === undefined ? undefined : result[index];
    const guard = known === undefined ? undefined : either(known.guard, alternative.guard);
    if (index !== undefined && known !== undefined && guard !== undefined) {
      result[index] = { ...known, guard };
      continue;
    }
    places.push(result.push(alternative) - 1);
    alike.set(start, places);
  }
  return result;
}

function startOf({ pieces: [first] }: Alternative): string {
  return first === undefined ? '' : first.kind === 'text' ? first.text : first.id;
}

/** The same text out of the same places, with the same holes. */
function isSameText(a: Alternative | undefined, b: Alternative): boolean {
  if (a === undefined) return false;
  if (a.pieces === b.pieces) return a.unset === b.unset;
  if (a.pieces.length !== b.pieces.length || a.unset !== b.unset) return false;
  return a.pieces.every((piece, index) => {
    const other = b.pieces[index];
    return other !== undefined && isSamePiece(piece, other);
  });
}

function isSamePiece(a: Piece, b: Piece): boolean {
  if (a === b) return true;
  if (a.at.start !== b.at.start || a.at.end !== b.at.end || a.at.file !== b.at.file) return false;
  return a.kind === 'text' ? b.kind === 'text' && a.text === b.text : b.kind === 'hole' && a.id === b.id;
}

/** One guard that holds exactly where one of these does; undefined when that cannot be said as one. */
export function unite(guards: readonly Guard[]): Guard | undefined {
  const [first, ...others] = guards;
  if (first === undefined) return undefined;
  let rest = others;
  let result = first;
  for (let isChanged = true; rest.length > 0 && isChanged; ) {
    isChanged = false;
    const left: Guard[] = [];
    for (const guard of rest) {
      const joined = either(result, guard);
      if (joined === undefined) {
        left.push(guard);
      } else {
        result = joined;
        isChanged = true;
      }
    }
    rest = left;
  }
  return rest.length === 0 ? result : undefined;
}

function merged(a: Alternative, b: Alternative, guard: Guard, pieces: Pieces): Alternative {
  const overridable =
    a.overridable === undefined
      ? b.overridable
      : b.overridable === undefined
        ? a.overridable
        : [...new Set([...a.overridable, ...b.overridable])];
  return overridable === undefined ? { guard, pieces } : { guard, pieces, overridable };
}

function bounded(pieces: Pieces, at: Span): Pieces {
  if (pieces.length <= BOUNDS.pieces) return pieces;
  return [hole(`bound:${at.file}:${at.start}`, '$(long text)', 'bound', at)];
}

/** False for what nobody knows at all, which is no other value than the one from outside that every variable may have. */
export function saysSomething(value: Value): boolean {
  return value.some(
    ({ pieces }) => pieces.length === 0 || pieces.some((piece) => piece.kind === 'text' || piece.origin !== undefined),
  );
}
