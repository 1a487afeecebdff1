import type { FetchAct, RepositoryAct, RetrieveAct, SelectAct, UpdateAct } from '../model/act.ts';
import type { RefChange } from '../model/fetch.ts';
import { both, type Guard, guardOf, isCompatible } from '../model/guard.ts';
import type { Failure, FailureIgnored } from '../model/invocation.ts';
import { type Path, resolvePath } from '../model/path.ts';
import { flatten, type Word } from '../model/value.ts';
import { asCloned, recall } from './earlier-runs.ts';
import type { Outcome, Repository } from './entry.ts';
import { find } from './files.ts';
import { change, EMPTY, fork, hasWorkTree, keepCaught, newRepository } from './outcomes.ts';
import { moveOwnSubmodule, moveOwnSubmodules } from './own-submodules.ts';
import { findRepositories, isSpelledIn, place, searchRepositories } from './placed-repositories.ts';
import { findConceivable, findPossible } from './possible-repositories.ts';
import { isInGroup, outside, ownSite } from './questions.ts';
import { applyRetrieve, applySelect, applyUpdate, isLocalPlace, note } from './ref-changes.ts';
import { isAddress, isFullCommit, mayBePin } from './refs.ts';
import { unseenRemote } from './unseen-repositories.ts';
import { split, type World } from './world.ts';

/** A clone appears. Its first state is what the command names. */
export function clone(world: World, act: FetchAct): void {
  const repository = newRepository(world, asCloned(world, act));
  if (act.into === null || cloneLocal(world, act, act.into)) return;
  place(world, repository, act.into, act.guard, act.invocation.id, isSpelledIn(act.into, act.url));
  const parent = split(world, act.into).slice(0, -1).join('/');
  if (parent !== '') world.latestClones.set(parent, repository);
}

/**
 * A clone of a work tree or mirror that was cloned before goes on with it. The mirror itself is used by nobody else; a work tree is an
 * outcome of its own.
 */
function cloneLocal(world: World, act: FetchAct, into: Path): boolean {
  if (world.files.size === 0 || isAddress(act.url)) return false;
  let isLocal = false;
  for (const { guard, path } of act.invocation.cwd) {
    const from = find(world.files, split(world, resolvePath(path, act.url.pieces)));
    for (const entry of from?.entries ?? []) {
      const near = both(guard, act.guard);
      const met = near === undefined ? undefined : both(near, entry.guard);
      if (entry.kind !== 'repository' || met === undefined) continue;
      const copy = fork(world, entry.repository, met);
      const isMirror = entry.repository.outcomes.some(
        ({ subject }) => subject?.act.marks.has('bare') || subject?.act.marks.has('mirror'),
      );
      if (isMirror) entry.repository.isContinued = true;
      const { ref, refKind } = act;
      if (ref !== null) {
        change(copy, met, (outcome) => ({
          ...outcome,
          history: [...outcome.history, { how: 'fetched', ref, refKind, act }],
        }));
      }
      place(world, copy, into, met, act.invocation.id, false);
      isLocal = true;
    }
  }
  return isLocal;
}

/** `git init`, `git remote add`. A remote in a folder where nothing was cloned or made is one of the project's own repository. */
export function changeRepository(world: World, act: RepositoryAct): void {
  const { found, open } = searchRepositories(world, act.repository, act.guard);
  if (act.remote === null) {
    makeEmpty(world, act, open);
    return;
  }
  const { name, url } = act.remote;
  const key = flatten(name.pieces);
  const withRemote = (outcome: Outcome): Outcome => ({
    ...outcome,
    remotes:
      isLocalPlace(url) && outcome.remotes.has(key) ? outcome.remotes : new Map([...outcome.remotes, [key, url]]),
  });
  for (const { repository, guard } of found) change(repository, guard, withRemote);
  if (key === 'origin') return;
  change(makeEmpty(world, act, open), act.guard, withRemote);
}

/** `git fetch`: what FETCH_HEAD and the remote's branches are from here on. Into an empty repository it is what comes in. */
export function retrieve(world: World, act: RetrieveAct, update?: UpdateAct): void {
  recall(world, act);
  const { found, open } = searchRepositories(world, act.repository, act.guard);
  const apply = (outcome: Outcome): Outcome => applyRetrieve(world, outcome, act, update);
  for (const { repository, guard } of found) change(repository, guard, apply);
  if (act.remote !== null && isAddress(act.remote)) change(makeEmpty(world, act, open), act.guard, apply);
  else if (found.length === 0) meetUnseen(world, act, apply);
}

