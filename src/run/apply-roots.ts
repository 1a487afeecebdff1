import type { ClassifiedFetch } from '../model/source.ts';
import type { ApplySummary } from '../reports/render-apply.ts';
import { type Rewrite, rewrite } from '../rewrite/index.ts';
import type { LockedFolder } from './lockfiles.ts';
import { type OpenRoot, openRoots } from './open-roots.ts';
import type { RunOptions, RunPorts } from './ports.ts';
import { rescanOf, scannedOf } from './rescan.ts';
import { noteApplied, openUsable, pinsIn, toRefused, writeRoot } from './write-files.ts';

export type ApplyOptions = RunOptions & {
  /** Show what would change, and write nothing. */
  readonly isDryRun: boolean;
};

type Changed = ApplySummary['changed'][number];
type Refused = ApplySummary['refused'][number];

/**
 * Writes the lockfiles' pins into the files of every root, each file proven before it is written, and notes in the lockfile which files
 * hold a pin. Throws a UserError for a lockfile that cannot be used; nothing is written then. Opens no connection.
 */
export async function applyRoots(options: ApplyOptions, ports: RunPorts): Promise<ApplySummary> {
  const roots = await openRoots(options, ports);
  const opened = roots.map((root) => ({ root, folders: openUsable(root, options) }));
  const changed: Changed[] = [];
  const refused: Refused[] = [];
  const notes: string[] = [];
  let unpinned = 0;
  for (const { root, folders } of opened) {
    const fetches = folders.flatMap((folder) => folder.fetches);
    unpinned += fetches.filter((fetch) => isUnpinned(fetch, folders)).length;
    const planned = planRoot(root, folders, fetches);
    refused.push(...planned.refused.map((one) => toRefused(one, root)));
    notes.push(...planned.pinned.flatMap((one) => one.notes));
    if (options.isDryRun) {
      changed.push(
        ...planned.files.map((file) => ({ path: file.path, pins: pinsIn(planned, file.path), diff: file.diff })),
      );
      continue;
    }
    const written = writeRoot(root, planned);
    changed.push(...written.changed);
    refused.push(...written.refused);
    const isWritten = new Set(written.changed.map(({ path }) => path));
    for (const folder of folders) await noteApplied(folder, planned, isWritten, 'add');
  }
  return { verb: 'apply', isDryRun: options.isDryRun, changed, refused, notes: [...new Set(notes)], unpinned };
}

/** The proven splices that write the lockfiles' pins into the files of a root; nothing is written. */
export function planRoot(
  root: OpenRoot,
  folders: readonly LockedFolder[],
  fetches: readonly ClassifiedFetch[],
): Rewrite {
  const folderOf = (fetch: ClassifiedFetch): LockedFolder | undefined =>
    folders.find(({ serves }) => serves(fetch.place.file));
  return rewrite(scannedOf(root, fetches), (fetch) => folderOf(fetch)?.pinOf(fetch)?.pin, rescanOf(root, folders));
}

function isUnpinned(fetch: ClassifiedFetch, folders: readonly LockedFolder[]): boolean {
  if (fetch.verdict === 'exact' || fetch.purpose !== undefined) return false;
  return folders.every((folder) => !folder.serves(fetch.place.file) || folder.pinOf(fetch) === undefined);
}
