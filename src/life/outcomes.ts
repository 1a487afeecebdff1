import type { RefChange } from '../model/fetch.ts';
import { ALWAYS, both, enclosing, type Guard, guardKey, without } from '../model/guard.ts';
import type { Invocation } from '../model/invocation.ts';
import { pieceKey, type Word } from '../model/value.ts';
import { LIMITS, type Outcome, type Repository, type Subject } from './entry.ts';
import { mayBePin } from './refs.ts';
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
    const met = both(outcome.guard, guard);
    if (met !== undefined && outcome.isFrozen) {
      outcomes.push(...changeFrozen(outcome, guard, alter));
      continue;
    }
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

/** Which of the bundled choices a change belongs to is not known: where it surely happens nothing else is left. */
function changeFrozen(outcome: Outcome, guard: Guard, alter: (outcome: Outcome) => Outcome): readonly Outcome[] {
  const after = alter(outcome);
  if (after.history === outcome.history) return [after];
  const next = isSurelyMoving(after) ? frozen(after) : withUnknownRef(outcome);
  return next === outcome || without(outcome.guard, guard).length === 0 ? [next] : [outcome, next];
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
    const isMoving = isSurelyMoving(before);
    const key = isBound ? `bound ${isMoving}` : stateKey(before, met);
    if (past.has(key)) continue;
    past.set(key, { ...(isBound && !isMoving ? withUnknownRef(before) : before), guard: met, usedBy: by });
  }
}

function stateKey({ subject, url, history }: Outcome, guard: Guard): string {
  const last = history.at(-1);
  const ref = last?.ref ?? null;
  const parts = [subject?.act.invocation.id, url === null ? '' : pieceKey(url.pieces), history.length, last?.how];
  return JSON.stringify([...parts, ref === null ? null : pieceKey(ref.pieces), guardKey(guard)]);
}

/**
 * Too many states to follow: of each subject those are left that surely move, and for all others one with a ref that nobody knows. What
 * changes a state from here on makes its ref unknown as well. Empty ones stay what they are: what is brought into them later comes from one
 * of their remotes.
 */
function freeze(outcomes: readonly Outcome[]): readonly Outcome[] {
  const empty = new Map<string, Outcome>();
  const states = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const { subject, guard } = outcome;
    if (subject === null) {
      const key = remotesKey(outcome);
      const known = empty.get(key);
      empty.set(key, known === undefined ? outcome : { ...known, guard: enclosing(known.guard, guard) });
      continue;
    }
    const key = placeKey(subject, outcome);
    const known = states.get(key);
    if (known === undefined) states.set(key, [outcome]);
    else known.push(outcome);
  }
  return [...empty.values(), ...[...states.values()].flatMap(freezeStates)];
}

/** One place of the text that brings in one address, however often it is run. */
function placeKey({ act }: Subject, { url }: Outcome): string {
  const { file, start } = act.invocation.span;
  return `${file}:${start} ${url === null ? '' : pieceKey(url.pieces)}`;
}

/** The states of what one place brings in: a single one is known, whatever later choices it is divided by. */
function freezeStates(states: readonly Outcome[]): readonly Outcome[] {
  const subject = states[0]?.subject ?? null;
  if (subject === null) return [];
  let guard = subject.act.guard;
  const distinct = new Map<string, Outcome>();
  for (const state of states) {
    const one = { ...state, subject };
    distinct.set(stateKey(one, ALWAYS), one);
    if (state.subject === null || state.subject === subject) continue;
    guard = enclosing(guard, state.subject.act.guard);
    state.subject.isMerged = true;
  }
  const [only, ...others] = [...distinct.values()];
  if (only === undefined) return [];
  if (others.length === 0) return [frozen(only, guard)];
  const moving = [...distinct.values()].filter(isSurelyMoving).slice(0, LIMITS.frozen);
  return [...moving, withUnknownRef(only)].map((state) => frozen(state, guard));
}

function frozen(outcome: Outcome, guard = outcome.subject?.act.guard ?? outcome.guard): Outcome {
  return { ...outcome, guard, isFrozen: true };
}

/** At a branch, as the syntax says or a name that no pin has. */
function isSurelyMoving({ history }: Outcome): boolean {
  const last = history.at(-1);
  if (last === undefined || last.refKind === 'tag' || last.refKind === 'commit') return false;
  if (last.how === 'pull' || last.how === 'submodule-remote' || last.refKind === 'branch') return true;
  return last.ref === null || !mayBePin(last.ref);
}

function remotesKey({ remotes }: Outcome): string {
  return JSON.stringify([...remotes].map(([name, { pieces }]) => [name, pieceKey(pieces)]));
}

function withUnknownRef(outcome: Outcome): Outcome {
  const last = outcome.history.at(-1);
  if (outcome.subject === null || last === undefined || isUnknown(last)) return outcome;
  const at = last.act.invocation.word;
  const id = `${TOO_MANY}:${at.file}:${at.start}`;
  const hole = { kind: 'hole', id, name: '$(too many outcomes)', why: 'bound', at } as const;
  const ref: Word = { pieces: [hole], at: null };
  const history: readonly RefChange[] = [...outcome.history, { ...last, ref, refKind: null }];
  return frozen({ ...outcome, history });
}

const TOO_MANY = 'too-many-outcomes';

function isUnknown({ ref }: RefChange): boolean {
  return ref?.pieces.some((piece) => piece.kind === 'hole' && piece.id.startsWith(TOO_MANY)) === true;
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
