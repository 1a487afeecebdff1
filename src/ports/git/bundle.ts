import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '../process.ts';
import { cachedEnvironment, type Environment } from './environment.ts';
import type { ObjectFormat } from './prepare.ts';

/** What a bundle does not say by itself: which branch HEAD is, and where a history was cut off (full object ids). */
export type BundledRepository = {
  readonly refs: ReadonlyMap<string, string>;
  readonly head: string | null;
  readonly shallow: readonly string[];
  readonly format: ObjectFormat;
};

const SETTINGS = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'gc.auto=0',
  '--no-pager',
] as const;
const DEADLINE = 30 * 60_000;
const BYTE_LIMIT = 16 * 1024 * 1024;

/** Writes these refs of the bare repository `folder` with all that they need into `file`. A sentence when git refused, else null. */
export function createBundle(
  caller: Environment,
  folder: string,
  file: string,
  refs: readonly string[],
): Promise<string | null> {
  // One thread, so that one history gives one file.
  return run(caller, folder, ['-c', 'pack.threads=1', 'bundle', 'create', '--quiet', file, ...refs]);
}

/** Makes a bare repository in the new folder `folder` out of a bundle; git verifies every object. A sentence when it refused, else null. */
export async function openBundle(
  caller: Environment,
  file: string,
  folder: string,
  { refs, head, shallow, format }: BundledRepository,
): Promise<string | null> {
  const made = await run(caller, folder, ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`]);
  if (made !== null) return made;
  if (shallow.length > 0) writeFileSync(join(folder, 'shallow'), shallow.map((id) => `${id}\n`).join(''));
  const unpacked = await run(caller, folder, ['bundle', 'unbundle', file]);
  if (unpacked !== null) return unpacked;
  const lines = [...refs].map(([name, id]) => `create ${name} ${id}\n`).join('');
  const updated = await run(caller, folder, ['update-ref', '--stdin'], lines);
  if (updated !== null || head === null) return updated;
  return run(caller, folder, ['symbolic-ref', 'HEAD', head]);
}

async function run(caller: Environment, folder: string, args: readonly string[], input = ''): Promise<string | null> {
  const result = await runProcess({
    program: 'git',
    args: [...SETTINGS, ...args],
    cwd: tmpdir(),
    env: cachedEnvironment(caller, folder),
    deadline: DEADLINE,
    byteLimit: BYTE_LIMIT,
    input,
  });
  switch (result.kind) {
    case 'not-started':
      return `git could not be started (${result.message})`;
    case 'stopped':
      return `git was stopped (${result.why})`;
    case 'exited':
      return result.code === 0
        ? null
        : `git ${args.find((word) => /^[a-z]/.test(word)) ?? ''}: ${firstLine(result.stderr)}`;
    default:
      return result satisfies never;
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
