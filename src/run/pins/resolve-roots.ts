import { releaseLedTo } from '../../classify/index.ts';
import { indexUse, mergeLockfile, updateLockfile } from '../../lock/index.ts';
import type { FetchKind } from '../../model/act.ts';
import type { GitPin, Pin } from '../../model/pin.ts';
import type { Resolution } from '../../model/resolution.ts';
import type { ClassifiedFetch, RefKind, Source, SourceKey } from '../../model/source.ts';
import type { ResolveSummary } from '../../reports/render-resolve.ts';
import { chooseCandidate, type RefOrder, resolveSources } from '../../resolve/index.ts';
import { type ReadLockfile, readJoining, type Side } from '../existing-lockfile.ts';
import { judgeFetches, standingsOf } from '../judge-fetches.ts';
import { type LockedFolder, openLockfiles } from '../lockfiles.ts';
import { type OpenRoot, openRoots } from '../open-roots.ts';
import type { RunOptions, RunPorts } from '../ports.ts';
import { loadTrust, refusal } from '../trust.ts';
import { findWishes, NO_WISHES, type Wishes } from './archive-wishes.ts';
import { type ContradictedPins, findContradicted, findUnlikeDocument } from './contradicted-pins.ts';
import { type CutoffOptions, toCutoff } from './cutoff.ts';
import { type FromDocument, type Matches, readDocument, type Wanted } from './match-materials.ts';
import { type PinEntry, readEntries } from './pin-entries.ts';
import { progressOf } from './progress.ts';
import { groupOrders, refOrderOf } from './ref-orders.ts';
import { type ReleaseOptions, releaseChoice } from './release-choice.ts';
import { settleDrift } from './settle-drift.ts';

/** `side`: see `readJoining`; `trustedConfig` is an absolute path, null for the user's usual one; `kinds` null: all; `from` null: ask the hosts. */
export type ResolveOptions = RunOptions &
  ReleaseOptions &
  CutoffOptions & {
    readonly side: Side;
    readonly trustedConfig: string | null;
    readonly kinds: ReadonlySet<FetchKind> | null;
    readonly from: FromDocument | null;
  };

/** What became of pins that a file contradicts. */
type Settled = ReadonlyMap<PinEntry, Resolution>;

/** What a fetch without an exact name needs: a pin for its source, or for one of several that it may be. */
type Need = {
  readonly candidates: readonly Source[];
  readonly order: RefOrder;
  readonly asksGo: boolean;
  readonly refKind: RefKind;
};

/** One lockfile and what is missing in it. */
type Job = {
  readonly folder: LockedFolder;
  readonly needs: readonly Need[];
  /** Fetches that do not say what they fetch: there is nothing to pin. */
  readonly dynamic: number;
  /** Sources of kinds that were not asked for. */
  readonly leftOut: number;
  readonly wishes: Wishes;
  /** Pins that a file contradicts. */
  readonly drifted: readonly PinEntry[];
  /** Pins that stay, of kinds that were asked for. */
  readonly present: readonly PinEntry[];
  /** True when everything that the lockfile serves was read: then a pin that nothing uses may go. */
  readonly isComplete: boolean;
};

/**
 * Pins what has no pin yet, in every lockfile of every root; pins that are there stay. Throws a UserError for a lockfile that cannot be
 * used, before anything is asked or written.
 */
