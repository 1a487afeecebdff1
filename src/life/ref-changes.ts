import type { RetrieveAct, SelectAct, UpdateAct } from '../model/act.ts';
import type { Ineffective, RefChange } from '../model/fetch.ts';
import { flatten, pieceKey, type Word } from '../model/value.ts';
import { LIMITS, type Outcome } from './entry.ts';
import { isCommitLike, isFullCommit, readRef, readRefspecs } from './refs.ts';
import { newSubject, type World } from './world.ts';

/** What a git command does to one state of a repository. */

/** FETCH_HEAD and the remote's branches are these from now on; in an empty repository they are what comes in. */
export function applyRetrieve(
  world: World,
  outcome: Outcome,
  act: RetrieveAct,
  update: UpdateAct | undefined,
): Outcome {
  if (outcome.subject !== null && update !== undefined) return outcome;
  const lost = act.lost[0];
  const url = remoteUrl(outcome, act.remote);
  const refs = readRefspecs(act.refs);
  const retrieved = { act, url, refs };
  if (outcome.subject !== null) {
    const next = { ...outcome, retrieved };
    return lost === undefined ? next : { ...next, ineffective: [...next.ineffective, { act, why: 'lost-word', lost }] };
  }
  if (url === null) return outcome;
  const first = refs[0];
  const history: readonly RefChange[] = [
    {
      how: update === undefined ? 'fetched' : 'pull',
      ref: first?.ref ?? null,
      refKind: first?.refKind ?? (update !== undefined && first !== undefined ? 'branch' : null),
      act: update ?? act,
    },
  ];
  return { ...outcome, subject: newSubject(world, act), url, history, retrieved };
}

/**
 * The address of a named remote, or the word itself when it is an address; null when nobody knows. A place on this machine (`../o`, a bundle)
 * is none: what it holds came from somewhere, and the clone stays what it was said to be, moved.
 */
function remoteUrl(outcome: Outcome, remote: Word | null): Word | null {
  const named = namedUrl(outcome, remote);
  const origin = outcome.remotes.get('origin');
  return named !== null && origin !== undefined && isLocalPlace(named) && !isLocalPlace(origin) ? origin : named;
}

/** True for an address on this machine. */
export function isLocalPlace(url: Word): boolean {
  return /^(?:\.{0,2}\/|\.\.?$|~|file:)/.test(flatten(url.pieces));
}

function namedUrl(outcome: Outcome, remote: Word | null): Word | null {
  if (remote === null) {
    const only = outcome.remotes.size === 1 ? [...outcome.remotes.values()][0] : undefined;
    return outcome.remotes.get('origin') ?? only ?? null;
  }
  const known = outcome.remotes.get(flatten(remote.pieces));
  if (known !== undefined) return known;
  const isUnknownName = /^[\w-]+$/.test(flatten(remote.pieces));
  return isUnknownName ? null : remote;
}

/** The work tree moves; a ref that vanished or `HEAD` leaves it where it is. */
export function applySelect(outcome: Outcome, act: SelectAct, isRoot: boolean, isSubmodule: boolean): Outcome {
  if (act.ref === null) {
    const lost = act.lost[0];
    return lost === undefined
      ? outcome
      : { ...outcome, ineffective: [...outcome.ineffective, { act, why: 'lost-word', lost }] };
  }
  if (outcome.subject === null || outcome.history.length === 0) return outcome;
  const meaning = readRef(act.ref, outcome);
  if (isSubmodule || (!isRoot && outcome.hasSubmodules))
    return isFullCommit(act.ref) || meaning.kind === 'same' ? outcome : moveSubmodules(outcome, act);
  const how = act.how === 'beside' ? 'checkout' : act.how;
  switch (meaning.kind) {
    case 'same':
      return outcome;
    case 'back':
      return effective(outcome, { ...stateBefore(outcome), how, act });
    case 'upstream': {
      const ref = currentBranch(outcome);
      return effective(outcome, { how, ref, refKind: ref === null ? null : 'branch', act });
    }
    case 'ref':
      return {
        ...effective(outcome, { how, ref: meaning.ref, refKind: meaning.refKind, act }),
        url: meaning.url ?? outcome.url,
      };
    default:
      return meaning satisfies never;
  }
}

/** Where the work tree was before it was sent elsewhere the last time: a reset moves the branch, so `-` does not lead back over it. */
function stateBefore({ history }: Outcome): Pick<RefChange, 'ref' | 'refKind'> {
  const changes = ofWorkTree(history);
  const last = changes.findLastIndex(({ how }) => how === 'checkout' || how === 'switch');
  return changes[Math.max(last - 1, 0)] ?? { ref: null, refKind: null };
}

/** A change that took effect outlives the failed ones before it. */
function effective(outcome: Outcome, next: RefChange): Outcome {
  const history = withChange(outcome.history, next);
  return {
    ...outcome,
    history: outcome.hasSubmodules ? keepSubmodules(outcome.history, history) : history,
    ineffective: [],
  };
}

