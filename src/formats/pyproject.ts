import type { Program } from '../model/program.ts';
import { literalTemplate } from '../model/template.ts';
import { readToml } from '../syntax/toml.ts';
import { entriesOf, itemsOf, nodeAt } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { keyFact, type YamlReading } from './yaml-reading.ts';

/** Requirements of a Python project, in the words of pip. https://packaging.python.org/en/latest/specifications/pyproject-toml/ */
export const pyproject: Format = {
  id: 'pyproject',
  title: 'pyproject.toml',
  matches: (path) => /(?:^|\/)pyproject\.toml$/.test(path),
  sign: /@[ \t]*(?:git|hg|svn|bzr)?\+?\w+:\/\//,
  parse,
};

function parse(path: string, text: string): Program {
  const { document, problems } = readToml(path, text);
  const reading: YamlReading = { file: path, toTemplate: literalTemplate, problems: [] };
  const lists = [
    nodeAt(document, 'project', 'dependencies'),
    nodeAt(document, 'build-system', 'requires'),
    ...[nodeAt(document, 'project', 'optional-dependencies'), nodeAt(document, 'dependency-groups')].flatMap((groups) =>
      entriesOf(groups).map(({ value }) => value),
    ),
  ];
  const steps = lists.flatMap((list) =>
    itemsOf(list).flatMap((value) => keyFact(reading, 'requirement', { key: 'requirement', at: value.at, value })),
  );
  return { file: path, format: pyproject.id, steps, problems };
}
