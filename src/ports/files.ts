import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import type { TreeFiles } from '../model/ports.ts';
import { folderOf, lastName } from '../model/tree-path.ts';
import { atomicWrite } from './atomic-write.ts';
import { createFileReader, errorCode, type FileRead, type Opened, trouble } from './read-file.ts';

/** The files below one root, on disk or in a revision. Paths are root-relative with `/`; `''` or `.` is the root itself. */
export type ReadableTree = TreeFiles & {
  /** Absolute, with all symlinks resolved. */
  readonly root: string;
  /** The text or the reason why not. A symlink is followed only when `links` says so, and only to a place inside the root. */
  readonly open: (path: string, links: 'refuse' | 'inside') => Opened;
  /** The first bytes of a regular file as latin1; symlinks are not followed. */
  readonly head: (path: string) => string | undefined;
  /** Where a path really is, all symlinks resolved; undefined when nothing is there, or outside of the root. */
  readonly real: (path: string) => string | undefined;
};

/** The real files below one root. */
export type RealTree = ReadableTree & {
  /**
   * Replaces a file's text, all or nothing, with its mode, and in the encoding it was read in. `before` is the text that `after` was made
   * from. Returns why it was refused (nothing is written then), or undefined.
   */
  readonly replace: (path: string, before: string, after: string) => string | undefined;
  /** Makes a new file, and the folders above it. Returns why it was refused, as where there is one already, or undefined. */
  readonly create: (path: string, text: string) => string | undefined;
};

/** Opens a tree; throws the system's error when `root` is no folder that can be entered. Nothing outside of it is read or written. */
export function openTree(root: string): RealTree {
  const realRoot = realpathSync.native(root);
  const reader = createFileReader();
  const folders = new Map<string, string | undefined>();

  function realFolder(folder: string): string | undefined {
    if (folder === '') return realRoot;
    const known = folders.get(folder);
    if (known !== undefined || folders.has(folder)) return known;
    const real = realInside(join(realRoot, folder));
    folders.set(folder, real);
    return real;
  }

  /** Where an absolute path really is; undefined when it is missing, outside of the root, or git's own. */
  function realInside(absolute: string): string | undefined {
    let real: string;
    try {
      real = realpathSync.native(absolute);
    } catch {
      return undefined;
    }
    return isInside(realRoot, real) && !isGitsOwn(real.slice(realRoot.length).split(sep)) ? real : undefined;
  }

  /** The absolute path with its folder resolved and its last component as it stands. */
  function locate(path: string): string | undefined {
    const clean = cleanPath(path);
    if (clean === undefined) return undefined;
    if (clean === '') return realRoot;
    const folder = realFolder(folderOf(clean));
    return folder === undefined ? undefined : join(folder, lastName(clean));
  }

  function open(path: string, links: 'refuse' | 'inside'): FileRead {
    const absolute = locate(path);
    if (absolute === undefined) return trouble('outside', 'is not inside the root');
    const read = reader.read(absolute);
    if (links === 'refuse' || read.kind === 'text' || read.trouble !== 'symlink') return read;
    const target = realInside(absolute);
    return target === undefined ? trouble('outside', 'is a symlink that leads out of the root') : reader.read(target);
  }

  function replace(path: string, before: string, after: string): string | undefined {
    const absolute = locate(path);
    const target = absolute === undefined ? undefined : realInside(absolute);
    if (target === undefined) return 'the file is missing or leads out of the root';
    const read = reader.read(target);
    if (read.kind === 'trouble') return `the file ${read.message}`;
    if (read.text !== before) return 'the file was changed since it was read';
    const bytes = Buffer.from(after, read.encoding);
    if (bytes.toString(read.encoding) !== after) return `the new text cannot be written as ${read.encoding}`;
    try {
      accessSync(target, constants.W_OK);
      const isStillRight = () => realInside(target) === target && isSameFile(lstatSync(target), read.status);
      if (!atomicWrite(target, bytes, { keep: read.status, isStillRight })) return 'the file was changed meanwhile';
    } catch (error) {
      const code = errorCode(error);
      if (code === '') throw error;
      return code === 'EACCES' || code === 'EPERM' ? 'permission denied' : `the system refused (${code})`;
    }
    return undefined;
  }

  function create(path: string, text: string): string | undefined {
    const components = (cleanPath(path) ?? '').split('/');
    const name = components.pop() ?? '';
    if (name === '') return 'the path leads out of the root';
    let folder = realRoot;
    try {
      for (const component of components) {
        const next = join(folder, component);
        if (lstatSync(next, { throwIfNoEntry: false }) === undefined) mkdirSync(next);
        const real = realInside(next);
        if (real === undefined) return 'the path leads out of the root';
        folder = real;
      }
      writeFileSync(join(folder, name), text, { flag: 'wx' });
    } catch (error) {
      const code = errorCode(error);
      if (code === '') throw error;
      return code === 'EEXIST' ? 'is there already' : `the system refused (${code})`;
    }
    return undefined;
  }

  return {
    root: realRoot,
    create,
    open,
    head: (path) => {
      const absolute = locate(path);
      return absolute === undefined ? undefined : reader.head(absolute);
    },
    replace,
    real: (path) => {
      const absolute = locate(path);
      const real = absolute === undefined ? undefined : realInside(absolute);
      return real === undefined ? undefined : relative(realRoot, real).split(sep).join('/');
    },
    read: (path) => {
      const read = open(path, 'inside');
      return read.kind === 'text' ? read.text : undefined;
    },
    kind: (path) => {
      const absolute = locate(path);
      const real = absolute === undefined ? undefined : realInside(absolute);
      const status = real === undefined ? undefined : statSync(real, { throwIfNoEntry: false });
      if (status === undefined) return undefined;
      return status.isFile() ? 'file' : status.isDirectory() ? 'folder' : undefined;
    },
    list: (path) => {
      const absolute = locate(path);
      const real = absolute === undefined ? undefined : realInside(absolute);
      return real === undefined ? [] : listNames(real);
    },
  };
}

/** True when `path` is `folder` or below it; both absolute and resolved. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Root-relative and without `.`, `..` and doubled `/`; undefined when it leads out or names git's own folder. */
export function cleanPath(path: string): string | undefined {
  if (path.startsWith('/') || path.includes('\0')) return undefined;
  const clean = posix.normalize(path).replace(/\/$/, '');
  if (clean === '.' || clean === '') return '';
  if (clean === '..' || clean.startsWith('../') || isGitsOwn(clean.split('/'))) return undefined;
  return clean;
}

/** `.git` holds tokens and hooks and is no part of the tree; some file systems fold case. */
function isGitsOwn(components: readonly string[]): boolean {
  return components.some((component) => component.length === 4 && component.toLowerCase() === '.git');
}

function isSameFile(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev && a.size === b.size && a.mtimeMs === b.mtimeMs;
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !isGitsOwn([name]))
      .sort();
  } catch {
    return [];
  }
}
