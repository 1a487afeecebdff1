import { splitKey } from '../lock/index.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { ApplySummary } from '../reports/render-apply.ts';
import { type Refusal, type RestoredRef, refuse, restore } from '../rewrite/index.ts';
import type { ApplyOptions } from './apply-roots.ts';
import type { LockedFolder } from './lockfiles.ts';
import { openRoots } from './open-roots.ts';
import type { RunPorts } from './ports.ts';
import { rescanOf, scannedOf } from './rescan.ts';
import { noteApplied, openUsable, pinsIn, toRefused, writeRoot } from './write-files.ts';

/**
 * Puts the refs of the lockfiles in the place of their pins in the files of every root, each file proven before it is written, and takes
 * the files out of `applied`. Throws a UserError for a lockfile that cannot be used; nothing is written then. Opens no connection.
 */
export async function unapplyRoots(options: ApplyOptions, ports: RunPorts): Promise<ApplySummary> {
  const roots = await openRoots(options, ports);
  const opened = roots.map((root) => ({ root, folders: openUsable(root, options) }));
  const changed: ApplySummary['changed'][number][] = [];
  const refused: ApplySummary['refused'][number][] = [];
  for (const { root, folders } of opened) {
    const fetches = folders.flatMap((folder) => folder.fetches);
    const scanned = scannedOf(root, fetches);
    const planned = restore(scanned, (fetch) => refOf(fetch, folders), rescanOf(root, folders));
    refused.push(...planned.refused.map((one) => toRefused(one, root)));
    if (options.isDryRun) {
      changed.push(...planned.files.map(({ path, diff }) => ({ path, pins: pinsIn(planned, path), diff })));
      continue;
    }
    const written = writeRoot(root, planned);
    changed.push(...written.changed);
    refused.push(...written.refused);
    const isWritten = new Set(written.changed.map(({ path }) => path));
    const still = new Set(planned.refused.map(({ fetch, path }) => keptKey(path, keyOf(fetch, folders))));
    const gone = planned.pinned.filter(({ fetch, restored }) => !still.has(keptKey(fetch.place.file, restored)));
    for (const folder of folders) await noteApplied(folder, { ...planned, pinned: gone }, isWritten, 'remove');
  }
  return { verb: 'unapply', isDryRun: options.isDryRun, changed, refused, notes: [], unpinned: 0 };
}

/** What an exact fetch was before, by the lockfile that serves its file; undefined where no pin is its identity. */
function refOf(fetch: ClassifiedFetch, folders: readonly LockedFolder[]): RestoredRef | Refusal | undefined {
  const [holder, other] = holdersOf(fetch, folders);
  if (holder === undefined) return undefined;
  if (other !== undefined)
    return refuse(`${holder.key} and ${other.key} stand at the same pin, and nobody can tell which of them is meant`);
  const { key, pin } = holder;
  const ref = splitKey(key)?.ref ?? null;
  const isTag = 'commit' in pin && pin.ref === `refs/tags/${ref}`;
  return { kind: 'ref', key, ref, isBranch: ref !== null && !isTag && !ref.startsWith('refs/'), pin };
}

function keyOf(fetch: ClassifiedFetch, folders: readonly LockedFolder[]): string | undefined {
  return holdersOf(fetch, folders)[0]?.key;
}

function holdersOf(fetch: ClassifiedFetch, folders: readonly LockedFolder[]): ReturnType<LockedFolder['holdersOf']> {
  if (fetch.source === null || fetch.verdict !== 'exact') return [];
  const folder = folders.find(({ serves }) => serves(fetch.place.file));
  // A source that names its commit itself has no other name to go back to.
  return folder?.holdersOf(fetch).filter(({ key, pin }) => !('commit' in pin) || !key.endsWith(`@${pin.commit}`)) ?? [];
}

function keptKey(path: string, key: string | undefined): string {
  return JSON.stringify([path, key ?? null]);
}
