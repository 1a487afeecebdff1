import { type ActionsLock, readActionsLock, toActionKey } from '../../syntax/actions-lock.ts';
import type { LockQuestion } from './question.ts';

/** The commit that GitHub's own lockfile holds for what one of its workflows uses. What runs elsewhere is not its business. */
export function actionsCommit(text: string, { asked, manifest, locator, ref }: LockQuestion): string | undefined {
  const action = toActionKey(asked('action') ?? '');
  // `actions/checkout` may be given a repository of its own, which nothing holds.
  if (`https://github.com/${action}` !== `${locator.toLowerCase()}@${ref}`) return undefined;
  return readOnce(text).workflows.get(manifest)?.get(action);
}

let last: { readonly text: string; readonly lock: ActionsLock } | undefined;

/** A workflow asks as often as it uses something. */
function readOnce(text: string): ActionsLock {
  if (last?.text !== text) last = { text, lock: readActionsLock('actions.lock', text) };
  return last.lock;
}
