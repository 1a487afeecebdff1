import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** An empty folder for a copy, in one that is the user's alone. */
export type TemporaryFolder = {
  /** Absolute. It has the name of the tree's folder: docker compose calls projects by it. */
  readonly folder: string;
  /** Another one, for what the build is given beside it. */
  readonly scratch: string;
  readonly remove: () => void;
};

/** Makes one in the system's folder for temporary files (TMPDIR). */
export function makeTemporaryFolder(root: string): TemporaryFolder {
  const outer = mkdtempSync(join(tmpdir(), 'pinlock-run-'));
  const folder = join(outer, basename(root) === '' ? 'root' : basename(root));
  const scratch = join(outer, '.scratch');
  for (const path of [folder, scratch]) mkdirSync(path);
  return { folder, scratch, remove: () => removeAll(outer) };
}

/** A build may leave folders that even their owner cannot change (Go's module cache does). */
function removeAll(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    openFolders(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 2 });
  }
}

function openFolders(folder: string): void {
  chmodSync(folder, 0o700);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (lstatSync(path).isDirectory()) openFolders(path);
  }
}
