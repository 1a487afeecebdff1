import type { Lockfile, Pin } from '../model/pin.ts';
import type { SourceKey } from '../model/source.ts';
import { LockfileError } from './lockfile-error.ts';
import { LOCKFILE_VERSION, type ParseOptions, parseLockfile } from './parse.ts';
import { printPin } from './print.ts';

/** A source that both sides moved, to different pins. */
export type PinConflict = { readonly key: SourceKey; readonly ours: Pin; readonly theirs: Pin };

/** Both sides joined; the sources of `conflicts` are not in `lockfile`, somebody has to choose. */
export type JoinedLockfile = { readonly lockfile: Lockfile; readonly conflicts: readonly PinConflict[] };

type Sides = { readonly ours: string; readonly base: string | undefined; readonly theirs: string };

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
  const base = sides.base === undefined ? undefined : parseLockfile(sides.base, `${path} (base)`, side).sources;
  const sources = new Map<SourceKey, Pin>();
  const conflicts: PinConflict[] = [];
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const our = ours.get(key);
    const their = theirs.get(key);
    const old = base?.get(key);
    const taken = our === undefined || their === undefined ? (our ?? their) : choose(our, their, old);
    if (taken !== undefined) sources.set(key, taken);
    else if (our !== undefined && their !== undefined) conflicts.push({ key, ours: our, theirs: their });
  }
  return { lockfile: { lockfileVersion: LOCKFILE_VERSION, sources }, conflicts };
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

/** The three texts: what stands outside of markers belongs to each. */
function splitSides(text: string, path: string): Sides {
  const lines: Record<'ours' | 'base' | 'theirs', string[]> = { ours: [], base: [], theirs: [] };
  let part: Part = 'all';
  let conflicts = 0;
  let bases = 0;
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
      conflicts += 1;
    } else if (BASE.test(line)) {
      if (part !== 'ours') fail(index + 1);
      part = 'base';
      bases += 1;
    } else if (MIDDLE.test(line)) {
      if (part !== 'ours' && part !== 'base') fail(index + 1);
      part = 'theirs';
    } else if (THEIRS.test(line)) {
      if (part !== 'theirs') fail(index + 1);
      part = 'all';
    } else {
      for (const side of ['ours', 'base', 'theirs'] as const)
        if (part === 'all' || part === side) lines[side].push(line);
    }
  }
  if (part !== 'all') fail(all.length);
  const base = bases === conflicts ? lines.base.join('\n') : undefined;
  return { ours: lines.ours.join('\n'), base, theirs: lines.theirs.join('\n') };
}
