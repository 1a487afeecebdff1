import { LOCKFILE_NAME } from '../model/settings.ts';
import { compileGlobs, type PathMatcher } from './globs.ts';

/** Globs of pinlock.yml; an empty `include` is everything. */
export type Selection = { readonly include: readonly string[]; readonly exclude: readonly string[] };

/** True for a root-relative path that include and exclude allow. */
export function toMatcher({ include, exclude }: Selection): PathMatcher {
  const isIncluded = include.length === 0 ? () => true : compileGlobs(include);
  const isExcluded = exclude.length === 0 ? () => false : compileGlobs(exclude);
  return (path) => isIncluded(path) && !isExcluded(path);
}

/** Folders below the root that hold a lockfile, of all files that are listed. */
export function lockFoldersOf(listed: Iterable<string>): readonly string[] {
  const folders: string[] = [];
  for (const path of listed)
    if (path.endsWith(`/${LOCKFILE_NAME}`)) folders.push(path.slice(0, -LOCKFILE_NAME.length - 1));
  return folders.sort();
}

/** True when a path lies in a folder, `''` being the root; both relative to the root. */
export function isBelow(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}
