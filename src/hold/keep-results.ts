import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  type Stats,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { UserError } from '../errors.ts';
import { isInside } from '../ports/files.ts';
import { errorCode } from '../ports/read-file.ts';

/** What came back, and what not, with the reason; paths are root-relative. */
export type Kept = {
  readonly files: number;
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
};

/** A path of `--keep` as a root-relative one; `folder` is the one (root-relative) that it is seen from. Throws a UserError. */
export function toKeptPath(path: string, folder: string): string {
  const clean = posix.normalize(posix.join(folder, path)).replace(/\/$/, '');
  const isOutside = posix.isAbsolute(path) || clean === '..' || clean.startsWith('../');
  const isGits = clean.split('/').some((part) => part.toLowerCase() === '.git');
  if (!isOutside && !isGits && clean !== '.') return clean;
  throw new UserError(`--keep ${path}: expected a path below the project's root, and not in .git`);
}

/**
 * Copies results of a build from the copy back into the tree: files replace files, folders are merged, symlinks stay symlinks. Files in
 * which the copy has pins (`pinned`) are left out: the tree keeps its own text.
 */
export function keepResults(copy: string, root: string, paths: readonly string[], pinned: ReadonlySet<string>): Kept {
  const refused: { path: string; reason: string }[] = [];
  let files = 0;
  for (const path of paths) bring(path);
  return { files, refused };

  function bring(path: string): void {
    const status = lstatSync(join(copy, path), { throwIfNoEntry: false });
    if (status === undefined) refused.push({ path, reason: 'the build made no such thing' });
    else if (status.isDirectory()) for (const name of readdirSync(join(copy, path))) bring(`${path}/${name}`);
    else if (pinned.has(path))
      refused.push({ path, reason: 'its text in the copy has the pins, so it stays as it is here' });
    else {
      const reason = place(path, status);
      if (reason === undefined) files += 1;
      else refused.push({ path, reason });
    }
  }

  function place(path: string, status: Stats): string | undefined {
    const target = join(root, path);
    try {
      const folder = firstThere(dirname(target));
      if (!isInside(root, realpathSync.native(folder))) return 'its folder is a symlink that leads out of the tree';
      const there = lstatSync(target, { throwIfNoEntry: false });
      if (there?.isDirectory() === true) return 'a folder stands in its place';
      if (status.isFile() && there?.isFile() === true && isSame(join(copy, path), target, status, there))
        return undefined;
      mkdirSync(dirname(target), { recursive: true });
      const fresh = join(dirname(target), `.pinlock-keep-${randomBytes(8).toString('hex')}`);
      try {
        if (status.isSymbolicLink()) symlinkSync(readlinkSync(join(copy, path)), fresh);
        else if (status.isFile()) copyFileSync(join(copy, path), fresh, constants.COPYFILE_FICLONE);
        else return 'is neither a file, a folder nor a symlink';
        if (status.isFile()) chmodSync(fresh, status.mode & 0o7777);
        renameSync(fresh, target);
      } finally {
        if (lstatSync(fresh, { throwIfNoEntry: false }) !== undefined) unlinkSync(fresh);
      }
      return undefined;
    } catch (error) {
      if (errorCode(error) === '') throw error;
      return `the system refused (${errorCode(error)})`;
    }
  }
}

function firstThere(folder: string): string {
  return lstatSync(folder, { throwIfNoEntry: false }) === undefined ? firstThere(dirname(folder)) : folder;
}

/** What the build did not touch is not touched here. */
function isSame(copy: string, target: string, status: Stats, there: Stats): boolean {
  if (status.size !== there.size || (status.mode & 0o7777) !== (there.mode & 0o7777)) return false;
  return status.mtimeMs === there.mtimeMs || hashOf(copy) === hashOf(target);
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
