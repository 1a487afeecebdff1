import { relative, resolve, sep } from 'node:path';
import type { TreeFiles } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import { joinPath } from '../model/tree-path.ts';
import type { Root } from './find-root.ts';
import type { SkippedFile } from './read-candidates.ts';
import { walk } from './walk.ts';

/** Files below an absolute folder as git sees them (tracked, and untracked that is not ignored), relative to it; or why git would not say. */
export type ListFiles = (folder: string) => Promise<readonly string[] | { readonly refused: string }>;

type OpenTree = (root: string) => Pick<TreeFiles, 'read'>;

/** Paths relative to the root. */
type Listing = {
  readonly files: readonly string[];
  readonly skipped: readonly SkippedFile[];
  readonly problems: readonly Problem[];
};

/** Lists `folder` (relative to the root, `''` for itself): by git where there is a work tree, else, or where git refuses, by the walker. */
export async function listFolder(
  root: Root,
  folder: string,
  { openTree, listFiles }: { readonly openTree: OpenTree; readonly listFiles: ListFiles },
): Promise<Listing> {
  const absolute = folder === '' ? root.path : resolve(root.path, folder);
  if (root.gitTop === null) return walkFolder(root.path, folder, root.path, openTree);
  const listed = await listFiles(absolute);
  if ('refused' in listed) {
    const walked = walkFolder(root.path, folder, root.gitTop, openTree);
    const message = `git would not list the files (${listed.refused}); .gitignore was followed instead, so tracked files that it names were not read`;
    const fallback: Problem = { kind: 'fallback', path: folder === '' ? '.' : folder, message };
    return { ...walked, problems: [fallback, ...walked.problems] };
  }
  // A folder that git ignores was still asked for by name.
  if (listed.length === 0 && folder !== '') return walkFolder(root.path, folder, absolute, openTree);
  const files: string[] = [];
  const skipped: SkippedFile[] = [];
  for (const name of listed) {
    const path = joinPath(folder, name);
    if (path.endsWith('/')) skipped.push({ path: path.slice(0, -1), why: 'repository' });
    else files.push(path);
  }
  return { files, skipped, problems: [] };
}

/** `top` is the absolute folder whose .gitignore is the first that counts: git's top may lie above the root, which git reads too. */
function walkFolder(root: string, folder: string, top: string, openTree: OpenTree): Listing {
  const from = toSlashes(relative(top, resolve(root, folder)));
  const toRoot = (path: string) => joinPath(folder, from === '' ? path : path.slice(from.length + 1));
  const walked = walk({ top, from, read: openTree(top).read });
  return {
    files: [...walked.files, ...walked.links].map(toRoot),
    skipped: walked.repositories.map((path) => ({ path: toRoot(path), why: 'repository' })),
    problems: walked.problems.map((problem) => ({ ...problem, path: toRoot(problem.path) || '.' })),
  };
}

/** A path with `/` between its components. */
export function toSlashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
