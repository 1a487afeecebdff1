import type { Resolution } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { Fault } from '../ports/fault.ts';
import type { RemoteRefs } from '../ports/git.ts';
import type { History, Tip } from './history.ts';
import { isAbbreviation } from './ref-name.ts';
import { unresolved } from './refs.ts';

const NAMED = /^refs\/(?:heads|tags)\/.*(?<!\^\{\})$/;
/** Commits that are shown where several have the same beginning. */
const SHOWN = 5;

/** True for what may be a commit whose id is not written out, where no branch and no tag has that name. */
export function isOpenAbbreviation(resolution: Resolution): boolean {
  const { kind, source } = resolution;
  return kind === 'unresolved' && resolution.reason === 'not-found' && isAbbreviation(source.ref ?? '');
}

/** Looks for the one commit that a shortened id stands for, in the histories of all branches and tags of its repository. */
export async function completeCommit(
  source: Source,
  allRefs: Promise<RemoteRefs | Fault>,
  history: History,
  signal: AbortSignal | undefined,
): Promise<Resolution> {
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
  if (commit === undefined) {
    const what = `${prefix} is no branch and no tag, and no commit of its branches and tags begins so`;
    return unresolved(source, 'not-found', `${what}; check the spelling, or whether its branch was deleted`);
  }
  if (others.length === 0) return { kind: 'pinned', source, pin: { commit }, notes: [] };
  const shown = [commit, ...others].slice(0, SHOWN).join(', ');
  const what = `${prefix} is the beginning of ${others.length + 1} commits (${shown})`;
  return unresolved(source, 'invalid', `${what}; write more digits, best all of them`);
}
