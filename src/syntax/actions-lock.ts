import type { SyntaxProblem } from '../model/program.ts';
import { startOfFile } from '../model/span.ts';
import { readYaml } from './yaml.ts';
import { entriesOf, itemsOf, nodeAt, scalarOf, textOf } from './yaml-access.ts';

/** What GitHub's own lockfile holds. */
export type ActionsLock = {
  /** By path of a workflow: the commits of what it uses, by `owner/repository@ref`, owner and repository in lower case. */
  readonly workflows: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly problems: readonly SyntaxProblem[];
};

const VERSIONS: readonly string[] = ['v0.0.2'];

/**
 * `.github/workflows/actions.lock`, which GitHub's runner keeps to for the workflows that it lists. Broken or of another version it settles
 * nothing. https://docs.github.com/en/actions/concepts/security/workflow-dependency-lockfiles
 */
export function readActionsLock(path: string, text: string): ActionsLock {
  const { documents, problems: broken } = readYaml(path, text);
  const [document] = documents;
  const problems: SyntaxProblem[] = [...broken];
  const start = startOfFile(path);
  const version = scalarOf(nodeAt(document, 'version'));
  if (problems.length === 0 && !VERSIONS.includes(textOf(version) ?? ''))
    problems.push({
      at: version?.at ?? start,
      message: `an actions.lock of version ${VERSIONS.join(' or ')} is expected here; nothing that it holds counts`,
    });
  const commits = new Map<string, string>();
  for (const { key, at, value } of entriesOf(nodeAt(document, 'dependencies'))) {
    const commit = /^sha1-([0-9a-f]{40})$/.exec(textOf(nodeAt(value, 'commit')) ?? '')?.[1];
    if (commit === undefined) problems.push({ at, message: `no full commit stands here for ${key}` });
    else commits.set(toActionKey(key), commit);
  }
  if (problems.length > 0) return { workflows: new Map(), problems };
  const workflows = entriesOf(nodeAt(document, 'workflows')).map(({ key, value }) => {
    const used = itemsOf(value).flatMap((item): readonly (readonly [string, string])[] => {
      const name = toActionKey(textOf(item) ?? '');
      const commit = commits.get(name);
      return commit === undefined ? [] : [[name, commit]];
    });
    return [key, new Map(used)] as const;
  });
  return { workflows: new Map(workflows), problems: [] };
}

/** `Owner/repository/folder@ref`, as a workflow writes it, as the lockfile does: the folder left out, names in lower case. */
export function toActionKey(written: string): string {
  const at = written.indexOf('@');
  const [owner = '', repository = ''] = written.slice(0, Math.max(at, 0)).split('/');
  return `${owner}/${repository}`.toLowerCase() + written.slice(Math.max(at, 0));
}
