import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  type Stats,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { joinPath } from '../model/tree-path.ts';
import { errorCode } from '../ports/read-file.ts';

/** Something that is no file, folder or symlink; `path` is relative to the top, with `/`. */
export type SkippedEntry = { readonly path: string; readonly what: 'socket' | 'pipe' | 'device' };

/**
 * Copies what lies in the folder `from` into the folder `to`, which exists: symlinks as they are, modes and times kept, blocks shared where
 * the file system can. Nothing but files is read: no git, no filters. `leaveOut` is asked for every path (relative, with `/`). Throws a
 * UserError for what cannot be read or written.
 */
export function copyTree(from: string, to: string, leaveOut: (path: string) => boolean): readonly SkippedEntry[] {
  const skipped: SkippedEntry[] = [];
  copyFolder('');
  return skipped;

  function copyFolder(folder: string): void {
    for (const name of attempt(join(from, folder), () => readdirSync(join(from, folder)))) {
      const path = joinPath(folder, name);
      if (!leaveOut(path)) attempt(join(from, path), () => copyEntry(path));
    }
  }

  function copyEntry(path: string): void {
    const [source, target] = [join(from, path), join(to, path)];
    const status = lstatSync(source);
    if (status.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (status.isFile()) {
      copyFileSync(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      utimesSync(target, status.atime, status.mtime);
    } else if (status.isDirectory()) {
      mkdirSync(target, { mode: 0o700 });
      copyFolder(path);
      // Last, since a folder may be one that nobody can write to.
      chmodSync(target, status.mode & 0o7777);
      utimesSync(target, status.atime, status.mtime);
    } else skipped.push({ path, what: kindOf(status) });
  }
}

function kindOf(status: Stats): SkippedEntry['what'] {
  return status.isSocket() ? 'socket' : status.isFIFO() ? 'pipe' : 'device';
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    const hint = code === 'ENOSPC' ? 'the copy needs as much room as the tree' : undefined;
    throw new UserError(`${path}: cannot be copied (${code})`, {
      cause: error,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}
