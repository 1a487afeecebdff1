import type { ReadableTree } from '../files.ts';
import { type Committed, type CommittedFile, revisionTree } from '../revision-tree.ts';
import { type Blob, readBlobs } from './blobs.ts';
import type { Environment } from './environment.ts';
import { runLocal } from './local.ts';

/** What a folder held in a commit. `load` brings the texts of paths into memory; a text that was not loaded is missing from `tree`. */
export type Revision = {
  readonly kind: 'revision';
  readonly commit: string;
  /** Relative to the folder, with `/`. */
  readonly paths: readonly string[];
  readonly tree: ReadableTree;
  /** Why git gave no texts; undefined when all is well. */
  readonly load: (paths: Iterable<string>) => Promise<string | undefined>;
  /** Paths that `tree` was asked for and that were not loaded. */
  readonly missed: () => readonly string[];
};

/** Why there is no such revision. `hint` says what to do. */
export type NoRevision = { readonly kind: 'none'; readonly message: string; readonly hint: string };

const ENTRY = /^(\d{6}) (?:blob|commit|tree) ([0-9a-f]+)\t(.+)$/s;
const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})\n$/;

/** Opens a revision as it is in this clone, for the absolute folder `root`; git is asked for nothing that is not here. */
export async function openRevision(
  caller: Environment,
  root: string,
  revision: string,
): Promise<Revision | NoRevision> {
  const commit = await commitOf(caller, root, revision);
  if (commit === undefined) return { kind: 'none', ...(await adviceFor(caller, root, revision)) };
  const listed = await runLocal(caller, root, 'ls-tree', ['-r', '-z', commit]);
  if (listed.kind === 'failed') return { kind: 'none', message: listed.message, hint: PARTIAL };
  const files = new Map<string, CommittedFile>();
  for (const line of listed.text.split('\0')) {
    const [, mode, id, path] = ENTRY.exec(line) ?? [];
    if (mode !== undefined && id !== undefined && path !== undefined) files.set(path, { kind: kindOf(mode), id });
  }
  const blobs = new Map<string, Blob>();
  const load = newLoader(caller, root, { files, blobs });
  const problem = await load(linksOf(files));
  if (problem !== undefined) return { kind: 'none', message: problem, hint: PARTIAL };
  const committed: Committed = { files, blobs };
  return { kind: 'revision', commit, paths: [...files.keys()], load, ...revisionTree(root, committed) };
}

/** Brings the texts of paths into `blobs`; why git gave none, or undefined. */
export function newLoader(
  caller: Environment,
  folder: string,
  { files, blobs }: { readonly files: Committed['files']; readonly blobs: Map<string, Blob> },
): Revision['load'] {
  return async (paths) => {
    const ids = new Set<string>();
    for (const path of paths) {
      const file = files.get(path);
      if (file !== undefined && file.kind !== 'repository' && !blobs.has(file.id)) ids.add(file.id);
    }
    const read = await readBlobs(caller, folder, [...ids]);
    if (read.kind === 'failed') return read.message;
    for (const [id, blob] of read.blobs) blobs.set(id, blob);
    return undefined;
  };
}

/** Where links lead decides which other files are meant, so their texts come first. */
export function linksOf(files: Committed['files']): readonly string[] {
  return [...files].filter(([, { kind }]) => kind === 'link').map(([path]) => path);
}

/** Of a mode as git writes it, `100644`. */
export function kindOf(mode: string): CommittedFile['kind'] {
  return mode === '120000' ? 'link' : mode === '160000' ? 'repository' : 'file';
}

const PARTIAL = 'the clone may be incomplete: git fetch brings the rest';

async function commitOf(caller: Environment, root: string, revision: string): Promise<string | undefined> {
  const list = ['--max-count=1', '--end-of-options', `${revision}^{commit}`, '--'];
  const found = await runLocal(caller, root, 'rev-list', list);
  return found.kind === 'output' ? COMMIT.exec(found.text)?.[1] : undefined;
}

/** CI checks out the last commit alone, and branches of the other side are `origin/...` here. */
async function adviceFor(caller: Environment, root: string, revision: string): Promise<Omit<NoRevision, 'kind'>> {
  const shallow = await runLocal(caller, root, 'rev-parse', ['--is-shallow-repository']);
  if (shallow.kind === 'failed') {
    return { message: `git cannot be asked: ${shallow.message}`, hint: 'it needs a repository that git reads here' };
  }
  const message = `'${revision}' is no commit of this clone`;
  if ((await commitOf(caller, root, `refs/remotes/origin/${revision}`)) !== undefined)
    return { message, hint: `did you mean origin/${revision}?` };
  if (shallow.text.trim() === 'true') {
    const name = revision.replace(/^(?:refs\/remotes\/)?origin\//, '');
    const then = /^[0-9a-f]{40,64}$/.test(name) ? '' : ', which is FETCH_HEAD then';
    const hint = `the clone is shallow: git fetch --depth=1 origin ${name} brings that commit alone${then}; a deeper checkout (fetch-depth: 0, GIT_DEPTH: 0) brings all`;
    return { message, hint };
  }
  return {
    message,
    hint: `git fetch origin brings what is new there; branches of the other side are called origin/...`,
  };
}