export async function resolveRoots(options: ResolveOptions, ports: RunPorts): Promise<readonly ResolveSummary[]> {
  const cutoff = await toCutoff(options, ports);
  const trusted = await loadTrust(options.trustedConfig, ports);
  const roots = await openRoots(options, ports);
  const read = readJoining(options.side);
  const jobs = roots.flatMap((root) => openJobs(root, read, options, ports));
  const needs = jobs.flatMap((job) => job.needs);
  const sources = needs.flatMap(({ candidates }) => candidates);
  const refused = sources.map((source) => refusal(source, trusted)).filter((resolution) => resolution !== undefined);
  const wishes = jobs.map((job) => job.wishes);
  const refusedKeys = new Set(refused.map(({ source }) => source.key));
  const ownForges = new Map(roots.flatMap(({ config }) => [...config.forges]));
  const document = options.from === null ? null : readDocument(options.from, wantedOf(needs), ownForges);
  const isOffline = options.from?.asksRest === false;
  const archives = wishes.flatMap((wish) => wish.archives).filter(({ source }) => !refusedKeys.has(source.key));
  const signal = ports.interruption();
  const named = document?.resolutions ?? [];
  const isNamed = new Set(named.map(({ source }) => source.key));
  const resolutions: Resolution[] = [...named, ...refused.filter(({ source }) => !isNamed.has(source.key))];
  const known = new Set(resolutions.map(({ source }) => source.key));
  const present = jobs.flatMap((job) => job.present);
  const unlike = findUnlikeDocument(present, options.from, wantedOf(needs), ownForges);
  if (isOffline) return finishAll(jobs, resolutions, new Map(), read, document, unlike);
  const resolvers = await ports.resolvers(
    trusted,
    roots.map(({ scan }) => scan.tree.root),
  );
  let settled: Settled = new Map();
  try {
    const drifted = jobs.flatMap((job) => job.drifted);
    settled = await settleDrift(drifted, { hosts: resolvers, trusted, signal });
    await resolveSources(
      sources.filter(({ key }) => !known.has(key)),
      resolvers,
      {
        cutoff,
        orders: groupOrders(
          needs.flatMap(({ candidates, order }) => candidates.map(({ key }) => [key, order] as const)),
        ),
        goVersions: keysWhere(needs, (need) => need.asksGo),
        archives,
        releaseOf: (url, passed) => releaseLedTo(url, passed, ownForges),
        pins: new Map([...wishes.flatMap(({ pins }) => [...pins]), ...gitPinsOf(resolutions)]),
        realms: trusted.realms,
        releases: releaseChoice(roots, options),
        onResolution: (resolution) => resolutions.push(resolution),
        ...progressOf(ports),
        signal,
      },
    );
  } catch (error) {
    if (signal.aborted) await keepFinished(jobs, resolutions, read, ports);
    throw error;
  } finally {
    resolvers.cache.close();
  }
  const { contradicted, interruption } = await findContradicted(
    present.filter((entry) => !unlike.has(entry)),
    { options, cutoff, ports, trusted, roots },
  );
  if (interruption !== null) {
    await keepFinished(jobs, resolutions, read, ports);
    throw interruption.cause;
  }
  ports.progress([]);
  return finishAll(jobs, resolutions, settled, read, document, new Map([...unlike, ...contradicted]));
}

async function finishAll(
  jobs: readonly Job[],
  resolutions: readonly Resolution[],
  settled: Settled,
  read: ReadLockfile,
  document: Matches | null,
  contradicted: ContradictedPins,
): Promise<readonly ResolveSummary[]> {
  const summaries: ResolveSummary[] = [];
  const materials = document === null ? null : { matched: document.matched, total: document.total };
  for (const job of jobs) {
    const against = job.present.flatMap((entry) => contradicted.get(entry) ?? []);
    summaries.push({ ...(await finish(job, resolutions, settled, read)), materials, contradicted: against });
  }
  return summaries;
}

/** Every candidate may be the one that the document names. */
function wantedOf(needs: readonly Need[]): readonly Wanted[] {
  const wanted = needs.flatMap(({ candidates, refKind }) => candidates.map((source) => ({ source, refKind })));
  return [...new Map(wanted.map((one) => [one.source.key, one])).values()];
}

function gitPinsOf(resolutions: readonly Resolution[]): readonly (readonly [SourceKey, GitPin])[] {
  return resolutions.flatMap((one) =>
    one.kind === 'pinned' && 'commit' in one.pin ? [[one.source.key, one.pin] as const] : [],
  );
}

/** Writes what is pinned when the person has had enough; of a fetch that may be several sources only when all of them are known. */
async function keepFinished(
  jobs: readonly Job[],
  resolutions: readonly Resolution[],
  read: ReadLockfile,
  ports: RunPorts,
): Promise<void> {
  ports.progress([]);
  const known = new Set(resolutions.map(({ source }) => source.key));
  for (const job of jobs) {
    const needs = job.needs.filter(({ candidates }) => candidates.every(({ key }) => known.has(key)));
    const { added, lockfile } = await finish({ ...job, needs, isComplete: false }, resolutions, new Map(), read);
    ports.warn(`interrupted: ${added.length} new pins are kept in ${lockfile}; pinlock resolve goes on from there`);
  }
}

