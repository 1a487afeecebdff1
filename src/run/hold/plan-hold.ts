import type { Pin } from '../../model/pin.ts';
import type { ClassifiedFetch, SourceKey } from '../../model/source.ts';
import { lineTable } from '../../reports/positions.ts';
import type { HoldSummary } from '../../reports/render-hold.ts';
import type { Rewrite } from '../../rewrite/index.ts';
import { planRoot } from '../apply-roots.ts';
import { judgeFetches, standingsOf } from '../judge-fetches.ts';
import type { LockedFolder } from '../lockfiles.ts';
import { type OpenRoot, openRoots } from '../open-roots.ts';
import type { RunOptions, RunPorts } from '../ports.ts';
import { openUsable } from '../write-files.ts';

type Unheld = HoldSummary['unheld'][number];

/** A fetch that stands at an identity, in the file already or in the pinned text; `key` is its source's where there is one. */
export type HeldFetch = {
  readonly fetch: ClassifiedFetch;
  readonly key: SourceKey | null;
  /** The lockfile's; null where the text itself is all there is. */
  readonly pin: Pin | null;
};

/** A root and what its pins make of it. */
export type HoldPlan = {
  readonly root: OpenRoot;
  readonly folders: readonly LockedFolder[];
  readonly rewrite: Rewrite;
  readonly held: readonly HeldFetch[];
  readonly unheld: readonly Unheld[];
  /** Of these, those with a pin that cannot be written into their text. */
  readonly refused: readonly HeldFetch[];
};

/**
 * What a build of the whole root of `options.cwd` would be held to. Nothing is written, no connection opened. Throws a UserError for a
 * lockfile or configuration that cannot be used.
 */
export async function planHold(options: RunOptions, ports: RunPorts): Promise<HoldPlan> {
  const [root] = await openRoots({ ...options, paths: [] }, ports);
  if (root === undefined) throw new Error('no root');
  const folders = openUsable(root, options);
  const fetches = folders.flatMap((folder) => folder.fetches);
  const rewrite = planRoot(root, folders, fetches);
  const matchOf = (fetch: ClassifiedFetch) =>
    folders.find(({ serves }) => serves(fetch.place.file))?.pinOf(fetch) ?? null;
  const toHeld = (fetch: ClassifiedFetch): HeldFetch => {
    const match = matchOf(fetch);
    const isSame = fetch.verdict !== 'exact' || match?.drift === null;
    return { fetch, key: fetch.source?.key ?? null, pin: isSame ? (match?.pin ?? null) : null };
  };
  const written = new Set(rewrite.pinned.map(({ fetch }) => fetch));
  const refusals = new Map(rewrite.refused.map(({ fetch, reason }) => [fetch, reason]));
  const today = ports.now().toISOString().slice(0, 10);
  const judged = judgeFetches(root, standingsOf(root, folders, ports.hash), { strict: false, today }).fetches;
  const ignored = new Map(judged.filter(({ outcome }) => outcome === 'ignored').map((one) => [one.fetch, one.reason]));
  const isHeld = (fetch: ClassifiedFetch): boolean => fetch.verdict === 'exact' || written.has(fetch);
  const inputs = fetches.filter((fetch) => fetch.purpose === undefined);
  return {
    root,
    folders,
    rewrite,
    held: inputs.filter(isHeld).map(toHeld),
    refused: inputs.filter((fetch) => !isHeld(fetch) && !ignored.has(fetch) && matchOf(fetch) !== null).map(toHeld),
    unheld: inputs
      .filter((fetch) => !isHeld(fetch))
      .map((fetch) => toUnheld(fetch, root, { ignored, refusals, isPinned: matchOf(fetch) !== null })),
  };
}

function toUnheld(
  fetch: ClassifiedFetch,
  root: OpenRoot,
  known: {
    readonly ignored: ReadonlyMap<ClassifiedFetch, string>;
    readonly refusals: ReadonlyMap<ClassifiedFetch, string>;
    readonly isPinned: boolean;
  },
): Unheld {
  const { line } = lineTable(root.tree.read(fetch.place.file) ?? '').positionOf(fetch.place.start);
  const place = { path: fetch.place.file, line, source: fetch.source?.key ?? fetch.url };
  const ignored = known.ignored.get(fetch);
  if (ignored !== undefined) return { ...place, kind: 'ignored', reason: ignored };
  const refusal = known.refusals.get(fetch);
  if (refusal !== undefined) return { ...place, kind: 'refused', reason: refusal };
  const isNamed = fetch.source !== null || fetch.candidates.length > 0;
  if (fetch.verdict === 'dynamic' && !(isNamed && known.isPinned))
    return { ...place, kind: 'dynamic', reason: fetch.why };
  return known.isPinned
    ? { ...place, kind: 'refused', reason: fetch.why }
    : { ...place, kind: 'unpinned', reason: 'the lockfile has no pin for it' };
}
