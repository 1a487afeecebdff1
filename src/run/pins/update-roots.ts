import { mergeLockfile, printPin, removeUnfinishedLockfile, updateLockfile } from '../../lock/index.ts';
import type { Pin } from '../../model/pin.ts';
import type { Resolution } from '../../model/resolution.ts';
import type { SourceKey } from '../../model/source.ts';
import { count } from '../../reports/layout.ts';
import type { PinMove, UpdateSummary } from '../../reports/update-summary.ts';
import type { Cutoff } from '../../resolve/index.ts';
import { readStrictly } from '../existing-lockfile.ts';
import type { LockedFolder } from '../lockfiles.ts';
import { openRoots } from '../open-roots.ts';
import type { RunOptions, RunPorts } from '../ports.ts';
import { loadTrust } from '../trust.ts';
import { choosePins } from './choose-pins.ts';
import { type CutoffOptions, toCutoff } from './cutoff.ts';
import { type JudgedEntry, judgeEntries } from './judge-entries.ts';
import type { JudgeOptions } from './judge-move.ts';
import { type FileMoves, type PlannedMove, planFiles } from './move-files.ts';
import { openFolders, type PinEntry, readEntries } from './pin-entries.ts';
import type { ReleaseOptions } from './release-choice.ts';
import { toOutcome } from './update-outcome.ts';

/** `trustedConfig` is an absolute path, null for the user's usual one. */
export type UpdateOptions = RunOptions &
  ReleaseOptions &
  CutoffOptions & {
    /** Which pins: parts of keys, or globs; none is all. */
    readonly patterns: readonly string[];
    /** Say what would move, and write nothing. */
    readonly isDryRun: boolean;
    readonly allowsRewritten: boolean;
    readonly trustedConfig: string | null;
  };

const NOTHING_WRITTEN = { isWritten: false, lost: new Set<SourceKey>() } as const;

/**
 * Moves pins to where their sources are now, in the lockfiles and in the files that hold them. Throws a UserError for a lockfile that
 * cannot be used and for a pattern that fits no pin, before anything is asked or written.
 */
export async function updateRoots(options: UpdateOptions, ports: RunPorts): Promise<readonly UpdateSummary[]> {
  const cutoff = await toCutoff(options, ports);
  const trusted = await loadTrust(options.trustedConfig, ports);
  const roots = await openRoots({ ...options, paths: [] }, ports);
  const folders = openFolders(roots, options);
  const entries = folders.flatMap(readEntries);
  const chosen = choosePins(
    entries.map(({ source }) => source),
    options.patterns,
  );
  const wanted = entries.filter(({ source }) => chosen.has(source.key));
  const { judged, interruption } = await judgeEntries(
    wanted.filter(({ isUnused }) => !isUnused),
    { options, cutoff, ports, trusted, roots, stepsBack: stepsBackOf(cutoff) },
  );
  const plans = roots.map((root) => {
    const moves = judged.filter(({ entry }) => entry.root === root).flatMap(toPlannedMove);
    return planFiles(
      root,
      moves,
      entries.filter((entry) => entry.root === root),
    );
  });
  const unwritten = options.isDryRun ? new Map<string, string>() : writeFiles(plans);
  const summaries: UpdateSummary[] = [];
  for (const { folder, root } of folders) {
    const plan = plans.find((one) => one.root === root);
    if (plan === undefined) continue;
    const outcome = toOutcome(
      judged.filter(({ entry }) => entry.folder === folder),
      plan,
      unwritten,
    );
    const { isWritten, lost } = options.isDryRun
      ? NOTHING_WRITTEN
      : await writeLockfile(folder, outcome.moved, entries);
    summaries.push({
      lockfile: folder.label,
      isDryRun: options.isDryRun,
      moved: outcome.moved.filter(({ source }) => !lost.has(source)),
      refused: outcome.refused,
      failed: [...outcome.failed, ...[...lost].map(toOvertaken)],
      unchanged: outcome.unchanged,
      unused: wanted.filter((entry) => entry.folder === folder && entry.isUnused).length,
      isWritten,
    });
  }
  if (interruption !== null) {
    for (const summary of summaries) ports.warn(describeInterrupted(summary));
    throw interruption.cause;
  }
  return summaries;
}

function stepsBackOf(cutoff: Cutoff | null): JudgeOptions['stepsBack'] {
  return cutoff === null ? 'refused' : cutoff.kind === 'as-of' ? 'taken' : 'kept';
}

function describeInterrupted({ lockfile, isDryRun, moved }: UpdateSummary): string {
  const pins = count(moved.length, 'pin');
  return isDryRun
    ? `interrupted: ${pins} of ${lockfile} would move by what is known so far; nothing is written`
    : `interrupted: ${pins} moved, and kept in ${lockfile}; pinlock update goes on from there`;
}

function toPlannedMove({ entry, judgement }: JudgedEntry): readonly PlannedMove[] {
  return judgement.kind === 'moves' ? [{ entry, to: judgement.move.to }] : [];
}

/** Files first: should the run end here, the next resolve takes their identities over. Gives the reasons of files that stayed, by path. */
function writeFiles(plans: readonly FileMoves[]): ReadonlyMap<string, string> {
  const unwritten = new Map<string, string>();
  for (const { root, files } of plans) {
    for (const { path, before, after } of files) {
      const reason = root.scan.tree.replace(path, before, after);
      if (reason !== undefined) unwritten.set(path, reason);
    }
  }
  return unwritten;
}

/** A pin that somebody else moved meanwhile stays as they left it: `lost`. */
async function writeLockfile(
  folder: LockedFolder,
  moves: readonly PinMove[],
  entries: readonly PinEntry[],
): Promise<{ readonly isWritten: boolean; readonly lost: ReadonlySet<SourceKey> }> {
  const next = new Map(moves.map((move) => [move.source, move]));
  const lost = new Set<SourceKey>();
  if (moves.length === 0) {
    await removeUnfinishedLockfile(folder.path);
    return { isWritten: false, lost };
  }
  const isWritten = await updateLockfile(folder.path, (text) => {
    const lockfile = text === undefined ? undefined : readStrictly(text, folder.label);
    const isAsJudged = (key: SourceKey, pin: Pin): boolean => {
      const move = next.get(key);
      return move !== undefined && printPin(move.from) === printPin(pin);
    };
    const resolutions = entries.flatMap((entry): readonly Resolution[] => {
      const move = entry.folder === folder ? next.get(entry.source.key) : undefined;
      return move === undefined ? [] : [{ kind: 'pinned', source: entry.source, pin: move.to, notes: [] }];
    });
    const merged = mergeLockfile(lockfile, resolutions, () => true, { isComplete: false, mayMove: isAsJudged });
    lost.clear();
    for (const key of next.keys()) if (!merged.moved.some((move) => move.key === key)) lost.add(key);
    return merged.lockfile;
  });
  return { isWritten, lost };
}

function toOvertaken(source: SourceKey): UpdateSummary['failed'][number] {
  const message = 'another run changed this pin meanwhile: run pinlock update again';
  return { source, reason: 'moved', message };
}
