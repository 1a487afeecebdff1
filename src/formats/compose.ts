import type { Program, Step } from '../model/program.ts';
import { startOfFile } from '../model/span.ts';
import { impliedTemplate } from '../model/template.ts';
import { flatten, slicePieces } from '../model/value.ts';
import { composeTemplate } from '../syntax/compose-template.ts';
import { readYaml, type YamlEntry, type YamlMap, type YamlNode } from '../syntax/yaml.ts';
import { entriesOf, entryOf, extendMap, itemsOf, mapOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import { recipeSteps } from './docker-recipe.ts';
import type { Format } from './format.ts';
import { extentOf, keyFact, type YamlReading } from './yaml-reading.ts';

/** Compose files. https://docs.docker.com/reference/compose-file/ */
export const compose: Format = {
  id: 'compose',
  title: 'Compose file',
  reads: 'images, contexts and arguments of builds, Dockerfiles in place, includes, `.env`',
  writes: 'digests, commits in contexts',
  matches,
  sign: /\bargs\b|\bdockerfile_inline\b/,
  parse,
};

const NAME = /(?:^|\/)(?:(?:[\w.-]+[._-])?docker-|podman-)?compose(?:[._-][\w.-]+)?\.ya?ml$/;

function matches(path: string): boolean {
  return NAME.test(path);
}

function parse(path: string, text: string): Program {
  const { documents, problems } = readYaml(path, text);
  const reading: YamlReading = { file: path, toTemplate: composeTemplate, problems: [...problems] };
  const at = startOfFile(path);
  const environment: Step = { kind: 'include', path: impliedTemplate('.env', at), at };
  const steps = documents.flatMap((document) => [
    ...itemsOf(nodeAt(document, 'include')).flatMap((item) => includeSteps(reading, item)),
    ...servicesSteps(reading, entriesOf(nodeAt(document, 'services'))),
  ]);
  return { file: path, format: compose.id, steps: [environment, ...steps], problems: reading.problems };
}

/** Another file of the tree, or one of a repository. */
function includeSteps(reading: YamlReading, item: YamlNode): readonly Step[] {
  const paths = item.kind === 'map' ? itemsOf(nodeAt(item, 'path')) : [item];
  return paths.flatMap((path): readonly Step[] => {
    const scalar = scalarOf(path);
    if (scalar === undefined) return [];
    const { pieces, at } = scalar;
    return [
      ...keyFact(reading, 'context', { key: 'include', at, value: scalar }),
      { kind: 'include', path: reading.toTemplate(pieces), at },
    ];
  });
}

/** An image that one of the services builds is none that another one fetches, wherever that stands. */
function servicesSteps(reading: YamlReading, services: readonly YamlEntry[]): readonly Step[] {
  const mapNamed = (name: string) => mapOf(services.find(({ key }) => key === name)?.value);
  const whole = services.flatMap(({ value }) => {
    const service = mapOf(value);
    return service === undefined ? [] : [extendMap(service, basesOf, mapNamed)];
  });
  const isBuilt = (service: YamlMap) => entryOf(service, 'build') !== undefined;
  return [
    ...whole.filter(isBuilt).flatMap((service) => [...serviceSteps(reading, service), ...madeSteps(reading, service)]),
    ...whole.filter((service) => !isBuilt(service)).flatMap((service) => serviceSteps(reading, service)),
  ];
}

/** The name of what is built, and the file that says how. */
function madeSteps(reading: YamlReading, service: YamlMap): readonly Step[] {
  const image = entryOf(service, 'image');
  const build = entryOf(service, 'build');
  if (image === undefined || build === undefined) return [];
  const from = build.value?.kind === 'scalar' ? [{ ...build, key: 'context' }] : entriesOf(build.value);
  return keyFact(reading, 'built-image', image, from);
}

/** The service of the same file that one extends. */
function basesOf(service: YamlMap): readonly string[] {
  const extended = nodeAt(service, 'extends');
  const name =
    textOf(extended) ?? (entryOf(extended, 'file') === undefined ? textOf(nodeAt(extended, 'service')) : undefined);
  return name === undefined ? [] : [name];
}

/** `image` beside `build` is the name of what is built. */
function serviceSteps(reading: YamlReading, service: YamlMap): readonly Step[] {
  const image = entryOf(service, 'image');
  const build = entryOf(service, 'build');
  if (build === undefined)
    return image === undefined ? extendedSteps(reading, service) : keyFact(reading, 'image', image);
  const context = build.value?.kind === 'scalar' ? build : entryOf(build.value, 'context');
  return [
    ...(context === undefined ? [] : keyFact(reading, 'context', context)),
    ...namedEntries(nodeAt(build.value, 'additional_contexts')).flatMap((entry) =>
      keyFact(reading, 'context', { ...entry, key: 'additional_contexts' }),
    ),
    ...recipeSteps(reading, {
      context: scalarOf(context?.value),
      file: scalarOf(nodeAt(build.value, 'dockerfile')),
      inline: scalarOf(nodeAt(build.value, 'dockerfile_inline')),
      given: namedEntries(nodeAt(build.value, 'args')),
      at: extentOf(build),
    }),
  ];
}

/** A service of another file, which may be called anything, says what this one leaves open. */
function extendedSteps(reading: YamlReading, service: YamlNode | null): readonly Step[] {
  const file = scalarOf(nodeAt(service, 'extends', 'file'));
  if (file === undefined) return [];
  return [{ kind: 'include', path: reading.toTemplate(file.pieces), format: compose.id, at: file.at }];
}

/** A map, or a list of `name=value`; a name by itself has none. */
function namedEntries(node: YamlNode | undefined): readonly YamlEntry[] {
  if (node?.kind !== 'list') return entriesOf(node);
  return node.items.flatMap((item): readonly YamlEntry[] => {
    if (item.kind !== 'scalar') return [];
    const text = flatten(item.pieces);
    const equals = text.indexOf('=');
    const key = equals < 0 ? text : text.slice(0, equals);
    const value = equals < 0 ? null : { ...item, pieces: slicePieces(item.pieces, equals + 1, text.length) };
    return [{ key, at: item.at, value }];
  });
}
