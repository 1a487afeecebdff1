import { posix } from 'node:path';
import { folderOf, lastName } from '../model/tree-path.ts';
import { cleanPath, type ReadableTree } from './files.ts';
import type { Blob } from './git/blobs.ts';
import { HEAD_BYTES, type Opened, tooLarge, toText, trouble } from './read-file.ts';

/** A file of a commit; `repository` is a submodule. */
export type CommittedFile = { readonly kind: 'file' | 'link' | 'repository'; readonly id: string };

/** What is known of a commit so far: files by root-relative path, and the blobs that were read. The latter may grow. */
export type Committed = {
  readonly files: ReadonlyMap<string, CommittedFile>;
  readonly blobs: ReadonlyMap<string, Blob>;
  /** Where else a blob may be had at once, by the path of its file. */
  readonly findBlob?: (path: string, id: string) => Blob | undefined;
};

/** A tree in memory, and the paths that were asked for and whose blobs are still not there. */
export type RevisionTree = { readonly tree: ReadableTree; readonly missed: () => readonly string[] };

/** Links that one path may lead through, as Linux has it. */
const MOST_LINKS = 40;

/**
 * The files of a commit as a tree that answers as the one on disk would. `root` is the absolute folder that it stands for. A path whose
 * blob was not read yet has no text and is noted, so that the caller can read it and ask again.
 */
export function revisionTree(root: string, { files, blobs, findBlob }: Committed): RevisionTree {
  const missed = new Set<string>();
  const names = namesByFolder(files.keys());

  function blobOf(path: string): Blob | undefined {
    const id = files.get(path)?.id;
    const blob = id === undefined ? undefined : (blobs.get(id) ?? findBlob?.(path, id));
    if (id !== undefined && blob === undefined) missed.add(path);
    return blob;
  }

  function targetOf(link: string): string | undefined {
    const blob = blobOf(link);
    if (blob?.kind !== 'bytes') return undefined;
    const target = blob.bytes.toString('utf8');
    return target.startsWith('/') ? undefined : posix.join(posix.dirname(link), target);
  }

  /** Where a path really is: links resolved, that of the last component only when `followsLast`. */
  function settle(path: string, followsLast: boolean, links = 0): string | undefined {
    const clean = cleanPath(path);
    if (clean === undefined || links > MOST_LINKS) return undefined;
    const components = clean.split('/');
    for (let length = 1; length <= components.length; length += 1) {
      const prefix = components.slice(0, length).join('/');
      const isLast = length === components.length;
      if (files.get(prefix)?.kind !== 'link' || (isLast && !followsLast)) continue;
      const target = targetOf(prefix);
      if (target === undefined) return undefined;
      return settle([target, ...components.slice(length)].join('/'), followsLast, links + 1);
    }
    return clean;
  }

  function open(path: string, links: 'refuse' | 'inside'): Opened {
    const real = settle(path, links === 'inside');
    if (real === undefined) return trouble('outside', 'is not inside the root');
    const kind = files.get(real)?.kind;
    if (kind === 'link') return trouble('symlink', 'is a symlink');
    if (kind === 'repository' || names.has(real)) return trouble('folder', 'is a folder');
    if (kind === undefined) return trouble('missing', 'does not exist');
    const blob = blobOf(real);
    switch (blob?.kind) {
      case undefined:
        return trouble('missing', 'was not read yet');
      case 'absent':
        return trouble('unreadable', 'is not in this clone, which is a partial one');
      case 'too-large':
        return tooLarge(blob.size);
      case 'bytes':
        return toText(blob.bytes);
      default:
        return blob satisfies never;
    }
  }

  const tree: ReadableTree = {
    root,
    open,
    real: (path) => {
      const real = settle(path, true);
      return real !== undefined && (files.has(real) || names.has(real)) ? real : undefined;
    },
    head: (path) => {
      const real = settle(path, false);
      if (real === undefined || files.get(real)?.kind !== 'file') return undefined;
      const blob = blobOf(real);
      return blob?.kind === 'bytes' ? blob.bytes.toString('latin1', 0, HEAD_BYTES) : undefined;
    },
    read: (path) => {
      const read = open(path, 'inside');
      return read.kind === 'text' ? read.text : undefined;
    },
    kind: (path) => {
      const real = settle(path, true);
      if (real === undefined) return undefined;
      if (names.has(real) || files.get(real)?.kind === 'repository') return 'folder';
      return files.get(real)?.kind === 'file' ? 'file' : undefined;
    },
    list: (path) => {
      const real = settle(path, true);
      return real === undefined ? [] : [...(names.get(real) ?? [])].sort();
    },
  };
  return { tree, missed: () => [...missed].filter((path) => !blobs.has(files.get(path)?.id ?? '')) };
}

/** Names in each folder, `''` for the root. */
function namesByFolder(paths: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>([['', new Set()]]);
  for (const path of paths) {
    for (let child = path; child !== ''; ) {
      const folder = folderOf(child);
      const known = names.get(folder);
      const name = lastName(child);
      if (known === undefined) names.set(folder, new Set([name]));
      else if (known.has(name)) break;
      else known.add(name);
      child = folder;
    }
  }
  return names;
}
