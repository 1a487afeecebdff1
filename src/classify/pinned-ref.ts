import type { ClassifiedFetch } from '../model/source.ts';

/**
 * A pin records the full ref, which decides where the name alone could not: `1.5` that was resolved from `refs/heads/1.5` is a branch
 * and moves. A fetch that names a commit or a full ref, or that moves for another reason than its name, stays as it is.
 */
export function withPinnedRef(fetch: ClassifiedFetch, fullRef: string): ClassifiedFetch {
  if (fetch.kind !== 'git' || fetch.ref === null || fetch.ref.startsWith('refs/')) return fetch;
  if (fullRef === `refs/heads/${fetch.ref}` && fetch.verdict === 'tag')
    return {
      ...fetch,
      refKind: 'branch',
      verdict: 'moving',
      why: `${fetch.ref} is a branch in its repository, which moves with every commit`,
    };
  const isMovingName = fetch.verdict === 'moving' && fetch.refKind === 'branch' && fetch.fetch.ineffective.length === 0;
  const isByItself = ['pull', 'submodule-remote', 'merge'].includes(fetch.fetch.history.at(-1)?.how ?? '');
  if (fullRef === `refs/tags/${fetch.ref}` && isMovingName && !isByItself)
    return {
      ...fetch,
      refKind: 'tag',
      verdict: 'tag',
      why: `${fetch.ref} is a tag in its repository, which is fixed by convention only`,
    };
  return fetch;
}
