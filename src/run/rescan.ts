import type { ClassifiedFetch } from '../model/source.ts';
import type { Rescan, Scanned } from '../rewrite/index.ts';
import type { LockedFolder } from './lockfiles.ts';
import type { OpenRoot } from './open-roots.ts';
import { steadyTree } from './steady-tree.ts';

/** Reads a root again with other texts, as the proof of a rewrite needs it. */
export function rescanOf(root: OpenRoot, folders: readonly LockedFolder[]): Rescan {
  const folderOf = (fetch: ClassifiedFetch): LockedFolder | undefined =>
    folders.find(({ serves }) => serves(fetch.place.file));
  return (texts) => {
    const files = root.scan.files.map((file) => ({ ...file, text: texts.get(file.path) ?? file.text }));
    const { fetches } = root.read(files, steadyTree(root.tree, texts));
    return fetches.map((fetch) => folderOf(fetch)?.settle(fetch) ?? fetch);
  };
}

/** What a rewrite starts from: these fetches, and all commands of the root. */
export function scannedOf(root: OpenRoot, fetches: readonly ClassifiedFetch[]): Scanned {
  const { steps, templateWords } = root.reading;
  return { fetches, steps: steps(), templateWords, read: root.tree.read };
}
