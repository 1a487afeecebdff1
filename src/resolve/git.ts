import type { Resolution } from '../model/resolution.ts';
import type { Source, SourceKey } from '../model/source.ts';
import type { Fault } from '../ports/fault.ts';
import type { RemoteRefs } from '../ports/git.ts';
import { chooseRelease, type ReleaseChoice } from './choose-release.ts';
import { ALL_TAGS, namesToAsk, readPin, resolveOffline } from './refs.ts';

/** How a repository is asked for refs (full names; none is all). */
export type AskRefs = (locator: string, names: readonly string[]) => Promise<RemoteRefs | Fault>;

/** Resolves the sources of ONE repository with at most one question, whatever the number of refs. Same order as given. */
export async function resolveRepository(
  locator: string,
  sources: readonly Source[],
  ask: AskRefs,
  branchFirst: ReadonlySet<SourceKey>,
  releases: ReleaseChoice,
): Promise<readonly Resolution[]> {
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
  return sources.map((source) => {
    const offline = known.get(source);
    if (offline !== null && offline !== undefined) return offline;
    if (answer.kind === 'refs') {
      const resolution = chooseRelease(readPin(source, answer, branchFirst.has(source.key)), answer, releases);
      const isMirrored = resolution.kind === 'pinned' && answer.mirror !== null;
      return isMirrored ? { ...resolution, mirror: answer.mirror } : resolution;
    }
    return { kind: 'unresolved', source, reason: answer.reason, message: answer.message };
  });
}
