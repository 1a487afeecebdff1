import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  unlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { scheduler } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import type { Lockfile } from '../model/pin.ts';
import { fillFile } from '../ports/atomic-write.ts';
import { isInside } from '../ports/files.ts';
import { createFileReader, errorCode, type FileRead } from '../ports/read-file.ts';
import { LockfileError } from './lockfile-error.ts';
import { printLockfile } from './print.ts';

/** How long to wait for another process: `polls` times `interval` milliseconds on one unchanged new file, then it is taken for a leftover. */
export type Patience = { readonly interval: number; readonly polls: number };

const PATIENCE: Patience = { interval: 25, polls: 80 };

/** The text of the lockfile at an absolute path, undefined when there is none. Throws a LockfileError when it cannot be read. */
export function readLockfileText(path: string): string | undefined {
  return textOf(path, createFileReader().read(settlePath(path)));
}

/**
 * Changes the lockfile so that two runs at once lose nothing: `change` is given the text that stands there now (undefined for none), while
 * nobody else writes, and gives the whole new lockfile. Returns false when its bytes are the same already. Throws what `change` throws, and
 * a UserError when the folder cannot be written; the old file is untouched then.
 *
 * The new file is made under one fixed name with O_EXCL, which is the lock, and renamed, which releases it: git's way with its index. What
 * a killed process left under that name is recognised by not changing, since a living one holds it for milliseconds.
 */
export async function updateLockfile(
  path: string,
  change: (text: string | undefined) => Lockfile,
  patience: Patience = PATIENCE,
): Promise<boolean> {
  const target = settlePath(path);
  const fresh = newFileOf(target);
  for (;;) {
    const descriptor = await take(fresh, patience);
    let isOurs = true;
    try {
      const read = createFileReader().read(target);
      const old = textOf(path, read);
      const text = printLockfile(change(old));
      if (text === old) return false;
      fillFile(descriptor, Buffer.from(text), read.kind === 'text' ? read.status : null);
      isOurs = identityOf(fresh) === identityOf(descriptor);
      if (!isOurs) continue;
      renameSync(fresh, target);
      isOurs = false;
      return true;
    } catch (error) {
      throw errorCode(error) === '' ? error : notWritten(path, error);
    } finally {
      if (isOurs && identityOf(fresh) === identityOf(descriptor)) unlinkSync(fresh);
      closeSync(descriptor);
    }
  }
}

/**
 * Takes away the new file that a killed process left, for a run that has nothing to change in the lockfile. Throws a UserError when the
 * folder cannot be written.
 */
export async function removeUnfinishedLockfile(path: string, patience: Patience = PATIENCE): Promise<void> {
  const fresh = newFileOf(settlePath(path));
  if (identityOf(fresh) === '') return;
  const descriptor = await take(fresh, patience);
  if (identityOf(fresh) === identityOf(descriptor)) unlinkSync(fresh);
  closeSync(descriptor);
}

function newFileOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.new`);
}

/** A symlinked lockfile is its target, if that lies in the same folder or below: anything else could write outside of the tree. */
function settlePath(path: string): string {
  const folder = dirname(path);
  try {
    if (!lstatSync(path).isSymbolicLink()) return path;
    const real = realpathSync.native(path);
    if (isInside(realpathSync.native(folder), real)) return real;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return path;
    throw notWritten(path, error);
  }
  throw new LockfileError(
    'invalid',
    `${path}: is a symlink that leads out of its folder`,
    'name the lockfile itself by --lockfile',
  );
}

function textOf(path: string, read: FileRead): string | undefined {
  if (read.kind === 'text') {
    if (read.encoding === 'utf8') return read.text;
    throw new LockfileError('invalid', `${path}: is not valid UTF-8`, 'take the file back from version control');
  }
  if (read.trouble === 'missing') return undefined;
  throw new LockfileError('invalid', `${path}: ${read.message}`);
}

/** Opens the new file, which nobody else has then. */
async function take(fresh: string, { interval, polls }: Patience): Promise<number> {
  let seen = '';
  let seenTimes = 0;
  for (;;) {
    try {
      return openSync(fresh, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw notWritten(fresh, error);
    }
    const now = identityOf(fresh);
    seenTimes = now === seen ? seenTimes + 1 : 0;
    seen = now;
    if (seenTimes < polls) await scheduler.wait(interval);
    else removeLeftover(fresh, seen);
  }
}

/** Two processes may find the same leftover: it is renamed first, and put back when it turns out to be a third one's new file. */
function removeLeftover(fresh: string, leftover: string): void {
  const aside = `${fresh}.${randomBytes(8).toString('hex')}`;
  try {
    renameSync(fresh, aside);
    if (identityOf(aside) !== leftover) linkSync(aside, fresh);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EEXIST') throw notWritten(fresh, error);
  }
  try {
    unlinkSync(aside);
  } catch {
    // Somebody else was faster with the rename.
  }
}

/** Which file it is, and in what state; empty for none. */
function identityOf(file: string | number): string {
  const status = typeof file === 'number' ? fstatSync(file) : lstatSync(file, { throwIfNoEntry: false });
  return status === undefined ? '' : `${status.dev} ${status.ino} ${status.mtimeMs} ${status.size}`;
}

function notWritten(path: string, error: unknown): UserError {
  const code = errorCode(error);
  const why =
    code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
      ? `permission denied (${code})`
      : `the system refused (${code})`;
  return new UserError(`${path}: cannot be written: ${why}`, { cause: error });
}
