import { setMaxListeners } from 'node:events';
import type { Resolution } from '../model/resolution.ts';
import type { Source, SourceKey } from '../model/source.ts';
import type { Cache } from '../ports/cache.ts';
import type { DockerCredentials } from '../ports/docker-credentials.ts';
import type { Git, RemoteRefs } from '../ports/git.ts';
import type { Http } from '../ports/http.ts';
import type { Pause } from '../ports/pause.ts';
import type { Revisions } from '../ports/revisions.ts';
import { NO_RELEASES, type ReleaseChoice } from './choose-release.ts';
import type { Cutoff } from './cutoff.ts';
import { archiveTasks, type DownloadOptions, fileTasks, newMeter } from './downloads.ts';
import { type AskRefs, resolveRepository } from './git.ts';
import { createHistory } from './history.ts';
import { resolveImages } from './image.ts';
import { mapParallel } from './parallel.ts';
import { createPatience, type Patience } from './patience.ts';
import type { RefOrder } from './ref-order.ts';
import { unresolved } from './refs.ts';
import { resolveRevision } from './revisions.ts';
import type { Task } from './task.ts';
import { refuseUndatable } from './undatable.ts';

export { findOtherContent, type PinnedContent } from './archive/compare.ts';
export { ARCHIVE_LIMIT, type ArchiveWish, archiveFormatOf } from './archive.ts';
export { chooseCandidate } from './candidate.ts';
export type { ReleaseChoice } from './choose-release.ts';
export { type Cutoff, showInstant } from './cutoff.ts';
export type { DownloadProgress } from './downloads.ts';
export { isGoQuery } from './go-version.ts';
export { type Changes, createHistory, type History, type HistoryCommit } from './history.ts';
export { openRepository } from './image/repository.ts';
export { type Material, readMaterials } from './materials.ts';
export { createPatience } from './patience.ts';
export { REF_ORDERS, type RefOrder } from './ref-order.ts';
export { isOlderRelease } from './release.ts';

/** What resolving needs of the world: git, HTTP, docker's credentials, the clock, and a way to wait between attempts. */
export type ResolvePorts = {
  readonly revisions: Revisions;
  readonly git: Pick<Git, 'listRefs' | 'fetch' | 'cached'>;
  /** Where histories are kept; closed by whoever opened it. */
  readonly cache: Cache;
  readonly http: Http;
  readonly credentials: DockerCredentials;
  readonly now: () => Date;
  readonly pause: Pause;
};

/** `done` of `total` repositories, image repositories and files have answered; `locator` is the one that just did. */
export type ResolveProgress = { readonly done: number; readonly total: number; readonly locator: string };

