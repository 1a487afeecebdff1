import { both, enclosing, type Guard, without } from '../model/guard.ts';
import type { Path } from '../model/path.ts';
import type { Word } from '../model/value.ts';
import { SUBMODULE } from '../model/wrapper.ts';
import { type Entry, LIMITS, type Repository } from './entry.ts';
import { type Folder, find, findUpwards, put } from './files.ts';
import { bundle } from './outcomes.ts';
import { split, type World } from './world.ts';

/** Where repositories lie, and which one a command works in. */

/**
 * A repository in which a command runs; `isRoot` when in its top folder, else somewhere below (a submodule, perhaps; `isSubmodule` where that is
 * said).
 */
export type Found = {
  readonly repository: Repository;
  readonly guard: Guard;
  readonly isRoot: boolean;
  readonly isSubmodule: boolean;
};

/** What was found for a folder; `open`: the choices under which nothing was. */
export type Search = { readonly found: readonly Found[]; readonly open: readonly Guard[] };

/** The repositories that a folder belongs to. */
export function findRepositories(world: World, path: Path, guard: Guard): readonly Found[] {
  return searchRepositories(world, path, guard).found;
}

/** The repositories that a folder belongs to, the nearest upwards for each choice, as git looks for `.git`. */
export function searchRepositories(world: World, path: Path, guard: Guard): Search {
  const found: Found[] = [];
  let open: readonly Guard[] = [guard];
  if (world.files.size === 0) return { found, open };
  const components = split(world, path);
  for (const { folder, depth } of findUpwards(world.files, components)) {
    for (const entry of folder.entries) {
      if (entry.kind !== 'repository') continue;
      for (const part of open) {
        const met = both(entry.guard, part);
        if (met !== undefined)
          found.push({
            repository: entry.repository,
            guard: met,
            isRoot: depth === components.length,
            isSubmodule: components[depth] === SUBMODULE_FOLDER,
          });
      }
      open = divide(open, entry.guard, guard);
    }
    if (open.length === 0) break;
  }
  return { found, open };
}

const SUBMODULE_FOLDER = `\u0000${SUBMODULE}\u0000`;

/** What is left of the open choices without the covered one; too finely divided to follow, all of them count as open. */
function divide(open: readonly Guard[], covered: Guard, whole: Guard): readonly Guard[] {
  const result = open.flatMap((part) => without(part, covered));
  return result.length > LIMITS.divisions ? [whole] : result;
}

/** Puts a repository at a path in place of what lies there under `guard`. */
export function place(
  world: World,
  repository: Repository,
  path: Path,
  guard: Guard,
  since: number,
  isNamed: boolean,
): void {
  const entry: Entry = { kind: 'repository', repository, guard, since, isNamed };
  const components = split(world, path);
  put(world.files, components, guard, [entry]);
  const folder = find(world.files, components);
  if (folder !== undefined && folder.entries.length > LIMITS.placed) bundlePlaced(world, folder, since);
}

/** Too many work trees may lie at one path to tell which: from here on they are one, whose refs nobody knows. */
function bundlePlaced(world: World, folder: Folder, since: number): void {
  const others: Entry[] = [];
  const repositories = new Set<Repository>();
  let guard: Guard | undefined;
  for (const entry of folder.entries) {
    if (entry.kind !== 'repository') others.push(entry);
    else {
      repositories.add(entry.repository);
      guard = guard === undefined ? entry.guard : enclosing(guard, entry.guard);
    }
  }
  if (guard === undefined) return;
  const repository = bundle(world, repositories, guard);
  folder.entries = [...others, { kind: 'repository', repository, guard, since, isNamed: false }];
}

/** True when a path's last component is a slice of the address: the name is the host's, not the author's. */
export function isSpelledIn(path: Path, url: Word): boolean {
  const last = path.pieces.at(-1);
  if (last?.kind !== 'text')
    return last !== undefined && url.pieces.some((piece) => piece.kind === 'hole' && piece.id === last.id);
  const { at } = last;
  return url.pieces.some(
    (piece) =>
      piece.kind === 'text' && piece.at.file === at.file && piece.at.start <= at.start && at.end <= piece.at.end,
  );
}
