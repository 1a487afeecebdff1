import { commitAtEnd, type LockQuestion } from './question.ts';

/**
 * The commit that a yarn.lock (of any version) holds for a dependency: an entry begins with all that was asked, `name@specification`, and
 * `resolved` or `resolution` says what it is. For a folder below it speaks only where it lists that as a workspace, which Yarn 1 does not.
 */
export function yarnCommit(text: string, { asked, folder }: LockQuestion): string | undefined {
  if (folder !== '' && !text.includes(`@workspace:${folder}"`)) return undefined;
  const wanted = `${asked('package')}@${asked('spec')}`;
  let isOurs = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^[^\s#]/.test(line)) {
      const names = line.replace(/:$/, '').replaceAll('"', '').split(', ');
      isOurs = names.includes(wanted);
      continue;
    }
    const resolved = isOurs ? /^ {2}(?:resolved|resolution):? "?([^"\s]+)"?$/.exec(line)?.[1] : undefined;
    if (resolved !== undefined) return commitAtEnd(resolved);
  }
  return undefined;
}