export type ResolveOptions = DownloadOptions & {
  /** Places asked at the same time, 16 unless said otherwise; of images at most 8, of files at most 4. */
  readonly concurrency?: number;
  /** How the commands that name a source read its name, each way once; without an entry as a host does. */
  readonly orders?: ReadonlyMap<SourceKey, readonly RefOrder[]>;
  /** Sources whose ref is a version query of Go's modules (`latest`, `v1`). */
  readonly goVersions?: ReadonlySet<SourceKey>;
  /** Where the newest release is pinned instead of a branch; nowhere unless said otherwise. It is named in any case. */
  readonly releases?: ReleaseChoice;
  /** Takes what was there at a point in time, or what is old enough. Of a past day no newest release is named. */
  readonly cutoff?: Cutoff | null;
  /** Registry's host to that of the realm which the user trusts with the registry's credentials. */
  readonly realms?: ReadonlyMap<string, string>;
  /** A question is about to be asked: how many there are in all, and whom. */
  readonly onStart?: (start: { readonly total: number; readonly locator: string }) => void;
  readonly onProgress?: (progress: ResolveProgress) => void;
  /** Hands over every resolution as soon as it is there, so that an interruption loses none; once more when its archives are hashed. */
  readonly onResolution?: (resolution: Resolution) => void;
  /** Ends every child and connection; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
};

const CONCURRENCY = 16;
const IMAGE_CONCURRENCY = 8;
const FILE_CONCURRENCY = 4;
/** An archive is unpacked in memory. */
const ARCHIVE_CONCURRENCY = 1;

/**
 * Pins sources: one resolution for each distinct key, in the order of first appearance. Git and images come first, one question or session
 * for each repository; files and archives, which are downloaded, come last. What cannot be pinned comes back with its reason; nothing but an aborted
 * signal rejects.
 */
export async function resolveSources(
  sources: readonly Source[],
  ports: ResolvePorts,
  options: ResolveOptions = {},
): Promise<readonly Resolution[]> {
  const { concurrency = CONCURRENCY, cutoff = null, signal } = options;
  // Every call that runs listens to the one signal; node takes more than ten for a leak.
  if (signal !== undefined) setMaxListeners(0, signal);
  const distinct = [...new Map(sources.map((source) => [source.key, source])).values()];
  const refused = new Map(distinct.map((source) => [source, refuse(source, cutoff)] as const));
  const ofKind = (kind: Source['kind']): readonly Source[] =>
    distinct.filter((source) => source.kind === kind && refused.get(source) === undefined);
  const patience = createPatience(ports.pause);
  const git = gitTasks(ofKind('git'), ports, patience, options);
  const others = (['hg', 'svn'] as const).flatMap((kind) =>
    revisionTasks(kind, ofKind(kind), ports, patience, options),
  );
  const images = imageTasks(ofKind('image'), ports, patience, options);
  const meter = newMeter(options);
  const filePorts = { http: ports.http, now: ports.now, patience };
  const files = fileTasks(ofKind('file'), filePorts, meter, options);
  const byKey = new Map<SourceKey, Resolution>();
  const archives = archiveTasks(byKey, filePorts, meter, options);
  const total = git.length + others.length + images.length + files.length + archives.length;
  const take = (resolution: Resolution): void => {
    byKey.set(resolution.source.key, resolution);
    options.onResolution?.(resolution);
  };
  let done = 0;
  const runAll = (tasks: readonly Task[], limit: number): Promise<unknown> =>
    mapParallel(tasks, limit, async ({ locator, run }) => {
      signal?.throwIfAborted();
      options.onStart?.({ total, locator });
      for (const resolution of await run()) take(resolution);
      done += 1;
      options.onProgress?.({ done, total, locator });
    });
  for (const resolution of refused.values()) if (resolution !== undefined) take(resolution);
  await Promise.all([
    runAll([...git, ...others], concurrency),
    runAll(images, Math.min(concurrency, IMAGE_CONCURRENCY)),
  ]);
  await Promise.all([runAll(files, Math.min(concurrency, FILE_CONCURRENCY)), runAll(archives, ARCHIVE_CONCURRENCY)]);
  return distinct.map((source) => byKey.get(source.key) ?? notSupported(source));
}

function gitTasks(
  sources: readonly Source[],
  { git, cache }: ResolvePorts,
  patience: Patience,
  { orders = new Map(), goVersions = new Set(), releases = NO_RELEASES, cutoff = null, signal }: ResolveOptions,
): readonly Task[] {
  const ask: AskRefs = (url, names) => patience<RemoteRefs>(url, () => git.listRefs(url, names, signal), signal);
  const history = createHistory({ git, cache, patience });
  return groupByLocator(sources).map(([locator, group]) => ({
    locator,
    run: () => resolveRepository(locator, group, { ask, orders, goVersions, releases, cutoff, history, signal }),
  }));
}

function revisionTasks(
  kind: 'hg' | 'svn',
  sources: readonly Source[],
  { revisions }: ResolvePorts,
  patience: Patience,
  { signal }: ResolveOptions,
): readonly Task[] {
  return sources.map((source) => ({
    locator: source.locator,
    run: async () => [await resolveRevision(source, kind, revisions, patience, signal)],
  }));
}

function imageTasks(
  sources: readonly Source[],
  { http, credentials, now }: ResolvePorts,
  patience: Patience,
  { realms = new Map(), cutoff = null, signal }: ResolveOptions,
): readonly Task[] {
  const ports = { http, credentials, now, patience, realms };
  return groupByLocator(sources).map(([locator, group]) => ({
    locator,
    run: () => resolveImages(locator, group, ports, { cutoff, signal }),
  }));
}

function groupByLocator(sources: readonly Source[]): readonly (readonly [string, readonly Source[]])[] {
  const groups = new Map<string, Source[]>();
  for (const source of sources) {
    const group = groups.get(source.locator);
    if (group === undefined) groups.set(source.locator, [source]);
    else group.push(source);
  }
  return [...groups];
}

/** What is not asked at all, with the reason. */
function refuse(source: Source, cutoff: Cutoff | null): Resolution | undefined {
  return source.kind === 'package' ? notSupported(source) : refuseUndatable(source, cutoff);
}

function notSupported(source: Source): Resolution {
  return unresolved(
    source,
    'not-supported',
    `resolving a ${source.kind} is not supported yet; pin it by hand meanwhile`,
  );
}