/** What came from an unknown remote is from here on the repository of that folder. */
function meetUnseen(world: World, act: RetrieveAct, apply: (outcome: Outcome) => Outcome): void {
  const hole = unseenRemote(world, act);
  if (hole === undefined || findConceivable(world, act.repository, act.guard).length > 0) return;
  const url: Word = { pieces: [hole], at: null };
  const name = act.remote === null ? 'origin' : flatten(act.remote.pieces);
  const repository = makeEmpty(world, act, [act.guard]);
  change(repository, act.guard, (outcome) => apply({ ...outcome, remotes: new Map([[name, url]]) }));
}

/** `git checkout`, `reset`, `switch`, `merge`. Where nothing was cloned it is the project's own tree, and silent. */
export function select(world: World, act: SelectAct): void {
  recall(world, act);
  const found = findRepositories(world, act.repository, act.guard);
  if (found.length === 0) markOtherFolder(world, act);
  if (act.ref !== null && liesThere(world, act, act.ref)) return;
  if (found.length === 0) {
    moveOwnSubmodule(world, act);
    doubt(world, act, (outcome) => !isPinned(act) && applySelect(outcome, act, true, false) !== outcome);
  }
  for (const { repository, guard, isRoot, isSubmodule } of found) {
    if (act.how === 'beside' && repository.outcomes.some(hasWorkTree)) {
      takeBeside(world, act, repository, guard);
      continue;
    }
    const apply = (outcome: Outcome): Outcome => applySelect(outcome, act, isRoot, isSubmodule);
    const isPerhaps = isLost(act.invocation.failure) || repository.outcomes.some((one) => endsGroup(one, act));
    if (isPerhaps && repository.outcomes.some(hasWorkTree)) {
      const whole = guard;
      change(repository, both(whole, guardOf(`lost:${act.invocation.id}`, ['ok'])) ?? whole, apply, (outcome) =>
        isCompatible(outcome.guard, whole) ? note(outcome, act, 'swallowed') : outcome,
      );
      continue;
    }
    if (repository.outcomes.some((outcome) => isAtOnce(outcome, act))) {
      changeAtOnce(repository, guard, act, apply);
      continue;
    }
    const { failure } = act.invocation;
    if (failure.kind === 'skips' && failure.isCaught === true)
      keepCaught(repository, leftOf(repository, guard, act, apply), failure.until);
    change(repository, guard, apply, (outcome) =>
      isSwallowed(outcome, act) ? note(outcome, act, 'swallowed') : outcome,
    );
  }
}

/** A command that brought the clone to where it is may still run, so this change may come before it. */
function isAtOnce({ history }: Outcome, { invocation: { beside = [] } }: SelectAct): boolean {
  const isBeside = ({ act }: RefChange) =>
    beside.some(({ first, last }) => first <= act.invocation.id && act.invocation.id <= last);
  return beside.length > 0 && history.some(isBeside);
}

function changeAtOnce(
  repository: Repository,
  guard: Guard,
  act: SelectAct,
  apply: (outcome: Outcome) => Outcome,
): void {
  const inTime = both(guard, guardOf(`at-once:${act.invocation.id}`, ['in-time'])) ?? guard;
  change(repository, inTime, apply, (outcome) =>
    isCompatible(outcome.guard, guard) ? note(outcome, act, 'at-once') : outcome,
  );
}

/** The states in which a change leaves the work tree where it fails. */
function leftOf(
  { outcomes }: Repository,
  guard: Guard,
  act: SelectAct,
  apply: (outcome: Outcome) => Outcome,
): readonly Outcome[] {
  return outcomes.flatMap((outcome) => {
    const met = hasWorkTree(outcome) ? both(outcome.guard, guard) : undefined;
    if (met === undefined || apply(outcome).history === outcome.history) return [];
    return [note({ ...outcome, guard: met }, act, 'swallowed')];
  });
}

/** Another ref is taken out of a repository whose work tree stays where it is: a state of its own beside it. */
function takeBeside(world: World, act: SelectAct, repository: Repository, guard: Guard): void {
  const copy = fork(world, repository, guard);
  copy.outcomes = copy.outcomes.flatMap((outcome) => {
    const taken = applySelect(outcome, act, true, false);
    return taken.history === outcome.history ? [] : [taken];
  });
}

