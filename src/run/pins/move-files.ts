import type { Pin } from '../../model/pin.ts';
import type { ClassifiedFetch, SourceKey } from '../../model/source.ts';
import { lineTable } from '../../reports/positions.ts';
import { type IdentityMove, type Rewrite, rewriteMoved } from '../../rewrite/index.ts';
import type { OpenRoot } from '../open-roots.ts';
import { rescanOf } from '../rescan.ts';
import { identityOf } from './judge-move.ts';
import type { PinEntry } from './pin-entries.ts';

/** A pin that may move as far as its source is concerned. */
export type PlannedMove = { readonly entry: PinEntry; readonly to: Pin };

/** What moving writes into the files of one root: nothing is written yet. */
export type FileMoves = {
  readonly root: OpenRoot;
  readonly files: Rewrite['files'];
  /** Files that follow a pin, root-relative; a pin without files has none. */
  readonly filesOf: ReadonlyMap<PinEntry, readonly string[]>;
  /** Pins that a file cannot follow, with the sentence that says why: they have to stay. */
  readonly held: ReadonlyMap<PinEntry, string>;
};

/**
 * Plans the files of moves within one root. File and lockfile never part: where one file cannot follow, the pin stays, and the others are
 * planned without it. `entries` are all pins of the root's lockfiles.
 */
export function planFiles(root: OpenRoot, moves: readonly PlannedMove[], entries: readonly PinEntry[]): FileMoves {
  const held = new Map<PinEntry, string>();
  for (const move of moves) {
    const reason = driftOf(move) ?? sharedWith(move, moves, entries);
    if (reason !== undefined) held.set(move.entry, reason);
  }
  const folders = [...new Set(entries.map(({ folder }) => folder))];
  const scanned = {
    fetches: folders.flatMap(({ fetches }) => fetches),
    templateWords: root.reading.templateWords,
    read: root.tree.read,
  };
  for (;;) {
    const following = moves.filter((move) => !held.has(move.entry) && move.entry.held.length > 0);
    const result = rewriteMoved(scanned, following.flatMap(toIdentityMoves), rescanOf(root, folders));
    const refused = following.flatMap((move) => {
      const one = result.refused.find(({ fetch }) => move.entry.held.includes(fetch));
      return one === undefined ? [] : [[move.entry, `${one.path} cannot follow: ${one.reason}`] as const];
    });
    if (refused.length === 0) {
      const filesOf = following.map((move) => [move.entry, filesIn(move, result)] as const);
      return { root, files: result.files, filesOf: new Map(filesOf), held };
    }
    for (const [entry, reason] of refused) held.set(entry, reason);
  }
}

function toIdentityMoves({ entry, to }: PlannedMove): readonly IdentityMove[] {
  const { root, folder, pin, held } = entry;
  const files = root.scan.files
    .map(({ path }) => path)
    .filter((path) => folder.serves(path) && pin.applied?.includes(folder.toLockPath(path)) === true);
  return identityOf(pin) === identityOf(to) ? [] : held.map((fetch) => ({ fetch, pin: to, files }));
}

function filesIn({ entry }: PlannedMove, { pinned }: Rewrite): readonly string[] {
  const edits = pinned.filter(({ fetch }) => entry.held.includes(fetch)).flatMap((planned) => planned.edits);
  return [...new Set(edits.map(({ span }) => span.file))].sort();
}

/** A file that is where the pin goes contradicts nothing: it was written by an update that was killed before the lockfile. */
function driftOf({ entry: { drifted, root, pin }, to }: PlannedMove): string | undefined {
  const fetch = drifted.find(({ identity }) => identity?.value.toLowerCase() !== identityOf(to));
  if (fetch === undefined) return undefined;
  const { file, start } = fetch.place;
  const { line } = lineTable(root.tree.read(file) ?? '').positionOf(start);
  const named = fetch.identity?.value ?? '';
  return `${file}:${line} names ${named} instead of ${identityOf(pin)}: pinlock resolve settles which of them counts`;
}

/** Where two sources have one commit, nobody can tell which of them a file means once they part, unless `apply` wrote it for one alone. */
function sharedWith(
  { entry, to }: PlannedMove,
  moves: readonly PlannedMove[],
  entries: readonly PinEntry[],
): string | undefined {
  const targets = new Map<SourceKey, Pin>(moves.map((move) => [move.entry.source.key, move.to]));
  for (const { folder, source, pin, held } of entries) {
    const isTwin =
      folder === entry.folder &&
      source.key !== entry.source.key &&
      source.locator === entry.source.locator &&
      identityOf(pin) === identityOf(entry.pin);
    if (!isTwin || identityOf(targets.get(source.key) ?? pin) === identityOf(to)) continue;
    const doubtful = entry.held.find((fetch) => held.includes(fetch) || !isApplied(fetch, entry));
    if (doubtful === undefined) continue;
    return `${doubtful.place.file} holds the commit that ${source.key} has as well, and the two part here: nobody can tell which is meant`;
  }
  return undefined;
}

function isApplied({ place }: ClassifiedFetch, { folder, pin }: PinEntry): boolean {
  return pin.applied?.includes(folder.toLockPath(place.file)) === true;
}
