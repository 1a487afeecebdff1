import { toRepositoryKey } from '../own-repository.ts';
import type { LockQuestion } from './question.ts';

/**
 * The commit that a Gemfile.lock holds for a repository: sections `GIT` with `remote`, `revision`, and the `branch`, `tag` or `ref` that was
 * asked. https://bundler.io/man/bundle-lock.1.html
 */
export function gemCommit(text: string, { asked, manifest, locator }: LockQuestion): string | undefined {
  if (manifest !== 'Gemfile') return undefined;
  for (const section of text.split(/\r?\n\r?\n/)) {
    const [head, ...lines] = section.split(/\r?\n/);
    if (head !== 'GIT') continue;
    const said = new Map(
      lines.flatMap((line) => {
        const [, key, value = ''] = /^ {2}(\w+): (.*)$/.exec(line) ?? [];
        return key === undefined ? [] : [[key, value] as const];
      }),
    );
    const isSame = ['branch', 'tag', 'ref'].every((role) => said.get(role) === asked(role));
    if (isSame && toRepositoryKey(said.get('remote') ?? '') === `git+${locator}`) return said.get('revision');
  }
  return undefined;
}
