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
    'repositories and files by their address, for pip, Poetry, uv, PDM and pixi, settled by the lockfiles of Poetry, uv and PDM; environments and commands of tox and Hatch, tasks',
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

/** What holds tables of environments by name, and one that is for all of them. */
const ENVIRONMENTS: readonly (readonly string[])[] = [
  ['tool', 'hatch', 'envs'],
  ['tool', 'tox', 'env'],
];
const BASES: readonly (readonly string[])[] = [
  ['tool', 'tox', 'env_run_base'],
  ['tool', 'tox', 'env_pkg_base'],
];
/** In an environment: lists of requirements, and commands. */
const WANTED = ['dependencies', 'extra-dependencies', 'deps'];
const COMMANDS = ['pre-install-commands', 'post-install-commands', 'commands_pre', 'commands', 'commands_post'];

/** Maps of names to commands that somebody runs by name. */
const TASKS: readonly (readonly string[])[] = [
  ['tool', 'pdm', 'scripts'],
  ['tool', 'poe', 'tasks'],
  ['tool', 'taskipy', 'tasks'],
  ['tool', 'pixi', 'tasks'],
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
    ...tables.flatMap((table) => entriesOf(table).flatMap((entry) => sourceSteps(reading, entry))),
    ...[
      ...BASES.map((keys) => nodeAt(document, ...keys)),
      ...ENVIRONMENTS.flatMap((keys) => entriesOf(nodeAt(document, ...keys)).map(({ value }) => value)),
    ].flatMap((environment) => environmentSteps(reading, environment)),
    ...TASKS.flatMap((keys) => entriesOf(nodeAt(document, ...keys)).flatMap(({ value }) => taskSteps(reading, value))),
  ];
  return { file: path, format: pyproject.id, steps, problems };
}

/** An environment that is made when somebody runs something in it, whatever the project's lockfile says. */
function environmentSteps(reading: YamlReading, environment: YamlNode | null | undefined): readonly Step[] {
  return [
    ...WANTED.flatMap((name) => requirementSteps(reading, 'requirement', nodeAt(environment, name))),
    ...COMMANDS.flatMap((name) => taskSteps(reading, nodeAt(environment, name))),
    ...entriesOf(nodeAt(environment, 'scripts')).flatMap(({ value }) => taskSteps(reading, value)),
  ];
}

/** A text, a list of texts or of lists of words, or a table with one command. */
function taskSteps(reading: YamlReading, task: YamlNode | null | undefined): readonly Step[] {
  if (task?.kind === 'map') return ['cmd', 'shell'].flatMap((name) => commandSteps(reading, nodeAt(task, name)));
  return itemsOf(task).flatMap((command) => commandSteps(reading, command));
}

/** A command as a text for a shell, or as its words. */
function commandSteps(reading: YamlReading, command: YamlNode | undefined): readonly Step[] {
  if (command === undefined || command.kind === 'map') return [];
  const { at } = command;
  if (command.kind === 'scalar') {
    const text = reading.toTemplate(command.pieces);
    return [{ kind: 'shell', text, errexit: true, pipefail: false, isolated: true, at }];
  }
  const words = command.items.flatMap((item) => (item.kind === 'scalar' ? [reading.toTemplate(item.pieces)] : []));
  return words.length === 0 ? [] : [{ kind: 'exec', words, at }];
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
