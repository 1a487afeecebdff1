import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** What stands at a path: text, bytes, or a symlink. */
export type TreeEntry = string | Uint8Array | { readonly link: string };

/** Makes a folder with these files for one test; returns its resolved absolute path. */
export function makeTree(entries: Readonly<Record<string, TreeEntry>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'pinlock-tree-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, entry] of Object.entries(entries)) {
    const absolute = join(root, path);
    mkdirSync(dirname(absolute), { recursive: true });
    if (typeof entry === 'string' || entry instanceof Uint8Array) writeFileSync(absolute, entry);
    else symlinkSync(entry.link, absolute);
  }
  return root;
}
