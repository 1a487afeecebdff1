import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { BOUNDS } from '../model/bounds.ts';
import type { Problem } from '../model/problem.ts';

/** Why a path gave no text. `missing`: nothing there; `outside`: it leads out of the root, or into git's own folder. */
export type FileTrouble =
  | 'missing'
  | 'outside'
  | 'symlink'
  | 'folder'
  | 'not-regular'
  | 'too-large'
  | 'binary'
  | 'unreadable';

/**
 * Text of a file. One that is not UTF-8 is read as latin1: one character a byte, so that it can still be scanned, offsets are true, and
 * `encoding` writes the same bytes back. A byte order mark stays in the text.
 */
export type TextRead = { readonly kind: 'text'; readonly text: string; readonly encoding: 'utf8' | 'latin1' };

/** Why there is no text. */
export type TroubleRead = { readonly kind: 'trouble'; readonly trouble: FileTrouble; readonly message: string };

/** What a path of a tree gave, whether the tree lies on disk or in a revision. */
export type Opened = TextRead | TroubleRead;

/** What a file on disk gave. */
export type FileRead = (TextRead & { readonly status: Stats }) | TroubleRead;

export type FileReader = {
  /** The whole file at an absolute path. A symlink in the last place is `symlink`, never followed. */
  readonly read: (absolute: string) => FileRead;
  /** The first `HEAD_BYTES` as latin1, undefined when it is no regular file that can be read. */
  readonly head: (absolute: string) => string | undefined;
};

/** Bytes that are looked at for a `#!` line. */
export const HEAD_BYTES = 128;

/** As git does: a NUL within these bytes makes a file binary. */
const BINARY_BYTES = 8000;

// O_NONBLOCK: opening a FIFO called Dockerfile would wait for ever. Both are undefined on Windows, which `|` takes for 0.
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** A reader with one buffer for all files: allocating one per file costs more than reading it. */
export function createFileReader(): FileReader {
  let buffer = Buffer.allocUnsafe(64 * 1024);

  function withFile<T>(absolute: string, use: (descriptor: number, status: Stats) => T): T | FileRead {
    let descriptor: number;
    try {
      descriptor = openSync(absolute, OPEN_FLAGS);
    } catch (error) {
      return toTrouble(errorCode(error));
    }
    try {
      const status = fstatSync(descriptor);
      if (status.isFile()) return use(descriptor, status);
      return status.isDirectory() ? trouble('folder', 'is a folder') : trouble('not-regular', 'is not a regular file');
    } catch (error) {
      return toTrouble(errorCode(error));
    } finally {
      closeSync(descriptor);
    }
  }

  return {
    read: (absolute) =>
      withFile<FileRead>(absolute, (descriptor, status) => {
        if (status.size > BOUNDS.fileBytes) return tooLarge(status.size);
        if (status.size > buffer.length) buffer = Buffer.allocUnsafe(Math.max(status.size, 2 * buffer.length));
        const read = toText(buffer.subarray(0, fill(descriptor, buffer, status.size)));
        return read.kind === 'text' ? { ...read, status } : read;
      }),
    head: (absolute) => {
      const found = withFile<string>(absolute, (descriptor) =>
        buffer.toString('latin1', 0, fill(descriptor, buffer, HEAD_BYTES)),
      );
      return typeof found === 'string' ? found : undefined;
    },
  };
}

/** The problem that a trouble is for the report; undefined for what simply is not there, or is no file of this tree. */
export function problemOf(path: string, read: Opened): Problem | undefined {
  if (read.kind === 'text') return undefined;
  const message = `${read.message}; it was not read`;
  switch (read.trouble) {
    case 'missing':
    case 'outside':
    case 'symlink':
    case 'folder':
      return undefined;
    case 'not-regular':
    case 'too-large':
    case 'binary':
    case 'unreadable':
      return { kind: read.trouble, path, message };
    default:
      return read.trouble satisfies never;
  }
}

/** The `code` of a system error (`ENOENT`), or an empty text. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export function trouble(kind: FileTrouble, message: string): TroubleRead {
  return { kind: 'trouble', trouble: kind, message };
}

function fill(descriptor: number, buffer: Buffer, size: number): number {
  let length = 0;
  while (length < size) {
    const count = readSync(descriptor, buffer, length, size - length, null);
    if (count === 0) break;
    length += count;
  }
  return length;
}

/** The bytes of a file as text, or what keeps them from being one. */
export function toText(bytes: Buffer): Opened {
  if (bytes.subarray(0, BINARY_BYTES).includes(0)) {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return trouble('binary', isUtf16 ? 'is UTF-16 text, only UTF-8 is read' : 'is binary (a NUL byte stands in it)');
  }
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  return { kind: 'text', text: bytes.toString(encoding), encoding };
}

function toTrouble(code: string): TroubleRead {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return trouble('missing', 'does not exist');
    case 'ELOOP':
      return trouble('symlink', 'is a symlink');
    case 'EISDIR':
      return trouble('folder', 'is a folder');
    case 'ENXIO':
      return trouble('not-regular', 'is not a regular file');
    case 'EACCES':
    case 'EPERM':
      return trouble('unreadable', `cannot be read: permission denied (${code})`);
    default:
      return trouble('unreadable', `cannot be read (${code === '' ? 'unknown error' : code})`);
  }
}

/** For a file of `size` bytes, which are more than are read. */
export function tooLarge(size: number): TroubleRead {
  const mebibyte = 1024 * 1024;
  const message = `is too large: ${Math.ceil(size / mebibyte)} MiB, read are files up to ${BOUNDS.fileBytes / mebibyte} MiB`;
  return trouble('too-large', message);
}
