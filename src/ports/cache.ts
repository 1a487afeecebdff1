import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, type Stats } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { getuid } from 'node:process';
import { UserError } from '../errors.ts';
import { errorCode } from './read-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where fetched histories are kept. Everything in it can be fetched again; nothing in it is believed unread. */
export type Cache = {
  /** The absolute folder for what belongs to `name`. The name is not seen in it; the folder itself need not exist. */
  readonly place: (name: string) => string;
  /** Throws a place away: out of the way at once, for other processes too, then deleted. */
  readonly discard: (place: string) => void;
  /** Ends the use: a cache for one run only is deleted. */
  readonly close: () => void;
};

/** What is kept, for people: `bytes` on disk in all. */
export type CacheContent = { readonly folder: string; readonly repositories: number; readonly bytes: number };

/** Grows when the layout changes; an older one stays until it is cleared. */
const LAYOUT = 'history-1';
const PRIVATE = 0o700;
const OTHERS = 0o077;

/** pinlock's folder below the user's cache folder (XDG base directory specification; a relative XDG_CACHE_HOME is ignored); null without a home. */
export function cacheFolder(env: Environment): string | null {
  const { XDG_CACHE_HOME: xdg = '', HOME: home = '', LOCALAPPDATA: local = '' } = env;
  const base = isAbsolute(xdg) ? xdg : isAbsolute(home) ? join(home, '.cache') : local;
  return isAbsolute(base) ? join(base, 'pinlock') : null;
}

/** The user's cache, made when it is first used. Without a home, or with `isKept` false, one for this run alone. */
export function openCache(env: Environment, isKept: boolean): Cache {
  const folder = isKept ? cacheFolder(env) : null;
  let opened: string | undefined;
  const open = (): string => {
    opened ??= folder === null ? mkdtempSync(join(tmpdir(), 'pinlock-')) : makePrivate(folder);
    return opened;
  };
  return {
    place: (name) => {
      const top = join(open(), LAYOUT);
      mkdirSync(top, { recursive: true, mode: PRIVATE });
      return join(top, createHash('sha256').update(name).digest('hex'));
    },
    discard,
    close: () => {
      if (folder === null && opened !== undefined) rmSync(opened, { recursive: true, force: true });
      opened = undefined;
    },
  };
}

/** Null where there is no home to keep anything in. Throws a UserError for a folder that resolving would refuse. */
export function readCacheContent(env: Environment): CacheContent | null {
  const folder = cacheFolder(env);
  if (folder === null) return null;
  demandOwn(folder);
  return { folder, repositories: list(join(folder, LAYOUT)).length, bytes: sizeOf(folder) };
}

/** Deletes everything that pinlock keeps there, of other versions too; says what it was. */
export function clearCache(env: Environment): CacheContent | null {
  const content = readCacheContent(env);
  if (content === null || list(content.folder).length === 0) return content;
  makePrivate(content.folder);
  for (const name of list(content.folder)) discard(join(content.folder, name));
  return content;
}

/** A folder that somebody else can write could lead git anywhere by its settings. */
function makePrivate(folder: string): string {
  demandOwn(folder);
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE });
  } catch (error) {
    throw unusable(folder, `the system refused (${errorCode(error)})`);
  }
  const status = demandOwn(folder);
  if (status !== undefined && (status.mode & OTHERS) !== 0) chmodSync(folder, PRIVATE);
  return folder;
}

/** Undefined where there is none. */
function demandOwn(folder: string): Stats | undefined {
  const status = lookAt(folder);
  if (status === undefined) return undefined;
  if (status.isSymbolicLink()) throw unusable(folder, 'it is a symlink');
  if (!status.isDirectory()) throw unusable(folder, 'it is not a folder');
  if (getuid !== undefined && status.uid !== getuid()) throw unusable(folder, 'it belongs to somebody else');
  return status;
}

function lookAt(folder: string): Stats | undefined {
  try {
    return lstatSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    throw unusable(folder, `the system refused (${errorCode(error)})`);
  }
}

function unusable(folder: string, why: string): UserError {
  return new UserError(`${folder}: cannot be used as cache: ${why}`, {
    hint: 'set XDG_CACHE_HOME to a folder of your own, or go without by --no-cache',
  });
}

function discard(place: string): void {
  const aside = `${place}.${randomBytes(8).toString('hex')}.old`;
  try {
    renameSync(place, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Bytes of all files below; what goes away meanwhile counts nothing. */
function sizeOf(path: string): number {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return 0;
  if (!status.isDirectory()) return status.size;
  return list(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
