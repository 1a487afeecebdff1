import { BOUNDS } from '../model/bounds.ts';
import type { Span } from '../model/span.ts';
import type { Value } from '../model/value.ts';
import { holeValue } from './values.ts';

/**
 * A list that grows in one arm after another (sources, flags) is not worth following: what a fetch names comes from few choices. The arms of
 * one question stay, however many they are.
 */
export function isFollowed(value: Value): boolean {
  if (value.length <= 8) return value.reduce((count, { pieces }) => count + pieces.length, 0) <= BOUNDS.pieces;
  return new Set(value.flatMap(({ guard }) => guard.choices.map(({ site }) => site))).size <= 4;
}

/** What stands in the place of a value that is not followed. */
export function tooMuch(name: string, at: Span): Value {
  return holeValue(`bound:${name}:${at.file}:${at.start}`, name, 'bound', at);
}
