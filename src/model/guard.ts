import { BOUNDS } from './bounds.ts';
import { type Choice, excludes, hashOf, indexOf, intersect, isSameAnswer, union } from './choice.ts';

/**
 * A guard says under which choices a value or an event holds. A site is a question that the script asks (`case $1`,
 * `if [ "$X" = y ]`, which turn of a loop, did the left side of `||` succeed); an arm is one answer. The same question asked
 * twice is the same site, so answers stay consistent across the file.
 */

/**
 * Choices that must all hold, in the order in which they were made, each site once; none is "always". Guards are made by the functions of this
 * file alone. The words of one arm meet the guard of that arm one behind the other, so each guard remembers what it was last asked with.
 */
export class Guard {
  readonly choices: readonly Choice[];
  lastMeet: { readonly other: Guard; readonly result: Guard | undefined } | null = null;
  lastRest: { readonly other: Guard; readonly result: readonly Guard[] } | null = null;

  constructor(choices: readonly Choice[]) {
    this.choices = choices;
  }

  get size(): number {
    return this.choices.length;
  }
}

export const ALWAYS = new Guard([]);

/** The guard of one answer (or of several) to one question. */
export function guardOf(site: string, names: readonly string[], not = false): Guard {
  const sorted = names.length < 2 ? names : [...new Set(names)].sort();
  return new Guard([{ site, hash: hashOf(site), not, names: sorted }]);
}

/** What a guard says about a question; undefined when it says nothing. */
export function answerTo(guard: Guard, site: string): Choice | undefined {
  return guard.choices.find((choice) => choice.site === site);
}

/** The guard with some of its choices alone. */
export function keepChoices(guard: Guard, isKept: (choice: Choice) => boolean): Guard {
  return new Guard(guard.choices.filter(isKept));
}

/** The guard of the other answer to the question of a choice. */
export function otherwise(choice: Choice): Guard {
  return sidesOf(choice).no;
}

/** A choice as a guard, and its other answer; asked for again and again where a file is written in many arms. */
function sidesOf(choice: Choice): { readonly yes: Guard; readonly no: Guard } {
  let known = sides.get(choice);
  if (known === undefined) {
    known = { yes: new Guard([choice]), no: new Guard([{ ...choice, not: !choice.not }]) };
    sides.set(choice, known);
  }
  return known;
}

const sides = new WeakMap<Choice, { readonly yes: Guard; readonly no: Guard }>();

/** True when `guard` can only hold if the choice does. */
export function impliesChoice(guard: Guard, choice: Choice): boolean {
  const known = guard.choices[indexOf(guard.choices, choice)];
  if (known === undefined) return false;
  return known === choice || isSameAnswer(intersect(known, choice), known);
}

/** Both hold; undefined when they exclude each other. */
export function both(a: Guard, b: Guard): Guard | undefined {
  if (b.size === 0 || a === b) return a;
  if (a.size === 0) return b;
  if (a.lastMeet?.other === b) return a.lastMeet.result;
  const result = meet(a, b);
  a.lastMeet = { other: b, result };
  return result;
}

function meet(a: Guard, b: Guard): Guard | undefined {
  let result: Choice[] | undefined;
  for (const choice of b.choices) {
    const index = indexOf(a.choices, choice);
    const known = a.choices[index];
    if (known === choice) continue;
    const met = known === undefined ? choice : intersect(known, choice);
    if (!met.not && met.names.length === 0) return undefined;
    if (known !== undefined && isSameAnswer(met, known)) continue;
    result ??= [...a.choices];
    if (index < 0) result.push(met);
    else result[index] = met;
  }
  if (result === undefined) return a;
  return result.length <= BOUNDS.guardSites ? new Guard(result) : bundleOldest(result);
}

/** True when the two can hold together. */
export function isCompatible(a: Guard, b: Guard): boolean {
  if (a.size === 0 || b.size === 0 || a === b) return true;
  for (const choice of a.choices) {
    const other = b.choices[indexOf(b.choices, choice)];
    if (other !== undefined && excludes(choice, other)) return false;
  }
  return true;
}

/** The question whether something from outside (a build argument, the environment, a parameter) says other than the text. */
export function overrideSite(names: readonly string[]): string {
  return `${OVERRIDE}${names.join()}`;
}

const OVERRIDE = 'override:';

/** The arm of an override in which the text stands as it is. */
export const AS_WRITTEN = 'as-written';

/** True when the guard holds only if something from outside says other than the text. */
export function isOverridden(guard: Guard): boolean {
  return guard.choices.some(isOverride);
}

function isOverride({ site, not, names }: Choice): boolean {
  return site.startsWith(OVERRIDE) && names.includes(AS_WRITTEN) === not;
}

/** The names from outside that such a guard rests on. */
export function overridesOf(guard: Guard): readonly string[] {
  return guard.choices.filter(isOverride).flatMap(({ site }) => site.slice(OVERRIDE.length).split(','));
}

/**
 * True when something with the guard `known` is seen where `here` holds: the two can hold together, and what only an override leads to is
 * seen in that override alone. The text as it stands is what is read.
 */
