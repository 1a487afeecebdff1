import { BOUNDS } from './bounds.ts';

/**
 * A guard says under which choices a value or an event holds. A site is a question that the script asks (`case $1`,
 * `if [ "$X" = y ]`, which turn of a loop, did the left side of `||` succeed); an arm is one answer. The same question asked
 * twice is the same site, so answers stay consistent across the file.
 */

/** Some answers to one question: those listed, or all but those listed (`not`), because the full list is never known. */
export type Arms = { readonly not: boolean; readonly names: readonly string[] };

/** Site to arms, all of which must hold. The empty map is "always". */
export type Guard = ReadonlyMap<string, Arms>;

export const ALWAYS: Guard = new Map();

/** The guard of one answer (or of several) to one question. */
export function guardOf(site: string, names: readonly string[], not = false): Guard {
  return new Map([[site, { not, names: [...new Set(names)].sort() }]]);
}

/** Both hold; undefined when they exclude each other. */
export function both(a: Guard, b: Guard): Guard | undefined {
  if (b.size === 0 || a === b) return a;
  if (a.size === 0) return b;
  let result: Map<string, Arms> | undefined;
  for (const [site, arms] of b) {
    const known = a.get(site);
    if (known === arms) continue;
    const meet = known === undefined ? arms : intersect(known, arms);
    if (!meet.not && meet.names.length === 0) return undefined;
    if (known !== undefined && isSameArms(meet, known)) continue;
    result ??= new Map(a);
    result.set(site, meet);
  }
  if (result === undefined) return a;
  return result.size <= BOUNDS.guardSites ? result : bundleOldest(result);
}

/** True when the two can hold together. */
export function isCompatible(a: Guard, b: Guard): boolean {
  if (a.size === 0 || b.size === 0) return true;
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  for (const [site, arms] of small) {
    const other = large.get(site);
    if (other === undefined) continue;
    const meet = intersect(arms, other);
    if (!meet.not && meet.names.length === 0) return false;
  }
  return true;
}

/** The question whether something from outside (a build argument, the environment, a parameter) says other than the text. */
export function overrideSite(names: readonly string[]): string {
  return `override:${names.join()}`;
}

/** The arm of an override in which the text stands as it is. */
export const AS_WRITTEN = 'as-written';

/** True when the guard holds only if something from outside says other than the text. */
export function isOverridden(guard: Guard): boolean {
  for (const [site, { not, names }] of guard) {
    if (site.startsWith('override:') && names.includes(AS_WRITTEN) === not) return true;
  }
  return false;
}

/**
 * True when something with the guard `known` is seen where `here` holds: the two can hold together, and what only an override leads to is
 * seen in that override alone. The text as it stands is what is read.
 */
export function isSeen(known: Guard, here: Guard): boolean {
  if (known.size === 0) return true;
  if (!isCompatible(known, here)) return false;
  for (const [site, { not, names }] of known) {
    if (site.startsWith('override:') && names.includes(AS_WRITTEN) === not && !here.has(site)) return false;
  }
  return true;
}

/** `a` holds and `b` does not, as guards that exclude each other; empty when `a` implies `b`. */
export function without(a: Guard, b: Guard): readonly Guard[] {
  const result: Guard[] = [];
  let rest: Guard | undefined = a;
  for (const [site, arms] of b) {
    if (rest === undefined) break;
    const outside = both(rest, new Map([[site, { not: !arms.not, names: arms.names }]]));
    if (outside !== undefined) result.push(outside);
    rest = both(rest, new Map([[site, arms]]));
  }
  return rest === undefined ? [a] : result;
}

/** True when `a` can only hold if `b` does. */
export function implies(a: Guard, b: Guard): boolean {
  for (const [site, arms] of b) {
    const known = a.get(site);
    if (known === undefined) return false;
    const meet = intersect(known, arms);
    if (!isSameArms(meet, known)) return false;
  }
  return true;
}

/** Either holds, as one guard; undefined when that takes two. */
export function either(a: Guard, b: Guard): Guard | undefined {
  if (implies(a, b)) return b;
  if (implies(b, a)) return a;
  if (a.size !== b.size) return undefined;
  let difference: readonly [string, Arms] | undefined;
  for (const [site, arms] of a) {
    const other = b.get(site);
    if (other === undefined) return undefined;
    if (isSameArms(arms, other)) continue;
    if (difference !== undefined) return undefined;
    difference = [site, union(arms, other)];
  }
  if (difference === undefined) return a;
  const result = new Map(a);
  const [site, arms] = difference;
  if (arms.not && arms.names.length === 0) result.delete(site);
  else result.set(site, arms);
  return result;
}

/** The narrowest single guard that holds wherever `a` or `b` does. */
export function enclosing(a: Guard, b: Guard): Guard {
  const result = new Map<string, Arms>();
  for (const [site, arms] of a) {
    const other = b.get(site);
    const joined = other === undefined ? undefined : union(arms, other);
    if (joined !== undefined && (!joined.not || joined.names.length > 0)) result.set(site, joined);
  }
  return result;
}

/** A stable text of the guard, equal for equal guards. */
export function guardKey(guard: Guard): string {
  if (guard.size === 0) return '';
  return JSON.stringify([...guard].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/**
 * Of too many choices the oldest become one opaque one, "all of these held". What it stands for is no longer seen, but it still holds or
 * not: nothing is ever covered that the choices did not cover.
 */
function bundleOldest(guard: Map<string, Arms>): Guard {
  let text = '';
  // Half at a time, so that it is rarely done.
  for (const [site, { not, names }] of guard) {
    if (guard.size <= BOUNDS.guardSites / 2) break;
    text += `${site}\u0001${not ? '!' : ''}${names.join('\u0002')}\u0003`;
    guard.delete(site);
  }
  return new Map([[`all:${fingerprint(text)}`, { not: false, names: ['held'] }], ...guard]);
}

/** A short name for a long text (FNV-1a over two lanes); it only has to differ within one file. */
function fingerprint(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x1b873593;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x85ebca6b);
  }
  return `${(first >>> 0).toString(36)}${(second >>> 0).toString(36)}`;
}

function intersect(a: Arms, b: Arms): Arms {
  if (!a.not && !b.not) return { not: false, names: a.names.filter((name) => b.names.includes(name)) };
  if (!a.not) return { not: false, names: a.names.filter((name) => !b.names.includes(name)) };
  if (!b.not) return { not: false, names: b.names.filter((name) => !a.names.includes(name)) };
  return { not: true, names: sortedUnion(a.names, b.names) };
}

function union(a: Arms, b: Arms): Arms {
  if (!a.not && !b.not) return { not: false, names: sortedUnion(a.names, b.names) };
  if (!a.not) return { not: true, names: b.names.filter((name) => !a.names.includes(name)) };
  if (!b.not) return { not: true, names: a.names.filter((name) => !b.names.includes(name)) };
  return { not: true, names: a.names.filter((name) => b.names.includes(name)) };
}

function isSameArms(a: Arms, b: Arms): boolean {
  return (
    a.not === b.not && a.names.length === b.names.length && a.names.every((name, index) => name === b.names[index])
  );
}

function sortedUnion(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort();
}
