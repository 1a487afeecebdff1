import type { Program, Step } from '../model/program.ts';
import { startOfFile } from '../model/span.ts';
import { folderOf } from '../model/tree-path.ts';
import { githubTemplate } from '../syntax/github-expression.ts';
import { readYaml, type YamlEntry, type YamlNode } from '../syntax/yaml.ts';
import { entriesOf, entryOf, itemsOf, nodeAt, textOf } from '../syntax/yaml-access.ts';
import { ANY_TEXT, type Format } from './format.ts';
import { actionInputs, workflowInputs } from './github-inputs.ts';
import { matrixSteps } from './github-matrix.ts';
import { listSteps, NO_STARTS, runnerSteps, type Starts, startsOf, usesSteps } from './github-steps.ts';
import { environmentSteps, extentOf, keyFact, type YamlReading } from './yaml-reading.ts';

/**
 * Workflows and actions of GitHub, Gitea and Forgejo.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
 */
export const githubWorkflow: Format = {
  id: 'github-workflow',
  title: 'GitHub workflow, action.yml',
  reads: '`uses`, `run`, containers and services, other repositories of `actions/checkout`',
  writes: 'commits, digests, behind `uses` with the ref in a comment; in `run` as in shell scripts',
  ownTag: '${{',
  matches,
  sign: ANY_TEXT,
  parse,
};

const WORKFLOW = /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/;
const ACTION = /(?:^|\/)action\.ya?ml$/;

function matches(path: string): boolean {
  return WORKFLOW.test(path) || ACTION.test(path);
}

function parse(path: string, text: string): Program {
  const { documents, problems } = readYaml(path, text);
  const reading: YamlReading = { file: path, toTemplate: githubTemplate, problems: [...problems] };
  const steps = documents.flatMap((document) => [
    ...runnerSteps(ACTION.test(path) ? folderOf(path) : null, startOfFile(path)),
    ...environmentSteps(reading, entriesOf(nodeAt(document, 'env'))),
    ...workflowInputs(reading, nodeAt(document, 'on')),
    ...actionInputs(reading, nodeAt(document, 'inputs')),
    ...inNeededOrder(entriesOf(nodeAt(document, 'jobs'))).flatMap((job) =>
      jobSteps(reading, job, startsOf(document, NO_STARTS)),
    ),
    ...actionSteps(reading, nodeAt(document, 'runs')),
  ]);
  return { file: path, format: githubWorkflow.id, steps, problems: reading.problems };
}

/** A chain of needs that is longer stays as it stands. */
const LONGEST_CHAIN = 100;

/** Jobs behind those whose outputs they need. */
function inNeededOrder(jobs: readonly YamlEntry[]): readonly YamlEntry[] {
  const byName = new Map(jobs.map((job) => [job.key, job]));
  const ordered = new Set<YamlEntry>();
  const seen = new Set<YamlEntry>();
  const add = (job: YamlEntry, depth: number): void => {
    if (seen.has(job)) return;
    seen.add(job);
    for (const name of itemsOf(nodeAt(job.value, 'needs'))) {
      const needed = byName.get(textOf(name) ?? '');
      if (needed !== undefined && depth < LONGEST_CHAIN) add(needed, depth + 1);
    }
    ordered.add(job);
  };
  for (const job of jobs) add(job, 0);
  return [...ordered];
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
    // What the workflow or the job sets goes before what the container has.
    ...environmentSteps(reading, entriesOf(nodeAt(value, 'container', 'env'))).map(
      (step): Step => (step.kind === 'assign' ? { ...step, mode: 'keep' } : step),
    ),
    ...images,
    ...(called === undefined ? [] : usesSteps(reading, called, entriesOf(nodeAt(value, 'with')))),
    ...listSteps(reading, nodeAt(value, 'steps'), starts),
  ];
  const leaves = entriesOf(nodeAt(value, 'outputs')).flatMap(({ key, value: output }) => {
    const name = `needs.${job.key}.outputs.${key}`;
    return output?.kind === 'scalar' ? [{ name, value: reading.toTemplate(output.pieces) }] : [];
  });
  return [{ kind: 'scope', files: 'own', steps, leaves, at: extentOf(job) }];
}

/** `container: image`, or a map with `image`; a container that an expression leaves out is none. */
function imageFact(reading: YamlReading, entry: YamlEntry): readonly Step[] {
  const image = entry.value?.kind === 'scalar' ? entry : entryOf(entry.value, 'image');
  return image === undefined ? [] : keyFact(reading, 'image', image);
}

function actionSteps(reading: YamlReading, runs: YamlNode | undefined): readonly Step[] {
  const image = entryOf(runs, 'image');
  const isRemote = textOf(image?.value)?.startsWith('docker://') === true;
  const steps = listSteps(reading, nodeAt(runs, 'steps'), NO_STARTS);
  return image !== undefined && isRemote ? [...keyFact(reading, 'uses', image), ...steps] : steps;
}
