import { readActionsLock, toActionKey } from '../../syntax/actions-lock.ts';
import { rememberLast } from './last-text.ts';
import type { LockQuestion } from './question.ts';

const readLock = rememberLast((text) => readActionsLock('actions.lock', text));

/** The commit that GitHub's own lockfile holds for what one of its workflows uses. What runs elsewhere is not its business. */
export function actionsCommit(text: string, { asked, manifest, locator, ref }: LockQuestion): string | undefined {
  const action = toActionKey(asked('action') ?? '');
  // `actions/checkout` may be given a repository of its own, which nothing holds.
  if (`https://github.com/${action}` !== `${locator.toLowerCase()}@${ref}`) return undefined;
  return readLock(text).workflows.get(manifest)?.get(action);
}
