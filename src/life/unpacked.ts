import type { Act, ExtractAct } from '../model/act.ts';
import { both, implies } from '../model/guard.ts';
import type { Invocation } from '../model/invocation.ts';
import { type Path, resolvePath } from '../model/path.ts';
import { flatten } from '../model/value.ts';
import { type Content, LIMITS } from './entry.ts';
import { find } from './files.ts';
import { HARMLESS } from './harmless.ts';
import { localProgram, programOf } from './streams.ts';
import { isWholeStory, noteUse, split, type Unpacked, type World } from './world.ts';

/** Acts that only put bytes elsewhere, or look at them. */
const NO_RUN: ReadonlySet<Act['kind']> = new Set([
  'place',
  'extract',
  'fetch',
  'hash',
  'verify',
  'remove',
  'trust',
  'query',
]);

/** True for a command that makes something of the files it is given, more than to unpack or to move them. */
export function isRunning(invocation: Invocation, acts: readonly Act[]): boolean {
  if (localProgram(invocation) !== undefined) return true;
  return !acts.some((act) => NO_RUN.has(act.kind) && isWholeStory(act)) && !HARMLESS.has(programOf(invocation));
}

/** Remembers where an archive was unpacked to: a program that is run there later comes out of it. */
export function noteUnpacked(world: World, act: ExtractAct, content: Content): void {
  const key = keyOf(split(world, act.into));
  const isOwnFolder = !act.invocation.cwd.some(({ path }) => path.key === act.into.key);
  const known = world.unpacked.get(key) ?? [];
  const isKnown = known.some(
    (other) =>
      other.content.subject === content.subject &&
      other.isOwnFolder === isOwnFolder &&
      implies(content.guard, other.guard),
  );
  if (!isKnown && known.length < LIMITS.entries)
    // What is in it lies there since it was unpacked: not where a check before that failed.
    world.unpacked.set(key, [
      ...known,
      { guard: content.guard, content: { ...content, since: act.invocation.id }, isOwnFolder },
    ]);
}

/** A program that lies in what was unpacked, or any that works there, uses the archive. */
export function useUnpacked(world: World, invocation: Invocation, acts: readonly Act[]): void {
  if (world.unpacked.size === 0 || invocation.form !== 'command') return;
  const used = new Set<Unpacked>();
  for (const path of programPaths(invocation, acts)) {
    if ((find(world.files, split(world, path))?.entries.length ?? 0) > 0) continue;
    for (const { unpacked, isBelow } of unpackedAbove(world, path)) if (isBelow) used.add(unpacked);
  }
  if (isRunning(invocation, acts)) {
    for (const { path } of invocation.cwd) {
      for (const { unpacked, isBelow } of unpackedAbove(world, path))
        if (isBelow || unpacked.isOwnFolder) used.add(unpacked);
      for (const { pieces } of invocation.variants.flatMap(({ words }) => words)) {
        const hasSlash = flatten(pieces).includes('/');
        for (const { unpacked, isBelow } of unpackedAbove(world, resolvePath(path, pieces)))
          if (isBelow ? hasSlash : unpacked.isOwnFolder) used.add(unpacked);
      }
    }
  }
  for (const unpacked of used) note(unpacked, invocation);
}

/** Where the text lies that runs. */
function programPaths(invocation: Invocation, acts: readonly Act[]): readonly Path[] {
  const program = localProgram(invocation);
  const own = program === undefined ? [] : invocation.cwd.map(({ path }) => resolvePath(path, program.pieces));
  return [...own, ...acts.flatMap((act) => (act.kind === 'execute' && act.from !== 'stdin' ? [act.from] : []))];
}

function note({ guard, content }: Unpacked, { id, variants }: Invocation): void {
  for (const variant of variants) {
    const met = both(guard, variant.guard);
    if (met !== undefined) noteUse(content.subject, { guard: met, at: id, since: content.since, isRun: true });
  }
}

/** What was unpacked to a folder or to one above it; `isBelow`: the path leads further than that. */
function unpackedAbove(world: World, path: Path): readonly { unpacked: Unpacked; isBelow: boolean }[] {
  const components = split(world, path);
  const result: { unpacked: Unpacked; isBelow: boolean }[] = [];
  for (let length = components.length; length > 0; length--) {
    const isBelow = length < components.length;
    for (const unpacked of world.unpacked.get(keyOf(components.slice(0, length))) ?? [])
      result.push({ unpacked, isBelow });
  }
  return result;
}

function keyOf(components: readonly string[]): string {
  return components.join('\n');
}
