import type { Commit, GitPin, Pin } from '../../model/pin.ts';
import type { Resolution, UnresolvedReason } from '../../model/resolution.ts';
import type { Source } from '../../model/source.ts';
import type { PinMove, RefusalReason, ShownCommit, ShownCommits } from '../../reports/update-summary.ts';
import { type Changes, type History, type HistoryCommit, isOlderRelease } from '../../resolve/index.ts';
import { judgeArchives } from './judge-archives.ts';

/** A pin, what it belongs to, and what its source is now. `isFixed`: what uses it names a version, so its bytes should never change. */
export type Candidate = {
  readonly source: Source;
  readonly pin: Pin;
  readonly resolution: Extract<Resolution, { kind: 'pinned' }>;
  readonly isFixed: boolean;
};

export type JudgeOptions = {
  /** Also take what contradicts the pin: moved tags, rewritten branches, changed files. */
  readonly allowsRewritten: boolean;
  /**
   * What is older than the pin: `refused`, because the source was set back; `kept`, because what is too young was left out; `taken`, because a
   * day was asked for. `unknown`: no history is asked for, and whatever is another commit counts as a move.
   */
  readonly stepsBack: 'refused' | 'kept' | 'taken' | 'unknown';
  readonly between: History['between'];
  /** The page that compares two commits. */
  readonly linkOf: (source: Source, from: Commit, to: Commit) => string | null;
};

/** What is known of a move before it is known which files go with it. */
export type Movement = Omit<PinMove, 'files'>;

export type Judgement =
  | { readonly kind: 'same' }
  /** `isBack`: to what is older than the pin. */
  | { readonly kind: 'moves'; readonly move: Movement; readonly isBack?: true }
  | { readonly kind: 'refused'; readonly move: Movement; readonly reason: RefusalReason; readonly message: string }
  | { readonly kind: 'failed'; readonly reason: UnresolvedReason; readonly message: string };

/** Commits that are read of a move, to find the first; and how many of the last are shown. */
const MOST_COMMITS = 5_000;
const SHOWN_COMMITS = 5;
const TAKE_IT = '--allow-rewritten takes it all the same';

/** Says whether a pin may go where its source is now. A move that the host cannot account for is `failed`: nobody may call it a step forward. */
export async function judgeMove(candidate: Candidate, options: JudgeOptions): Promise<Judgement> {
  const { source, pin: from, resolution } = candidate;
  const { pin, notes, newestRelease = null } = resolution;
  const to = from.applied === undefined ? pin : { ...pin, applied: from.applied };
  const move: Movement = { source: source.key, from, to, commits: null, link: null, notes, newestRelease };
  if (source.kind === 'git' && 'commit' in from && 'commit' in to)
    return judgeGit(candidate, { ...move, from, to }, options);
  if (identityOf(from) === identityOf(to)) return { kind: 'same' };
  if (!('sha256' in to) || !candidate.isFixed) return { kind: 'moves', move };
  const message = `the bytes at this address changed although it names a version: look what happened there; ${TAKE_IT}`;
  return allowed({ kind: 'refused', move, reason: 'file-changed', message }, options);
}

type GitMove = Movement & { readonly from: GitPin; readonly to: GitPin };

async function judgeGit({ source, resolution }: Candidate, move: GitMove, options: JudgeOptions): Promise<Judgement> {
  const { from, to } = move;
  if (from.commit === to.commit) {
    const archives = judgeArchives(from, to, resolution.archiveFaults ?? []);
    if (archives?.kind === 'failed') return archives;
    if (archives?.kind === 'changed') {
      const message = `${archives.message}; ${TAKE_IT}`;
      const changed: GitMove = { ...move, to: archives.whole };
      return allowed({ kind: 'refused', move: changed, reason: 'content-changed', message }, options);
    }
    return from.ref === to.ref && from.by === to.by ? { kind: 'same' } : { kind: 'moves', move };
  }
  if (options.stepsBack === 'unknown') return { kind: 'moves', move };
  const tip = { locator: source.locator, ref: to.ref ?? 'HEAD', id: to.commit };
  const changes = await options.between(from.commit, tip, MOST_COMMITS);
  if (changes.kind === 'fault') return { kind: 'failed', reason: changes.reason, message: changes.message };
  const isBehind = changes.relation === 'backward' || isOlderThanPinned({ from, to });
  if (options.stepsBack === 'kept' && isBehind) return { kind: 'same' };
  const link = options.linkOf(source, from.commit, to.commit);
  const shown: GitMove = { ...move, commits: toShown(changes), link };
  if (options.stepsBack === 'taken' && isBehind) {
    const note = `back: it is older than what was pinned, as ${to.asOf ?? 'that day'} asks for`;
    return { kind: 'moves', move: { ...shown, notes: [note, ...shown.notes] }, isBack: true };
  }
  const stale = resolution.mirror === undefined ? undefined : staleBy(resolution.mirror, shown, changes);
  // Nobody can have it otherwise: what is behind will come, and the pin is ahead of it.
  if (stale !== undefined) return { kind: 'refused', move: shown, reason: 'stale', message: stale };
  const { standsAt } = resolution;
  // Its custom is to move; back to an older release is another matter.
  if (standsAt !== undefined && from.ref === to.ref && changes.relation !== 'backward') {
    const note = `${tagName(to)} moves with the releases, and stands at ${standsAt} now`;
    return { kind: 'moves', move: { ...shown, notes: [...shown.notes, note] } };
  }
  const refusal = refusalOf(shown, changes);
  if (refusal !== undefined) return allowed({ kind: 'refused', move: shown, ...refusal }, options);
  // A release of another line is a step forward although its history is not.
  if (to.by !== 'release' || changes.relation === 'forward') return { kind: 'moves', move: shown };
  const note = 'the two releases stand on different branches: the commits are those that the old one does not have';
  return { kind: 'moves', move: { ...shown, notes: [...shown.notes, note] } };
}

