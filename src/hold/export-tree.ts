import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { isInside, type RealTree } from '../ports/files.ts';
import { errorCode } from '../ports/read-file.ts';
import { copyTree } from './copy-tree.ts';
import { copyLinkedRepository, isLinked } from './git-folder.ts';

/** A file's text before and after the pins; `path` is root-relative. */
export type TextChange = { readonly path: string; readonly before: string; readonly after: string };

/** `refused`: files whose pins are not in the copy, with the reason. `notes` are sentences for people. */
export type Exported = {
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
  readonly notes: readonly string[];
};

/** Makes the folder for a copy, or takes an empty one. Throws a UserError for anything else. */
export function claimFolder(folder: string): void {
  const status = lstatSync(folder, { throwIfNoEntry: false });
  try {
    if (status === undefined) mkdirSync(folder, { recursive: true });
    else if (!status.isDirectory()) throw new UserError(`${folder}: is no folder`);
    else if (readdirSync(folder).length > 0)
      throw new UserError(`${folder}: is not empty`, { hint: 'name a folder that does not exist yet' });
  } catch (error) {
    if (errorCode(error) === '') throw error;
    throw new UserError(`${folder}: cannot be made (${errorCode(error)})`, { cause: error });
  }
}

/**
 * Copies the tree of a root into `to` (absolute, empty) with the changed texts in their places; the tree itself is only read. `withGit`
 * false leaves git's own folder out. What was copied is removed again when it fails, with a UserError.
 */
export function exportTree(
  tree: RealTree,
  to: string,
  changes: readonly TextChange[],
  options: { readonly withGit: boolean; readonly openTree: (root: string) => RealTree },
): Exported {
  try {
    const notes: string[] = [];
    const isWholeGit = options.withGit && !isLinked(tree.root);
    const target = lstatSync(to);
    const isTarget = (path: string): boolean => {
      if (!isInside(tree.root, to)) return false;
      const status = lstatSync(join(tree.root, path));
      return status.ino === target.ino && status.dev === target.dev;
    };
    const skipped = copyTree(tree.root, to, (path) => (path === '.git' && !isWholeGit) || isTarget(path));
    if (options.withGit && !isWholeGit) notes.push(...copyLinked(tree.root, to));
    notes.push(...skipped.map(({ path, what }) => `${path}: a ${what} is not copied`));
    const copy = options.openTree(to);
    const refused = changes.flatMap(({ path, before, after }) => {
      const reason = copy.replace(path, before, after);
      return reason === undefined ? [] : [{ path, reason }];
    });
    const { mode, atime, mtime } = statSync(tree.root);
    chmodSync(to, (mode & 0o7777) | 0o700);
    utimesSync(to, atime, mtime);
    return { refused, notes };
  } catch (error) {
    for (const name of readdirSync(to)) rmSync(join(to, name), { recursive: true, force: true });
    throw error;
  }
}

function copyLinked(root: string, to: string): readonly string[] {
  const copied = copyLinkedRepository(root, to);
  if (copied.kind === 'foreign') return ['.git: is a file that leads elsewhere; the copy is no repository'];
  return copied.skipped.map(({ path, what }) => `.git/${path}: a ${what} is not copied`);
}
