import type { Resolution } from '../model/resolution.ts';
import type { RemoteRefs } from '../ports/git.ts';
import { type Cutoff, showInstant } from './cutoff.ts';
import type { Chain, History, HistoryCommit, Tip } from './history.ts';
import { unresolved } from './refs.ts';
import { readTagDate } from './tag-date.ts';

type Pinned = Extract<Resolution, { kind: 'pinned' }>;

/**
 * Takes a git pin back to a point in time. A branch: the newest commit of its first-parent history whose committer date is not younger.
 * A tag stays what it is, or there is no pin when it is younger itself. A bare commit is the author's choice and stays.
 */
export async function takeBefore(
  pinned: Resolution,
  { refs }: RemoteRefs,
  cutoff: Cutoff,
  history: History,
  signal: AbortSignal | undefined,
): Promise<Resolution> {
  if (pinned.kind === 'unresolved' || !('commit' in pinned.pin)) return pinned;
  const { source, pin } = pinned;
  const isDefault = source.ref === null || source.ref === 'HEAD';
  if (pin.ref === undefined && !isDefault) return pinned;
  const ref = pin.ref ?? 'HEAD';
  if (ref.startsWith('refs/tags/')) {
    const date = await readTagDate({ locator: source.locator, ref, refs }, history, signal);
    if (date.kind === 'fault') return { kind: 'unresolved', source, reason: date.reason, message: date.message };
    return date.seconds <= cutoff.seconds ? pinned : tooYoung(pinned, ref, date.seconds, cutoff);
  }
  const tip: Tip = { locator: source.locator, ref, id: pin.commit };
  const chain = await history.chain(tip, cutoff.seconds, signal);
  if (chain.kind === 'fault') return { kind: 'unresolved', source, reason: chain.reason, message: chain.message };
  return takeFromChain(pinned, ref, chain, cutoff);
}

function takeFromChain(pinned: Pinned, ref: string, { commits, isOrdered }: Chain, cutoff: Cutoff): Resolution {
  const { source, notes } = pinned;
  const [newest, last, next] = [commits[0], commits.at(-1), commits.at(-2)];
  if (newest === undefined || last === undefined) return pinned;
  if (last.committed > cutoff.seconds) return tooYoung(pinned, ref, last.committed, cutoff);
  const pin = { ...(ref === 'HEAD' ? {} : { ref }), commit: last.id };
  const remarks = isOrdered ? [] : ['dates of this branch are out of order: older commits carry later dates'];
  if (cutoff.kind === 'min-age') {
    if (next === undefined) return { ...pinned, notes: [...notes, ...remarks] };
    const skipped = `the newest that is ${cutoff.age} old: ${showCommit(last)}`;
    return { ...pinned, pin, notes: [...notes, skipped, `not taken, too young: ${showCommit(newest)}`, ...remarks] };
  }
  const asOf = showInstant(cutoff.seconds);
  const about = [
    `as of ${asOf}: tip by date, not proven`,
    `last before: ${showCommit(last)}`,
    next === undefined ? 'nothing came after it' : `first after: ${showCommit(next)}`,
    ...(source.ref === null || source.ref === 'HEAD' ? [`the default branch is that of today`] : []),
  ];
  return { kind: 'pinned', source, pin: { ...pin, asOf }, notes: [...notes, ...about, ...remarks] };
}

function tooYoung({ source }: Pinned, ref: string, seconds: number, cutoff: Cutoff): Resolution {
  const isTag = ref.startsWith('refs/tags/');
  const since = isTag ? `${ref} was made on ${showInstant(seconds)}` : `${ref} begins on ${showInstant(seconds)}`;
  if (cutoff.kind === 'min-age') {
    const advice = isTag ? 'wait, name an older tag, or take a release by --prefer release' : 'wait';
    return unresolved(source, 'refused', `${since}, which is younger than ${cutoff.age}: ${advice}`);
  }
  const why = isTag
    ? 'it was moved since, or was not there'
    : 'it was not there, or its history was written anew since';
  return unresolved(source, 'not-found', `${since}, after ${showInstant(cutoff.seconds)}: ${why}`);
}

function showCommit({ id, committed, subject }: HistoryCommit): string {
  return `${id.slice(0, 12)} ${showInstant(committed)} ${subject}`;
}
