import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * True when a program that tests need is on PATH. Where it is not, its tests are skipped (name the program in the test's title), but
 * not in CI: there a part that is missing is a failure.
 */
export function requireProgram(name: string): boolean {
  const isThere = (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)));
  if (!isThere && process.env.CI === 'true') throw new Error(`${name} is not installed; .ci/run installs it`);
  return isThere;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
