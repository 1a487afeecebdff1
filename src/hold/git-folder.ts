import { copyFileSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createFileReader } from '../ports/read-file.ts';
import { copyTree, type SkippedEntry } from './copy-tree.ts';

/** What a linked work tree has for itself (gitrepository-layout(5)); all else is in the folder that they share. */
const OWN_FILES = ['HEAD', 'ORIG_HEAD', 'index'] as const;

/** What became of the repository of a work tree whose `.git` is a file. `foreign`: it leads to a place that does not lead back. */
export type LinkedCopy =
  | { readonly kind: 'copied'; readonly skipped: readonly SkippedEntry[] }
  | { readonly kind: 'foreign' };

/** True for a work tree that shares its repository with others. */
export function isLinked(root: string): boolean {
  return lstatSync(join(root, '.git'), { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * Makes a repository of its own in `to` out of a linked work tree: a copy of the file would lead to the very repository, and a commit in
 * the copy would move the branch of the original. Only a folder that names this work tree is read, as git writes it there.
 */
export function copyLinkedRepository(root: string, to: string): LinkedCopy {
  const own = ownFolderOf(root);
  if (own === undefined) return { kind: 'foreign' };
  const shared = resolve(own, textOf(join(own, 'commondir')) ?? '.');
  const target = join(to, '.git');
  mkdirSync(target);
  const skipped = copyTree(shared, target, (path) => path === 'worktrees' || isOwn(path));
  for (const name of OWN_FILES) {
    if (lstatSync(join(own, name), { throwIfNoEntry: false })?.isFile() === true)
      copyFileSync(join(own, name), join(target, name));
  }
  return { kind: 'copied', skipped };
}

function isOwn(path: string): boolean {
  return OWN_FILES.some((name) => name === path);
}

function ownFolderOf(root: string): string | undefined {
  const link = textOf(join(root, '.git'))?.match(/^gitdir: (.+)$/)?.[1];
  if (link === undefined) return undefined;
  const own = resolve(root, link);
  const back = textOf(join(own, 'gitdir'));
  return back !== undefined && realOf(resolve(own, back)) === realOf(join(root, '.git')) ? own : undefined;
}

function textOf(path: string): string | undefined {
  const read = createFileReader().read(path);
  return read.kind === 'text' ? read.text.trimEnd() : undefined;
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
