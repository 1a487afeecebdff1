import { withoutCredentials } from '../fault.ts';
import { type Environment, localEnvironment } from './environment.ts';

/** The commands that are used inside somebody's work tree. status, checkout, archive and their kin run filters and hooks. */
export type LocalCommand = 'ls-files' | 'cat-file' | 'ls-tree' | 'rev-parse' | 'rev-list' | 'config' | 'diff-index';

/** What it printed, or why it printed nothing. */
export type LocalResult =
  | { readonly kind: 'output'; readonly text: string }
  | {
      readonly kind: 'failed';
      readonly reason: 'no-repository' | 'dubious-ownership' | 'no-git' | 'timed-out' | 'other';
      readonly message: string;
    };

/** A hostile tree runs programs through its settings otherwise; the command line outranks the tree's own file. */
export const LOCAL_SETTINGS = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'safe.bareRepository=explicit',
] as const;
const PASSED = ['GIT_SSL_CAINFO', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'] as const;
/** Milliseconds without a byte from git. */
const SILENCE = 60_000;

/**
 * Runs one reading command in `folder`. Never asks the network, writes nothing, never throws for what git does. `indexFile` (absolute) stands
 * in for the repository's own index, as in the hook of `git commit --all`.
 */
export async function runLocal(
  caller: Environment,
  folder: string,
  command: LocalCommand,
  args: readonly string[],
  indexFile: string | null = null,
): Promise<LocalResult> {
  const env = { ...localEnvironment(caller), ...(indexFile === null ? {} : { GIT_INDEX_FILE: indexFile }) };
  // Loaded late: scans outside a repository and `--version` do not need it.
  const { simpleGit } = await import('simple-git');
  let exitCode = 0;
  try {
    const git = simpleGit({
      baseDir: folder,
      config: [...LOCAL_SETTINGS],
      allowEnvironment: [
        ...PASSED,
        ...Object.keys(env).filter((name) => name.startsWith('GIT_')),
        'SSH_ASKPASS_REQUIRE',
      ],
      unsafe: {
        allowUnsafeFsMonitor: true,
        allowUnsafeHooksPath: true,
        allowUnsafeConfigPaths: true,
        allowUnsafeAskPass: true,
      },
      timeout: { block: SILENCE },
      // Without this an exit code with nothing on standard error counts as success.
      errors: (error, result) => {
        exitCode = result.exitCode;
        if (error !== undefined) return error;
        return result.exitCode === 0 ? undefined : Buffer.concat(result.stdErr);
      },
    }).env(env);
    return { kind: 'output', text: await git.raw(['--no-pager', command, ...args]) };
  } catch (error) {
    return toFailure(error instanceof Error ? error.message : String(error), exitCode);
  }
}

function toFailure(text: string, exitCode: number): LocalResult {
  const message = withoutCredentials(text.trim().split('\n')[0] ?? '') || `git ended with ${exitCode}`;
  if (text.includes('dubious ownership')) return { kind: 'failed', reason: 'dubious-ownership', message };
  if (/not a git repository|cannot use bare repository|directory that does not exist/.test(text)) {
    return { kind: 'failed', reason: 'no-repository', message };
  }
  if (text.includes('ENOENT')) return { kind: 'failed', reason: 'no-git', message: 'git was not found on PATH' };
  if (text.includes('block timeout')) return { kind: 'failed', reason: 'timed-out', message };
  return { kind: 'failed', reason: 'other', message };
}
