import { readToml } from '../../syntax/toml.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { itemsOf, nodeAt, textOf } from '../../syntax/yaml-access.ts';
import { toRepositoryKey } from '../own-repository.ts';
import { rememberLast } from './last-text.ts';
import type { LockQuestion } from './question.ts';

/** A package of a lockfile in TOML. */
type Package = YamlNode;

const poetryPackages = rememberLast(readPackages);
const uvPackages = rememberLast(readPackages);
const pdmPackages = rememberLast(readPackages);

/**
 * What poetry.lock holds: `reference` is what was asked, `resolved_reference` what it was. There are no workspaces.
 * https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock
 */
export function poetryIdentity(text: string, { folder, url: asked, locator, ref }: LockQuestion): string | undefined {
  if (folder !== '') return undefined;
  for (const one of poetryPackages(text)) {
    const source = nodeAt(one, 'source');
    const [type, url] = [textAt(source, 'type'), textAt(source, 'url') ?? ''];
    if (type === 'url' && url === asked) return onlySum(itemsOf(nodeAt(one, 'files')));
    if (type !== 'git' || !isRepository(url, locator)) continue;
    if (textAt(source, 'reference') === (ref ?? 'HEAD')) return textAt(source, 'resolved_reference');
  }
  return undefined;
}

/**
 * What uv.lock holds: `git = "URL?branch=main#COMMIT"`. For a folder below it speaks only where it lists the project there.
 * https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile
 */
export function uvIdentity(
  text: string,
  { asked, folder, url: written, locator, ref }: LockQuestion,
): string | undefined {
  const packages = uvPackages(text);
  if (folder !== '' && !packages.some((one) => isProject(one, folder))) return undefined;
  const role = ['branch', 'tag'].find((name) => asked(name) !== undefined) ?? 'rev';
  for (const one of packages) {
    const source = nodeAt(one, 'source');
    if (textAt(source, 'url') === written)
      return onlySum([...itemsOf(nodeAt(one, 'wheels')), ...itemsOf(nodeAt(one, 'sdist'))]);
    const [url = '', commit] = (textAt(source, 'git') ?? '').split('#');
    const [repository = '', query] = url.split('?');
    if (!isRepository(repository, locator)) continue;
    const named = new URLSearchParams(query);
    const refs = ['rev', 'branch', 'tag'].flatMap((name) => named.getAll(name));
    if (refs.length === 0 ? ref === null : named.get(role) === ref) return commit;
  }
  return undefined;
}

/** What pdm.lock holds: `ref` is what was asked, `revision` what it was. https://pdm-project.org/latest/usage/lockfile/ */
export function pdmIdentity(text: string, { folder, url: asked, locator, ref }: LockQuestion): string | undefined {
  if (folder !== '') return undefined;
  for (const one of pdmPackages(text)) {
    if (textAt(one, 'url') === asked) return onlySum(itemsOf(nodeAt(one, 'files')));
    if (!isRepository(textAt(one, 'git') ?? '', locator)) continue;
    if ((textAt(one, 'ref') ?? null) === ref) return textAt(one, 'revision');
  }
  return undefined;
}

/** One that is broken (by a merge, say) holds nothing. */
function readPackages(text: string): readonly Package[] {
  const { document, problems } = readToml('lockfile', text);
  return problems.length > 0 ? [] : itemsOf(nodeAt(document, 'package'));
}

function isProject(one: Package, folder: string): boolean {
  const source = nodeAt(one, 'source');
  return ['editable', 'virtual', 'directory'].some((name) => textAt(source, name) === folder);
}

function isRepository(url: string, locator: string): boolean {
  return url !== '' && toRepositoryKey(url.replace(/^git\+/, '')) === `git+${locator}`;
}

/** Where several files are allowed none of their sums says which one comes. */
function onlySum(files: readonly YamlNode[]): string | undefined {
  const sums = new Set(files.map((file) => textAt(file, 'hash')));
  return sums.size === 1 ? [...sums][0] : undefined;
}

function textAt(node: YamlNode | undefined, name: string): string | undefined {
  return textOf(nodeAt(node, name));
}
