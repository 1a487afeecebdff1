import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** A file that is written piece by piece, and gets its name from its bytes. */
export type BlobWriter = {
  readonly write: (chunk: Uint8Array) => void;
  /** Puts it at its place; its sha256 and number of bytes. `expected`: any other hash is dropped, and null comes back. */
  readonly finish: (expected: string | null) => { readonly sha256: string; readonly size: number } | null;
  readonly drop: () => void;
};

/** Starts a file in `folder` (absolute), which is made when missing; its name will be its sha256. */
export function startBlob(folder: string): BlobWriter {
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.${randomBytes(8).toString('hex')}.new`);
  const descriptor = openSync(temporary, 'wx');
  const hash = createHash('sha256');
  let size = 0;
  const drop = (): void => {
    closeSync(descriptor);
    rmSync(temporary, { force: true });
  };
  return {
    write: (chunk) => {
      hash.update(chunk);
      size += chunk.length;
      for (let offset = 0; offset < chunk.length; ) offset += writeSync(descriptor, chunk, offset);
    },
    finish: (expected) => {
      const sha256 = hash.digest('hex');
      if (expected !== null && expected !== sha256) {
        drop();
        return null;
      }
      fsyncSync(descriptor);
      closeSync(descriptor);
      renameSync(temporary, join(folder, sha256));
      return { sha256, size };
    },
    drop,
  };
}

/** True when the file in `folder` that a hash names is there and has it. */
export function isWhole(folder: string, sha256: string): boolean {
  const path = join(folder, sha256);
  return existsSync(path) && hashFile(path) === sha256;
}

/** Moves a finished file to where its sha256 says; the sha256. */
export function adoptBlob(file: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const sha256 = hashFile(file);
  renameSync(file, join(folder, sha256));
  return sha256;
}

const CHUNK = 1024 * 1024;

function hashFile(path: string): string {
  const hash = createHash('sha256');
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const count = readSync(descriptor, buffer, 0, CHUNK, null);
      if (count === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}
