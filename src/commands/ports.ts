import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { openTree } from '../ports/files.ts';
import { createGit } from '../ports/git.ts';
import { toPrintable } from '../reports/printable.ts';
import { openFinished } from '../run/hold/restore-roots.ts';
import type { RunPorts } from '../run/ports.ts';
import type { Call, World } from './command.ts';
import { createProgress } from './progress.ts';
import { toFolder } from './run-options.ts';

const LIST_FILES = ['-z', '--cached', '--others', '--exclude-standard', '--deduplicate'] as const;

/** The real world of a run: files, git, the clock, and where warnings and progress go. */
export function toPorts(call: Call, world: World): RunPorts {
  const isQuiet = call.flag('quiet');
  const progress = createProgress(world.stderr, !isQuiet && call.flag('progress'), world.now);
  const git = createGit({ env: world.env, folder: toFolder(call, world) });
  // A commit of some files (--all, --only) has an index of its own, which git names to the hook.
  const named = world.env.GIT_INDEX_FILE ?? '';
  const indexFile = named === '' || call.text('C') !== undefined ? null : resolve(world.cwd, named);
  const warn = (message: string): void => {
    if (isQuiet) return;
    progress.clear();
    world.stderr.write(`pinlock: ${toPrintable(message)}\n`);
  };
  return {
    openTree: openFinished(openTree, { env: world.env, warn }),
    listFiles: async (folder) => {
      const listed = await git.local(folder, 'ls-files', LIST_FILES);
      if (listed.kind === 'failed') return { refused: listed.message };
      return listed.text.split('\0').filter((name) => name !== '');
    },
    originsOf: async (folder) => {
      const found = await git.local(folder, 'config', ['--null', '--get-all', 'remote.origin.url']);
      return found.kind === 'failed' ? [] : found.text.split('\0').filter((url) => url !== '');
    },
    committedAt: async (folder, revision) => {
      const list = ['--max-count=1', '--timestamp', '--end-of-options', `${revision}^{commit}`, '--'];
      const found = await git.local(folder, 'rev-list', list);
      const seconds = found.kind === 'output' ? /^(\d+) [0-9a-f]+\n$/.exec(found.text)?.[1] : undefined;
      return seconds === undefined ? null : Number(seconds);
    },
    stagedSince: async (top, revision) => {
      const { stagedSince } = await import('../ports/git/staged.ts');
      return stagedSince(world.env, top, revision, indexFile);
    },
    openIndex: async (top) => {
      const { openIndex } = await import('../ports/git/staged.ts');
      return openIndex(world.env, top, indexFile);
    },
    findHook: async (folder) => {
      const { findHook } = await import('../ports/git/hook.ts');
      return findHook(world.env, folder);
    },
    writeHook: async (path, text) => {
      const { writeHook } = await import('../ports/git/hook.ts');
      return writeHook(path, text);
    },
    linksIn: async (folder) => {
      const { linksIn } = await import('../ports/git/staged.ts');
      return linksIn(world.env, folder, indexFile);
    },
    openRevision: async (folder, revision) => {
      const { openRevision } = await import('../ports/git/revision.ts');
      return openRevision(world.env, folder, revision);
    },
    resolvers: async (trusted, roots) => {
      const { createResolvers } = await import('./resolvers.ts');
      return createResolvers(call, world, trusted, roots);
    },
    env: world.env,
    now: world.now,
    hash: (text) => createHash('sha256').update(text).digest('hex').slice(0, 16),
    pathFrom: (from, to) => relative(from, to).split(sep).join('/') || '.',
    realPath: (path) => realpathSync.native(path),
    warn,
    progress: progress.show,
    interruption: world.interruption,
  };
}
