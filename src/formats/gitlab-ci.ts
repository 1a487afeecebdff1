import type { FactWord, Program, Step } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { joinTemplates, literalTemplate } from '../model/template.ts';
import { flatten, impliedText, type Piece, type Pieces, slicePieces } from '../model/value.ts';
import { composeTemplate } from '../syntax/compose-template.ts';
import { readYaml, type YamlEntry, type YamlNode, type YamlScalar } from '../syntax/yaml.ts';
import { entriesOf, entryOf, itemsOf, listOf, nodeAt, scalarOf } from '../syntax/yaml-access.ts';
import { attempt, besides } from './attempts.ts';
import { ANY_TEXT, type Format } from './format.ts';
import { inherits, isJobName, jobsOf, type ResolveReference } from './gitlab-jobs.ts';
import { oneOfSteps, optionsByName, optionsIn } from './one-of.ts';
import { environmentSteps, extentOf, keyFact, nameWord, scalarWord, type YamlReading } from './yaml-reading.ts';

/** GitLab CI: https://docs.gitlab.com/ci/yaml/ */
export const gitlabCi: Format = {
  id: 'gitlab-ci',
  title: '.gitlab-ci.yml',
  reads: 'scripts, `image`, `services`, `include`',
  writes: 'commits, digests; in scripts as in shell scripts',
  matches,
  sign: ANY_TEXT,
  parse,
};

function matches(path: string): boolean {
  return /(?:^|[/.])gitlab-ci\.ya?ml$|(?:^|\/)\.gitlab(?:-ci)?\/(?:.+\/)?[^/]+\.ya?ml$/.test(path);
}

function parse(path: string, text: string): Program {
  const { documents, problems } = readYaml(path, text);
  // Values are expanded as Compose's are, without its defaults.
  const reading: YamlReading = { file: path, toTemplate: composeTemplate, problems: [...problems] };
  const steps = documents.flatMap((document) => {
    const { jobs, resolve } = jobsOf(document);
    return [
      ...itemsOf(nodeAt(document, 'include')).flatMap((item) => includeSteps(reading, item)),
      ...variableSteps(reading, nodeAt(document, 'variables')),
      ...ruleSteps(reading, nodeAt(document, 'workflow', 'rules'), resolve),
      ...jobs.flatMap((job) => jobSteps(reading, job, document, resolve)),
    ];
  });
  return { file: path, format: gitlabCi.id, steps, problems: reading.problems };
}

/** A value, or a map that describes it. */
function variableSteps(reading: YamlReading, variables: YamlNode | undefined): readonly Step[] {
  const entries = entriesOf(variables).map((entry): YamlEntry => {
    const described = entry.value?.kind === 'map' ? nodeAt(entry.value, 'value') : undefined;
    return described === undefined ? entry : { ...entry, value: described };
  });
  return environmentSteps(reading, entries);
}

/** The first rule that holds sets its variables; what rules ask for only the server knows. */
function ruleSteps(reading: YamlReading, rules: YamlNode | undefined, resolve: ResolveReference): readonly Step[] {
  if (rules === undefined) return [];
  const arms = ruleItems(rules, resolve).map((item, index) => {
    const isAsked = CONDITIONS.some((key) => entryOf(item, key) !== undefined);
    const when = isAsked ? ({ kind: 'unknown', text: `rule ${rules.at.start} ${index}` } as const) : null;
    return { when, steps: variableSteps(reading, nodeAt(item, 'variables')) };
  });
  return arms.some(({ steps }) => steps.length > 0) ? [{ kind: 'choice', arms, at: rules.at }] : [];
}

function ruleItems(rules: YamlNode | undefined, resolve: ResolveReference): readonly YamlNode[] {
  return itemsOf(rules).flatMap((item) =>
    item.kind === 'list' && item.tag === '!reference' ? itemsOf(resolve(item)) : [item],
  );
}

/** The variables for all jobs that this one does not take over: nobody sets them there. */
function leftOut(job: YamlEntry, document: YamlNode | null, resolve: ResolveReference): readonly Step[] {
  const rules = ruleItems(nodeAt(document, 'workflow', 'rules'), resolve);
  const names = [document, ...rules].flatMap((holder) => entriesOf(nodeAt(holder, 'variables')).map(({ key }) => key));
  return [...new Set(names)].flatMap((name): readonly Step[] =>
    inherits(job.value, 'variables', name)
      ? []
      : [{ kind: 'assign', scope: 'environment', name, value: null, at: job.at }],
  );
}

const CONDITIONS = ['if', 'changes', 'exists'];

function includeSteps(reading: YamlReading, item: YamlNode): readonly Step[] {
  const own = scalarOf(item);
  const remote = own === undefined ? entryOf(item, 'remote') : { key: 'include', at: own.at, value: own };
  const local = own ?? scalarOf(nodeAt(item, 'local'));
  const project = entryOf(item, 'project');
  const component = entryOf(item, 'component');
  return [
    ...(remote === undefined ? [] : keyFact(reading, 'remote', remote)),
    ...(local === undefined ? [] : localInclude(reading, local)),
    ...(project === undefined ? [] : projectFact(reading, project, entryOf(item, 'ref'))),
    ...(component === undefined ? [] : componentFact(reading, component)),
  ];
}

