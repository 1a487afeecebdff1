import { LOCKFILE_VERSION, updateLockfile } from '../lock/index.ts';
import type { Lockfile } from '../model/pin.ts';
import type { ClassifiedFetch, SourceKey } from '../model/source.ts';
import { lineTable } from '../reports/positions.ts';
import type { ApplySummary } from '../reports/render-apply.ts';
import { type RefusedFetch, type Rewrite, rewrite } from '../rewrite/index.ts';
import { type ReadLockfile, readStrictly } from './existing-lockfile.ts';
import { type LockedFolder, openLockfiles } from './lockfiles.ts';
import { type OpenRoot, openRoots } from './open-roots.ts';
import type { RunOptions, RunPorts } from './ports.ts';
import { rescanOf } from './rescan.ts';

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
    for (const folder of folders) await noteApplied(folder, planned, isWritten, readStrictly);
  }
  return { isDryRun: options.isDryRun, changed, refused, notes: [...new Set(notes)], unpinned };
}

function openUsable(root: OpenRoot, options: RunOptions): readonly LockedFolder[] {
  const folders = openLockfiles(root, options, readStrictly);
  for (const { state } of folders) if (state.kind === 'broken') throw state.error;
  return folders;
}

function planRoot(root: OpenRoot, folders: readonly LockedFolder[], fetches: readonly ClassifiedFetch[]): Rewrite {
  const folderOf = (fetch: ClassifiedFetch): LockedFolder | undefined =>
    folders.find(({ serves }) => serves(fetch.place.file));
  return rewrite(
    { fetches, steps: root.reading.steps, read: root.tree.read },
    (fetch) => folderOf(fetch)?.pinOf(fetch)?.pin,
    rescanOf(root, folders),
  );
}

function writeRoot(
  root: OpenRoot,
  { files, ...planned }: Rewrite,
): { changed: readonly Changed[]; refused: readonly Refused[] } {
  const changed: Changed[] = [];
  const refused: Refused[] = [];
  for (const { path, before, after, diff } of files) {
    const reason = root.scan.tree.replace(path, before, after);
    if (reason === undefined) changed.push({ path, pins: pinsIn(planned, path), diff });
    else refused.push({ path, line: null, source: null, reason });
  }
  return { changed, refused };
}

/** Adds the written files to `applied` of their pins: `unapply` and a later `apply` know from it whose work a commit in a file is. */
async function noteApplied(
  folder: LockedFolder,
  { pinned }: Rewrite,
  isWritten: ReadonlySet<string>,
  read: ReadLockfile,
): Promise<void> {
  const applied = new Map<SourceKey, readonly string[]>();
  for (const { fetch, edits } of pinned) {
    const key = folder.serves(fetch.place.file) ? folder.pinOf(fetch)?.key : undefined;
    if (key === undefined) continue;
    const paths = edits.map(({ span }) => span.file).filter((path) => isWritten.has(path));
    applied.set(key, [...(applied.get(key) ?? []), ...paths.map(folder.toLockPath)]);
  }
  if (![...applied.values()].some((paths) => paths.length > 0)) return;
  await updateLockfile(folder.path, (text) => {
    const lockfile: Lockfile =
      text === undefined ? { lockfileVersion: LOCKFILE_VERSION, sources: new Map() } : read(text, folder.label);
    const sources = [...lockfile.sources].map(([key, pin]) => {
      const paths = [...new Set([...(pin.applied ?? []), ...(applied.get(key) ?? [])])].sort();
      return [key, paths.length === 0 ? pin : { ...pin, applied: paths }] as const;
    });
    return { ...lockfile, sources: new Map(sources) };
  });
}

function pinsIn({ pinned }: Pick<Rewrite, 'pinned'>, path: string): number {
  return pinned.filter(({ edits }) => edits.some(({ span }) => span.file === path)).length;
}

function isUnpinned(fetch: ClassifiedFetch, folders: readonly LockedFolder[]): boolean {
  if (fetch.verdict === 'exact' || fetch.purpose !== undefined) return false;
  return folders.every((folder) => !folder.serves(fetch.place.file) || folder.pinOf(fetch) === undefined);
}

function toRefused({ fetch, path, reason }: RefusedFetch, root: OpenRoot): Refused {
  const { line } = lineTable(root.tree.read(fetch.place.file) ?? '').positionOf(fetch.place.start);
  return { path, line: path === fetch.place.file ? line : null, source: fetch.source?.key ?? fetch.url, reason };
}
