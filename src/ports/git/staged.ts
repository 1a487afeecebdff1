import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BOUNDS } from '../../model/bounds.ts';
import { type CommittedFile, revisionTree } from '../revision-tree.ts';
import type { Blob } from './blobs.ts';
import type { Environment } from './environment.ts';
import { runLocal } from './local.ts';
import { kindOf, linksOf, newLoader, type Revision } from './revision.ts';

/** Files that the index holds otherwise than a revision, by their paths from the folder that was asked; a renamed one is a deleted and a new one. */
export type Staged = { readonly changed: readonly string[]; readonly deleted: readonly string[] };

/**
 * What is staged since a revision, in the repository whose top is the absolute folder `top`; null where git does not say (no commit yet, no
 * repository). `indexFile` is the absolute path of the index that a hook was started with, null for the repository's own. Neither the work
 * tree nor any blob is looked at, so no filter runs.
 */
export async function stagedSince(
  caller: Environment,
  top: string,
  revision: string,
  indexFile: string | null = null,
): Promise<Staged | null> {
  const options = ['--cached', '--no-renames', '--name-status', '-z', '--no-ext-diff', '--end-of-options'];
  const found = await runLocal(caller, top, 'diff-index', [...options, revision, '--'], indexFile);
  if (found.kind === 'failed') return null;
  const fields = found.text.split('\0');
  const changed: string[] = [];
  const deleted: string[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const path = fields[index + 1] ?? '';
    (fields[index] === 'D' ? deleted : changed).push(path);
  }
  return { changed, deleted };
}

/** What the next commit will hold. `load` brings texts into memory; one that was not loaded is missing, and stands in `missed` once it was asked for. */
export type Index = Pick<Revision, 'load' | 'missed'> & {
  /** From the top, with `/`. */
  readonly paths: readonly string[];
  /** The files below a folder of the repository: its absolute path, and that from the top (`''` for the top). */
  readonly treeAt: (root: string, folder: string) => Revision['tree'];
};

const ENTRY = /^(\d{6}) ([0-9a-f]+) \d\t(.+)$/s;

/** Opens the index of the repository whose top is an absolute folder; a text says why git does not give it. */
export async function openIndex(
  caller: Environment,
  top: string,
  indexFile: string | null = null,
): Promise<Index | { readonly refused: string }> {
  const listed = await listIndex(caller, top, indexFile);
  if ('refused' in listed) return listed;
  const { files } = listed;
  const blobs = new Map<string, Blob>();
  const fromGit = newLoader(caller, top, { files, blobs });
  /** Most files lie on disk as they are staged. */
  const findBlob = (path: string, id: string): Blob | undefined => {
    const blob = files.get(path)?.kind === 'file' ? readSame(join(top, path), id) : undefined;
    if (blob !== undefined) blobs.set(id, blob);
    return blob;
  };
  const load: Index['load'] = async (paths) => {
    const isWanted = (path: string): boolean => {
      const id = files.get(path)?.id;
      return id !== undefined && !blobs.has(id) && findBlob(path, id) === undefined;
    };
    return fromGit([...paths].filter(isWanted));
  };
  const problem = await load(linksOf(files));
  if (problem !== undefined) return { refused: problem };
  const missing: (() => readonly string[])[] = [];
  return {
    paths: [...files.keys()],
    load,
    missed: () => missing.flatMap((missed) => missed()),
    treeAt: (root, folder) => {
      const lead = folder === '' ? '' : `${folder}/`;
      const below = [...files].filter(([path]) => path.startsWith(lead));
      const inFolder = new Map(below.map(([path, file]) => [path.slice(lead.length), file]));
      const { tree, missed } = revisionTree(root, {
        files: inFolder,
        blobs,
        findBlob: (path, id) => findBlob(`${lead}${path}`, id),
      });
      missing.push(() => missed().map((path) => `${lead}${path}`));
      return tree;
    },
  };
}

/** The bytes of a regular file, if git would give them this id as they are; filters and line ends make others. */
function readSame(path: string, id: string): Blob | undefined {
  try {
    const status = lstatSync(path);
    if (!status.isFile() || status.size > BOUNDS.fileBytes) return undefined;
    const bytes = readFileSync(path);
    const hash = createHash(id.length === 40 ? 'sha1' : 'sha256')
      .update(`blob ${bytes.length}\0`)
      .update(bytes);
    return hash.digest('hex') === id ? { kind: 'bytes', bytes } : undefined;
  } catch {
    // Git has what is not on disk.
    return undefined;
  }
}

/** The symlinks that git keeps below an absolute folder, relative to it; none where git does not say. */
export async function linksIn(
  caller: Environment,
  folder: string,
  indexFile: string | null = null,
): Promise<readonly string[]> {
  const listed = await listIndex(caller, folder, indexFile);
  return 'refused' in listed ? [] : linksOf(listed.files);
}

type Listed = { readonly files: ReadonlyMap<string, CommittedFile> };

async function listIndex(
  caller: Environment,
  folder: string,
  indexFile: string | null,
): Promise<Listed | { readonly refused: string }> {
  const listed = await runLocal(caller, folder, 'ls-files', ['--stage', '-z'], indexFile);
  if (listed.kind === 'failed') return { refused: listed.message };
  const files = new Map<string, CommittedFile>();
  for (const line of listed.text.split('\0')) {
    const [, mode, id, path] = ENTRY.exec(line) ?? [];
    if (mode !== undefined && id !== undefined && path !== undefined) files.set(path, { kind: kindOf(mode), id });
  }
  return { files };
}
