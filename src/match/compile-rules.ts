import { checkNames } from './check-rule.ts';
import { allExpressions, toCondition } from './compile-expression.ts';
import { toTable } from './compile-options.ts';
import { compileRun } from './compile-run.ts';
import { compileSplits, readSplits, type SharedSplits } from './compile-splits.ts';
import type { ActKind, ActSpecification, Expression, Operand, OptionTable, Rule } from './rule.ts';
import { RuleDocument, type RuleFile } from './rule-file.ts';
import { actSchemas, type OptionsSource, optionsSchema, type RuleSource, ruleSchema } from './rule-schema.ts';

export type { RuleFile } from './rule-file.ts';

/** Compiled rules and the tables that several of them share, by name. */
export type CompiledRules = { readonly rules: readonly Rule[]; readonly tables: Readonly<Record<string, OptionTable>> };

/**
 * `rules/fetch/*.yml` (and the shared tables in `rules/fetch/options/`) as the text of a TypeScript module. Throws an Error whose lines name
 * file and line of every fault. For build time.
 */
export function compileRules(files: readonly RuleFile[]): string {
  const { rules, tables } = compileRuleFiles(files);
  return [
    '// Made from rules/fetch by scripts/generate.mjs: edit those files instead.',
    "import type { OptionTable, Rule } from './rule.ts';",
    '',
    `export const OPTION_TABLES = ${JSON.stringify(tables)} satisfies Readonly<Record<string, OptionTable>>;`,
    '',
    'export const RULES = [',
    ...rules.map((rule) => `${JSON.stringify(rule)},`),
    '] satisfies readonly Rule[];',
    '',
  ].join('\n');
}

/** The same as data: what tests compile small rules with. */
export function compileRuleFiles(files: readonly RuleFile[]): CompiledRules {
  const documents = [...files].sort((a, b) => (a.path < b.path ? -1 : 1)).map((file) => new RuleDocument(file));
  const shared = new Map<string, OptionsSource>();
  const tables: Record<string, OptionTable> = {};
  const rules: Rule[] = [];
  for (const document of documents.filter(isTable)) {
    const source = document.parse(optionsSchema);
    shared.set(document.id, source);
    tables[document.id] = toTable(document, source, shared, []);
  }
  const splits = readSplits(documents.filter(isSplit));
  const used = new Set<string>();
  for (const document of documents.filter((known) => !isTable(known) && !isSplit(known))) {
    const rule = compileRule(document, shared, splits);
    if (rule.before !== undefined) used.add(rule.before);
    if (rules.some(({ id }) => id === rule.id)) throw document.fault([], `there are two rules '${rule.id}'`);
    rules.push(rule);
  }
  const needed = Object.entries(tables).filter(([name]) => used.has(name));
  return { rules, tables: Object.fromEntries(needed) };
}

/** A rule file as written, for its examples. */
export function readRuleFile(file: RuleFile): RuleSource & { readonly id: string } {
  const document = new RuleDocument(file);
  return { id: document.id, ...document.parse(ruleSchema) };
}

function isTable({ file }: RuleDocument): boolean {
  return file.path.includes('/options/');
}

function isSplit({ file }: RuleDocument): boolean {
  return file.path.includes('/splits/');
}

function compileRule(document: RuleDocument, shared: ReadonlyMap<string, OptionsSource>, known: SharedSplits): Rule {
  const source = document.parse(ruleSchema);
  const [form, names] = formOf(source);
  if (names.length === 0 && source.path !== true)
    throw document.fault(
      [],
      "expected 'command', 'instruction', 'key' or 'call' with at least one name, or 'path: true'",
    );
  if (source.before !== undefined && !shared.has(source.before))
    throw document.fault(
      ['before'],
      `no table '${source.before}'${document.advice(source.before, [...shared.keys()])}`,
    );
  const before = source.before === undefined ? undefined : shared.get(source.before);
  const splits = compileSplits(document, source.split, known);
  const operandNames = source.operands.map(nameOfOperand);
  const valueShapes = Object.entries(source.shape).filter(([name]) => !operandNames.includes(name));
  const acts = source.acts.map((act, index) => compileAct(document, act, index));
  const rule: Rule = {
    id: document.id,
    why: source.why.trim(),
    fix: source.fix.trim(),
    links: source.links,
    form,
    names,
    ...(source.path === true ? { path: true } : {}),
    ...(source.before === undefined ? {} : { before: source.before }),
    ...(source.subcommand === undefined
      ? {}
      : { subcommands: source.subcommand.map((sequence) => sequence.split(' ')).sort((a, b) => b.length - a.length) }),
    options: toTable(document, source.options, shared, ['options']),
    ...(Object.keys(source.keywords).length === 0 ? {} : { keywords: source.keywords }),
    operands: source.operands.map((operand) => toOperand(operand, source.shape)),
    ...(Object.keys(splits).length === 0 ? {} : { splits }),
    ...(Object.keys(source.globs).length === 0 ? {} : { globs: source.globs }),
    ...(Object.keys(source.places).length === 0 ? {} : { places: compilePlaces(document, source.places) }),
    ...(source.calls.length === 0 ? {} : { calls: source.calls }),
    ...(valueShapes.length === 0 ? {} : { valueShapes: Object.fromEntries(valueShapes) }),
    ...(source.marks.length === 0 ? {} : { marks: source.marks }),
    when: source.when.map(toCondition),
    acts,
    runs: source.runs.map((run, index) => compileRun(document, run, index)),
  };
  checkNames(document, rule, before === undefined ? undefined : toTable(document, before, shared, []));
  return rule;
}