function openJobs(root: OpenRoot, read: ReadLockfile, options: ResolveOptions, ports: RunPorts): readonly Job[] {
  const folders = openLockfiles(root, options, read);
  for (const { state } of folders) if (state.kind === 'broken') throw state.error;
  const today = ports.now().toISOString().slice(0, 10);
  const { fetches } = judgeFetches(root, standingsOf(root, folders, ports.hash), { strict: false, today });
  const ignored = new Set(fetches.filter(({ outcome }) => outcome === 'ignored').map(({ fetch }) => placeKey(fetch)));
  const isAsked = (kind: FetchKind): boolean => options.kinds?.has(kind) ?? true;
  const isComplete = root.scan.isWhole && root.scan.problems.length === 0 && root.reading.problems.length === 0;
  return folders.map((folder) => {
    const entries = readEntries({ root, folder }).filter(({ source }) => isAsked(source.kind));
    const wanting = folder.fetches.filter(
      (fetch) => fetch.verdict !== 'exact' && fetch.purpose === undefined && !ignored.has(placeKey(fetch)),
    );
    const pinless = wanting.filter((fetch) => folder.pinOf(fetch) === undefined);
    const needs = pinless.map((fetch) => ({
      candidates: candidatesOf(fetch),
      order: refOrderOf(fetch),
      asksGo: asksGo(fetch),
      refKind: fetch.refKind,
    }));
    const known = needs.filter(({ candidates }) => candidates.length > 0);
    const asked = known.filter(({ candidates }) => candidates.every(({ kind }) => isAsked(kind)));
    const leftOut = new Set(
      known.filter((need) => !asked.includes(need)).flatMap(({ candidates }) => candidates[0]?.key),
    );
    return {
      folder,
      needs: asked,
      dynamic: needs.length - known.length,
      leftOut: leftOut.size,
      drifted: entries.filter((entry) => entry.drifted.length > 0),
      present: entries.filter(({ named, held, drifted }) => named.length + held.length > 0 && drifted.length === 0),
      wishes: isAsked('file') ? findWishes(wanting, folder.pinOf, root.config.forges) : NO_WISHES,
      isComplete,
    };
  });
}

async function finish(
  { folder, needs, dynamic, leftOut, wishes, drifted, isComplete }: Job,
  resolutions: readonly Resolution[],
  settled: Settled,
  read: ReadLockfile,
): Promise<ResolveSummary> {
  const chosen = new Map<SourceKey, Resolution>();
  for (const { candidates } of needs) {
    const resolution = chooseCandidate(candidates, resolutions);
    if (resolution !== undefined) chosen.set(resolution.source.key, resolution);
  }
  const completing = resolutions.filter(({ source }) => wishes.pins.has(source.key) && !chosen.has(source.key));
  for (const resolution of completing) chosen.set(resolution.source.key, resolution);
  for (const entry of drifted) {
    const resolution = settled.get(entry);
    if (resolution !== undefined) chosen.set(entry.source.key, resolution);
  }
  const driftedKeys = new Set(drifted.map(({ source }) => source.key));
  const pinned = [...chosen.values()].filter((resolution) => resolution.kind === 'pinned');
  const unresolved = [...chosen.values()].filter((resolution) => resolution.kind === 'unresolved');
  const isUsed = indexUse(folder.fetches);
  const isInUse = (key: SourceKey, pin: Pin): boolean => driftedKeys.has(key) || isUsed(key, pin);
  const mayMove = (key: SourceKey): boolean => driftedKeys.has(key);
  const merge = (text: string | undefined) =>
    mergeLockfile(text === undefined ? undefined : read(text, folder.label), pinned, isInUse, {
      isComplete,
      mayMove,
    });
  let merged = merge(undefined);
  // A project that fetches nothing gets no empty lockfile.
  const isWorthAFile = folder.state.kind === 'read' || pinned.length > 0;
  const isWritten =
    isWorthAFile &&
    (await updateLockfile(folder.path, (text) => {
      merged = merge(text);
      return merged.lockfile;
    }));
  return {
    lockfile: folder.label,
    added: pinned.filter(({ source }) => merged.added.includes(source.key)).map(toLine),
    settled: pinned.filter(({ source }) => merged.moved.some(({ key }) => key === source.key)).map(toLine),
    completed: pinned.filter(({ source }) => merged.completed.includes(source.key)).map(toLine),
    remarks: pinned.filter(({ source, notes }) => merged.kept.includes(source.key) && notes.length > 0).map(toLine),
    kept: merged.kept.length + merged.completed.length,
    dropped: merged.dropped,
    unresolved: unresolved.map(({ source, reason, message }) => ({ source: source.key, reason, message })),
    dynamic,
    leftOut,
    materials: null,
    contradicted: [],
    isWritten,
  };
}

function toLine(resolution: Extract<Resolution, { kind: 'pinned' }>): ResolveSummary['added'][number] {
  const { source, pin, notes, newestRelease = null } = resolution;
  return { source: source.key, pin, notes, newestRelease };
}

function candidatesOf(fetch: ClassifiedFetch): readonly Source[] {
  return fetch.source === null ? fetch.candidates : [fetch.source];
}

/** `go install X@latest`: the ref is a query, which only Go's rules can answer. */
function asksGo({ fetch: { act } }: ClassifiedFetch): boolean {
  return act.kind === 'fetch' && act.goPackage !== undefined;
}

function keysWhere(needs: readonly Need[], isOne: (need: Need) => boolean): ReadonlySet<SourceKey> {
  return new Set(needs.filter(isOne).flatMap(({ candidates }) => candidates.map(({ key }) => key)));
}

function placeKey({ place, url, rule }: ClassifiedFetch): string {
  return JSON.stringify([place, url, rule]);
}
