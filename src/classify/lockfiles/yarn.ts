import { commitAtEnd, type LockQuestion, sumOf } from './question.ts';

/**
 * The commit, or the hash of the file, that a yarn.lock (of any version) holds for a dependency: an entry begins with all that was asked, `name@specification`, and
 * `resolved` or `resolution` says what it is. For a folder below it speaks only where it lists that as a workspace, which Yarn 1 does not.
 */
export function yarnIdentity(text: string, { asked, folder, isFile }: LockQuestion): string | undefined {
  if (folder !== '' && !text.includes(`@workspace:${folder}"`)) return undefined;
  const wanted = `${asked('package')}@${asked('spec')}`;
  let isOurs = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^[^\s#]/.test(line)) {
      const names = line.replace(/:$/, '').replaceAll('"', '').split(', ');
      isOurs = names.includes(wanted);
      continue;
    }
    if (!isOurs) continue;
    const [, field, value = ''] = /^ {2}(resolved|resolution|integrity):? "?([^"\s]+)"?$/.exec(line) ?? [];
    if (isFile && field === 'integrity') return sumOf(value);
    if (!isFile && field !== undefined) return commitAtEnd(value);
  }
  return undefined;
}
