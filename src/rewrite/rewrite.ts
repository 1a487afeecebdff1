import type { Pin } from '../model/pin.ts';
import type { ClassifiedFetch, SourceKey } from '../model/source.ts';
import type { Span } from '../model/span.ts';
import type { MatchedEvent } from '../model/step.ts';
import { unifiedDiff } from './difference.ts';
import { type IdentityMove, planMoves } from './move.ts';
import { mergeEdits, planRestoration, planRewrite } from './plan.ts';
import type { Refusal } from './proposal.ts';
import { type Doubt, prove } from './prove.ts';
import type { RestoredRef } from './restore.ts';
import type { PlannedFetch, RefusedFetch, RewritePlan } from './rewrite-plan.ts';
import { sift, unitsOf } from './sift.ts';
import { applyEdits } from './splice.ts';

/** A scan as it stands: its fetches and the texts that were read. */
export type ScannedTexts = {
  readonly fetches: readonly ClassifiedFetch[];
  readonly read: (path: string) => string | undefined;
  /** The words of a template that stand in a file: what is written leaves each of them where it is. */
  readonly templateWords?: (path: string) => readonly Span[];
};

/** With the commands of all its files. */
export type Scanned = ScannedTexts & { readonly steps: readonly MatchedEvent[] };

/** Scans the same files again, with these texts in place of what the files hold. */
export type Rescan = (texts: ReadonlyMap<string, string>) => readonly ClassifiedFetch[];

export type RewrittenFile = {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly diff: string;
};

/** Files are in order of path. `applied` names for each source that was written the files that hold its pin. */
export type Rewrite = {
  readonly files: readonly RewrittenFile[];
  readonly pinned: readonly PlannedFetch[];
  readonly refused: readonly RefusedFetch[];
  readonly applied: ReadonlyMap<SourceKey, readonly string[]>;
};

/**
 * Plans and proves: what cannot be proven is refused by itself, and the rest is proven anew. Nothing is written.
 */
export function rewrite(scanned: Scanned, pinOf: (fetch: ClassifiedFetch) => Pin | undefined, rescan: Rescan): Rewrite {
  return prepare(scanned, planRewrite(scanned.fetches, pinOf, scanned.read, scanned.steps), rescan);
}

/** The same for fetches that are exact already and are to stand at another pin. */
export function rewriteMoved(scanned: ScannedTexts, moves: readonly IdentityMove[], rescan: Rescan): Rewrite {
  return prepare(scanned, planMoves(moves, scanned.read), rescan);
}

/** The other way: exact fetches name their refs again, and what was written for the pin goes. */
export function restore(
  scanned: Scanned,
  refOf: (fetch: ClassifiedFetch) => RestoredRef | Refusal | undefined,
  rescan: Rescan,
): Rewrite {
  return prepare(scanned, planRestoration(scanned.fetches, refOf, scanned.read, scanned.steps), rescan);
}

function prepare(scanned: ScannedTexts, plan: Pick<RewritePlan, 'pinned' | 'refused'>, rescan: Rescan): Rewrite {
  const refused = [...plan.refused];
  const clean = plan.pinned.filter((one) => {
    const word = lostWord(one, scanned);
    if (word === undefined) return true;
    const reason = `it would take away "${word}", a word of the template`;
    refused.push({ fetch: one.fetch, path: one.fetch.place.file, reason });
    return false;
  });
  let trials = 0;
  const test = (pinned: readonly PlannedFetch[]) => {
    trials += 1;
    return prepareFiles(scanned, pinned, rescan);
  };
  for (let pinned: readonly PlannedFetch[] = clean; pinned.length > 0; ) {
    const { files, doubts } = test(pinned);
    if (doubts.length === 0) return { files: [...files].sort(byPath), pinned, refused, applied: toApplied(pinned) };
    const doubted = findDoubted(pinned, doubts);
    const sure = pinned.filter((one) => !doubted.has(one));
    const units = unitsOf([...doubted.keys()]);
    const { kept, dropped } = sift(units, (some) => (trials < MOST_TRIALS ? test([...sure, ...some]).doubts : doubts));
    for (const [planned, reason] of dropped) {
      const { fetch } = planned;
      refused.push({ fetch, path: fetch.place.file, reason: reason ?? doubted.get(planned) ?? '' });
    }
    pinned = [...sure, ...kept];
  }
  return { files: [], pinned: [], refused, applied: new Map() };
}

function lostWord({ edits }: PlannedFetch, { read, templateWords }: ScannedTexts): string | undefined {
  for (const { span } of edits) {
    const lost = templateWords?.(span.file).find((word) => word.start < span.end && span.start < word.end);
    if (lost !== undefined) return read(span.file)?.slice(lost.start, lost.end);
  }
  return undefined;
}

/** Readings of the tree for one rewrite; when they are used up, all that is planned in a doubtful file is left. */
const MOST_TRIALS = 30;

function prepareFiles(
  scanned: ScannedTexts,
  pinned: readonly PlannedFetch[],
  rescan: Rescan,
): { readonly files: readonly RewrittenFile[]; readonly doubts: readonly Doubt[] } {
  const edits = mergeEdits(pinned);
  const files = [...edits].map(([path, list]): RewrittenFile => {
    const before = scanned.read(path) ?? '';
    const after = applyEdits(before, list);
    return { path, before, after, diff: unifiedDiff(path, before, after) };
  });
  const after = rescan(new Map(files.map((file) => [file.path, file.after])));
  return { files, doubts: prove(scanned.fetches, after, { edits, pinned }).doubts };
}

/** What is planned in doubtful files, and in files that are tied to them by a fetch that spans both; all of it when nothing else fits. */
function findDoubted(pinned: readonly PlannedFetch[], doubts: readonly Doubt[]): ReadonlyMap<PlannedFetch, string> {
  const reasons = new Map<string, string>();
  // The first doubt about a file is the one that a person can act on.
  for (const { path, reason } of doubts) if (!reasons.has(path)) reasons.set(path, reason);
  const result = new Map<PlannedFetch, string>();
  for (let size = -1; size < result.size; ) {
    size = result.size;
    for (const planned of pinned) {
      const files = filesOf(planned);
      const reason = files.map((file) => reasons.get(file)).find((one) => one !== undefined);
      if (reason === undefined || result.has(planned)) continue;
      result.set(planned, reason);
      for (const file of files) if (!reasons.has(file)) reasons.set(file, reason);
    }
  }
  const [first] = doubts;
  return result.size > 0 || first === undefined ? result : new Map(pinned.map((planned) => [planned, first.reason]));
}

function filesOf({ fetch, edits }: PlannedFetch): readonly string[] {
  return [...new Set([fetch.place.file, ...edits.map(({ span }) => span.file)])];
}

function toApplied(pinned: readonly PlannedFetch[]): ReadonlyMap<SourceKey, readonly string[]> {
  const result = new Map<SourceKey, Set<string>>();
  for (const { fetch, edits } of pinned) {
    if (fetch.source === null) continue;
    const files = result.get(fetch.source.key) ?? new Set();
    for (const { span } of edits) files.add(span.file);
    result.set(fetch.source.key, files);
  }
  return new Map([...result].map(([key, files]) => [key, [...files].sort()]));
}

function byPath(a: RewrittenFile, b: RewrittenFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