function compilePlaces(document: RuleDocument, places: RuleSource['places']): NonNullable<Rule['places']> {
  return Object.fromEntries(
    Object.entries(places).map(([text, value]) => [text, allExpressions(document, ['places', text], value)]),
  );
}

function nameOfOperand(text: string): string {
  return text.replace(/[?*+]$/, '');
}

function toOperand(text: string, shapes: RuleSource['shape']): Operand {
  const name = nameOfOperand(text);
  const sign = text.slice(name.length);
  const shape = shapes[name];
  return {
    name,
    least: sign === '?' || sign === '*' ? 0 : 1,
    many: sign === '*' || sign === '+',
    ...(shape === undefined ? {} : { shape }),
  };
}

function compileAct(document: RuleDocument, act: Readonly<Record<string, unknown>>, index: number): ActSpecification {
  const at = ['acts', index];
  const kind = actKindOf(act);
  if (kind === undefined) throw document.fault(at, `expected an act, one of: ${Object.keys(actSchemas).join(', ')}`);
  const source: Readonly<Record<string, unknown>> = document.parse(actSchemas[kind], at);
  const fields: Record<string, readonly Expression[]> = {};
  for (const [key, value] of Object.entries(source)) {
    if (key === kind || UNREAD.has(key) || value === undefined) continue;
    fields[key === 'at' ? 'repository' : key] = allExpressions(document, [...at, key], value);
  }
  const { each, pin, remark, leads } = source;
  const as = REF_KINDS.find((known) => known === source.as);
  return {
    kind,
    variety: String(source[kind]),
    when: Array.isArray(source.when) ? source.when.map((condition) => toCondition(String(condition))) : [],
    ...(typeof each === 'string' ? { each } : {}),
    ...(as === undefined ? {} : { as }),
    ...(typeof pin === 'string' ? { pin } : {}),
    ...(typeof remark === 'string' ? { remark } : {}),
    ...(Array.isArray(leads) ? { leads: leads.map(String) } : {}),
    ...(source.asks === 'go' ? { asks: 'go' as const } : {}),
    fields,
  };
}

/** Keys of an act that hold no expression. */
const UNREAD: ReadonlySet<string> = new Set(['when', 'each', 'as', 'pin', 'remark', 'leads', 'asks']);

const REF_KINDS = ['branch', 'tag', 'commit'] as const;

function formOf({ command, instruction, key, call }: RuleSource): readonly [Rule['form'], readonly string[]] {
  if (instruction !== undefined) return ['instruction', instruction];
  if (key !== undefined) return ['key', key];
  return call === undefined ? ['command', command ?? []] : ['call', call.map((name) => name.toLowerCase())];
}

/** `repository` names an act only where no other act's key stands: it is also a field of those. */
function actKindOf(act: Readonly<Record<string, unknown>>): ActKind | undefined {
  const kinds = ACT_KINDS.filter((kind) => kind in act);
  return kinds.find((kind) => kind !== 'repository') ?? kinds[0];
}

const ACT_KINDS = [
  'fetch',
  'retrieve',
  'select',
  'update',
  'repository',
  'hash',
  'verify',
  'place',
  'extract',
  'remove',
  'execute',
  'query',
  'trust',
  'make',
] as const satisfies readonly ActKind[];
