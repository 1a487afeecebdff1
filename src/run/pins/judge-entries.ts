import { compareLink, releaseLedTo } from '../../classify/index.ts';
import type { TrustedConfig } from '../../config.ts';
import type { Pin } from '../../model/pin.ts';
import type { Resolution } from '../../model/resolution.ts';
import type { SourceKey } from '../../model/source.ts';
import {
  type ArchiveWish,
  type Cutoff,
  createHistory,
  createPatience,
  isGoQuery,
  resolveSources,
} from '../../resolve/index.ts';
import type { OpenRoot } from '../open-roots.ts';
import type { ResolvePorts, RunPorts } from '../ports.ts';
import { refusal } from '../trust.ts';
import { type Judgement, type JudgeOptions, judgeMove } from './judge-move.ts';
import type { PinEntry } from './pin-entries.ts';
import { progressOf } from './progress.ts';
import { ordersOf } from './ref-orders.ts';
import { type ReleaseOptions, releaseChoice } from './release-choice.ts';
import { startQueue } from './start-queue.ts';

/** A pin, and what its source says now. */
export type JudgedEntry = { readonly entry: PinEntry; readonly judgement: Judgement };

/** `interruption`: the person had enough; `judged` are those that were finished by then. */
export type JudgedEntries = {
  readonly judged: readonly JudgedEntry[];
  readonly interruption: { readonly cause: unknown } | null;
};

/** Histories that are fetched at the same time. */
const AT_A_TIME = 4;

type Surroundings = {
  readonly options: ReleaseOptions & { readonly allowsRewritten: boolean; readonly isDryRun: boolean };
  /** Null: as young as they are. */
  readonly cutoff: Cutoff | null;
  readonly ports: RunPorts;
  readonly trusted: TrustedConfig;
  readonly roots: readonly OpenRoot[];
  readonly stepsBack: JudgeOptions['stepsBack'];
};

/**
 * Asks for what the sources are now, and for the history of each that moved as soon as that is known: what is finished when the person
 * interrupts is not lost.
 */
export async function judgeEntries(entries: readonly PinEntry[], around: Surroundings): Promise<JudgedEntries> {
  const { ports, trusted, roots } = around;
  const resolvers = await ports.resolvers(
    trusted,
    roots.map(({ scan }) => scan.tree.root),
  );
  try {
    return await judgeWith(resolvers, entries, around);
  } finally {
    resolvers.cache.close();
  }
}

async function judgeWith(
  resolvers: ResolvePorts,
  entries: readonly PinEntry[],
  { options, cutoff, ports, trusted, roots, stepsBack }: Surroundings,
): Promise<JudgedEntries> {
  const signal = ports.interruption();
  const { between } = createHistory({ ...resolvers, patience: createPatience(resolvers.pause) });
  const ownForges = new Map(roots.flatMap(({ config }) => [...config.forges]));
  const sources = entries.map(({ source }) => source);
  const refused = sources.map((source) => refusal(source, trusted)).filter((resolution) => resolution !== undefined);
  const refusedKeys = new Set(refused.map(({ source }) => source.key));
  const byRelease = keysOf(entries, (pin) => 'by' in pin && pin.by === 'release');
  const archives = entries.flatMap((entry) => toWishes(entry, options));
  let areAllAsked = false;
  const judge = async ({ entry, resolution }: Answered): Promise<Judgement> => {
    if (resolution.kind === 'unresolved')
      return { kind: 'failed', reason: resolution.reason, message: resolution.message };
    if (areAllAsked) ports.progress([`what moved: ${entry.source.locator}`]);
    return judgeMove(
      { ...entry, resolution },
      {
        allowsRewritten: options.allowsRewritten,
        stepsBack,
        between: (from, tip, most) => between(from, tip, most, signal),
        linkOf: (source, from, to) => compareLink(source, from, to, entry.root.config.forges),
      },
    );
  };
  const queue = startQueue(AT_A_TIME, judge);
  const answered = new Map<PinEntry, Answered>();
  const hand = (resolution: Resolution): void => {
    for (const entry of entries) {
      if (entry.source.key !== resolution.source.key || answered.has(entry)) continue;
      const one = { entry, resolution };
      answered.set(entry, one);
      queue.add(one);
    }
  };
  let interruption: JudgedEntries['interruption'] = null;
  try {
    const asked = await resolveSources(
      sources.filter(({ key }) => !refusedKeys.has(key)),
      resolvers,
      {
        onResolution: onWhole(archives, hand),
        goVersions: goVersionsOf(entries),
        orders: ordersOf(entries),
        archives,
        cutoff,
        realms: trusted.realms,
        releaseOf: (url, passed) => releaseLedTo(url, passed, ownForges),
        releases: releaseChoice(roots, options, ({ key }) => byRelease.has(key)),
        ...progressOf(ports),
        signal,
      },
    );
    areAllAsked = true;
    for (const resolution of [...refused, ...asked]) hand(resolution);
  } catch (error) {
    if (!signal.aborted) throw error;
    interruption = { cause: error };
  }
  const { done, failures } = await queue.finish();
  ports.progress([]);
  if (failures.length > 0) {
    if (!signal.aborted) throw failures[0];
    interruption ??= { cause: failures[0] };
  }
  const judged = entries.flatMap((entry): readonly JudgedEntry[] => {
    const one = answered.get(entry);
    const judgement = one === undefined ? undefined : done.get(one);
    return judgement === undefined ? [] : [{ entry, judgement }];
  });
  if (interruption === null && judged.length < entries.length) throw new Error('a source that nobody answered for');
  return { judged, interruption };
}

type Answered = { readonly entry: PinEntry; readonly resolution: Resolution };

/** Of a repository whose archive is hashed the commit comes first and the hash behind it: `hand` gets what has both. */
function onWhole(
  archives: readonly ArchiveWish[],
  hand: (resolution: Resolution) => void,
): (resolution: Resolution) => void {
  const awaited = new Set(archives.map(({ source }) => source.key));
  return (resolution) => {
    if (!awaited.delete(resolution.source.key)) hand(resolution);
  };
}

function keysOf(entries: readonly PinEntry[], isOne: (pin: Pin) => boolean): ReadonlySet<SourceKey> {
  return new Set(entries.filter(({ pin }) => isOne(pin)).map(({ source }) => source.key));
}

/** Pins of what only Go's rules can answer: made by release, or of a branch that does not have the key's name. */
function goVersionsOf(entries: readonly PinEntry[]): ReadonlySet<SourceKey> {
  const ofGo = entries.filter(
    ({ source: { ref }, pin }) =>
      isGoQuery(ref) && 'commit' in pin && (pin.by === 'release' || pin.ref?.endsWith(`/${ref}`) !== true),
  );
  return new Set(ofGo.map(({ source }) => source.key));
}

/** A dry run compares what is pinned, and needs no hash of what would come. */
function toWishes(
  { source, pin, archiveUrls }: PinEntry,
  { isDryRun }: Surroundings['options'],
): readonly ArchiveWish[] {
  const only = isDryRun && 'commit' in pin ? { onlyOf: pin.commit } : {};
  return archiveUrls.map((url) => ({ source, url, ...only }));
}
