import { type ClassifyOptions, settleSource, withPinnedRef } from '../classify/index.ts';
import { LOCKFILE_NAME, lockFolderOf } from '../discover/index.ts';
import { indexHolders, indexPins, indexUse, LockfileError, type PinMatch, readLockfileText } from '../lock/index.ts';
import type { Lockfile, Pin } from '../model/pin.ts';
import type { ClassifiedFetch, SourceKey } from '../model/source.ts';
import { joinPath } from '../model/tree-path.ts';
import { remarkOf } from '../rewrite/index.ts';
import type { ReadLockfile } from './existing-lockfile.ts';
import type { ReadRoot } from './open-roots.ts';
import type { RunOptions } from './ports.ts';

/** A lockfile and the fetches that it serves. */
export type LockedFolder = {
  /** Absolute path of the lockfile, whether it exists or not. */
  readonly path: string;
  /** As a person would name it. */
  readonly label: string;
  /** As they are once the lockfile has said what their names stand for. */
  readonly fetches: readonly ClassifiedFetch[];
  /** `absent`: there is none yet; `broken`: one that cannot be used. */
  readonly state:
    | { readonly kind: 'read'; readonly lockfile: Lockfile }
    | { readonly kind: 'absent' }
    | { readonly kind: 'broken'; readonly error: LockfileError };
  readonly serves: (path: string) => boolean;
  readonly settle: (fetch: ClassifiedFetch) => ClassifiedFetch;
  readonly pinOf: (fetch: ClassifiedFetch) => PinMatch | undefined;
  /** The sources that an exact fetch may have been written for. */
  readonly holdersOf: (fetch: ClassifiedFetch) => readonly { readonly key: SourceKey; readonly pin: Pin }[];
  /** Keys of pins that no fetch uses. */
  readonly stale: readonly SourceKey[];
  /** A root-relative path as the lockfile writes it: relative to its own folder. */
  readonly toLockPath: (path: string) => string;
};

type Place = Pick<LockedFolder, 'path' | 'label' | 'serves' | 'toLockPath'>;

/** The text of the lockfile at a place, undefined when there is none. Throws a LockfileError when it cannot be read. */
export type TextOfLockfile = (place: Pick<LockedFolder, 'path' | 'label'>) => string | undefined;

/**
 * The lockfiles of a root: the nearest upwards serves a file, the root's own all others; `--lockfile` serves everything. A lockfile that
 * cannot be used is part of the result, since each command makes something else of it.
 */
export function openLockfiles(
  root: ReadRoot,
  options: Pick<RunOptions, 'lockfile'>,
  read: ReadLockfile,
  textOf: TextOfLockfile = ({ path }) => readLockfileText(path),
): readonly LockedFolder[] {
  return placesOf(root, options).map((place) => openOne(place, root, read, textOf));
}

function placesOf({ scan }: ReadRoot, options: Pick<RunOptions, 'lockfile'>): readonly Place[] {
  if (options.lockfile !== null) {
    return [{ path: options.lockfile, label: options.lockfile, serves: () => true, toLockPath: (path) => path }];
  }
  return ['', ...scan.lockFolders].map((folder) => {
    const label = joinPath(folder, LOCKFILE_NAME);
    return {
      label,
      path: `${scan.tree.root}/${label}`,
      serves: (path) => lockFolderOf(path, scan.lockFolders) === folder,
      toLockPath: (path) => relativeTo(folder, path),
    };
  });
}

function openOne(place: Place, root: ReadRoot, read: ReadLockfile, textOf: TextOfLockfile): LockedFolder {
  const ownForges: ClassifyOptions['ownForges'] = root.config.forges;
  const served = root.reading.fetches.filter((fetch) => place.serves(fetch.place.file));
  const state = readState(place, read, textOf);
  const lockfile = state.kind === 'read' ? state.lockfile : null;
  const remark = (fetch: ClassifiedFetch) => remarkOf(fetch, root.tree.read);
  const pinOf = lockfile === null ? () => undefined : indexPins(lockfile, served, place.toLockPath, remark);
  const holdersOf = lockfile === null ? () => [] : indexHolders(lockfile, place.toLockPath, remark);
  const settle = (fetch: ClassifiedFetch): ClassifiedFetch => settleBy(fetch, pinOf(fetch), ownForges);
  const isInUse = indexUse(served);
  // A pin that a file contradicts is not used, but nor is it forgotten: somebody has to settle it.
  const matched = new Set(served.map((fetch) => pinOf(fetch)?.key));
  const stale = [...(lockfile?.sources ?? [])]
    .filter(([key, pin]) => !isInUse(key, pin) && !matched.has(key))
    .map(([key]) => key);
  return { ...place, fetches: served.map(settle), state, settle, pinOf, holdersOf, stale };
}

function readState(place: Place, read: ReadLockfile, textOf: TextOfLockfile): LockedFolder['state'] {
  try {
    const text = textOf(place);
    return text === undefined ? { kind: 'absent' } : { kind: 'read', lockfile: read(text, place.label) };
  } catch (error) {
    if (error instanceof LockfileError) return { kind: 'broken', error };
    throw error;
  }
}

/** Where a ref ends at which slash, and whether it is a branch; a pin that was chosen by release says nothing about the name. */
function settleBy(
  fetch: ClassifiedFetch,
  match: PinMatch | undefined,
  ownForges: ClassifyOptions['ownForges'],
): ClassifiedFetch {
  if (match === undefined) return fetch;
  const { key, pin } = match;
  const source = fetch.candidates.find((candidate) => candidate.key === key);
  const settled = source === undefined ? fetch : settleSource(fetch, source, { ownForges });
  return 'commit' in pin && pin.ref !== undefined && pin.by === undefined ? withPinnedRef(settled, pin.ref) : settled;
}

function relativeTo(folder: string, path: string): string {
  if (folder === '') return path;
  return path.startsWith(`${folder}/`)
    ? path.slice(folder.length + 1)
    : `${'../'.repeat(folder.split('/').length)}${path}`;
}
