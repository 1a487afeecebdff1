import type { InlineIgnore } from '../../config/inline-ignores.ts';
import type { Problem } from '../../model/problem.ts';
import { type JudgedStanding, judgeFetches, type Standing } from '../judge-fetches.ts';
import type { BaseRoot } from './base-root.ts';
import { findCounterparts } from './compare-trees.ts';

/** What a root was in another revision, judged as it would be today. */
export type Before = {
  readonly base: BaseRoot;
  /** True for a fetch of now, by id, that was not there. */
  readonly isNew: (id: string) => boolean;
  /** True for a fetch of now whose finding is no new one. `isDrift`: file and lockfile name different identities now. */
  readonly wasFailing: (id: string, isDrift: boolean) => boolean;
  /** True when the same ignore stood in the file for that fetch. */
  readonly hadIgnore: (id: string, comment: InlineIgnore) => boolean;
  /** True for a problem that a file had already. */
  readonly hadProblem: (problem: Problem) => boolean;
};

/** Problems that are no property of a file. */
const NEVER_OLD: ReadonlySet<Problem['kind']> = new Set(['no-files', 'fallback', 'lockfile']);

/** Judges a revision, and finds the fetches of now in it. */
export function judgeBefore(
  base: BaseRoot,
  standings: readonly Standing[],
  options: { readonly strict: boolean; readonly today: string },
): Before {
  const judged = judgeFetches(base.root, base.standings, options);
  const counterparts = findCounterparts<JudgedStanding>(standings, judged.fetches);
  const problems = new Set([...base.problems, ...judged.problems].map(problemKey));
  return {
    base,
    isNew: (id) => !counterparts.has(id),
    wasFailing: (id, isDrift) => {
      const before = counterparts.get(id);
      return before?.outcome === 'fail' && (!isDrift || before.drift !== null);
    },
    hadIgnore: (id, { reason, until }) => {
      const before = counterparts.get(id)?.comment ?? null;
      return before !== null && before.reason === reason && before.until === until;
    },
    hadProblem: (problem) => isFileProblem(problem) && problems.has(problemKey(problem)),
  };
}

/** True for what is wrong with a file, and so can be an old fault. */
export function isFileProblem({ kind }: Pick<Problem, 'kind'>): boolean {
  return !NEVER_OLD.has(kind);
}

/** Lines move; what is wrong stays. */
function problemKey({ kind, path, message }: Problem): string {
  return JSON.stringify([kind, path, message]);
}