/** `git pull`, `git submodule update --remote`. */
export function update(world: World, act: UpdateAct): void {
  recall(world, act);
  const found = findRepositories(world, act.repository, act.guard);
  const moved = found.length > 0 ? found : findPossible(world, act.repository, act.invocation, act.guard);
  for (const { repository, guard, isSubmodule } of moved) {
    change(repository, guard, (outcome) =>
      outcome.subject === null ? outcome : applyUpdate(outcome, act, isSubmodule),
    );
  }
  if (moved.length === 0 && act.how !== 'submodule-recorded') doubt(world, act, () => true);
  if (act.how === 'submodule-remote' && found.length === 0) moveOwnSubmodules(world, act);
  if (act.how === 'pull' && found.length === 0) moveOwnSubmodule(world, act);
  if (act.how === 'pull' && !found.some(({ isSubmodule }) => isSubmodule)) retrieve(world, asRetrieve(act), act);
}

/** A repository that nothing came into, where none lies yet. */
function makeEmpty(
  world: World,
  { repository: path, invocation }: RepositoryAct | RetrieveAct,
  open: readonly Guard[],
): Repository {
  const repository = newRepository(world, ...open.map((guard) => ({ ...EMPTY, guard })));
  for (const guard of open) place(world, repository, path, guard, invocation.id, false);
  return repository;
}

/** `git checkout x` where `x` is a file or folder that lies there restores it and selects nothing. */
function liesThere(world: World, act: SelectAct, ref: Word): boolean {
  if (act.how !== 'checkout') return false;
  const path = resolvePath(act.repository, ref.pieces);
  const folder = find(world.files, split(world, path));
  return folder?.entries.some((entry) => isCompatible(entry.guard, act.guard)) ?? false;
}

/** `(git clone U d && git -C d checkout SHA) || true`: the clone lies there where the checkout fails, and so does the group. */
function endsGroup({ subject }: Outcome, { guard, invocation }: SelectAct): boolean {
  const own = ownSite(guard, invocation.failure);
  return own !== undefined && subject !== null && isInGroup(subject.act.guard, own);
}

/** `git checkout SHA | tail -1` under `set -e`: it may have failed and nobody learns of it. */
function isLost(failure: Failure): boolean {
  return failure.kind === 'ignored' && LOSING.has(failure.why) && failure.isUnwatched !== true;
}

const LOSING: ReadonlySet<FailureIgnored> = new Set(['pipe', 'substitution', 'wrapper']);

/** `git checkout SHA || true`: in the other arm of its own question the build goes on without it. */
function isSwallowed(outcome: Outcome, { guard, invocation }: SelectAct): boolean {
  const { failure } = invocation;
  return ownSite(guard, failure) !== undefined && isCompatible(outcome.guard, outside(guard, failure));
}

/** A ref like a pin, selected right beside a clone that nothing was selected in: the folder is the wrong one. */
function markOtherFolder(world: World, act: SelectAct): void {
  if (act.ref === null || !mayBePin(act.ref)) return;
  const components = split(world, act.repository);
  const [inside, beside] = [components, components.slice(0, -1)].map((folder) =>
    world.latestClones.get(folder.join('/')),
  );
  const repository = inside ?? beside;
  if (repository === undefined) return;
  change(repository, act.guard, (outcome) => {
    const isUntouched = outcome.history.length === 1 && outcome.history[0]?.ref === null;
    return isUntouched ? note(outcome, act, 'other-folder') : outcome;
  });
}

/**
 * What moves a work tree in a folder that is named from outside may move every clone that this folder can be: what was pinned there before
 * is no longer known to be, and the text does not say whether it is.
 */
function doubt(world: World, act: SelectAct | UpdateAct, moves: (outcome: Outcome) => boolean): void {
  for (const { repository, guard } of findConceivable(world, act.repository, act.guard)) {
    change(repository, guard, (outcome) =>
      outcome.subject !== null && !isDoubted(outcome) && moves(outcome)
        ? note(outcome, act, 'perhaps-undone')
        : outcome,
    );
  }
}

/** One doubt is enough. */
function isDoubted({ ineffective }: Outcome): boolean {
  return ineffective.some(({ why }) => why === 'perhaps-undone');
}

function isPinned({ ref }: SelectAct): boolean {
  return ref !== null && isFullCommit(ref);
}

function asRetrieve(act: UpdateAct): RetrieveAct {
  const { rule, invocation, guard, lost, repository, remote, ref } = act;
  const refs = ref === null ? [] : [ref];
  return { kind: 'retrieve', rule, invocation, guard, lost, repository, remote, refs, marks: new Set() };
}
