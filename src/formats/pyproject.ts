import type { Program, Step } from '../model/program.ts';
import { literalTemplate } from '../model/template.ts';
import { readToml } from '../syntax/toml.ts';
import type { YamlEntry, YamlNode } from '../syntax/yaml.ts';
import { entriesOf, entryOf, itemsOf, nodeAt } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { toRequirement } from './python-requirement.ts';
import { keyFact, type YamlReading } from './yaml-reading.ts';

/**
 * What a Python project needs: in the words of pip (https://packaging.python.org/en/latest/specifications/pyproject-toml/) and in the
 * tables of Poetry, uv and pixi.
 */
export const pyproject: Format = {
  id: 'pyproject',
  title: 'pyproject.toml',
  reads:
    'repositories and files by their address, for pip, Poetry, uv, PDM and pixi, settled by the lockfiles of Poetry, uv and PDM',
  writes: 'commits as `rev` or behind `@`, `#sha256=` of requirements',
  matches: (path) => /(?:^|\/)pyproject\.toml$/.test(path),
  sign: /:\/\/|\b(?:git|hg)@/,
  parse,
};

/** Lists of requirements. */
const LISTS: readonly (readonly string[])[] = [
  ['project', 'dependencies'],
  ['tool', 'uv', 'dev-dependencies'],
  ['tool', 'uv', 'constraint-dependencies'],
  ['tool', 'uv', 'override-dependencies'],
];

/** Maps of names to such lists. */
const GROUPS: readonly (readonly string[])[] = [
  ['project', 'optional-dependencies'],
  ['dependency-groups'],
  ['tool', 'pdm', 'dev-dependencies'],
];

/** Maps of names to tables, and what holds more of them by name. */
const TABLES: readonly (readonly string[])[] = [
  ['tool', 'poetry', 'dependencies'],
  ['tool', 'poetry', 'dev-dependencies'],
  ['tool', 'uv', 'sources'],
  ['tool', 'pixi', 'pypi-dependencies'],
];
const TABLES_OF: readonly (readonly [readonly string[], string])[] = [
  [['tool', 'poetry', 'group'], 'dependencies'],
  [['tool', 'pixi', 'feature'], 'pypi-dependencies'],
];

function parse(path: string, text: string): Program {
  const { document, problems } = readToml(path, text);
  const reading: YamlReading = { file: path, toTemplate: literalTemplate, problems: [] };
  const lists = [
    ...LISTS.map((keys) => nodeAt(document, ...keys)),
    ...GROUPS.flatMap((keys) => entriesOf(nodeAt(document, ...keys)).map(({ value }) => value)),
  ];
  const tables = [
    ...TABLES.map((keys) => nodeAt(document, ...keys)),
    ...TABLES_OF.flatMap(([keys, name]) =>
      entriesOf(nodeAt(document, ...keys)).map(({ value }) => nodeAt(value, name)),
    ),
  ];
  const steps = [
    ...lists.flatMap((list) => requirementSteps(reading, 'project-requirement', list)),
    // What builds a project is chosen anew at each build, whatever its lockfile says.
    ...requirementSteps(reading, 'requirement', nodeAt(document, 'build-system', 'requires')),
    ...entriesOf(nodeAt(document, 'tool', 'hatch', 'envs')).flatMap(({ value }) =>
      ['dependencies', 'extra-dependencies'].flatMap((name) =>
        requirementSteps(reading, 'requirement', nodeAt(value, name)),
      ),
    ),
    ...tables.flatMap((table) => entriesOf(table).flatMap((entry) => sourceSteps(reading, entry))),
  ];
  return { file: path, format: pyproject.id, steps, problems };
}

function requirementSteps(
  reading: YamlReading,
  name: 'requirement' | 'project-requirement',
  list: YamlNode | null | undefined,
): readonly Step[] {
  return itemsOf(list).flatMap((value) =>
    keyFact(reading, name, { key: name, at: value.at, value: toRequirement(value) }),
  );
}

/** `tool = { git = ..., branch = ... }`, `{ url = ... }`, or several of them, of which the machine chooses one. */
function sourceSteps(reading: YamlReading, { value }: YamlEntry): readonly Step[] {
  return itemsOf(value).flatMap((source) => {
    const [git, url] = [entryOf(source, 'git'), entryOf(source, 'url')];
    if (git === undefined) return url === undefined ? [] : keyFact(reading, 'python-url', url);
    return keyFact(
      reading,
      'python-git',
      git,
      ['branch', 'tag', 'rev'].flatMap((key) => entryOf(source, key) ?? []),
    );
  });
}