/** A mirror shows the past of what it mirrors; undefined where it is as far as the pin or further. */
function staleBy(mirror: string, { from, to }: GitMove, { relation }: Changes): string | undefined {
  const old = from.commit.slice(0, 12);
  const isTag = to.ref?.startsWith('refs/tags/') === true;
  if (relation === 'backward' || isOlderThanPinned({ from, to })) {
    return `the mirror ${mirror} is behind the pinned ${old}, which stays: bring the mirror up to date`;
  }
  if (relation !== 'gone' || isTag) return undefined;
  return `the mirror ${mirror} does not have the pinned ${old}, which stays: it is behind, or the branch was rewritten since; bring the mirror up to date`;
}

function isOlderThanPinned({ from, to }: Pick<GitMove, 'from' | 'to'>): boolean {
  return to.by === 'release' && from.by === 'release' && isOlderRelease(tagName(to), tagName(from)) === true;
}

function refusalOf(
  { from, to }: GitMove,
  changes: Changes,
): { readonly reason: RefusalReason; readonly message: string } | undefined {
  const [old, next] = [from.commit.slice(0, 12), to.commit.slice(0, 12)];
  const isTag = to.ref?.startsWith('refs/tags/') === true;
  if (
    from.ref?.startsWith('refs/tags/') === true &&
    from.ref !== to.ref &&
    from.by === undefined &&
    to.by === undefined
  ) {
    const message = `${from.ref} is gone, and ${to.ref ?? 'HEAD'} has its name, at ${next}: ask the project why. ${TAKE_IT}`;
    return { reason: 'tag-moved', message };
  }
  if (isTag && from.ref === to.ref) {
    const message = `somebody moved ${to.ref} from ${old} to ${next}; a tag should never move: ask the project why. ${TAKE_IT}`;
    return { reason: 'tag-moved', message };
  }
  if (to.by === 'release') {
    if (!isOlderThanPinned({ from, to })) return undefined;
    return {
      reason: 'older',
      message: `the newest release is older than ${tagName(from)}, whose tag is gone; ${TAKE_IT}`,
    };
  }
  // From a release to the branch that the source names, of which a day was asked for.
  if (to.asOf !== undefined && from.ref !== to.ref) return undefined;
  const what = rewrittenBy(changes, old, next, isTag ? tagName(to) : 'the branch');
  return what === undefined ? undefined : { reason: 'rewritten', message: `${what}; ${TAKE_IT}` };
}

function rewrittenBy({ relation, base }: Changes, old: string, next: string, name: string): string | undefined {
  switch (relation) {
    case 'same':
    case 'forward':
      return undefined;
    case 'backward':
      return `${name} was set back: ${next} is older than the pinned ${old}`;
    case 'diverged':
      return `${name} was rewritten: it does not contain the pinned ${old} any more, they part at ${base?.slice(0, 12) ?? ''}`;
    case 'unrelated':
      return `${name} was replaced: it shares no history with the pinned ${old}`;
    case 'gone':
      return `${name} was rewritten: the repository does not have the pinned ${old} any more`;
    default:
      return relation satisfies never;
  }
}

function allowed(refused: Extract<Judgement, { kind: 'refused' }>, { allowsRewritten }: JudgeOptions): Judgement {
  if (!allowsRewritten) return refused;
  const { move, message } = refused;
  const notes = [message.replace(TAKE_IT, 'taken, as --allow-rewritten says'), ...move.notes];
  return { kind: 'moves', move: { ...move, notes } };
}

function toShown({ commits, count, relation }: Changes): ShownCommits | null {
  if (relation === 'gone' || relation === 'unrelated' || count === 0) return null;
  const isAll = commits.length === count;
  const rest = commits.slice(SHOWN_COMMITS);
  const first = isAll ? rest.at(-1) : undefined;
  return {
    count,
    last: commits.slice(0, SHOWN_COMMITS).map(toCommit),
    first: first === undefined ? null : toCommit(first),
  };
}

function toCommit({ id, committed, author, subject }: HistoryCommit): ShownCommit {
  return { commit: id, date: `${new Date(committed * 1000).toISOString().slice(0, 19)}Z`, author, subject };
}

function tagName({ ref = '' }: GitPin): string {
  return ref.replace(/^refs\/tags\//, '');
}

/** The commit, digest or checksum of a pin. */
export function identityOf(pin: Pin): string {
  return 'commit' in pin ? pin.commit : 'digest' in pin ? pin.digest : pin.sha256;
}
