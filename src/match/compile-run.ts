import { allExpressions, toCondition } from './compile-expression.ts';
import type { EnvironmentSpecification, PlaceSpecification, RunSpecification } from './rule.ts';
import type { RuleDocument } from './rule-file.ts';
import { runSchemas } from './rule-schema.ts';

/** What a rule runs, by the key that says how. Throws an Error that names the place of what is wrong. */
export function compileRun(
  document: RuleDocument,
  run: Readonly<Record<string, unknown>>,
  index: number,
): RunSpecification {
  const at = ['runs', index];
  if ('behind' in run) {
    const { behind, until, 'loses-status': losesStatus, moves } = document.parse(runSchemas.behind, at);
    return { kind: 'between', behind, until, losesStatus, moves };
  }
  if ('program' in run) {
    const { program, when, in: folder, 'at-once': atOnce } = document.parse(runSchemas.program, at);
    return {
      kind: 'program',
      program,
      atOnce,
      in: allExpressions(document, [...at, 'in'], folder),
      when: when.map(toCondition),
    };
  }
  if ('words' in run) {
    const source = document.parse(runSchemas.words, at);
    const { when, assignments, last, folder, input, given, words } = source;
    const own = {
      ...(assignments ? { assignments } : {}),
      ...(last ? { last } : {}),
      ...(folder === undefined ? {} : { folder }),
    };
    const marks = { ...own, ...toEnvironment(source), ...(input ? { input } : {}), ...(given ? { given } : {}) };
    return { kind: 'words', words, ...marks, ...toPlace(source), when: when.map(toCondition) };
  }
  if ('text' in run) {
    const source = document.parse(runSchemas.text, at);
    const { text, when, args, here, in: folders } = source;
    const rest = { ...(args === undefined ? {} : { args }), ...(here ? { here } : {}) };
    const where = { ...(folders === undefined ? {} : { in: folders }), ...toEnvironment(source), ...toPlace(source) };
    return { kind: 'text', text, ...rest, ...where, when: when.map(toCondition) };
  }
  if ('goals' in run) {
    const { when, ...rest } = document.parse(runSchemas.goals, at);
    return { kind: 'goals', ...rest, when: when.map(toCondition) };
  }
  if ('image' in run) {
    const { image, in: folder, when, environment, format, ...rest } = document.parse(runSchemas.image, at);
    const context = allExpressions(document, [...at, 'in'], folder);
    const own = { ...(environment === undefined ? {} : { environment }), ...(format === undefined ? {} : { format }) };
    return { kind: 'image', file: image, ...rest, ...own, in: context, when: when.map(toCondition) };
  }
  if ('file' in run) {
    const source = document.parse(runSchemas.file, at);
    const { file, when, args, here, input } = source;
    const marks = { ...(here ? { here } : {}), ...(input ? { input } : {}), ...toEnvironment(source) };
    const rest = { ...(args === undefined ? {} : { args }), ...marks };
    return { kind: 'file', file, ...rest, when: when.map(toCondition) };
  }
  throw document.fault(at, `expected one of: ${Object.keys(runSchemas).join(', ')}`);
}

function toEnvironment(source: {
  readonly clears?: true | undefined;
  readonly keeps?: string | undefined;
  readonly unsets?: string | undefined;
}): EnvironmentSpecification {
  const { clears, keeps, unsets } = source;
  const names = { ...(keeps === undefined ? {} : { keeps }), ...(unsets === undefined ? {} : { unsets }) };
  return { ...(clears ? { clears } : {}), ...names };
}

function toPlace(source: {
  readonly elsewhere?: string | undefined;
  readonly new?: true | undefined;
  readonly root?: string | undefined;
}): { readonly place?: PlaceSpecification } {
  const { elsewhere, root } = source;
  if (root !== undefined) return { place: { kind: 'root', word: root } };
  if (elsewhere === undefined) return {};
  return { place: { kind: 'elsewhere', word: elsewhere, isNew: source.new === true } };
}
