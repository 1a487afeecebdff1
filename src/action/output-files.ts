import { randomUUID } from 'node:crypto';
import { appendFileSync, lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { writeResult } from '../commands/write-result.ts';
import { UserError } from '../errors.ts';
import type { Host } from './host.ts';

/** UTF-8 bytes; the runner drops a larger summary with an error. */
const SUMMARY_BYTES = 1024 * 1024;

/** Gives outputs to later steps, by a delimiter that no value can foresee; values may be of many lines. Nothing where no runner asks. */
export function writeOutputs(env: Host['env'], outputs: Readonly<Record<string, string>>): void {
  const path = env.GITHUB_OUTPUT ?? '';
  if (path === '') return;
  const lines = Object.entries(outputs).map(([name, value]) => {
    const delimiter = `pinlock-${randomUUID()}`;
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
  });
  appendFileSync(path, lines.join(''));
}

/** Adds Markdown to the summary of the job. Nothing where no runner asks, and where it would be too large for all. */
export function writeSummary(env: Host['env'], markdown: string): void {
  const path = env.GITHUB_STEP_SUMMARY ?? '';
  if (path !== '' && Buffer.byteLength(markdown) <= SUMMARY_BYTES) appendFileSync(path, markdown);
}

/**
 * Writes a file that the workflow names, in the checkout or the runner's folder for temporary files. The checkout may hold symlinks that
 * somebody proposed: none of them leads out. Throws a UserError.
 */
export function writeFileOf(input: string, file: string, text: string, env: Host['env'], folder: string): void {
  const path = resolve(folder, file);
  const workspace = env.GITHUB_WORKSPACE ?? folder;
  const places = [workspace, env.RUNNER_TEMP ?? ''].filter((place) => place !== '').map((place) => toReal(place));
  const real = toReal(dirname(path));
  if (real === null) throw new UserError(`input ${input}: ${file}: there is no such folder`, { exitCode: 3 });
  if (!places.some((place) => place !== null && isInside(place, real))) {
    throw new UserError(`input ${input}: ${file}: is outside of the checkout`);
  }
  const target = join(real, basename(path));
  const status = lstatSync(target, { throwIfNoEntry: false });
  if (status !== undefined && !status.isFile()) throw new UserError(`input ${input}: ${file}: is no regular file`);
  writeResult(target, Buffer.from(text), `input ${input}`);
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
}

function toReal(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}
