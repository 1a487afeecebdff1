import type { Resolution } from '../model/resolution.ts';
import type { Source, SourceKey } from '../model/source.ts';
import type { Fault } from '../ports/fault.ts';
import type { RemoteRefs } from '../ports/git.ts';
import { completeCommit, isOpenAbbreviation } from './abbreviation.ts';
import { chooseRelease, type ReleaseChoice } from './choose-release.ts';
import type { Cutoff } from './cutoff.ts';
import { readGoVersion } from './go-version.ts';
import type { History } from './history.ts';
import { ALL_TAGS, namesToAsk, readPin, resolveOffline } from './refs.ts';
import { withoutYoungReleases } from './tag-date.ts';
import { takeBefore } from './tip-before.ts';

/** How a repository is asked for refs (full names; none is all). */
export type AskRefs = (locator: string, names: readonly string[]) => Promise<RemoteRefs | Fault>;

/** What resolving repositories needs beside the sources. */
export type RepositoryOptions = {
  readonly ask: AskRefs;
  readonly branchFirst: ReadonlySet<SourceKey>;
  /** Sources whose ref is a version query of Go. */
  readonly goVersions: ReadonlySet<SourceKey>;
  readonly releases: ReleaseChoice;
  /** Null takes what is there now. */
  readonly cutoff: Cutoff | null;
  readonly history: History;
  readonly signal: AbortSignal | undefined;
};

/**
 * Resolves the sources of ONE repository with one question for refs, whatever their number; one more where a shortened commit has to be
 * looked for. Same order as given.
 */
export async function resolveRepository(
  locator: string,
  sources: readonly Source[],
  options: RepositoryOptions,
): Promise<readonly Resolution[]> {
  const { ask, branchFirst, goVersions, history, signal } = options;
  const known = new Map(sources.map((source) => [source, resolveOffline(source)] as const));
  const open = sources.filter((source) => known.get(source) === null);
  if (open.length === 0) return [...known.values()].filter((resolution) => resolution !== null);
  const names = namesToAsk(open);
  const all = await ask(locator, names);
  // Tags without end are no reason to leave a branch without a pin.
  const isFlood = all.kind === 'fault' && all.reason === 'too-large' && names.length > 0;
  const answer = isFlood
    ? await ask(
        locator,
        names.filter((name) => name !== ALL_TAGS),
      )
    : all;
  const resolutions: Resolution[] = [];
  let allRefs: Promise<RemoteRefs | Fault> | undefined;
  for (const source of sources) {
    const offline = known.get(source) ?? null;
    if (offline !== null) resolutions.push(offline);
    else if (answer.kind === 'fault') resolutions.push(toUnresolved(source, answer));
    else {
      const now = goVersions.has(source.key)
        ? readGoVersion(source, answer)
        : readPin(source, answer, branchFirst.has(source.key));
      if (isOpenAbbreviation(now)) {
        allRefs ??= names.length === 0 ? Promise.resolve(answer) : ask(locator, []);
        resolutions.push(await completeCommit(source, allRefs, history, signal));
      } else resolutions.push(withMirror(await settle(now, answer, options), answer));
    }
  }
  return resolutions;
}

/** What is taken of what is there now: a release, or what a point in time leaves of it. */
async function settle(now: Resolution, answer: RemoteRefs, options: RepositoryOptions): Promise<Resolution> {
  const { releases, cutoff, history, signal } = options;
  const { source } = now;
  const newest = chooseRelease(now, answer, releases);
  if (cutoff === null) return newest;
  if (cutoff.kind === 'as-of' || !releases.isPreferred(source)) {
    return takeBefore(now, answer, cutoff, history, signal);
  }
  const old = await withoutYoungReleases(source.locator, answer, cutoff.seconds, history, signal);
  if (old.kind === 'fault') return toUnresolved(source, old);
  const taken = await takeBefore(chooseRelease(now, old, releases), answer, cutoff, history, signal);
  return withSkipped(taken, newest, cutoff.age);
}

function withMirror(resolution: Resolution, { mirror }: RemoteRefs): Resolution {
  return resolution.kind === 'pinned' && mirror !== null ? { ...resolution, mirror } : resolution;
}

function withSkipped(taken: Resolution, newest: Resolution, age: string): Resolution {
  if (taken.kind === 'unresolved' || newest.kind === 'unresolved') return taken;
  const { newestRelease } = newest;
  if (newestRelease === undefined || newestRelease === taken.newestRelease) return taken;
  return { ...taken, notes: [...taken.notes, `not taken, younger than ${age}: ${newestRelease}`] };
}

function toUnresolved(source: Source, { reason, message }: Fault): Resolution {
  return { kind: 'unresolved', source, reason, message };
}
