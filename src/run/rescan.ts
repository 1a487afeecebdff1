import type { ClassifiedFetch } from '../model/source.ts';
import type { Rescan } from '../rewrite/index.ts';
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
