import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { kill, pid } from 'node:process';

/** What a replaced file keeps: permission bits, and the owner where the process may set it. */
export type KeptStatus = { readonly mode: number; readonly uid: number; readonly gid: number };

export type AtomicWriteOptions = {
  /** Status of the file that is replaced; null for a new file, which gets the process's default mode. */
  readonly keep: KeptStatus | null;
  /** Called when the temporary file is complete, just before the rename; false leaves everything as it was. */
  readonly isStillRight?: () => boolean;
};

/**
 * Puts `bytes` at the absolute `path`, which must not be a symlink: temporary file in the same folder, fsync, rename. Returns false when
 * `isStillRight` said no. Throws the system's error, with the old file untouched and no temporary file left. The temporary file is opened
 * with O_EXCL under a random name: a predictable one could be planted as a symlink by the tree.
 */
export function atomicWrite(path: string, bytes: Uint8Array, options: AtomicWriteOptions): boolean {
  const folder = dirname(path);
  removeLeftovers(folder);
  const temporary = join(folder, `.pinlock-${pid}-${randomBytes(8).toString('hex')}.tmp`);
  const descriptor = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666);
  let isRenamed = false;
  try {
    try {
      fillFile(descriptor, bytes, options.keep);
    } finally {
      closeSync(descriptor);
    }
    if (options.isStillRight !== undefined && !options.isStillRight()) return false;
    renameSync(temporary, path);
    isRenamed = true;
    return true;
  } finally {
    if (!isRenamed) unlinkSync(temporary);
  }
}

/** A temporary file, with the process that made it. */
const TEMPORARY = /^\.pinlock-(\d+)-[0-9a-f]{16}\.tmp$/;

/** True for the name of a temporary file of pinlock's own. */
export function isTemporaryName(name: string): boolean {
  return TEMPORARY.test(name);
}

/** Removes the temporary files that killed processes left in a folder. */
export function removeLeftovers(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const maker = TEMPORARY.exec(name)?.[1];
      if (maker !== undefined && !isRunning(Number(maker))) unlinkSync(join(folder, name));
    }
  } catch (error) {
    // A folder that cannot be listed may still be written to, and somebody else may have been faster.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

function isRunning(id: number): boolean {
  try {
    kill(id, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Writes all bytes and the kept status to an open file, and waits until they are on the disk. */
export function fillFile(descriptor: number, bytes: Uint8Array, keep: KeptStatus | null): void {
  let offset = 0;
  while (offset < bytes.length) offset += writeSync(descriptor, bytes, offset, bytes.length - offset);
  if (keep !== null) {
    keepOwner(descriptor, keep);
    fchmodSync(descriptor, keep.mode & 0o7777);
  }
  fsyncSync(descriptor);
}

/** Only root may give a file away; for everybody else the new owner is the one who runs, as with every editor. */
function keepOwner(descriptor: number, keep: KeptStatus): void {
  try {
    fchownSync(descriptor, keep.uid, keep.gid);
  } catch {
    // EPERM, or a file system without owners.
  }
}
