import type { OptionTable, Rule } from './rule.ts';
import { OPTION_TABLES, RULES } from './rules.generated.ts';

/** Every rule, in code-point order of their ids. */
export const allRules: readonly Rule[] = RULES;
const tables: Readonly<Record<string, OptionTable>> = OPTION_TABLES;

/** A rule that finds packages by their names and versions alone. */
export function isPackageRule({ acts }: Rule): boolean {
  return acts.length > 0 && acts.every(({ kind, variety }) => kind === 'fetch' && variety === 'package');
}

/** Rules of one program that share the options before their subcommand. */
export type RuleGroup = { readonly before: OptionTable | null; readonly rules: readonly Rule[] };

const groups = {
  command: groupByName('command'),
  instruction: groupByName('instruction'),
  key: groupByName('key'),
  call: groupByName('call'),
} as const satisfies Readonly<Record<Rule['form'], unknown>>;

/** The rule for programs that are named by their path and have no rule of their own. */
export const pathRule: Rule | undefined = allRules.find((rule) => rule.path === true);

/** The name of the rules for calls of which no rule knows the name. */
export const ANY_CALL = '*';

/** Rules by the program's name, without its folder. */
export function groupsOf(form: Rule['form'], name: string): readonly RuleGroup[] | undefined {
  return groups[form].get(form === 'call' ? name.toLowerCase() : name);
}

/** The variables that give options of a program their values. */
export function variablesOfProgram(name: string): readonly string[] {
  return variables.get(name) ?? NONE;
}

const NONE: readonly string[] = [];

const variables: ReadonlyMap<string, readonly string[]> = new Map(
  [...groups.command].flatMap(([name, known]) => {
    const tables = known.flatMap(({ before, rules }) => [before, ...rules.map(({ options }) => options)]);
    const names = tables.flatMap((table) => Object.values(table?.environment ?? {}).flat());
    return names.length === 0 ? [] : [[name, [...new Set(names)]]];
  }),
);

function groupByName(form: Rule['form']): ReadonlyMap<string, readonly RuleGroup[]> {
  const result = new Map<string, { before: OptionTable | null; rules: Rule[] }[]>();
  for (const rule of allRules) {
    if (rule.form !== form) continue;
    const before = rule.before === undefined ? null : (tables[rule.before] ?? null);
    for (const name of rule.names) {
      const groups = result.get(name) ?? [];
      if (groups.length === 0) result.set(name, groups);
      const group = groups.find((known) => known.before === before);
      if (group === undefined) groups.push({ before, rules: [rule] });
      else group.rules.push(rule);
    }
  }
  return result;
}
