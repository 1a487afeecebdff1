import type { Program, Step } from '../model/program.ts';
import { literalTemplate } from '../model/template.ts';
import { impliedText, joinPieces } from '../model/value.ts';
import { readYaml, type YamlEntry, type YamlNode, type YamlScalar } from '../syntax/yaml.ts';
import { entryOf, itemsOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { keyFact, type YamlReading } from './yaml-reading.ts';

/** The manifest of west: projects that `west update` clones. https://docs.zephyrproject.org/latest/develop/west/manifest.html */
export const west: Format = {
  id: 'west',
  title: 'west.yml',
  reads: 'projects of a manifest, with its remotes and defaults',
  writes: 'commits',
  matches: (path) => /(?:^|\/)west\.ya?ml$/.test(path),
  parse,
};

function parse(path: string, text: string): Program {
  const { documents, problems } = readYaml(path, text);
  const reading: YamlReading = { file: path, toTemplate: literalTemplate, problems: [...problems] };
  const steps = documents.flatMap((document): readonly Step[] => {
    const manifest = nodeAt(document, 'manifest');
    return itemsOf(nodeAt(manifest, 'projects')).flatMap((project) => {
      const url = urlOf(manifest, project);
      return url === undefined ? [] : keyFact(reading, 'west-project', url, [revisionOf(manifest, project, url)]);
    });
  });
  return { file: path, format: west.id, steps, problems: reading.problems };
}

/** Where a project lies: at its own address, or below that of its remote. */
function urlOf(manifest: YamlNode | undefined, project: YamlNode): YamlEntry | undefined {
  const name = entryOf(project, 'name');
  const path = scalarOf(nodeAt(project, 'repo-path')) ?? scalarOf(name?.value);
  if (name === undefined || path === undefined) return undefined;
  const own = entryOf(project, 'url');
  if (own !== undefined) return own;
  const remote = textOf(nodeAt(project, 'remote')) ?? textOf(nodeAt(manifest, 'defaults', 'remote'));
  const found = itemsOf(nodeAt(manifest, 'remotes')).find((one) => textOf(nodeAt(one, 'name')) === remote);
  const base = scalarOf(nodeAt(found, 'url-base'));
  if (base === undefined) return undefined;
  return { ...name, value: { ...path, pieces: joinPieces(base.pieces, [impliedText('/', path.at)], path.pieces) } };
}

/** The branch `master` is what west takes where nobody names a revision. */
function revisionOf(manifest: YamlNode | undefined, project: YamlNode, url: YamlEntry): YamlEntry {
  const written = entryOf(project, 'revision') ?? entryOf(nodeAt(manifest, 'defaults'), 'revision');
  if (written !== undefined) return { ...written, key: 'revision' };
  const value: YamlScalar = { kind: 'scalar', pieces: [impliedText('master', url.at)], at: url.at, tag: null };
  return { key: 'revision', at: url.at, value };
}