export function isSeen(known: Guard, here: Guard): boolean {
  if (known.size === 0 || known === here) return true;
  if (!isCompatible(known, here)) return false;
  return known.choices.every((choice) => !isOverride(choice) || indexOf(here.choices, choice) >= 0);
}

/** `a` holds and `b` does not, as guards that exclude each other; empty when `a` implies `b`. */
export function without(a: Guard, b: Guard): readonly Guard[] {
  if (a === b || b.size === 0) return [];
  if (a.lastRest?.other === b) return a.lastRest.result;
  const isWhole = a.size + b.size <= BOUNDS.guardSites && !isCompatible(a, b);
  const result = isWhole ? [a] : restsOf(a, b);
  a.lastRest = { other: b, result };
  return result;
}

function restsOf(a: Guard, b: Guard): readonly Guard[] {
  const result: Guard[] = [];
  let rest: Guard | undefined = a;
  for (const choice of b.choices) {
    if (rest === undefined) break;
    const { yes, no } = sidesOf(choice);
    const outside = meet(rest, no);
    if (outside !== undefined) result.push(outside);
    rest = meet(rest, yes);
  }
  return rest === undefined ? [a] : result;
}

/** What holds under guards of its own, each as far as it can hold under `guard` as well. */
export function heldUnder<Held extends { readonly guard: Guard }>(all: readonly Held[], guard: Guard): readonly Held[] {
  if (guard.size === 0) return all;
  const result: Held[] = [];
  for (const one of all) {
    const met = both(one.guard, guard);
    if (met !== undefined) result.push({ ...one, guard: met });
  }
  return result;
}

/** True when `a` can only hold if `b` does. */
export function implies(a: Guard, b: Guard): boolean {
  return a === b || b.choices.every((choice) => impliesChoice(a, choice));
}

/** Either holds, as one guard; undefined when that takes two. */
export function either(a: Guard, b: Guard): Guard | undefined {
  if (implies(a, b)) return b;
  if (implies(b, a)) return a;
  if (a.size !== b.size) return undefined;
  let differing = -1;
  let joined: Choice | undefined;
  for (const [index, choice] of a.choices.entries()) {
    const other = b.choices[indexOf(b.choices, choice)];
    if (other === undefined) return undefined;
    if (isSameAnswer(choice, other)) continue;
    if (joined !== undefined) return undefined;
    differing = index;
    joined = union(choice, other);
  }
  if (joined === undefined) return a;
  const { not, names } = joined;
  const rest = [...a.choices];
  if (not && names.length === 0) rest.splice(differing, 1);
  else rest[differing] = joined;
  return rest.length === 0 ? ALWAYS : new Guard(rest);
}

/** The narrowest single guard that holds wherever `a` or `b` does. */
export function enclosing(a: Guard, b: Guard): Guard {
  const result: Choice[] = [];
  for (const choice of a.choices) {
    const other = b.choices[indexOf(b.choices, choice)];
    const joined = other === undefined ? undefined : union(choice, other);
    if (joined !== undefined && (!joined.not || joined.names.length > 0)) result.push(joined);
  }
  return result.length === 0 ? ALWAYS : new Guard(result);
}

/** A stable text of the guard, equal for equal guards. */
export function guardKey(guard: Guard): string {
  if (guard.size === 0) return '';
  const choices = [...guard.choices].sort(({ site: a }, { site: b }) => (a < b ? -1 : a > b ? 1 : 0));
  return JSON.stringify(choices.map(({ site, not, names }) => [site, { not, names }]));
}

/**
 * Of too many choices the oldest become one opaque one, "all of these held". What it stands for is no longer seen, but it still holds or
 * not: nothing is ever covered that the choices did not cover.
 */
function bundleOldest(choices: readonly Choice[]): Guard {
  // Half at a time, so that it is rarely done.
  const kept = choices.slice(-Math.floor(BOUNDS.guardSites / 2));
  const name = new Fingerprint();
  for (const { hash, not, names } of choices.slice(0, -kept.length)) {
    name.add(hash);
    name.add(not ? 1 : 0);
    for (const arm of names) name.add(hashOf(arm));
  }
  const bundle: Choice = { site: `all:${name.text()}`, hash: name.hash(), not: false, names: ['held'] };
  // What was said of the same bundle later stands.
  const later = kept.find((choice) => choice.hash === bundle.hash && choice.site === bundle.site);
  return new Guard([later ?? bundle, ...kept.filter((choice) => choice !== later)]);
}

/** A short name for a long row of numbers, in two lanes that are mixed apart; it only has to differ within one file. */
class Fingerprint {
  private first = 0x811c9dc5;
  private second = 0x1b873593;

  add(next: number): void {
    this.first = Math.imul(this.first ^ next, 0x9e3779b1);
    this.first ^= this.first >>> 15;
    this.second = Math.imul(this.second ^ next, 0x85ebca77);
    this.second ^= this.second >>> 13;
  }

  hash(): number {
    return this.first ^ this.second;
  }

  /** In decimals, which are written fastest. */
  text(): string {
    return `${this.first}.${this.second}`;
  }
}
