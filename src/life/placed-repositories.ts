import { both, type Guard, without } from '../model/guard.ts';
import type { Path } from '../model/path.ts';
import type { Word } from '../model/value.ts';
import { SUBMODULE } from '../model/wrapper.ts';
import { type Entry, LIMITS, type Repository } from './entry.ts';
import { findUpwards, put } from './files.ts';
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

/** The repositories that a folder belongs to, the nearest upwards for each choice, as git looks for `.git`. */
export function findRepositories(world: World, path: Path, guard: Guard): readonly Found[] {
  if (world.files.size === 0) return [];
  const components = split(world, path);
  const result: Found[] = [];
  let open: readonly Guard[] = [guard];
  for (const { folder, depth } of findUpwards(world.files, components)) {
    for (const entry of folder.entries) {
      if (entry.kind !== 'repository') continue;
      for (const part of open) {
        const met = both(entry.guard, part);
        if (met !== undefined)
          result.push({
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
  return result;
}

const SUBMODULE_FOLDER = `\u0000${SUBMODULE}\u0000`;

/** The choices under which no repository was found. */
export function uncovered(guard: Guard, found: readonly Found[]): readonly Guard[] {
  let open: readonly Guard[] = [guard];
  for (const { guard: covered } of found) open = divide(open, covered, guard);
  return open;
}

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
  put(world.files, split(world, path), guard, [entry]);
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
