import type { Lockfile, Pin } from '../model/pin.ts';
import type { SourceKey } from '../model/source.ts';
import { LockfileError } from './lockfile-error.ts';
import { LOCKFILE_VERSION, type ParseOptions, parseLockfile } from './parse.ts';
import { printPin } from './print.ts';

/** A source that both sides moved, to different pins. */
export type PinConflict = { readonly key: SourceKey; readonly ours: Pin; readonly theirs: Pin };

/** Both sides joined; the sources of `conflicts` are not in `lockfile`, somebody has to choose. */
export type JoinedLockfile = { readonly lockfile: Lockfile; readonly conflicts: readonly PinConflict[] };

/** `base` are the lines between the markers alone: `zdiff3` leaves no whole text of it. */
type Sides = { readonly ours: string; readonly base: readonly string[]; readonly theirs: string };

/**
 * Joins the two sides of a lockfile with conflict markers: a pin that one side alone has or moved is taken. Which side moved is only known
 * where the common base stands between the markers (git's `diff3` and `zdiff3` styles); without it a pin that differs is a conflict. Throws
 * a LockfileError when markers are incomplete or a side is no lockfile.
 */
export function joinConflict(text: string, path: string, options: ParseOptions = {}): JoinedLockfile {
  const sides = splitSides(text, path);
  const side = { ...options, isSide: true };
  const ours = parseLockfile(sides.ours, `${path} (ours)`, side).sources;
  const theirs = parseLockfile(sides.theirs, `${path} (theirs)`, side).sources;
  const base = pinsIn(sides.base);
  const sources = new Map<SourceKey, Pin>();
  const conflicts: PinConflict[] = [];
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const our = ours.get(key);
    const their = theirs.get(key);
    const old = base.get(key);
    const taken = our === undefined || their === undefined ? (our ?? their) : choose(our, their, old);
    if (taken !== undefined) sources.set(key, taken);
    else if (our !== undefined && their !== undefined) conflicts.push({ key, ours: our, theirs: their });
  }
  return { lockfile: { lockfileVersion: LOCKFILE_VERSION, sources }, conflicts };
}

/** Pins of single lines; a line that is none says nothing about the base. */
function pinsIn(lines: readonly string[]): ReadonlyMap<SourceKey, Pin> {
  const pins = new Map<SourceKey, Pin>();
  for (const line of lines) {
    try {
      const { sources } = parseLockfile(`{"lockfileVersion": 1, "sources": {${line}}}`, '', { isSide: true });
      for (const [key, pin] of sources) pins.set(key, pin);
    } catch (error) {
      if (!(error instanceof LockfileError)) throw error;
    }
  }
  return pins;
}

/** The pin of the side that moved it; of two that differ in `applied` alone, both lists together. */
function choose(ours: Pin, theirs: Pin, base: Pin | undefined): Pin | undefined {
  const [our, their] = [identityOf(ours), identityOf(theirs)];
  if (our === their) return withApplied(ours, [...(ours.applied ?? []), ...(theirs.applied ?? [])]);
  if (base === undefined) return undefined;
  const old = identityOf(base);
  if (our === old) return theirs;
  return their === old ? ours : undefined;
}

function identityOf(pin: Pin): string {
  const { applied, ...identity } = pin;
  return applied === undefined ? printPin(pin) : printPin(identity);
}

function withApplied(pin: Pin, paths: readonly string[]): Pin {
  return paths.length === 0 ? pin : { ...pin, applied: [...new Set(paths)].sort() };
}

const OURS = /^<{7}(?: |$)/;
const BASE = /^\|{7}(?: |$)/;
const MIDDLE = /^={7}$/;
const THEIRS = /^>{7}(?: |$)/;

type Part = 'all' | 'ours' | 'base' | 'theirs';

/** What stands outside of markers belongs to both sides. */
function splitSides(text: string, path: string): Sides {
  const lines: Record<'ours' | 'base' | 'theirs', string[]> = { ours: [], base: [], theirs: [] };
  let part: Part = 'all';
  const fail = (line: number): never => {
    throw new LockfileError(
      'invalid',
      `${path}:${line}: conflict markers are incomplete`,
      'finish or abort the merge first',
    );
  };
  const all = text.split(/\r?\n/);
  for (const [index, line] of all.entries()) {
    if (OURS.test(line)) {
      if (part !== 'all') fail(index + 1);
      part = 'ours';
    } else if (BASE.test(line)) {
      if (part !== 'ours') fail(index + 1);
      part = 'base';
    } else if (MIDDLE.test(line)) {
      if (part !== 'ours' && part !== 'base') fail(index + 1);
      part = 'theirs';
    } else if (THEIRS.test(line)) {
      if (part !== 'theirs') fail(index + 1);
      part = 'all';
    } else {
      if (part === 'base') lines.base.push(line);
      if (part === 'all' || part === 'ours') lines.ours.push(line);
      if (part === 'all' || part === 'theirs') lines.theirs.push(line);
    }
  }
  if (part !== 'all') fail(all.length);
  return { ours: lines.ours.join('\n'), base: lines.base, theirs: lines.theirs.join('\n') };
}
