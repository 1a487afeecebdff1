import type { Program, Step } from '../model/program.ts';
import { impliedText } from '../model/value.ts';
import { composeTemplate } from '../syntax/compose-template.ts';
import { readYaml, type YamlEntry, type YamlNode } from '../syntax/yaml.ts';
import { entriesOf, entryOf, itemsOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { inlineDockerfile } from './inline-dockerfile.ts';
import { keyFact, type YamlReading } from './yaml-reading.ts';

/** Compose files. https://docs.docker.com/reference/compose-file/ */
export const compose: Format = {
  id: 'compose',
  title: 'Compose file',
  reads: 'images, contexts of builds, Dockerfiles in place, includes, `.env`',
  writes: 'digests, commits in contexts',
  matches,
  parse,
};

const NAME = /(?:^|\/)(?:(?:[\w.-]+[._-])?docker-|podman-)?compose(?:[._-][\w.-]+)?\.ya?ml$/;

function matches(path: string): boolean {
  return NAME.test(path);
}

function parse(path: string, text: string): Program {
  const { documents, problems } = readYaml(path, text);
  const reading: YamlReading = { file: path, toTemplate: composeTemplate, problems: [...problems] };
  const at = { file: path, start: 0, end: 0 };
  const environment: Step = { kind: 'include', path: wordTemplate('.env'), at };
  const steps = documents.flatMap((document) => [
    ...itemsOf(nodeAt(document, 'include')).flatMap((item) => includeSteps(reading, item)),
    ...servicesSteps(reading, entriesOf(nodeAt(document, 'services')), text),
  ]);
  return { file: path, format: compose.id, steps: [environment, ...steps], problems: reading.problems };

  function wordTemplate(name: string) {
    return { language: 'literal', pieces: [impliedText(name, at)] } as const;
  }
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

/** An image that one of the services builds is none that another one fetches. */
function servicesSteps(reading: YamlReading, services: readonly YamlEntry[], text: string): readonly Step[] {
  const isBuilt = ({ value }: YamlEntry) => entryOf(value, 'build') !== undefined;
  const imageOf = ({ value }: YamlEntry) => textOf(nodeAt(value, 'image'));
  const built = new Set(services.filter(isBuilt).map(imageOf));
  const others = services.filter(
    (service) => isBuilt(service) || imageOf(service) === undefined || !built.has(imageOf(service)),
  );
  return others.flatMap((service) => serviceSteps(reading, service, text));
}

/** `image` beside `build` is the name of what is built. */
function serviceSteps(reading: YamlReading, { value }: YamlEntry, text: string): readonly Step[] {
  const image = entryOf(value, 'image');
  const build = entryOf(value, 'build');
  if (build === undefined)
    return image === undefined ? extendedSteps(reading, value) : keyFact(reading, 'image', image);
  const context = build.value?.kind === 'scalar' ? build : entryOf(build.value, 'context');
  const inline = scalarOf(nodeAt(build.value, 'dockerfile_inline'));
  return [
    ...(context === undefined ? [] : keyFact(reading, 'context', context)),
    ...contextEntries(nodeAt(build.value, 'additional_contexts')).flatMap((entry) =>
      keyFact(reading, 'context', entry),
    ),
    ...(inline === undefined ? [] : inlineDockerfile(reading, text, inline.at.start, inline.at.end).map(interpolated)),
  ];
}

/** A service of another file, which may be called anything, says what this one leaves open. */
function extendedSteps(reading: YamlReading, service: YamlNode | null): readonly Step[] {
  const file = scalarOf(nodeAt(service, 'extends', 'file'));
  if (file === undefined) return [];
  return [{ kind: 'include', path: reading.toTemplate(file.pieces), format: compose.id, at: file.at }];
}

/** A map of names to contexts, or a list of `name=context`, whose name is cut off. */
function contextEntries(node: YamlNode | undefined): readonly YamlEntry[] {
  if (node?.kind !== 'list') return entriesOf(node);
  return node.items.flatMap((item): readonly YamlEntry[] => {
    const [only, second] = item.kind === 'scalar' ? item.pieces : [];
    if (item.kind !== 'scalar' || only?.kind !== 'text' || !only.verbatim || second !== undefined) return [];
    const equals = only.text.indexOf('=') + 1;
    const piece = { ...only, text: only.text.slice(equals), at: { ...only.at, start: only.at.start + equals } };
    return [{ key: 'additional_contexts', at: item.at, value: { ...item, pieces: [piece] } }];
  });
}

/** Compose reads the dollars of a Dockerfile inside of the file before anybody else does. */
function interpolated(step: Step): Step {
  return step.kind === 'shell' && step.text.language !== 'parts'
    ? { ...step, text: composeTemplate(step.text.pieces) }
    : step;
}
