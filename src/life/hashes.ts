import type { HashAct } from '../model/act.ts';
import type { Guard } from '../model/guard.ts';
import { heldUnder } from '../model/guard.ts';
import type { Stream } from '../model/invocation.ts';
import type { Path } from '../model/path.ts';
import { holesOf, type Pieces } from '../model/value.ts';
import { LIMITS } from './entry.ts';
import { find } from './files.ts';
import { contentsAt, contentsOfInput } from './streams.ts';
import { type Hashed, split, type World } from './world.ts';

/** Remembers of which bytes a command prints the hash. */
export function hash(world: World, act: HashAct): void {
  const { invocation, guard } = act;
  const contents =
    act.of.length === 0
      ? contentsOfInput(world, invocation.stdin, guard)
      : act.of.flatMap((path) => contentsAt(world, path, guard));
  world.hashes.set(invocation.id, [...(world.hashes.get(invocation.id) ?? []), { act, contents }]);
}

/** Hash commands whose output comes in, through pipes. */
export function hashesOfInput(world: World, stdin: Stream | null): readonly Hashed[] {
  return stdin?.kind === 'output' ? hashesFrom(world, stdin.producers) : [];
}

/** Remembers what was hashed by the commands whose output a file gets in event `since`. */
export function noteHashFile(world: World, path: Path, producers: readonly number[], since: number): void {
  const hashed = hashesFrom(world, producers);
  if (hashed.length > 0) world.hashFiles.set(path.key, { since, hashed });
}

/** What was hashed into a file, if nothing else was put there since. */
export function hashesAt(world: World, path: Path, guard: Guard): readonly Hashed[] {
  const known = world.hashFiles.get(path.key);
  if (known === undefined) return [];
  const entries = heldUnder(find(world.files, split(world, path))?.entries ?? [], guard);
  return entries.length > 0 && entries.every(({ since }) => since === known.since) ? known.hashed : [];
}

/** Hash commands whose output a word holds, through pipes (`$(sha256sum f | cut -d' ' -f1)`). */
export function hashesIn(world: World, word: Pieces): readonly Hashed[] {
  return hashesFrom(
    world,
    holesOf(word).flatMap((hole) => hole.origin ?? []),
  );
}

/** The same of what these invocations print. */
export function hashesFrom(world: World, producers: readonly number[]): readonly Hashed[] {
  if (world.hashes.size === 0) return [];
  const result: Hashed[] = [];
  const open = [...producers];
  const seen = new Set<number>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id) || seen.size >= LIMITS.origins) continue;
    seen.add(id);
    const found = world.hashes.get(id);
    if (found !== undefined) result.push(...found);
    const stdin = found === undefined ? world.invocations.get(id)?.stdin : null;
    if (stdin?.kind === 'output') open.push(...stdin.producers);
    if (stdin?.kind === 'text')
      open.push(...stdin.value.flatMap(({ pieces }) => holesOf(pieces).flatMap((hole) => hole.origin ?? [])));
  }
  return result;
}
