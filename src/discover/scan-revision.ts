import type { ReadableTree } from '../ports/files.ts';
import type { Asked, RootScan } from './index.ts';
import { type CandidatePorts, readCandidates } from './read-candidates.ts';
import { isBelow, lockFoldersOf, type Selection, toMatcher } from './select.ts';

/** What a root held in a revision. */
type RevisionScan = Pick<RootScan, 'files' | 'lockFolders' | 'problems'>;

/**
 * Reads the build files of a revision as `discover` reads those on disk: what was asked for there is asked for here, by the same selection.
 * A file that was named and did not exist then is simply not there.
 */
export function scanRevision(
  asked: Asked,
  revision: { readonly tree: ReadableTree; readonly paths: readonly string[] },
  selection: Selection,
  ports: Pick<CandidatePorts, 'formats' | 'mayFetch'>,
): RevisionScan {
  const { tree, paths } = revision;
  const listed = new Set(paths.filter((path) => asked.folders.some((folder) => isBelow(folder, path))));
  const explicit = new Set(asked.files.filter((path) => tree.kind(path) === 'file'));
  const { files, problems } = readCandidates(
    { listed, explicit },
    { ...ports, tree, isSelected: toMatcher(selection) },
  );
  return { files, lockFolders: lockFoldersOf(listed), problems };
}
