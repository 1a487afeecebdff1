import { compareLink, releaseLedTo } from '../classify/index.ts';
import type { TrustedConfig } from '../config.ts';
import type { Pin } from '../model/pin.ts';
import type { SourceKey } from '../model/source.ts';
import {
  type ArchiveWish,
  type Cutoff,
  createHistory,
  createPatience,
  isGoQuery,
  mapParallel,
  resolveSources,
} from '../resolve/index.ts';
import { type Judgement, judgeMove } from './judge-move.ts';
import type { OpenRoot } from './open-roots.ts';
import type { PinEntry } from './pin-entries.ts';
import type { ResolvePorts, RunPorts } from './ports.ts';
import { progressOf } from './progress.ts';
import { type ReleaseOptions, releaseChoice } from './release-choice.ts';
import { refusal } from './trust.ts';

/** A pin, and what its source says now. */
export type JudgedEntry = { readonly entry: PinEntry; readonly judgement: Judgement };

/** Histories that are fetched at the same time. */
const AT_A_TIME = 4;

type Surroundings = {
  readonly options: ReleaseOptions & { readonly allowsRewritten: boolean; readonly isDryRun: boolean };
  /** Null: as young as they are. */
  readonly cutoff: Cutoff | null;
  readonly ports: RunPorts;
  readonly trusted: TrustedConfig;
  readonly roots: readonly OpenRoot[];
};

/** Asks for what the sources are now, then for the histories of those that moved. */
export async function judgeEntries(
  entries: readonly PinEntry[],
  around: Surroundings,
): Promise<readonly JudgedEntry[]> {
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
  { options, cutoff, ports, trusted, roots }: Surroundings,
): Promise<readonly JudgedEntry[]> {
  const signal = ports.interruption();
  const { between } = createHistory({ ...resolvers, patience: createPatience(resolvers.pause) });
  const ownForges = new Map(roots.flatMap(({ config }) => [...config.forges]));
  const sources = entries.map(({ source }) => source);
  const refused = sources.map((source) => refusal(source, trusted)).filter((resolution) => resolution !== undefined);
  const refusedKeys = new Set(refused.map(({ source }) => source.key));
  const byRelease = keysOf(entries, (pin) => 'by' in pin && pin.by === 'release');
  const asked = await resolveSources(
    sources.filter(({ key }) => !refusedKeys.has(key)),
    resolvers,
    {
      goVersions: goVersionsOf(entries),
      branchFirst: keysOf(entries, (pin) => 'ref' in pin && pin.ref?.startsWith('refs/heads/') === true),
      archives: entries.flatMap((entry) => toWishes(entry, options)),
      cutoff,
      realms: trusted.realms,
      releaseOf: (url, passed) => releaseLedTo(url, passed, ownForges),
      releases: releaseChoice(roots, options, ({ key }) => byRelease.has(key)),
      ...progressOf(ports),
      signal,
    },
  );
  const resolutions = new Map([...refused, ...asked].map((resolution) => [resolution.source.key, resolution]));
  const judged = await mapParallel(entries, AT_A_TIME, async (entry): Promise<JudgedEntry> => {
    const resolution = resolutions.get(entry.source.key);
    if (resolution === undefined) throw new Error('a source that nobody answered for');
    if (resolution.kind === 'unresolved')
      return { entry, judgement: { kind: 'failed', reason: resolution.reason, message: resolution.message } };
    ports.progress([`what moved: ${entry.source.locator}`]);
    const judgement = await judgeMove(
      { ...entry, resolution },
      {
        allowsRewritten: options.allowsRewritten,
        hasCutoff: cutoff !== null,
        between: (from, tip, most) => between(from, tip, most, signal),
        linkOf: (source, from, to) => compareLink(source, from, to, entry.root.config.forges),
      },
    );
    return { entry, judgement };
  });
  ports.progress([]);
  return judged;
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
