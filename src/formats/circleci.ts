import type { Program, Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { literalTemplate } from '../model/template.ts';
import { flatten, impliedText, type Pieces } from '../model/value.ts';
import { markedTemplate, type VariableMark } from '../syntax/marked-variables.ts';
import { readYaml, type YamlEntry, type YamlNode, type YamlScalar } from '../syntax/yaml.ts';
import { entriesOf, entryOf, itemsOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import { besides, runInOrder } from './attempts.ts';
import { ENVIRONMENT_FILE, runSteps } from './circleci-run.ts';
import { ANY_TEXT, type Format } from './format.ts';
import { oneOfSteps, optionsIn } from './one-of.ts';
import { givenSteps, nameOfGiven, parameterSteps } from './parameters.ts';
import {
  environmentSteps,
  extentOf,
  keyFact,
  keyScalar,
  mayBeTrue,
  nameWord,
  type YamlReading,
} from './yaml-reading.ts';

/**
 * CircleCI: https://circleci.com/docs/configuration-reference/. Commands, executors and jobs are functions, which are called with what
 * their parameters are given.
 */
export const circleCi: Format = {
  id: 'circleci',
  title: '.circleci/*.yml',
  reads: '`run` steps, images, orbs',
  writes: 'digests; in `run` as in shell scripts',
  matches,
  sign: ANY_TEXT,
  parse,
};

function matches(path: string): boolean {
  return /(?:^|\/)\.circleci\/(?:.+\/)?[^/]+\.ya?ml$/.test(path);
}

/** `<< parameters.x >>`; other expressions are unknown, and `<<EOF` is the shell's. */
const PARAMETER: VariableMark = {
  hint: '<<',
  pattern: /<<\s*((?:pipeline\.)?parameters\.[\w-]+|matrix\.[\w-]+)\s*>>/g,
  unknown: /(?<!\\)<<\s*[\w.-]+\s*>>/g,
  why: 'placeholder',
  nameOf: (name) => name.replace(/^matrix\./, 'parameters.'),
};

function parse(path: string, text: string): Program {
  const { documents, problems } = readYaml(path, text);
  const toTemplate = (pieces: Pieces): Template => markedTemplate(pieces, PARAMETER);
  const reading: YamlReading = { file: path, toTemplate, problems: [...problems] };
  const steps = documents.flatMap((document) => [
    ...orbSteps(reading, nodeAt(document, 'orbs'), 0),
    ...declaredSteps(reading, nodeAt(document, 'parameters'), 'pipeline.parameters.'),
    ...definitions(reading, document, 'executor', nodeAt(document, 'executors')),
    ...definitions(reading, document, 'command', nodeAt(document, 'commands')),
    ...definitions(reading, document, 'job', nodeAt(document, 'jobs')),
    ...jobCalls(reading, document),
  ]);
  return { file: path, format: circleCi.id, steps, problems: reading.problems };
}

/** Orbs by their names or addresses; one that stands in place may use others, and its commands and jobs are called behind its name. */
function orbSteps(reading: YamlReading, orbs: YamlNode | undefined, depth: number): readonly Step[] {
  if (depth > DEEPEST) return [];
  return entriesOf(orbs).flatMap((orb) => {
    const { key, value } = orb;
    const own = (kind: Kind, node: YamlNode | undefined): readonly Step[] =>
      ['', `${key}/`].flatMap((lead) => definitions(reading, value, kind, node, lead));
    return [
      ...keyFact(reading, 'orb', orb),
      ...orbSteps(reading, nodeAt(value, 'orbs'), depth + 1),
      ...own('executor', nodeAt(value, 'executors')),
      ...own('command', nodeAt(value, 'commands')),
      ...own('job', nodeAt(value, 'jobs')),
    ];
  });
}

type Kind = 'executor' | 'command' | 'job';

function definitions(
  reading: YamlReading,
  document: YamlNode | null,
  kind: Kind,
  node: YamlNode | undefined,
  lead = '',
): readonly Step[] {
  return entriesOf(node).map((entry): Step => {
    const { key, value } = entry;
    const steps = [
      ...declaredSteps(reading, nodeAt(value, 'parameters'), 'parameters.'),
      ...(kind === 'command' ? [] : placeSteps(reading, value)),
      ...listSteps(reading, nodeAt(value, 'steps'), shellOf(document, value), 0),
    ];
    return { kind: 'define', name: `${kind} ${lead}${key}`, parameters: [], isMacro: true, steps, at: extentOf(entry) };
  });
}

/** The parameters that a command, an executor or a job has. */
function declaredSteps(reading: YamlReading, parameters: YamlNode | undefined, prefix: string): readonly Step[] {
  return entriesOf(parameters).flatMap(({ key, at, value }): readonly Step[] => {
    const standard = scalarOf(nodeAt(value, 'default'));
    const fallback = standard === undefined ? null : reading.toTemplate(standard.pieces);
    const name = `${prefix}${key}`;
    return parameterSteps({ word: 'parameter', key, name, text: `<< ${name} >>`, fallback, at });
  });
}

/** Where a job runs: its executor, images and environment. Its folder is where the tree lies. */
function placeSteps(reading: YamlReading, job: YamlNode | null): readonly Step[] {
  const executor = nodeAt(job, 'executor');
  const name = scalarOf(executor) ?? scalarOf(nodeAt(executor, 'name'));
  return [
    ...(name === undefined ? [] : call(reading, 'executor', name, entriesOf(executor), name.at)),
    ...itemsOf(nodeAt(job, 'docker')).flatMap((image) => {
      const entry = entryOf(image, 'image');
      return entry === undefined ? [] : keyFact(reading, 'image', entry);
    }),
    ...environmentSteps(reading, entriesOf(nodeAt(job, 'environment'))),
  ];
}

/** Calls what a name stands for, with what its parameters are given; of an orb nothing is known. */
function call(
  reading: YamlReading,
  kind: Kind,
  { pieces, at }: YamlScalar,
  parameters: readonly YamlEntry[],
  span: Span,
): readonly Step[] {
  const name = nameWord(`${kind} ${flatten(pieces)}`, at);
  return [
    ...givenSteps(reading, 'parameter', parameters),
    { kind: 'fact', form: 'call', words: [name], word: at, at: span },
  ];
}

/** What it sets is gone behind it. */
function scopedCall(...[reading, kind, name, parameters, span]: Parameters<typeof call>): readonly Step[] {
  return [{ kind: 'scope', files: 'shared', steps: call(reading, kind, name, parameters, span), at: span }];
}

/** Every job as the workflows call it; one that none calls by its defaults. */
function jobCalls(reading: YamlReading, document: YamlNode | null): readonly Step[] {
  const jobs = entriesOf(nodeAt(document, 'jobs'));
  const names = new Set(jobs.map(({ key }) => key));
  const called = entriesOf(nodeAt(document, 'workflows')).flatMap(({ value }) =>
    itemsOf(nodeAt(value, 'jobs')).flatMap((item) => callOf(item)),
  );
  const known = called.filter(({ name }) => names.has(flatten(name.pieces)));
  const own = new Set(known.map(({ name }) => flatten(name.pieces)));
  const plain = new Set<string>();
  const steps = known.flatMap(({ name, node }) => {
    const isPlain = node === null;
    const text = flatten(name.pieces);
    if (isPlain && plain.has(text)) return [];
    if (isPlain) plain.add(text);
    return jobCall(reading, name, node);
  });
  return [...steps, ...jobs.flatMap((job) => (own.has(job.key) ? [] : jobCall(reading, keyScalar(job), null)))];
}

type JobCall = { readonly name: YamlScalar; readonly node: YamlNode | null };

function callOf(item: YamlNode): readonly JobCall[] {
  const name = scalarOf(item);
  if (name !== undefined) return [{ name, node: null }];
  return entriesOf(item).map((entry) => ({ name: keyScalar(entry), node: entry.value }));
}

function jobCall(reading: YamlReading, name: YamlScalar, node: YamlNode | null): readonly Step[] {
  const { at } = name;
  const columns = entriesOf(nodeAt(node, 'matrix', 'parameters')).map(({ key, value }) => ({
    name: nameOfGiven('parameter', key),
    question: `${at.start} ${key}`,
    options: optionsIn(reading, value),
    at,
  }));
  const file: Pieces = [impliedText(ENVIRONMENT_FILE, at)];
  const steps: readonly Step[] = [
    { kind: 'assign', scope: 'environment', name: 'BASH_ENV', value: literalTemplate(file), at },
    ...oneOfSteps(columns, 'variable'),
    ...listSteps(reading, nodeAt(node, 'pre-steps'), null, 0),
    ...call(reading, 'job', name, entriesOf(node), at),
    ...listSteps(reading, nodeAt(node, 'post-steps'), null, 0),
  ];
  return [{ kind: 'scope', files: 'own', steps, at }];
}

/** The shell of a job or of its executor. */
function shellOf(document: YamlNode | null, job: YamlNode | null): string | null {
  const executor = nodeAt(job, 'executor');
  const name = textOf(executor) ?? textOf(nodeAt(executor, 'name'));
  const own = textOf(nodeAt(job, 'shell'));
  if (own !== undefined || name === undefined) return own ?? null;
  return textOf(nodeAt(document, 'executors', name, 'shell')) ?? (name.startsWith('win/') ? 'powershell.exe' : null);
}

const DEEPEST = 20;

function listSteps(
  reading: YamlReading,
  steps: YamlNode | undefined,
  shell: string | null,
  depth: number,
): readonly Step[] {
  return runInOrder(
    itemsOf(steps).map((step) => {
      const { at } = step;
      const read = inBackground(stepSteps(reading, step, shell, depth), step);
      const when = textOf(nodeAt(step, 'run', 'when')) ?? 'on_success';
      // A parameter may say that it only runs behind a failure.
      const isSure = when === 'on_success' || when === 'always';
      return { steps: isSure ? read : besides(read, at), runsAnyway: when !== 'on_success', at };
    }),
  );
}

/** The steps behind one in the background do not wait for it, and do not ask how it ends. */
function inBackground(steps: readonly Step[], step: YamlNode): readonly Step[] {
  return mayBeTrue(nodeAt(step, 'run', 'background'))
    ? [{ kind: 'attempt', steps, isSwallowed: true, at: step.at }]
    : steps;
}

function stepSteps(reading: YamlReading, step: YamlNode, shell: string | null, depth: number): readonly Step[] {
  const name = scalarOf(step);
  if (name !== undefined) return scopedCall(reading, 'command', name, [], name.at);
  return entriesOf(step).flatMap((entry) => {
    const { key, at, value } = entry;
    if (key === 'run') return runSteps(reading, value, shell);
    if (key === 'when' || key === 'unless') {
      if (depth > DEEPEST) return [];
      const steps = listSteps(reading, nodeAt(value, 'steps'), shell, depth + 1);
      // Conditions are over pipeline values and parameters: either way is read.
      return [{ kind: 'choice', arms: [{ when: { kind: 'unknown', text: `${at.start}` }, steps }], at }];
    }
    return scopedCall(reading, 'command', keyScalar(entry), entriesOf(value), extentOf(entry));
  });
}
