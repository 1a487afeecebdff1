import { normalize } from 'node:path/posix';
import type { TreeFiles } from '../../src/model/ports.ts';
import { type Reading, readFetches } from '../../src/run/read-fetches.ts';

/** Files by path. */
export type Tree = Readonly<Record<string, string>>;

/** Reads these files of a tree as a scan does; without `entries` every file is one. */
export function readTree(files: Tree, entries: readonly string[] = Object.keys(files)): Reading {
  return readFetches(
    entries.map((path) => ({
      path,
      format: path.endsWith('Dockerfile') ? 'dockerfile' : 'shell',
      text: files[path] ?? '',
    })),
    treeOf(files),
    {},
  );
}

function treeOf(files: Tree): TreeFiles {
  const below = (folder: string) => Object.keys(files).filter((name) => folder === '' || name.startsWith(`${folder}/`));
  // As a disk does: `a/../b` is a name of `b` too.
  return {
    read: (path) => files[normalize(path)],
    kind: (path) => (Object.hasOwn(files, normalize(path)) ? 'file' : below(path).length > 0 ? 'folder' : undefined),
    list: (path) => [
      ...new Set(below(path).map((name) => name.slice(path === '' ? 0 : path.length + 1).split('/', 1)[0] ?? '')),
    ],
  };
}
