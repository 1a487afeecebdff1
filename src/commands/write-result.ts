import { lstatSync, writeFileSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { atomicWrite } from '../ports/atomic-write.ts';

/**
 * Puts a result at the absolute path `file`: all or nothing for files; what is no regular file (a pipe, /dev/stdout) is written to, never
 * replaced. `what` names it in the UserError (exit code 3) when it cannot be written.
 */
export function writeResult(file: string, bytes: Uint8Array, what: string): void {
  try {
    const status = lstatSync(file, { throwIfNoEntry: false });
    if (status === undefined || status.isFile()) atomicWrite(file, bytes, { keep: status ?? null });
    else writeFileSync(file, bytes);
  } catch (error) {
    throw new UserError(`${file}: ${what} cannot be written (${codeOf(error)})`, { exitCode: 3, cause: error });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
