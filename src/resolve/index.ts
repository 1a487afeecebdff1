import type { Resolution } from '../model/resolution.ts';
import type { Source, SourceKey } from '../model/source.ts';
import { type AskPorts, createAsk } from './ask.ts';
import { resolveRepository } from './git.ts';
import { mapParallel } from './parallel.ts';
import { unresolved } from './refs.ts';

export { chooseCandidate } from './candidate.ts';

/** What resolving needs of the world: git, and a way to wait between attempts. */
export type ResolvePorts = AskPorts;

/** `done` of `total` repositories have answered; `locator` is the one that just did. */
export type ResolveProgress = { readonly done: number; readonly total: number; readonly locator: string };

export type ResolveOptions = {
  /** Repositories asked at the same time, 8 unless said otherwise. */
  readonly concurrency?: number;
  /** Sources whose command prefers a branch over a tag of the same name (`git clone -b`); everything else takes the tag. */
  readonly branchFirst?: ReadonlySet<SourceKey>;
  readonly onProgress?: (progress: ResolveProgress) => void;
  /** Ends every child; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
};

const CONCURRENCY = 8;

/**
 * Pins sources: one resolution for each distinct key, in the order of first appearance. One question for each repository. What cannot
 * be pinned comes back with its reason; nothing but an aborted signal rejects.
 */
export async function resolveSources(
  sources: readonly Source[],
  ports: ResolvePorts,
  options: ResolveOptions = {},
): Promise<readonly Resolution[]> {
  const distinct = new Map(sources.map((source) => [source.key, source]));
  const repositories = groupByLocator([...distinct.values()].filter((source) => source.kind === 'git'));
  const askRefs = createAsk(ports);
  const branchFirst = options.branchFirst ?? new Set();
  let done = 0;
  const answers = await mapParallel([...repositories], options.concurrency ?? CONCURRENCY, async ([locator, group]) => {
    options.signal?.throwIfAborted();
    const ask = (url: string, names: readonly string[]) => askRefs(url, names, options.signal);
    const resolutions = await resolveRepository(locator, group, ask, branchFirst);
    done += 1;
    options.onProgress?.({ done, total: repositories.size, locator });
    return resolutions;
  });
  const byKey = new Map(answers.flat().map((resolution) => [resolution.source.key, resolution]));
  return [...distinct.values()].map((source) => byKey.get(source.key) ?? notSupported(source));
}

function groupByLocator(sources: readonly Source[]): ReadonlyMap<string, readonly Source[]> {
  const groups = new Map<string, Source[]>();
  for (const source of sources) {
    const group = groups.get(source.locator);
    if (group === undefined) groups.set(source.locator, [source]);
    else group.push(source);
  }
  return groups;
}

function notSupported(source: Source): Resolution {
  const what = { image: 'images', file: 'files', hg: 'Mercurial', svn: 'Subversion', package: 'packages', git: 'git' }[
    source.kind
  ];
  return unresolved(source, 'not-supported', `resolving ${what} is not supported yet; pin it by hand meanwhile`);
}
