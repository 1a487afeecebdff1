import { ALWAYS, type Guard, implies } from '../model/guard.ts';
import type { Alternative, Value } from '../model/value.ts';
import { hole, overlay } from './values.ts';

/** What nobody can read and may set variables, under `guard`; `origin`: the invocations that print what it sets, none for a file. */
export type UnreadSource = { readonly guard: Guard; readonly origin: readonly number[] };

/** With one more source; beyond a few they are one that holds always. */
export function addUnread(known: readonly UnreadSource[], source: UnreadSource): readonly UnreadSource[] {
  const { guard, origin } = source;
  if (known.some((one) => implies(guard, one.guard) && origin.every((id) => one.origin.includes(id)))) return known;
  if (known.length < 4) return [...known, source];
  const origins = new Set([...known.flatMap((one) => one.origin), ...origin]);
  return [{ guard: ALWAYS, origin: [...origins].slice(0, 64) }];
}

/** The value of a variable that the text never sets, where these sources may have set it. */
export function readUnread(value: Value, sources: readonly UnreadSource[]): Value {
  return sources.reduce(
    (known, { guard, origin }) =>
      overlay(
        known,
        known.map((alternative) => readFrom(alternative, origin)),
        guard,
      ),
    value,
  );
}

/** No longer surely missing, and read from what was printed. */
function readFrom(alternative: Alternative, origin: readonly number[]): Alternative {
  if (alternative.unset !== 'never-set') return alternative;
  const { unset: _, ...rest } = alternative;
  if (origin.length === 0) return rest;
  const pieces = rest.pieces.map((piece) =>
    piece.kind === 'hole' ? hole(piece.id, piece.name, 'output', piece.at, origin) : piece,
  );
  return { ...rest, pieces };
}
