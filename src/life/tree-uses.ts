import type { Act } from '../model/act.ts';
import { both, type Guard, implies, isCompatible } from '../model/guard.ts';
import type { Invocation } from '../model/invocation.ts';
import type { Path } from '../model/path.ts';
import { LIMITS, type Outcome, type Repository, type TreeUse } from './entry.ts';
import { ANYWHERE, HARMLESS } from './harmless.ts';
import { hasWorkTree, useCaught } from './outcomes.ts';
import { findRepositories } from './placed-repositories.ts';
import { localProgram, programOf } from './streams.ts';
import { isWholeStory, type World } from './world.ts';

/** A work tree that an invocation stands in or names. */
export type NamedTree = { readonly repository: Repository; readonly guard: Guard };

/** Which work trees a command may build from: none, those that a path among its words leads into, or the one where it runs as well. */
export type TreeReach = 'none' | 'named' | 'folder';

/** Acts that say all about what a command does to files and repositories; those that put files elsewhere are looked at by path. */
const EXPLAINED: ReadonlySet<Act['kind']> = new Set([
  ...(['fetch', 'retrieve', 'select', 'update', 'repository', 'hash', 'verify', 'remove', 'query', 'trust'] as const),
  ...(['place', 'extract'] as const),
]);

/** How far a command may reach into work trees. */
export function treeReach(world: World, invocation: Invocation, acts: readonly Act[]): TreeReach {
  if (world.repositories.length === 0 || invocation.form !== 'command') return 'none';
  if (localProgram(invocation) !== undefined) return 'folder';
  if (acts.some((act) => EXPLAINED.has(act.kind) && isWholeStory(act))) return 'none';
  if (acts.length > 0 && acts.every((act) => act.kind === 'execute' && act.from === 'stdin')) return 'none';
  const program = programOf(invocation);
  if (HARMLESS.has(program)) return isAsking(invocation, acts) ? 'folder' : 'none';
  return ANYWHERE.has(program) ? 'named' : 'folder';
}

/** A command builds from work trees in the state in which they are; one that is only asked tells what stands in them. */
export function useTrees(
  world: World,
  invocation: Invocation,
  acts: readonly Act[],
  trees: readonly NamedTree[],
): void {
  if (isAsking(invocation, acts)) {
    if (trees.length > 0) world.told.set(invocation.id, [...new Set(trees.map(({ repository }) => repository))]);
    return;
  }
  for (const { repository, guard } of trees) noteUse(repository, guard, invocation);
  if (world.repositories.length === 0) return;
  for (const act of acts) {
    if (act.kind === 'place') for (const from of act.from) takeFrom(world, from, act.to, act.guard, invocation);
    if (act.kind === 'extract' && act.from !== 'stdin') takeFrom(world, act.from, act.into, act.guard, invocation);
  }
}

/** A harmless command whose output becomes part of a word: `$(git describe)`, `$(cat VERSION)`. */
function isAsking(invocation: Invocation, acts: readonly Act[]): boolean {
  return invocation.place === 'substitution' && acts.length === 0 && HARMLESS.has(programOf(invocation));
}

/** A file of a work tree that gets to somewhere else; the tree itself goes on elsewhere with its state. */
function takeFrom(world: World, from: Path, to: Path, guard: Guard, invocation: Invocation): void {
  for (const { repository, guard: met, isRoot } of findRepositories(world, from, guard)) {
    if (isRoot) continue;
    const isWithin = findRepositories(world, to, met).some((target) => target.repository === repository);
    if (!isWithin) noteUse(repository, met, invocation);
  }
}

function noteUse(repository: Repository, guard: Guard, by: Invocation): void {
  useCaught(repository, guard, by);
  if (!repository.outcomes.some((outcome) => isNew(outcome, guard))) return;
  repository.outcomes = repository.outcomes.map((outcome) =>
    isNew(outcome, guard) ? { ...outcome, uses: withUse(outcome, guard, by) } : outcome,
  );
}

function isNew(outcome: Outcome, guard: Guard): boolean {
  if (!hasWorkTree(outcome) || !isCompatible(outcome.guard, guard)) return false;
  return !outcome.uses.some((use) => implies(guard, use.guard) || implies(outcome.guard, use.guard));
}

function withUse({ guard: all, uses }: Outcome, guard: Guard, by: Invocation): readonly TreeUse[] {
  if (uses.length >= LIMITS.treeUses) return [{ guard: all, by: uses[0]?.by ?? by }];
  return [...uses, { guard: both(all, guard) ?? all, by }];
}
