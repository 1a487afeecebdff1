import { namesIn, partsIn } from './parse-expression.ts';
import { parseWordTemplate, partNames } from './parse-word-template.ts';
import type { Condition, OptionTable, Roles, Rule } from './rule.ts';
import type { RuleDocument } from './rule-file.ts';
import type { OptionsSource } from './rule-schema.ts';

/** Marks that the reader sets by itself. */
const BUILT_IN = ['behind-dashes', 'before-dashes', 'unknown-option', 'unclear-operand'];

/** Every name that acts, runs and conditions speak of must exist. Throws an Error at the first that does not. */
export function checkNames(document: RuleDocument, rule: Rule, before: OptionTable | undefined): void {
  const words = new Set(['program', 'subcommand', ...rule.operands.map(({ name }) => name)]);
  for (const role of Object.values(rule.keywords ?? {}))
    if (role !== null && role !== '+') words.add(role.replace('*', ''));
  const marks = new Set([...BUILT_IN, ...(rule.marks ?? [])]);
  for (const table of before === undefined ? [rule.options] : [before, rule.options]) {
    for (const roles of [table.capture, table.cumulative, table.named, table.environment]) addAll(words, roles);
    addAll(marks, table.marks);
    for (const { mark } of table.byValue ?? []) marks.add(mark);
  }
  const check = (keys: readonly unknown[], name: string, known: ReadonlySet<string>) => {
    if (!known.has(name)) throw document.fault(keys, `nothing is called '${name}'${document.advice(name, [...known])}`);
  };
  const partsOf = (name: string) => new Set(rule.splits?.[name]?.flatMap((text) => partNames(parseWordTemplate(text))));
  const checkConditions = (keys: readonly unknown[], conditions: readonly Condition[]) => {
    for (const { name, part } of conditions.flat()) {
      check(keys, name, new Set([...words, ...marks]));
      if (part !== undefined) check(keys, part, partsOf(name));
    }
  };
  checkConditions(['when'], rule.when);
  for (const name of Object.keys(rule.splits ?? {})) check(['split', name], name, words);
  for (const [index, name] of (rule.calls ?? []).entries()) check(['calls', index], name, words);
  for (const name of Object.keys(rule.valueShapes ?? {})) check(['shape', name], name, words);
  for (const [index, act] of rule.acts.entries()) {
    checkConditions(['acts', index, 'when'], act.when);
    if (act.each !== undefined) check(['acts', index, 'each'], act.each, words);
    for (const [field, expressions] of Object.entries(act.fields)) {
      for (const name of expressions.flatMap(namesIn)) check(['acts', index, field], name, words);
      for (const { name, part } of expressions.flatMap(partsIn)) check(['acts', index, field], part, partsOf(name));
    }
  }
  for (const [text, expressions] of Object.entries(rule.places ?? {}))
    for (const name of expressions.flatMap(namesIn)) check(['places', text], name, words);
  for (const [index, run] of rule.runs.entries()) {
    if (run.kind === 'between') continue;
    checkConditions(['runs', index, 'when'], run.when);
    if (run.kind === 'program') {
      check(['runs', index, 'program'], run.program, words);
      for (const name of run.in.flatMap(namesIn)) check(['runs', index, 'in'], name, words);
      continue;
    }
    if (run.kind === 'goals') {
      for (const key of ['goals', 'in', 'file'] as const) check(['runs', index, key], run[key], words);
      continue;
    }
    if (run.kind === 'image') {
      const { file, environment } = run;
      const roles = [file, environment].filter((role) => typeof role === 'string');
      for (const name of [...roles, ...run.arguments, ...run.lines]) check(['runs', index], name, words);
      for (const name of run.in.flatMap(namesIn)) check(['runs', index, 'in'], name, words);
      for (const { name, part } of run.in.flatMap(partsIn)) check(['runs', index, 'in'], part, partsOf(name));
      continue;
    }
    const name = run.kind === 'words' ? run.words : run.kind === 'text' ? run.text : run.file;
    check(['runs', index, run.kind], name, words);
    if (run.kind !== 'file' && run.place !== undefined) check(['runs', index, run.place.kind], run.place.word, words);
    for (const key of ['keeps', 'unsets'] as const) {
      const role = run[key];
      if (role !== undefined) check(['runs', index, key], role, words);
    }
    if (run.kind === 'words' && run.folder !== undefined) check(['runs', index, 'folder'], run.folder, words);
    if (run.kind !== 'words' && run.args !== undefined) check(['runs', index, 'args'], run.args, words);
  }
  if (rule.operands.filter(({ many }) => many).length > 1)
    throw document.fault(['operands'], 'only one operand may take several words');
}

/** No option may be listed twice as something that excludes itself. */
export function checkOptions(document: RuleDocument, keys: readonly string[], source: OptionsSource): void {
  const kinds: readonly (readonly [string, readonly string[]])[] = [
    ['flags', source.flags],
    ['values', source.values],
    ['optional', source.optional],
  ];
  const seen = new Map<string, string>();
  for (const [kind, names] of kinds) {
    for (const name of names) {
      const other = seen.get(name);
      if (other !== undefined) throw document.fault([...keys, kind], `'${name}' stands in ${other} already`);
      if (name.startsWith('-')) throw document.fault([...keys, kind], `'${name}' is written without its dashes`);
      seen.set(name, kind);
    }
  }
}

function addAll(names: Set<string>, roles: Roles | undefined): void {
  for (const name of Object.keys(roles ?? {})) names.add(name);
}
