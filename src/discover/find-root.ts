import { lstatSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONFIG_NAME, LOCKFILE_NAME } from '../model/settings.ts';

/** Absolute paths. `gitTop` is the top of the work tree that holds the root, null outside of any; `isFound` is false when it is just the start. */
export type Root = { readonly path: string; readonly gitTop: string | null; readonly isFound: boolean };

/**
 * The root for an absolute, resolved folder: the nearest folder upwards with pinlock.yml or pinlock.lock, the search ending at git's top;
 * else git's top itself, else `start`. Outside of git a file further up counts only if it belongs to the owner of `start`, so that nobody
 * else's `/tmp/pinlock.yml` rules over what lies in `/tmp` (git asks the same of a parent's `.git`, CVE-2022-24765).
 */
export function findRoot(start: string): Root {
  let marked: string | undefined;
  const folders = withParents(start);
  for (const folder of folders) {
    if (marked === undefined && markOf(folder) !== undefined) marked = folder;
    if (status(join(folder, '.git')) !== undefined) return { path: marked ?? folder, gitTop: folder, isFound: true };
  }
  const owner = status(start)?.uid;
  const owned = folders.find((folder) => {
    const mark = markOf(folder);
    return mark !== undefined && (folder === start || mark.uid === owner);
  });
  return { path: owned ?? start, gitTop: null, isFound: owned !== undefined };
}

function markOf(folder: string): Stats | undefined {
  for (const name of [CONFIG_NAME, LOCKFILE_NAME]) {
    const found = status(join(folder, name));
    if (found !== undefined && !found.isDirectory()) return found;
  }
  return undefined;
}

function withParents(start: string): readonly string[] {
  const folders = [start];
  for (let folder = start; dirname(folder) !== folder; ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}

function status(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    // A folder that may not be entered holds nothing that concerns us.
    return undefined;
  }
}