/** Paths are those of the repository, with or without a slash before them. */
function localInclude(reading: YamlReading, { pieces, at }: YamlScalar): readonly Step[] {
  if (/^[a-z]+:\/\//i.test(flatten(pieces))) return [];
  return [{ kind: 'include', path: reading.toTemplate(pieces), at }];
}

/** A project of the instance that runs the pipeline, whose address no file says. */
function projectFact(reading: YamlReading, { at, value }: YamlEntry, ref: YamlEntry | undefined): readonly Step[] {
  if (value?.kind !== 'scalar') return [];
  const server: Piece = { kind: 'hole', id: 'env:CI_SERVER_URL', name: '$CI_SERVER_URL', why: 'environment', at };
  const slash: Piece = impliedText('/', at);
  const url = joinTemplates([literalTemplate([server, slash]), reading.toTemplate(value.pieces)]);
  const more = ref?.value?.kind === 'scalar' ? [nameWord('ref', ref.at), scalarWord(reading, ref.value)] : [];
  return fact(
    [nameWord('project', at), { template: url, at: value.at }, ...more],
    at,
    extentOf({ key: '', at, value }),
  );
}

/** `host/group/project/component@version`: what stands before the component's name is the repository. */
function componentFact(reading: YamlReading, entry: YamlEntry): readonly Step[] {
  const { at, value } = entry;
  if (value?.kind !== 'scalar') return [];
  const text = flatten(value.pieces);
  const sign = text.lastIndexOf('@');
  const slash = text.lastIndexOf('/', sign);
  if (sign < 0 || slash < 0) return [];
  const word = (pieces: Pieces): FactWord => ({ template: reading.toTemplate(pieces), at: value.at });
  const words = [
    nameWord('component', at),
    word(slicePieces(value.pieces, 0, slash)),
    nameWord('ref', at),
    word(slicePieces(value.pieces, sign + 1, text.length)),
  ];
  return fact(words, at, extentOf(entry));
}

function fact(words: readonly FactWord[], word: Span, at: Span): readonly Step[] {
  return [{ kind: 'fact', form: 'key', words, word, at }];
}

function jobSteps(
  reading: YamlReading,
  job: YamlEntry,
  document: YamlNode | null,
  resolve: ResolveReference,
): readonly Step[] {
  const given = (key: string): YamlEntry | undefined =>
    entryOf(job.value, key) ??
    (inherits(job.value, 'default', key)
      ? (entryOf(nodeAt(document, 'default'), key) ?? (isJobName(key) ? undefined : entryOf(document, key)))
      : undefined);
  const image = given('image');
  const services = given('services');
  const script = (...keys: readonly string[]): Pieces =>
    keys.flatMap((key) => linesOf(given(key)?.value ?? null, resolve));
  const own = shellStep(script('before_script', 'script'));
  const afterwards = shellStep(script('after_script'));
  const steps = [
    ...leftOut(job, document, resolve),
    ...variableSteps(reading, nodeAt(job.value, 'variables')),
    ...ruleSteps(reading, nodeAt(job.value, 'rules'), resolve),
    ...matrixSteps(reading, nodeAt(job.value, 'parallel', 'matrix')),
    ...(image === undefined ? [] : imageFact(reading, image.at, image.value)),
    ...itemsOf(services?.value).flatMap((service) => imageFact(reading, service.at, service)),
    // A shell of its own runs them before the project is there.
    ...shellStep(linesOf(nodeAt(given('hooks')?.value, 'pre_get_sources_script') ?? null, resolve)),
    // What stands behind the script runs whether it failed or not.
    ...(afterwards.length === 0 ? own : attempt(own, extentOf(job))),
    ...besides(afterwards, extentOf(job)),
    ...itemsOf(nodeAt(job.value, 'trigger', 'include')).flatMap((item) => includeSteps(reading, item)),
  ];
  return [{ kind: 'scope', files: 'own', steps, at: extentOf(job) }];
}

function imageFact(reading: YamlReading, at: Span, value: YamlNode | null): readonly Step[] {
  const named = value?.kind === 'map' ? entryOf(value, 'name') : undefined;
  return keyFact(reading, 'image', named ?? { key: 'image', at, value });
}

/** The runner ends a job at the first command that fails. */
function shellStep(pieces: Pieces): readonly Step[] {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return [];
  const at = {
    file: first.at.file,
    start: Math.min(first.at.start, last.at.start),
    end: Math.max(first.at.end, last.at.end),
  };
  const text = literalTemplate(pieces);
  return [{ kind: 'shell', text, errexit: true, pipefail: false, isolated: true, at }];
}

/** References of references, as GitLab follows them, and how many one script may hold. */
const DEEPEST_REFERENCE = 10;
const MOST_REFERENCES = 1000;

/** Every item is a line of one script; lists may nest, and stand for what they refer to. */
function linesOf(node: YamlNode | null, resolve: ResolveReference, depth = 0, spent = { references: 0 }): Pieces {
  if (node === null || node.kind === 'map' || depth > DEEPEST_REFERENCE) return [];
  if (node.kind === 'list') {
    const referred = node.tag === '!reference' ? resolve(node) : undefined;
    if (referred === undefined) return node.items.flatMap((item) => linesOf(item, resolve, depth, spent));
    spent.references += 1;
    return spent.references > MOST_REFERENCES ? [] : linesOf(referred, resolve, depth + 1, spent);
  }
  const end = { ...node.at, start: node.at.end };
  return [...node.pieces, impliedText('\n', end)];
}

function matrixSteps(reading: YamlReading, matrix: YamlNode | undefined): readonly Step[] {
  const at = matrix?.at;
  if (at === undefined) return [];
  const found = (listOf(matrix)?.items ?? []).flatMap((item, row) =>
    entriesOf(item).flatMap(({ key, value }) =>
      optionsIn(reading, value).map((option) => ({ ...option, name: key, answer: `${row}.${option.answer}` })),
    ),
  );
  return oneOfSteps(
    [...optionsByName(found)].map(([name, options]) => ({ name, question: `matrix.${name}`, options, at })),
    'environment',
  );
}
