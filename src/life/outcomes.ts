import type { RefChange } from '../model/fetch.ts';
import { ALWAYS, both, enclosing, type Guard, guardKey, without } from '../model/guard.ts';
import type { Invocation } from '../model/invocation.ts';
import { pieceKey, type Word } from '../model/value.ts';
import { LIMITS, type Outcome, type Repository, type Subject } from './entry.ts';
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

/** A repository in the states that it may be in, whose guards exclude each other. */
export function newRepository(world: World, ...outcomes: readonly Outcome[]): Repository {
  const repository: Repository = { outcomes, past: new Map(), caught: [], isContinued: false };
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
    const rests = without(outcome.guard, guard).map((rest) => ({ ...outcome, guard: rest }));
    const left = rests.map(leave);
    if (after === before && left.every((rest, index) => rest === rests[index])) {
      // What a command leaves as it was is not told apart by it.
      outcomes.push(outcome);
      continue;
    }
    if (after.history === before.history) outcomes.push(after);
    else {
      keepUsed(repository, before);
      dropCaught(repository, after);
      outcomes.push({ ...after, uses: [] });
    }
    outcomes.push(...left);
  }
  repository.outcomes = outcomes.length > LIMITS.outcomes ? freeze(outcomes) : outcomes;
}

/** What stays where this change fails is a state that only what runs behind its step finds. */
export function keepCaught(repository: Repository, states: readonly Outcome[], until: number): void {
  const caught = states.map((state) => ({ state: { ...state, uses: [] }, until }));
  repository.caught = [...repository.caught, ...caught].slice(-LIMITS.outcomes);
}

/** The command finds what a failed step before it left. */
export function useCaught({ caught, past }: Repository, guard: Guard, by: Invocation): void {
  for (const { state, until } of caught) {
    const met = by.id < until ? undefined : both(state.guard, guard);
    if (met === undefined) continue;
    const key = past.size < LIMITS.outcomes ? stateKey(state, met) : 'bound';
    past.set(`caught ${key}`, { ...state, guard: met });
  }
}

/** What a later step moves is moved in any case. */
function dropCaught(repository: Repository, { guard, history }: Outcome): void {
  const at = history.at(-1)?.act.invocation.id ?? 0;
  repository.caught = repository.caught.flatMap((one) =>
    at < one.until
      ? [one]
      : without(one.state.guard, guard).map((rest) => ({ ...one, state: { ...one.state, guard: rest } })),
  );
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

/**
 * Too many states to follow: for each subject one is left, with a ref that nobody knows. Empty ones stay what they are: what is brought into
 * them later comes from one of their remotes.
 */
function freeze(outcomes: readonly Outcome[]): readonly Outcome[] {
  const result = new Map<Subject | string, Outcome>();
  for (const outcome of outcomes) {
    const key = outcome.subject ?? remotesKey(outcome);
    const known = result.get(key);
    if (known === undefined) result.set(key, withUnknownRef(outcome));
    else if (outcome.subject === null) result.set(key, { ...known, guard: enclosing(known.guard, outcome.guard) });
  }
  return [...result.values()];
}

function remotesKey({ remotes }: Outcome): string {
  return JSON.stringify([...remotes].map(([name, { pieces }]) => [name, pieceKey(pieces)]));
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

/**
 * One repository that stands for several from here on, because nobody can tell any more which of them a command under `guard` means. It may
 * be an empty one as well: what is brought into that is never lost.
 */
export function bundle(world: World, repositories: Iterable<Repository>, guard: Guard): Repository {
  const outcomes: Outcome[] = [{ ...EMPTY, guard }];
  for (const repository of repositories) {
    repository.isContinued = true;
    for (const outcome of repository.outcomes)
      outcomes.push(outcome.subject === null ? { ...outcome, guard } : outcome);
  }
  return newRepository(world, ...freeze(outcomes));
}

/** A repository of its own with the states that hold under `guard`; what becomes of the copy leaves the original alone. */
export function fork(world: World, repository: Repository, guard: Guard): Repository {
  const outcomes: Outcome[] = [];
  for (const outcome of repository.outcomes) {
    const met = both(outcome.guard, guard);
    if (met !== undefined) outcomes.push({ ...outcome, guard: met });
  }
  const copy = newRepository(world, ...outcomes);
  copy.caught = repository.caught.flatMap((one) => {
    const met = both(one.state.guard, guard);
    return met === undefined ? [] : [{ ...one, state: { ...one.state, guard: met } }];
  });
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
