import { BASELINE_NAME } from '../../config/baseline.ts';
import { findRoot } from '../../discover/index.ts';
import { UserError } from '../../errors.ts';
import { CONFIG_NAME } from '../../model/settings.ts';
import type { RealTree } from '../../ports/files.ts';
import type { Index } from '../../ports/git/staged.ts';
import type { CheckOptions, RunPorts } from '../ports.ts';
import { isBuildFile } from './base-root.ts';
import { revisionBefore } from './changed.ts';

/** A check of changed files, with what its operands do not name: what was deleted, or everything that is staged. */
export async function withChanges(options: CheckOptions, ports: RunPorts): Promise<CheckOptions> {
  const { gitTop } = findRoot(ports.realPath(options.cwd));
  if (!options.changed || gitTop === null) return options;
  const staged = await ports.stagedSince(gitTop, revisionBefore(options, ports.env));
  if (!options.staged) return { ...options, changedPaths: (staged?.deleted ?? []).map((path) => `${gitTop}/${path}`) };
  // Before the first commit all is new.
  if (staged === null) return { ...options, paths: [gitTop] };
  return { ...options, changedPaths: [...staged.changed, ...staged.deleted].map((path) => `${gitTop}/${path}`) };
}

/**
 * Does something with the files as they are staged, in place of those on disk: what is not staged is not committed. Which texts are needed
 * shows while they are read, so it is done again until none is missing; the warnings are those of the last time.
 */
export async function onIndex<Result>(
  options: CheckOptions,
  ports: RunPorts,
  action: (ports: RunPorts) => Promise<Result>,
): Promise<Result> {
  const { gitTop } = findRoot(ports.realPath(options.cwd));
  if (gitTop === null) throw new UserError('--staged: there is no repository of git here');
  const index = await ports.openIndex(gitTop);
  if ('refused' in index) throw new UserError(`--staged: git does not tell what is staged: ${index.refused}`);
  const isWanted = (path: string): boolean =>
    isBuildFile(path) || [CONFIG_NAME, BASELINE_NAME].some((name) => path === name || path.endsWith(`/${name}`));
  await load(index, index.paths.filter(isWanted));
  for (;;) {
    const warnings: string[] = [];
    const staged = portsOf(index, gitTop, { ...ports, warn: (message) => warnings.push(message) });
    try {
      const result = await action(staged);
      if (index.missed().length === 0) {
        for (const warning of warnings) ports.warn(warning);
        return result;
      }
    } catch (error) {
      if (index.missed().length === 0) throw error;
    }
    await load(index, index.missed());
  }
}

function portsOf(index: Index, top: string, ports: RunPorts): RunPorts {
  const fromTop = (folder: string): string => {
    const path = ports.pathFrom(top, folder);
    return path === '.' ? '' : path;
  };
  return {
    ...ports,
    openTree: (root) => toReadOnly(index.treeAt(root, fromTop(root))),
    listFiles: async (folder) => {
      const lead = fromTop(folder) === '' ? '' : `${fromTop(folder)}/`;
      return index.paths.filter((path) => path.startsWith(lead)).map((path) => path.slice(lead.length));
    },
  };
}

function toReadOnly(tree: ReturnType<Index['treeAt']>): RealTree {
  const refuse = (): string => 'what is staged is only read';
  return { ...tree, replace: refuse, create: refuse };
}

async function load(index: Index, paths: readonly string[]): Promise<void> {
  const problem = await index.load(paths);
  if (problem !== undefined) throw new UserError(`--staged: the texts cannot be read: ${problem}`);
}
