import type { LockQuestion } from './question.ts';

/**
 * The commit that a Cargo.lock holds for a repository: `git+URL?branch=main#COMMIT`, with the URL and the ref of the manifest. For a
 * folder below it speaks only where it lists the crate there as its own, which has no source.
 */
export function cargoCommit(text: string, { asked, folder }: LockQuestion): string | undefined {
  const url = asked('url');
  if (url === undefined || (folder !== '' && !hasMember(text, asked('crate')))) return undefined;
  const refs = ['rev', 'tag', 'branch'].flatMap((role) => {
    const ref = asked(role);
    return ref === undefined ? [] : [`?${role}=${ref}`, `?${role}=${encodeURIComponent(ref)}`];
  });
  for (const ref of refs.length === 0 ? [''] : refs) {
    const source = `"git+${url}${ref}#`;
    const start = text.indexOf(source);
    const commit =
      start < 0
        ? undefined
        : /^([0-9a-f]{40})"/.exec(text.slice(start + source.length, start + source.length + 41))?.[1];
    if (commit !== undefined) return commit;
  }
  return undefined;
}

function hasMember(text: string, crate: string | undefined): boolean {
  return text
    .split('[[package]]')
    .some((entry) => entry.includes(`name = "${crate}"`) && !entry.includes('\nsource = '));
}
