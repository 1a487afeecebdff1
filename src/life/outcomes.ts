import type { RefChange } from '../model/fetch.ts';
import { ALWAYS, both, type Guard, guardKey, without } from '../model/guard.ts';
import { pieceKey, type Word } from '../model/value.ts';
import { LIMITS, type Outcome, type Repository } from './entry.ts';
import type { World } from './world.ts';

/** The states that one work tree may be in: made, split by what happens to it, copied. */

/** The state of a repository that nothing came into yet. */
export const EMPTY: Outcome = {
  guard: ALWAYS,
  subject: null,
  url: null,
  history: [],
  ineffective: [],
  remotes: new Map(),
  retrieved: null,
  isFrozen: false,
  hasSubmodules: false,
  isFromEarlierRun: false,
  uses: [],
};

/** A repository in one state. */
export function newRepository(world: World, outcome: Outcome): Repository {
  const repository: Repository = { outcomes: [outcome], past: new Map(), isContinued: false };
  world.repositories.push(repository);
  return repository;
}

/** Changes the states that can hold under `guard`, splitting those that can hold without it as well. */
export function change(
  repository: Repository,
  guard: Guard,
  alter: (outcome: Outcome) => Outcome,
  leave: (outcome: Outcome) => Outcome = (outcome) => outcome,
): void {
  const outcomes: Outcome[] = [];
  for (const outcome of repository.outcomes) {
    const met = outcome.isFrozen ? undefined : both(outcome.guard, guard);
    if (met === undefined) {
      outcomes.push(outcome);
      continue;
    }
    const before = { ...outcome, guard: met };
    const after = alter(before);
    if (after.history === before.history) outcomes.push(after);
    else {
      keepUsed(repository, before);
      outcomes.push({ ...after, uses: [] });
    }
    for (const rest of without(outcome.guard, guard)) outcomes.push(leave({ ...outcome, guard: rest }));
  }
  repository.outcomes = outcomes.length > LIMITS.outcomes ? freeze(outcomes) : outcomes;
}

/** A state that is over and was used counts by itself: what was built from it stays in the build. */
function keepUsed({ past }: Repository, before: Outcome): void {
  for (const { guard, by } of before.uses) {
    const met = both(guard, before.guard);
    if (met === undefined) continue;
    const isBound = past.size >= LIMITS.outcomes;
    const key = isBound ? 'bound' : stateKey(before, met);
    if (past.has(key)) continue;
    past.set(key, { ...(isBound ? withUnknownRef(before) : before), guard: met, usedBy: by });
  }
}

function stateKey({ subject, url, history }: Outcome, guard: Guard): string {
  const last = history.at(-1);
  const ref = last?.ref ?? null;
  const parts = [subject?.act.invocation.id, url === null ? '' : pieceKey(url.pieces), history.length, last?.how];
  return JSON.stringify([...parts, ref === null ? null : pieceKey(ref.pieces), guardKey(guard)]);
}

/** Too many states to follow: for each subject one is left, with a ref that nobody knows. */
function freeze(outcomes: readonly Outcome[]): readonly Outcome[] {
  const result = new Map<Outcome['subject'], Outcome>();
  for (const outcome of outcomes) {
    if (!result.has(outcome.subject)) result.set(outcome.subject, withUnknownRef(outcome));
  }
  return [...result.values()];
}

function withUnknownRef(outcome: Outcome): Outcome {
  const last = outcome.history.at(-1);
  if (outcome.subject === null || last === undefined || outcome.isFrozen) return outcome;
  const at = last.act.invocation.word;
  const hole = {
    kind: 'hole',
    id: `bound:${at.file}:${at.start}`,
    name: '$(too many outcomes)',
    why: 'bound',
    at,
  } as const;
  const ref: Word = { pieces: [hole], at: null };
  const history: readonly RefChange[] = [...outcome.history, { ...last, ref, refKind: null }];
  return { ...outcome, guard: outcome.subject.act.guard, history, isFrozen: true };
}

/** A repository of its own with the states that hold under `guard`; what becomes of the copy leaves the original alone. */
export function fork(world: World, repository: Repository, guard: Guard): Repository {
  const outcomes: Outcome[] = [];
  for (const outcome of repository.outcomes) {
    const met = both(outcome.guard, guard);
    if (met !== undefined) outcomes.push({ ...outcome, guard: met });
  }
  const copy: Repository = { outcomes, past: new Map(), isContinued: false };
  world.repositories.push(copy);
  return copy;
}

/** Nothing lies in a folder where nothing was checked out yet. */
export function hasWorkTree({ subject, history, isFrozen }: Outcome): boolean {
  const last = history.at(-1);
  if (subject === null || last === undefined || isFrozen || last.act.kind === 'retrieve') return false;
  if (last.act.kind !== 'fetch') return true;
  const { marks } = last.act;
  return !marks.has('no-checkout') && !marks.has('bare') && !marks.has('mirror');
}
