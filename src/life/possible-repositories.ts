import { both, type Guard } from '../model/guard.ts';
import type { Invocation } from '../model/invocation.ts';
import type { Path } from '../model/path.ts';
import { type HolePiece, holesOf, WORKING_FOLDER } from '../model/value.ts';
import { SUBMODULE } from '../model/wrapper.ts';
import { collect, type Folder, find, findMatching } from './files.ts';
import type { Found } from './placed-repositories.ts';
import { split, type World } from './world.ts';

/** Which repositories a command may mean whose folder nobody knows. */

/**
 * The repositories that a folder which nobody knows may be, where what a command prints or a glob finds names it (`ls | xargs git -C`): all
 * below the known part of its path, which of a path that begins so is where the command runs.
 */
export function findPossible(world: World, path: Path, { cwd }: Invocation, guard: Guard): readonly Found[] {
  if (world.repositories.length === 0 || world.files.size === 0) return [];
  const hole = holesOf(path.pieces).find(isFoundName);
  if (hole === undefined || hole.id === SUBMODULE) return [];
  const components = split(world, path);
  const known = components.slice(
    0,
    components.findIndex((component) => component.includes(hole.id)),
  );
  const isGlob = hole.why === 'pattern' && known.length === components.length - 1;
  // Behind `cd` to such a folder nobody knows where that was: it may lie anywhere.
  const below = (start: readonly string[]) => find(world.files, start[0]?.includes(hole.id) ? [] : start);
  const folders = isGlob
    ? findMatching(world.files, path).map(({ folder }) => folder)
    : known.length > 0
      ? [below(known)]
      : cwd.map(({ path: here }) => below(split(world, here)));
  const result: Found[] = [];
  for (const folder of folders) {
    for (const { entries } of folder === undefined ? [] : collect(folder, guard)) {
      for (const entry of entries) {
        if (entry.kind !== 'repository') continue;
        result.push({ repository: entry.repository, guard: entry.guard, isRoot: true, isSubmodule: false });
      }
    }
  }
  return result;
}

/** A name that the build finds in its folders. */
function isFoundName({ why }: HolePiece): boolean {
  return why === 'output' || why === 'pattern' || why === 'loop' || why === 'operation' || why === 'bound';
}

/**
 * The repositories that a folder which is named from outside (`git -C "$OTHER" pull`) may be: every one whose own path the known parts of
 * the folder's path fit, unless its path goes on from the same unknown name (`$ROOT` is not `$ROOT/tool`).
 */
export function findConceivable(world: World, path: Path, guard: Guard): readonly Found[] {
  if (world.repositories.length === 0 || world.files.size === 0) return [];
  if (!holesOf(path.pieces).some(isNamedFromOutside)) return [];
  const wanted = split(world, path);
  const result: Found[] = [];
  const open: { readonly folder: Folder; readonly components: readonly string[] }[] = [
    { folder: world.files.root, components: [] },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { folder, components } = next;
    const clones = folder.entries.flatMap((entry) => (entry.kind === 'repository' ? [entry] : []));
    if (clones.length > 0 && mayBeSame(wanted, components)) {
      for (const { repository, guard: own } of clones) {
        const met = both(own, guard);
        if (met !== undefined) result.push({ repository, guard: met, isRoot: true, isSubmodule: false });
      }
    }
    for (const [name, child] of folder.children) open.push({ folder: child, components: [...components, name] });
  }
  return result;
}

/** What a command prints names a folder of its own (`$(mktemp -d)`, `$(git rev-parse --show-toplevel)`), and where the build starts is the project. */
function isNamedFromOutside({ id, why }: HolePiece): boolean {
  return id !== WORKING_FOLDER && why !== 'output' && why !== 'pattern';
}

/** Whether an unknown folder can be this one: behind what both begin with, its texts before the first and behind the last hole fit. */
function mayBeSame(wanted: readonly string[], components: readonly string[]): boolean {
  let shared = 0;
  while (shared < wanted.length && wanted[shared] === components[shared]) shared++;
  const [text, other] = [wanted, components].map((names) => names.slice(shared).join('/'));
  if (!text?.includes('\u0000') || !other) return false;
  const first = text.indexOf('\u0000');
  return other.startsWith(text.slice(0, first)) && other.endsWith(text.slice(text.lastIndexOf('\u0000') + 1));
}
