import { LOCKFILE_VERSION, removeUnfinishedLockfile, updateLockfile } from '../lock/index.ts';
import type { Lockfile } from '../model/pin.ts';
import type { SourceKey } from '../model/source.ts';
import { lineTable } from '../reports/positions.ts';
import type { ApplySummary } from '../reports/render-apply.ts';
import type { RefusedFetch, Rewrite } from '../rewrite/index.ts';
import { readStrictly } from './existing-lockfile.ts';
import { type LockedFolder, openLockfiles } from './lockfiles.ts';
import type { OpenRoot } from './open-roots.ts';
import type { RunOptions } from './ports.ts';

type Changed = ApplySummary['changed'][number];
type Refused = ApplySummary['refused'][number];

/** The lockfiles of a root; throws the UserError of one that cannot be used. */
export function openUsable(root: OpenRoot, options: RunOptions): readonly LockedFolder[] {
  const folders = openLockfiles(root, options, readStrictly);
  for (const { state } of folders) if (state.kind === 'broken') throw state.error;
  return folders;
}

/** Writes the files of a plan: those that changed, and those that somebody else changed in the meantime, with the reason. */
export function writeRoot(
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

/**
 * Adds the written files to `applied` of their pins, or takes them out: `unapply` and a later `apply` know from it whose work a commit in
 * a file is.
 */
export async function noteApplied(
  folder: LockedFolder,
  { pinned }: Rewrite,
  isWritten: ReadonlySet<string>,
  how: 'add' | 'remove',
): Promise<void> {
  const applied = new Map<SourceKey, readonly string[]>();
  for (const { fetch, edits, restored } of pinned) {
    const key = folder.serves(fetch.place.file) ? (restored ?? folder.pinOf(fetch)?.key) : undefined;
    if (key === undefined) continue;
    const paths = edits.map(({ span }) => span.file).filter((path) => isWritten.has(path));
    applied.set(key, [...(applied.get(key) ?? []), ...paths.map(folder.toLockPath)]);
  }
  if (![...applied.values()].some((paths) => paths.length > 0)) return removeUnfinishedLockfile(folder.path);
  await updateLockfile(folder.path, (text) => {
    const lockfile: Lockfile =
      text === undefined ? { lockfileVersion: LOCKFILE_VERSION, sources: new Map() } : readStrictly(text, folder.label);
    const sources = [...lockfile.sources].map(([key, pin]) => {
      const changed = new Set(applied.get(key) ?? []);
      const { applied: before = [], ...rest } = pin;
      const paths = how === 'add' ? [...new Set([...before, ...changed])] : before.filter((path) => !changed.has(path));
      return [key, paths.length === 0 ? rest : { ...rest, applied: paths.sort() }] as const;
    });
    return { ...lockfile, sources: new Map(sources) };
  });
}

/** How many of the fetches are written in a file. */
export function pinsIn({ pinned }: Pick<Rewrite, 'pinned'>, path: string): number {
  return pinned.filter(({ edits }) => edits.some(({ span }) => span.file === path)).length;
}

/** A refusal as the summary tells it. */
export function toRefused({ fetch, path, reason }: RefusedFetch, root: OpenRoot): Refused {
  const { line } = lineTable(root.tree.read(fetch.place.file) ?? '').positionOf(fetch.place.start);
  return { path, line: path === fetch.place.file ? line : null, source: fetch.source?.key ?? fetch.url, reason };
}