/**
 * A checkout moves the work tree and leaves its submodules where they are (git-checkout(1), `--recurse-submodules`): at what the ref recorded
 * that they were last brought to.
 */
function keepSubmodules(before: readonly RefChange[], after: readonly RefChange[]): readonly RefChange[] {
  const [last, now] = [before.at(-1), after.at(-1)];
  if (last === undefined || now === undefined || isOfSubmodules(now)) return after;
  const isSame = last.ref === now.ref || (last.ref !== null && now.ref !== null && isSameText(last.ref, now.ref));
  return isSame ? after : append(after, { ...last, how: 'submodule-kept' });
}

function isSameText(a: Word, b: Word): boolean {
  return pieceKey(a.pieces) === pieceKey(b.pieces);
}

/** The changes of the work tree itself. */
function ofWorkTree(history: readonly RefChange[]): readonly RefChange[] {
  return history.some(isOfSubmodules) ? history.filter((change) => !isOfSubmodules(change)) : history;
}

function isOfSubmodules({ how }: RefChange): boolean {
  return how === 'submodule-remote' || how === 'submodule-kept';
}

/** Submodules that were moved stay where they are, whatever their parent is moved to. */
function withChange(history: readonly RefChange[], next: RefChange): readonly RefChange[] {
  const moved = history.findLast(isOfSubmodules);
  const rest = append(ofWorkTree(history), next);
  if (moved === undefined) return rest;
  return [...rest, moved.how === 'submodule-kept' ? moved : { ...moved, ref: next.ref, refKind: next.refKind }];
}

function append(history: readonly RefChange[], next: RefChange): readonly RefChange[] {
  if (history.length < LIMITS.history) return [...history, next];
  return [...history.slice(0, 1), ...history.slice(2), next];
}

/** Below the top of a recursive clone a checkout means a submodule: the parent's commit no longer says what lies there. */
function moveSubmodules(outcome: Outcome, act: SelectAct | UpdateAct): Outcome {
  const rest = ofWorkTree(outcome.history);
  const last = rest.at(-1);
  const next: RefChange = { how: 'submodule-remote', ref: last?.ref ?? null, refKind: last?.refKind ?? null, act };
  return { ...outcome, history: append(rest, next), hasSubmodules: true };
}

/** Submodules go to what the parent's commit records, so it decides again. */
function settleSubmodules(outcome: Outcome): Outcome {
  const history = ofWorkTree(outcome.history);
  return history === outcome.history && outcome.hasSubmodules ? outcome : { ...outcome, history, hasSubmodules: true };
}

/** The work tree moves to the newest of its branch, or its submodules do. */
export function applyUpdate(outcome: Outcome, act: UpdateAct, isSubmodule: boolean): Outcome {
  if (act.how === 'submodule-remote' || (isSubmodule && act.how === 'pull')) return moveSubmodules(outcome, act);
  if (act.how === 'submodule-recorded') return settleSubmodules(outcome);
  const last = ofWorkTree(outcome.history).at(-1);
  const named = act.ref === null ? undefined : readRefspecs([act.ref])[0];
  const ref = named?.ref ?? currentBranch(outcome);
  const url = act.remote === null ? outcome.remotes.get('origin') : remoteUrl(outcome, act.remote);
  const next: RefChange = { how: 'pull', ref, refKind: ref === null ? null : (named?.refKind ?? 'branch'), act };
  return {
    ...outcome,
    url: url ?? outcome.url,
    history: withChange(outcome.history, next),
    ineffective: last === undefined ? outcome.ineffective : [...outcome.ineffective, ...undone(last, ref)],
  };
}

/** A checkout that a pull undoes: it named a commit, or another ref than the one that is pulled. */
function undone({ act, ref }: RefChange, pulled: Word | null): readonly Ineffective[] {
  if (act.kind !== 'select' || ref === null) return [];
  const isSame = pulled !== null && pieceKey(pulled.pieces) === pieceKey(ref.pieces);
  return isSame ? [] : [{ act, why: 'undone' }];
}

/** The branch that a pull without operands follows: the last ref that is no commit; null is the remote's default. */
function currentBranch({ history: all }: Outcome): Word | null {
  const history = ofWorkTree(all);
  for (let index = history.length - 1; index >= 0; index--) {
    const ref = history[index]?.ref ?? null;
    if (ref === null || !isCommitLike(ref)) return ref;
  }
  return null;
}

/** Remembers what was meant for this repository and does not take effect. */
export function note(outcome: Outcome, act: SelectAct | UpdateAct, why: Ineffective['why']): Outcome {
  const { span } = act.invocation;
  // A place that is run again says nothing new.
  const isKnown = outcome.ineffective.some(
    (one) =>
      one.why === why && one.act.invocation.span.start === span.start && one.act.invocation.span.file === span.file,
  );
  return isKnown ? outcome : { ...outcome, ineffective: [...outcome.ineffective, { act, why }] };
}
