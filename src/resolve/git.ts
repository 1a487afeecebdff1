import type { Resolution } from '../model/resolution.ts';
import type { Source, SourceKey } from '../model/source.ts';
import type { Fault } from '../ports/fault.ts';
import type { RemoteRefs } from '../ports/git.ts';
import { completeCommit, isOpenAbbreviation } from './abbreviation.ts';
import { agreedPin } from './agreed-pin.ts';
import { chooseRelease, type ReleaseChoice } from './choose-release.ts';
import type { Cutoff } from './cutoff.ts';
import { readGoVersion } from './go-version.ts';
import type { History } from './history.ts';
import { REF_ORDERS, type RefOrder } from './ref-order.ts';
import { ALL_TAGS, namesToAsk, readPin, resolveOffline } from './refs.ts';
import { withoutYoungReleases } from './tag-date.ts';
import { takeBefore } from './tip-before.ts';

/** How a repository is asked for refs (full names; none is all). */
export type AskRefs = (locator: string, names: readonly string[]) => Promise<RemoteRefs | Fault>;

/** What resolving repositories needs beside the sources. */
export type RepositoryOptions = {
  readonly ask: AskRefs;
  /** How the commands read a name, each way once; as a host does unless said otherwise. */
  readonly orders: ReadonlyMap<SourceKey, readonly RefOrder[]>;
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
  const { ask, orders, goVersions, history, signal } = options;
  const ordersOf = ({ key }: Source): readonly RefOrder[] => orders.get(key) ?? [REF_ORDERS.hosted];
  const known = new Map(sources.map((source) => [source, resolveAllOffline(source, ordersOf(source))] as const));
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
      const readings: Resolution[] = [];
      for (const order of goVersions.has(source.key) ? [] : ordersOf(source)) {
        const byName = resolveOffline(source, order) ?? readPin(source, answer, order);
        if (isOpenAbbreviation(byName, order)) {
          allRefs ??= names.length === 0 ? Promise.resolve(answer) : ask(locator, []);
          readings.push(await completeCommit(byName, allRefs, history, signal));
        } else readings.push(byName);
      }
      const now = agreedPin(readings) ?? readGoVersion(source, answer);
      resolutions.push(withMirror(await settle(now, answer, options), answer));
    }
  }
  return resolutions;
}

/** Null where one of the commands has to ask. */
function resolveAllOffline(source: Source, orders: readonly RefOrder[]): Resolution | null {
  const known = orders.map((order) => resolveOffline(source, order));
  return known.includes(null) ? null : (known[0] ?? null);
}

/** What is taken of what is there now: a release, or what a point in time leaves of it. */
async function settle(now: Resolution, answer: RemoteRefs, options: RepositoryOptions): Promise<Resolution> {
  const { releases, cutoff, history, signal } = options;
  const { source } = now;
  const newest = chooseRelease(now, answer, releases);
  if (cutoff === null) return newest;
  if (cutoff.kind === 'as-of' || !releases.isPreferred(source)) {
    // What is old enough may follow a branch as what is new does; of a past day nobody asks for today's release.
    return takeBefore(cutoff.kind === 'as-of' ? now : newest, answer, cutoff, history, signal);
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
