import { tmpdir } from 'node:os';
import { runProcess } from '../process.ts';
import { cachedEnvironment, type Environment } from './environment.ts';

/** The commands that are used in a repository of pinlock's own. */
export type CachedCommand = 'cat-file' | 'merge-base' | 'rev-list' | 'rev-parse';

/** `input` is standard input; empty when not given. */
export type CachedOptions = { readonly input?: string; readonly signal?: AbortSignal | undefined };

/** What it printed and its exit code, which is 1 for `no` where a command answers a question; `failed` for everything else. */
export type CachedResult =
  | { readonly kind: 'output'; readonly code: 0 | 1; readonly text: string; readonly bytes: Buffer }
  | { readonly kind: 'failed'; readonly message: string };

const SETTINGS = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '--no-pager'] as const;
const DEADLINE = 120_000;
/** Two million commits of 200 bytes, or all of the longest first-parent history that is known. */
const BYTE_LIMIT = 512 * 1024 * 1024;

/**
 * Reads in a bare repository at `folder`. GIT_DIR names it: nothing is searched for, and a user's `safe.bareRepository=explicit` allows it.
 * No connection: an object that is missing is a failure. Rejects with the signal's reason alone.
 */
export async function readCached(
  caller: Environment,
  folder: string,
  command: CachedCommand,
  args: readonly string[],
  { input = '', signal }: CachedOptions = {},
): Promise<CachedResult> {
  const result = await runProcess({
    program: 'git',
    args: [...SETTINGS, command, ...args],
    cwd: tmpdir(),
    env: cachedEnvironment(caller, folder),
    deadline: DEADLINE,
    byteLimit: BYTE_LIMIT,
    input,
    signal,
  });
  signal?.throwIfAborted();
  switch (result.kind) {
    case 'not-started':
      return { kind: 'failed', message: `git could not be started (${result.message})` };
    case 'stopped':
      return { kind: 'failed', message: `git was stopped (${result.why})` };
    case 'exited': {
      const { code, stdout: text, bytes, stderr } = result;
      if (code === 0 || code === 1) return { kind: 'output', code, text, bytes };
      return { kind: 'failed', message: stderr.trim().split('\n')[0] ?? '' };
    }
    default: {
      const never: never = result;
      return never;
    }
  }
}
