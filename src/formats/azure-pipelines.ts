import type { Program, Step } from '../model/program.ts';
import { readYaml, type YamlEntry, type YamlNode } from '../syntax/yaml.ts';
import { entriesOf, entryOf, itemsOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import { besides } from './attempts.ts';
import {
  azureTemplate,
  conditionalEntries,
  conditionalItems,
  declaredSteps,
  imageFact,
  listSteps,
  type Machine,
  machineOf,
  repositoryFact,
  templateSteps,
  variableSteps,
} from './azure-steps.ts';
import { ANY_TEXT, type Format } from './format.ts';
import { oneOfTemplate, optionsByName } from './one-of.ts';
import type { YamlReading } from './yaml-reading.ts';

/** Azure Pipelines and their templates: https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/ */
export const azurePipelines: Format = {
  id: 'azure-pipelines',
  title: 'azure-pipelines.yml',
  reads: 'scripts, containers, repository resources',
  writes: 'digests, commits; in scripts as in shell scripts',
  ownTag: '${{',
  matches,
  sign: ANY_TEXT,
  parse,
};

function matches(path: string): boolean {
  return /(?:^|\/)\.?azure-pipelines[^/]*\.ya?ml$|(?:^|\/)\.?azure-pipelines\/(?:.+\/)?[^/]+\.ya?ml$|[.-]azure-pipelines?\.ya?ml$/.test(
    path,
  );
}

function parse(path: string, text: string): Program {
  const { documents, problems } = readYaml(path, text);
  const reading: YamlReading = { file: path, toTemplate: azureTemplate, problems: [...problems] };
  const steps = documents.flatMap((document): readonly Step[] => {
    const containers = itemsOf(nodeAt(document, 'resources', 'containers'));
    const around: Around = {
      reading,
      machine: 'other',
      isWhole: WHOLE.some((key) => entryOf(document, key) !== undefined),
      containers: new Set(containers.flatMap((item) => textOf(nodeAt(item, 'container')) ?? [])),
    };
    const whole = extendsOf(document);
    return [
      ...declaredSteps(reading, nodeAt(document, 'parameters')),
      ...containers.flatMap((item) => {
        const image = entryOf(item, 'image');
        return image === undefined ? [] : imageFact(reading, image);
      }),
      ...itemsOf(nodeAt(document, 'resources', 'repositories')).flatMap((item) => repositoryFact(reading, item)),
      ...levelSteps(around, document),
      ...(whole === undefined
        ? []
        : templateSteps(reading, whole, nodeAt(document, 'extends', 'parameters'), around.machine)),
    ];
  });
  return { file: path, format: azurePipelines.id, steps, problems: reading.problems };
}

/** Keys of a pipeline; a file without any of them is a template, and the names of containers stand in what uses it. */
const WHOLE = ['trigger', 'pr', 'pool', 'resources', 'schedules'];

function extendsOf(document: YamlNode | null): YamlEntry | undefined {
  return entryOf(nodeAt(document, 'extends'), 'template');
}

type Around = {
  readonly reading: YamlReading;
  readonly machine: Machine;
  readonly isWhole: boolean;
  /** Names that `container:` may mean instead of an image. */
  readonly containers: ReadonlySet<string>;
};

/** What the pipeline, a stage and a job have in common: variables, and what is in them. */
function levelSteps(outer: Around, level: YamlNode | null): readonly Step[] {
  const { reading } = outer;
  const around = { ...outer, machine: machineOf(level, outer.machine) };
  return [
    ...variablesOf(around, nodeAt(level, 'variables')),
    ...matrixSteps(reading, nodeAt(level, 'strategy', 'matrix')),
    ...containerSteps(around, entryOf(level, 'container')),
    ...conditionalItems(nodeAt(level, 'stages')).flatMap((stage) => innerSteps(around, stage)),
    ...conditionalItems(nodeAt(level, 'jobs')).flatMap((job) => innerSteps(around, job)),
    ...listSteps(reading, conditionalItems(nodeAt(level, 'steps')), around.machine),
    ...deploymentSteps(around, nodeAt(level, 'strategy')),
  ];
}

function innerSteps(around: Around, inner: YamlNode): readonly Step[] {
  const template = entryOf(inner, 'template');
  if (template !== undefined)
    return templateSteps(around.reading, template, nodeAt(inner, 'parameters'), around.machine);
  const files = entryOf(inner, 'steps') === undefined ? 'shared' : 'own';
  return [{ kind: 'scope', files, steps: levelSteps(around, inner), at: inner.at }];
}

/** `strategy: { runOnce: { deploy: { steps } } }`, and its other hooks; what runs behind a failure says nothing of a good deployment. */
function deploymentSteps({ reading, machine }: Around, strategy: YamlNode | undefined): readonly Step[] {
  const stepsOf = (hook: YamlNode | null | undefined) =>
    listSteps(reading, conditionalItems(nodeAt(hook, 'steps')), machine);
  return ['runOnce', 'rolling', 'canary'].flatMap((kind) =>
    entriesOf(nodeAt(strategy, kind)).flatMap(({ key, value, at }) =>
      key === 'on'
        ? [...stepsOf(nodeAt(value, 'success')), ...besides(stepsOf(nodeAt(value, 'failure')), at)]
        : stepsOf(value),
    ),
  );
}

/** A map, or a list of names with values, of templates and of groups, which only the server knows. */
function variablesOf({ reading, machine }: Around, variables: YamlNode | undefined): readonly Step[] {
  const mapped = conditionalEntries(variables).flatMap(({ key, at, value }) => {
    const text = scalarOf(value);
    return text === undefined ? [] : variableSteps(key, reading.toTemplate(text.pieces), at);
  });
  if (variables?.kind !== 'list') return mapped;
  return conditionalItems(variables).flatMap((item) => {
    const template = entryOf(item, 'template');
    if (template !== undefined) return templateVariables(reading, template, nodeAt(item, 'parameters'), machine);
    const [name, value] = [textOf(nodeAt(item, 'name')), scalarOf(nodeAt(item, 'value'))];
    return name === undefined || value === undefined
      ? []
      : variableSteps(name, reading.toTemplate(value.pieces), item.at);
  });
}

/** Variables of a template are those of the level that names it: no scope stands around them. */
function templateVariables(
  reading: YamlReading,
  template: YamlEntry,
  parameters: YamlNode | undefined,
  machine: Machine,
): readonly Step[] {
  return templateSteps(reading, template, parameters, machine).flatMap((step) =>
    step.kind === 'scope' ? step.steps : [step],
  );
}

/** `container: image`, or a map with `image`, or the name of one that the resources list. */
function containerSteps({ reading, isWhole, containers }: Around, container: YamlEntry | undefined): readonly Step[] {
  const image = container?.value?.kind === 'map' ? entryOf(container.value, 'image') : container;
  const name = textOf(image?.value);
  if (image === undefined || name === undefined || containers.has(name)) return [];
  if (!isWhole && container?.value?.kind === 'scalar' && !/[/:]/.test(name)) return [];
  // One of those that are listed, each a fetch by itself.
  if (containers.size > 0 && WHOLE_EXPRESSION.test(name)) return [];
  return imageFact(reading, image);
}

const WHOLE_EXPRESSION = /^\$(?:\[[^\]]*(?:\[[^\]]*\][^\]]*)*\]|\([^)]*\)|\{\{[^}]*\}\})$/;

/** Every entry is one leg with variables of its own; an expression makes legs that nobody knows. */
function matrixSteps(reading: YamlReading, matrix: YamlNode | undefined): readonly Step[] {
  const at = matrix?.at;
  if (at === undefined) return [];
  const found = conditionalEntries(matrix).flatMap((leg) =>
    conditionalEntries(leg.value).flatMap(({ key, value }) => {
      const text = scalarOf(value);
      return text === undefined ? [] : [{ name: key, answer: leg.key, value: reading.toTemplate(text.pieces) }];
    }),
  );
  const question = `matrix ${at.start}`;
  return [...optionsByName(found)].flatMap(([name, options]) =>
    variableSteps(name, oneOfTemplate({ question, options, at }), at),
  );
}
