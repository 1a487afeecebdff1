import { commitAtEnd, type LockQuestion } from './question.ts';

/**
 * The commit that a pnpm-lock.yaml holds for a dependency of one of its importers: `specifier` is what was asked, `version` what it is. The
 * file is written by a program in one shape, so its lines and their indents say enough. https://github.com/pnpm/spec
 */
export function pnpmCommit(text: string, { asked, folder }: LockQuestion): string | undefined {
  const [name, specification] = [asked('package'), asked('spec')];
  if (specification === undefined) return undefined;
  const path: string[] = [];
  let specifier: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, indent = '', key = '', value = ''] = /^( *)('[^']*'|[^\s:'][^:]*):(?: (.*))?$/.exec(line) ?? [];
    if (key === '') continue;
    path.splice(indent.length / 2);
    path.push(unquote(key));
    const [top, importer, , dependency, field] = path;
    if (top !== 'importers' || importer !== (folder === '' ? '.' : folder) || dependency !== name) continue;
    if (field === undefined) specifier = undefined;
    else if (field === 'specifier') specifier = unquote(value);
    else if (field === 'version' && specifier === specification) return commitAtEnd(withoutPeers(unquote(value)));
  }
  return undefined;
}

/** `name@URL(peer@1.2)`. */
function withoutPeers(version: string): string {
  return version.replace(/\(.*$/, '');
}

function unquote(text: string): string {
  return text.replace(/^(['"])(.*)\1$/, '$2');
}
