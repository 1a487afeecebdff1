import { setMaxListeners } from 'node:events';
import type { Resolution } from '../model/resolution.ts';
import type { Source, SourceKey } from '../model/source.ts';
import type { DockerCredentials } from '../ports/docker-credentials.ts';
import type { Git, RemoteRefs } from '../ports/git.ts';
import type { Http, HttpLimits } from '../ports/http.ts';
import type { Pause } from '../ports/pause.ts';
import { NO_RELEASES, type ReleaseChoice } from './choose-release.ts';
import { resolveFile } from './file.ts';
import { type AskRefs, resolveRepository } from './git.ts';
import { resolveImages } from './image.ts';
import { mapParallel } from './parallel.ts';
import { createPatience, type Patience } from './patience.ts';
import { unresolved } from './refs.ts';

export { chooseCandidate } from './candidate.ts';
export type { ReleaseChoice } from './choose-release.ts';

/** What resolving needs of the world: git, HTTP, docker's credentials, the clock, and a way to wait between attempts. */
export type ResolvePorts = {
  readonly git: Pick<Git, 'listRefs'>;
  readonly http: Http;
  readonly credentials: DockerCredentials;
  readonly now: () => Date;
  readonly pause: Pause;
};

/** `done` of `total` repositories, image repositories and files have answered; `locator` is the one that just did. */
export type ResolveProgress = { readonly done: number; readonly total: number; readonly locator: string };

/** Bytes of one file that have come, and of all files together; `size` is what the server announced, null where it did not. */
export type DownloadProgress = {
  readonly locator: string;
  readonly received: number;
  readonly size: number | null;
  readonly receivedInAll: number;
};

export type ResolveOptions = {
  /** Places asked at the same time, 16 unless said otherwise; of images at most 8, of files at most 4. */
  readonly concurrency?: number;
  /** Sources whose command prefers a branch over a tag of the same name (`git clone -b`); everything else takes the tag. */
  readonly branchFirst?: ReadonlySet<SourceKey>;
  /** Where the newest release is pinned instead of a branch; nowhere unless said otherwise. It is named in any case. */
  readonly releases?: ReleaseChoice;
  /** Registry's host to that of the realm which the user trusts with the registry's credentials. */
  readonly realms?: ReadonlyMap<string, string>;
  /** Bounds of a file. */
  readonly fileLimits?: Partial<HttpLimits>;
  readonly onProgress?: (progress: ResolveProgress) => void;
  readonly onDownload?: (progress: DownloadProgress) => void;
  /** Hands over every resolution as soon as it is there, so that an interruption loses none. */
  readonly onResolution?: (resolution: Resolution) => void;
  /** Ends every child and connection; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
};

const CONCURRENCY = 16;
const IMAGE_CONCURRENCY = 8;
const FILE_CONCURRENCY = 4;
const FILE_LIMITS: HttpLimits = { deadline: 30 * 60_000, stall: 30_000, byteLimit: 8 * 1024 ** 3 };

/** A question that is asked as one: its sources, the place for progress, and how it is answered. */
type Task = { readonly locator: string; readonly run: () => Promise<readonly Resolution[]> };

/**
 * Pins sources: one resolution for each distinct key, in the order of first appearance. Git and images come first, one question or session
 * for each repository; files, which are downloaded, come last. What cannot be pinned comes back with its reason; nothing but an aborted
 * signal rejects.
 */
export async function resolveSources(
  sources: readonly Source[],
  ports: ResolvePorts,
  options: ResolveOptions = {},
): Promise<readonly Resolution[]> {
  const { concurrency = CONCURRENCY, signal } = options;
  // Every call that runs listens to the one signal; node takes more than ten for a leak.
  if (signal !== undefined) setMaxListeners(0, signal);
  const distinct = [...new Map(sources.map((source) => [source.key, source])).values()];
  const ofKind = (kind: Source['kind']): readonly Source[] => distinct.filter((source) => source.kind === kind);
  const patience = createPatience(ports.pause);
  const git = gitTasks(ofKind('git'), ports, patience, options);
  const images = imageTasks(ofKind('image'), ports, patience, options);
  const files = fileTasks(ofKind('file'), ports, patience, options);
  const total = git.length + images.length + files.length;
  const byKey = new Map<SourceKey, Resolution>();
  const take = (resolution: Resolution): void => {
    byKey.set(resolution.source.key, resolution);
    options.onResolution?.(resolution);
  };
  let done = 0;
  const runAll = (tasks: readonly Task[], limit: number): Promise<unknown> =>
    mapParallel(tasks, limit, async ({ locator, run }) => {
      signal?.throwIfAborted();
      for (const resolution of await run()) take(resolution);
      done += 1;
      options.onProgress?.({ done, total, locator });
    });
  for (const source of distinct) if (!isSupported(source)) take(notSupported(source));
  await Promise.all([runAll(git, concurrency), runAll(images, Math.min(concurrency, IMAGE_CONCURRENCY))]);
  await runAll(files, Math.min(concurrency, FILE_CONCURRENCY));
  return distinct.map((source) => byKey.get(source.key) ?? notSupported(source));
}

function gitTasks(
  sources: readonly Source[],
  { git }: ResolvePorts,
  patience: Patience,
  { branchFirst = new Set(), releases = NO_RELEASES, signal }: ResolveOptions,
): readonly Task[] {
  const ask: AskRefs = (url, names) => patience<RemoteRefs>(url, () => git.listRefs(url, names, signal), signal);
  return groupByLocator(sources).map(([locator, group]) => ({
    locator,
    run: () => resolveRepository(locator, group, ask, branchFirst, releases),
  }));
}

function imageTasks(
  sources: readonly Source[],
  { http, credentials, now }: ResolvePorts,
  patience: Patience,
  { realms = new Map(), signal }: ResolveOptions,
): readonly Task[] {
  const ports = { http, credentials, now, patience, realms };
  return groupByLocator(sources).map(([locator, group]) => ({
    locator,
    run: () => resolveImages(locator, group, ports, signal),
  }));
}

function fileTasks(
  sources: readonly Source[],
  { http, now }: ResolvePorts,
  patience: Patience,
  { fileLimits, onDownload, signal }: ResolveOptions,
): readonly Task[] {
  const limits = { ...FILE_LIMITS, ...fileLimits };
  const received = new Map<string, number>();
  return sources.map((source) => ({
    locator: source.locator,
    run: async () => {
      const onBytes = (bytes: number, size: number | null): void => {
        received.set(source.key, bytes);
        const receivedInAll = [...received.values()].reduce((sum, one) => sum + one, 0);
        onDownload?.({ locator: source.locator, received: bytes, size, receivedInAll });
      };
      return [await resolveFile(source, { http, now, patience }, { limits, onBytes, signal })];
    },
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

function isSupported({ kind }: Source): boolean {
  return kind === 'git' || kind === 'image' || kind === 'file';
}

function notSupported(source: Source): Resolution {
  const what = { image: 'images', file: 'files', hg: 'Mercurial', svn: 'Subversion', package: 'packages', git: 'git' }[
    source.kind
  ];
  return unresolved(source, 'not-supported', `resolving ${what} is not supported yet; pin it by hand meanwhile`);
}
