import type { Program, Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { literalTemplate } from '../model/template.ts';
import { flatten } from '../model/value.ts';
import { githubTemplate } from '../syntax/github-expression.ts';
import { powerShellFetch } from '../syntax/powershell.ts';
import { readShellWords, type ShellStart } from '../syntax/shell-start.ts';
import { readYaml, type YamlEntry, type YamlNode, type YamlScalar } from '../syntax/yaml.ts';
import { entriesOf, entryOf, itemsOf, listOf, mapOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { environmentSteps, extentOf, keyFact, type YamlReading } from './yaml-reading.ts';

/**
 * Workflows and actions of GitHub, Gitea and Forgejo.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
 */
export const githubWorkflow: Format = { id: 'github-workflow', title: 'GitHub workflow, action.yml', matches, parse };

const WORKFLOW = /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/;
const ACTION = /(?:^|\/)action\.ya?ml$/;

function matches(path: string): boolean {
  return WORKFLOW.test(path) || ACTION.test(path);
}

function parse(path: string, text: string): Program {
  const { documents, problems } = readYaml(path, text);
  const reading: YamlReading = { file: path, toTemplate: githubTemplate, problems: [...problems] };
  const steps = documents.flatMap((document) => [
    ...environmentSteps(reading, entriesOf(nodeAt(document, 'env'))),
    ...inputSteps(reading, nodeAt(document, 'on', 'workflow_call', 'inputs')),
    ...inputSteps(reading, nodeAt(document, 'on', 'workflow_dispatch', 'inputs')),
    ...inputSteps(reading, nodeAt(document, 'inputs')),
    ...entriesOf(nodeAt(document, 'jobs')).flatMap((job) => jobSteps(reading, job, startsOf(document, NO_STARTS))),
    ...actionSteps(reading, nodeAt(document, 'runs')),
  ]);
  return { file: path, format: githubWorkflow.id, steps, problems: reading.problems };
}

/** An input may have a default, which the caller can change. */
function inputSteps(reading: YamlReading, inputs: YamlNode | undefined): readonly Step[] {
  return entriesOf(inputs).flatMap(({ key, at, value }): readonly Step[] => {
    const given = scalarOf(nodeAt(value, 'default'));
    if (given === undefined) return [];
    const template = reading.toTemplate(given.pieces);
    return [{ kind: 'assign', scope: 'variable', name: `inputs.${key}`, value: template, overridable: true, at }];
  });
}

/** What a job or workflow says for all of its steps. */
type Starts = { readonly shell: YamlScalar | null; readonly folder: YamlScalar | null; readonly isWindows: boolean };

const NO_STARTS: Starts = { shell: null, folder: null, isWindows: false };

function startsOf(node: YamlNode | null | undefined, outer: Starts): Starts {
  const run = nodeAt(node, 'defaults', 'run');
  const system = textOf(nodeAt(node, 'runs-on'));
  return {
    shell: scalarOf(nodeAt(run, 'shell')) ?? outer.shell,
    folder: scalarOf(nodeAt(run, 'working-directory')) ?? outer.folder,
    isWindows: system?.startsWith('windows') ?? outer.isWindows,
  };
}

function jobSteps(reading: YamlReading, job: YamlEntry, outer: Starts): readonly Step[] {
  const { value } = job;
  const starts = startsOf(value, outer);
  const container = entryOf(value, 'container');
  const images = [
    ...(container === undefined ? [] : imageFact(reading, container)),
    ...entriesOf(nodeAt(value, 'services')).flatMap((service) => imageFact(reading, service)),
  ];
  const called = entryOf(value, 'uses');
  const steps = [
    ...matrixSteps(reading, nodeAt(value, 'strategy', 'matrix')),
    ...environmentSteps(reading, entriesOf(nodeAt(value, 'env'))),
    ...images,
    ...(called === undefined ? [] : keyFact(reading, 'uses', called, entriesOf(nodeAt(value, 'with')))),
    ...itemsOf(nodeAt(value, 'steps')).flatMap((step) => stepSteps(reading, step, starts)),
  ];
  return [{ kind: 'scope', files: 'own', steps, at: extentOf(job) }];
}

/** `container: image`, or a map with `image`; a container that an expression leaves out is none. */
function imageFact(reading: YamlReading, entry: YamlEntry): readonly Step[] {
  const image = entry.value?.kind === 'scalar' ? entry : entryOf(entry.value, 'image');
  return image === undefined ? [] : keyFact(reading, 'image', image);
}

/** Every column is a question of its own; where all is said by `include`, its entries are the answers to one. */
function matrixSteps(reading: YamlReading, matrix: YamlNode | undefined): readonly Step[] {
  const columns = entriesOf(matrix).filter(({ key }) => key !== 'include' && key !== 'exclude');
  const included = listOf(nodeAt(matrix, 'include'))?.items ?? [];
  const values = new Map<string, { readonly answer: string; readonly value: Template }[]>();
  const add = (name: string, answer: string, node: YamlNode | null): void => {
    if (node?.kind === 'map') {
      for (const entry of node.entries) add(`${name}.${entry.key}`, answer, entry.value);
      return;
    }
    if (node?.kind !== 'scalar') return;
    const known = values.get(name) ?? [];
    known.push({ answer, value: reading.toTemplate(node.pieces) });
    values.set(name, known);
  };
  for (const { key, value } of columns)
    for (const [index, item] of (listOf(value)?.items ?? []).entries()) add(`matrix.${key}`, String(index), item);
  for (const [index, item] of included.entries())
    for (const { key, value } of entriesOf(item)) add(`matrix.${key}`, `include ${index}`, value);
  const at = matrix?.at;
  if (at === undefined) return [];
  const isOneQuestion = columns.length === 0;
  return [...values].map(([name, options]): Step => {
    const question = isOneQuestion ? 'matrix' : columnOf(name);
    const value: Template = { language: 'parts', parts: [{ kind: 'one-of', question, options, at }] };
    return { kind: 'assign', scope: 'variable', name, value, at };
  });
}

/** `matrix.a` of `matrix.a.b`: fields of one item are chosen together. */
function columnOf(name: string): string {
  return name.split('.').slice(0, 2).join('.');
}

function actionSteps(reading: YamlReading, runs: YamlNode | undefined): readonly Step[] {
  const image = entryOf(runs, 'image');
  const isRemote = textOf(image?.value)?.startsWith('docker://') === true;
  const steps = itemsOf(nodeAt(runs, 'steps')).flatMap((step) => stepSteps(reading, step, NO_STARTS));
  return image !== undefined && isRemote ? [...keyFact(reading, 'uses', image), ...steps] : steps;
}

function stepSteps(reading: YamlReading, step: YamlNode, starts: Starts): readonly Step[] {
  if (mapOf(step) === undefined) return [];
  const uses = entryOf(step, 'uses');
  const run = entryOf(step, 'run');
  const steps = [
    ...environmentSteps(reading, entriesOf(nodeAt(step, 'env'))),
    ...(uses === undefined ? [] : keyFact(reading, 'uses', uses, entriesOf(nodeAt(step, 'with')))),
    ...(run === undefined ? [] : runSteps(reading, step, run, starts)),
  ];
  return [{ kind: 'scope', files: 'shared', steps, at: step.at }];
}

function runSteps(reading: YamlReading, step: YamlNode, run: YamlEntry, starts: Starts): readonly Step[] {
  if (run.value?.kind !== 'scalar') return [];
  const { pieces, at } = run.value;
  const folder = scalarOf(nodeAt(step, 'working-directory')) ?? starts.folder;
  const shell = textOf(nodeAt(step, 'shell') ?? starts.shell);
  const start = startOf(shell, starts.isWindows);
  const moves: readonly Step[] =
    folder === null ? [] : [{ kind: 'folder', path: reading.toTemplate(folder.pieces), at: folder.at }];
  if (!start.isShell) return [...moves, ...foreign(reading, flatten(pieces), start.program, at)];
  const failsBuild = textOf(nodeAt(step, 'continue-on-error')) !== 'true';
  const { errexit, pipefail } = start;
  const text = reading.toTemplate(pieces);
  return [...moves, { kind: 'shell', text, errexit, pipefail, failsBuild, isolated: true, at }];
}

/** Without a name bash runs with `-e`; named, with `pipefail` as well. */
function startOf(shell: string | undefined, isWindows: boolean): ShellStart {
  if (shell === undefined)
    return isWindows
      ? { program: 'pwsh', isShell: false, errexit: true, pipefail: false }
      : { program: 'bash', isShell: true, errexit: true, pipefail: false };
  const words = shell.trim().split(/\s+/);
  const start = readShellWords(words) ?? { program: shell, isShell: false, errexit: false, pipefail: false };
  return words.length > 1 ? start : { ...start, errexit: true, pipefail: start.program === 'bash' };
}

/** Text for another interpreter is not read; where it fetches, that is said. */
function foreign(reading: YamlReading, text: string, program: string, at: Span): readonly Step[] {
  const isPowerShell = program === 'pwsh' || program === 'powershell';
  const word = isPowerShell ? powerShellFetch(text) : undefined;
  if (word !== undefined)
    reading.problems.push({
      at,
      message: `PowerShell is not read yet, and this step fetches something with it (${word})`,
    });
  if (isPowerShell || program === 'cmd') return [];
  const words = [program, '-c'].map((name) => literalTemplate([{ kind: 'text', text: name, at, verbatim: false }]));
  const script = literalTemplate([{ kind: 'text', text, at, verbatim: false }]);
  return [{ kind: 'exec', words: [...words, script], at, failsBuild: true }];
}
