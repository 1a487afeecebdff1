import type { Resolution } from '../model/resolution.ts';
import type { Fault } from '../ports/fault.ts';
import type { RemoteRefs } from '../ports/git.ts';
import type { History, Tip } from './history.ts';
import { isAbbreviation, isBeginning } from './ref-name.ts';
import { isCommitBefore, type RefOrder } from './ref-order.ts';
import { unresolved } from './refs.ts';

const NAMED = /^refs\/(?:heads|tags)\/.*(?<!\^\{\})$/;
/** Commits that are shown where several have the same beginning. */
const SHOWN = 5;

/**
 * True for what may be a commit whose id is not written out: where no branch and no tag has that name, or only such as the command looks for
 * after commits.
 */
export function isOpenAbbreviation(byName: Resolution, order: RefOrder): boolean {
  const ref = byName.source.ref ?? '';
  if (byName.kind === 'unresolved')
    return byName.reason === 'not-found' && order.includes('commit') && isAbbreviation(ref);
  const { pin } = byName;
  return 'commit' in pin && pin.ref !== undefined && isBeginning(ref) && isCommitBefore(order, pin.ref);
}

/**
 * Looks for the one commit that a shortened id stands for, in the histories of all branches and tags of its repository. `byName` is what has
 * that name and is taken where no one commit begins so, as git does.
 */
export async function completeCommit(
  byName: Resolution,
  allRefs: Promise<RemoteRefs | Fault>,
  history: History,
  signal: AbortSignal | undefined,
): Promise<Resolution> {
  const { source } = byName;
  const { locator, ref } = source;
  const prefix = (ref ?? '').toLowerCase();
  const answer = await allRefs;
  if (answer.kind === 'fault') return { kind: 'unresolved', source, reason: answer.reason, message: answer.message };
  const tips = [...answer.refs]
    .filter(([name]) => NAMED.test(name))
    .map(([name, id]): Tip => ({ locator, ref: name, id }));
  const found = tips.length === 0 ? null : await history.complete(prefix, tips, signal);
  if (found?.kind === 'fault') return { kind: 'unresolved', source, reason: found.reason, message: found.message };
  const [commit, ...others] = found?.commits ?? [];
  const name = byName.kind === 'pinned' && 'commit' in byName.pin ? byName.pin.ref : undefined;
  if (commit === undefined) {
    if (name !== undefined) return byName;
    const what = `${prefix} is no branch and no tag, and no commit of its branches and tags begins so`;
    return unresolved(source, 'not-found', `${what}; check the spelling, or whether its branch was deleted`);
  }
  if (others.length > 0) {
    if (name !== undefined) return byName;
    const shown = [commit, ...others].slice(0, SHOWN).join(', ');
    const what = `${prefix} is the beginning of ${others.length + 1} commits (${shown})`;
    return unresolved(source, 'invalid', `${what}; write more digits, best all of them`);
  }
  if (name === undefined) return { kind: 'pinned', source, pin: { commit }, notes: [] };
  // Files and folders have ids as well, which are not fetched: of few digits nobody can say that git finds one object alone.
  if (!isAbbreviation(prefix)) {
    const what = `${prefix} is ${name} and the beginning of the commit ${commit}, and git may take either`;
    return unresolved(source, 'invalid', `${what}; write the full commit id, or origin/${prefix} for the branch`);
  }
  const note = `${name} has the same name; the commit was taken, as git does: write origin/${prefix} for the branch`;
  return { kind: 'pinned', source, pin: { commit }, notes: [note] };
}
