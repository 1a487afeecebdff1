import { isExtensionless, type RootScan, scanRevision } from '../../discover/index.ts';
import { UserError } from '../../errors.ts';
import { formats } from '../../formats/index.ts';
import { mayFetch } from '../../match/index.ts';
import { LOCKFILE_NAME } from '../../model/settings.ts';
import type { Revision } from '../../ports/git/revision.ts';
import { readStrictly } from '../existing-lockfile.ts';
import { type Standing, standingsOf } from '../judge-fetches.ts';
import { type LockedFolder, openLockfiles } from '../lockfiles.ts';
import type { OpenRoot, ReadRoot } from '../open-roots.ts';
import type { RunOptions, RunPorts } from '../ports.ts';
import { steadyTree } from '../steady-tree.ts';

/** A root as a revision held it, read as the one on disk was. */
export type BaseRoot = {
  readonly root: ReadRoot;
  readonly problems: RootScan['problems'];
  readonly folders: readonly LockedFolder[];
  readonly standings: readonly Standing[];
};

type BaseOptions = Pick<RunOptions, 'lockfile' | 'packages' | 'changed'>;

/**
 * Reads what a revision held below a root, by the settings that count now, in memory: git is asked for texts, nothing is checked out. Which
 * texts are needed shows while reading, so it is read again until none is missing.
 */
export async function readBase(
  root: OpenRoot,
  revision: Revision,
  options: BaseOptions,
  ports: RunPorts,
): Promise<BaseRoot> {
  await load(revision, [...root.tree.pathsRead(), ...root.compared.files, ...revision.paths.filter(isBuildFile)]);
  for (;;) {
    const read = readOnce(root, revision, options, ports);
    const missed = revision.missed();
    if (missed.length === 0) return read;
    await load(revision, missed);
  }
}

function readOnce(root: OpenRoot, revision: Revision, options: BaseOptions, ports: RunPorts): BaseRoot {
  const scan = scanRevision(root.compared, revision, root.config, {
    formats,
    mayFetch: (text) => options.changed || mayFetch(text, options.packages),
  });
  const tree = steadyTree(revision.tree, new Map(scan.files.map(({ path, text }) => [path, text])));
  const reading = root.read(scan.files, tree, true);
  const base: ReadRoot = {
    name: root.name,
    config: root.config,
    reading,
    tree,
    scan: { ...scan, tree: { root: root.scan.tree.root } },
  };
  // A lockfile that was named on the command line is the user's own, whatever stands in the tree.
  const folders =
    options.lockfile === null
      ? openLockfiles(base, options, readStrictly, ({ label }) => revision.tree.read(label))
      : openLockfiles(base, options, readStrictly);
  return {
    root: base,
    problems: [...scan.problems, ...reading.problems],
    folders,
    standings: standingsOf(base, folders, ports.hash),
  };
}

/** True for a path whose text will be asked for in any case, by its name; the rest shows. */
export function isBuildFile(path: string): boolean {
  return path.endsWith(LOCKFILE_NAME) || isExtensionless(path) || formats.some((format) => format.matches(path, ''));
}

async function load(revision: Revision, paths: readonly string[]): Promise<void> {
  const problem = await revision.load(paths);
  if (problem !== undefined) throw new UserError(`the texts of ${revision.commit} cannot be read: ${problem}`);
}
