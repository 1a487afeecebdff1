import { isVersionedFile, parseSourceKey } from '../../classify/index.ts';
import { UserError } from '../../errors.ts';
import type { PinMatch } from '../../lock/index.ts';
import type { Pin } from '../../model/pin.ts';
import type { ClassifiedFetch, Source } from '../../model/source.ts';
import { type ReadLockfile, readStrictly } from '../existing-lockfile.ts';
import { type LockedFolder, openLockfiles } from '../lockfiles.ts';
import type { OpenRoot } from '../open-roots.ts';
import type { RunOptions } from '../ports.ts';
import { archiveUrlOf } from './archive-wishes.ts';
import { identityOf } from './judge-move.ts';

/** A pin of a lockfile and what it is there for. */
export type PinEntry = {
  readonly root: OpenRoot;
  readonly folder: LockedFolder;
  readonly source: Source;
  readonly pin: Pin;
  /** Exact fetches that hold the pin's identity in their text. */
  readonly held: readonly ClassifiedFetch[];
  /** Fetches whose text has the source's name, and not what it is pinned to. */
  readonly named: readonly ClassifiedFetch[];
  /** Exact fetches that should and name another. */
  readonly drifted: readonly ClassifiedFetch[];
  /** Archives whose content the pin holds beside the commit, with `{commit}` as a gap. */
  readonly archiveUrls: readonly string[];
  /** No fetch uses it, and the whole root was read. */
  readonly isUnused: boolean;
  /** Its bytes should never change: its address names a version. */
  readonly isFixed: boolean;
};

/** A lockfile with its root. */
export type OpenFolder = { readonly root: OpenRoot; readonly folder: LockedFolder };

/** The lockfiles of all roots. Throws a UserError for one that cannot be used. */
export function openFolders(
  roots: readonly OpenRoot[],
  options: RunOptions,
  read: ReadLockfile = readStrictly,
): readonly OpenFolder[] {
  const opened = roots.flatMap((root) => openLockfiles(root, options, read).map((folder) => ({ root, folder })));
  for (const { state } of opened.map(({ folder }) => folder)) if (state.kind === 'broken') throw state.error;
  return opened;
}

/** All pins of a lockfile, in its order. */
export function readEntries({ root, folder }: OpenFolder): readonly PinEntry[] {
  if (folder.state.kind !== 'read') return [];
  const isComplete = root.scan.isWhole && root.scan.problems.length === 0 && root.reading.problems.length === 0;
  const stale = new Set(isComplete ? folder.stale : []);
  const uses = folder.fetches.map((fetch): Use => ({ fetch, match: folder.pinOf(fetch) }));
  const entries = [...folder.state.lockfile.sources].map(([key, pin]) => {
    const source = parseSourceKey(key);
    if (source === undefined) throw new UserError(`${folder.label}: "${key}" is not written as pinlock writes it`);
    return { source, pin, written: uses.filter((use) => isWritten(use, source, pin, folder)) };
  });
  const written = new Set(entries.flatMap((entry) => entry.written));
  return entries.map((entry) => {
    const { source, pin } = entry;
    const own = uses.filter(({ match }) => match?.key === source.key);
    const exact = own.filter((use) => use.fetch.verdict === 'exact' && !written.has(use));
    return {
      root,
      folder,
      source,
      pin,
      held: [...entry.written, ...exact.filter(({ match }) => match?.drift === null)].map(({ fetch }) => fetch),
      named: own.filter(({ fetch }) => fetch.verdict !== 'exact').map(({ fetch }) => fetch),
      drifted: exact.filter(({ match }) => match?.drift !== null).map(({ fetch }) => fetch),
      archiveUrls: 'archives' in pin ? archivesOf([...own, ...entry.written]) : [],
      isUnused: stale.has(source.key),
      isFixed:
        source.kind === 'file' &&
        isVersionedFile(source.locator) &&
        own.every(({ fetch }) => fetch.verdict !== 'moving'),
    };
  });
}

function archivesOf(uses: readonly Use[]): readonly string[] {
  return [...new Set(uses.map(({ fetch }) => archiveUrlOf(fetch)).filter((url) => url !== null))];
}

type Use = { readonly fetch: ClassifiedFetch; readonly match: PinMatch | undefined };

/** `apply` wrote this pin there, and nobody changed it: where two pins have one commit, that says whose it is. */
function isWritten({ fetch }: Use, { locator }: Source, pin: Pin, folder: LockedFolder): boolean {
  return (
    fetch.verdict === 'exact' &&
    pin.applied?.includes(folder.toLockPath(fetch.place.file)) === true &&
    fetch.source?.locator === locator &&
    fetch.identity?.value.toLowerCase() === identityOf(pin)
  );
}
