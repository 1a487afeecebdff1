import { compileRuleFiles, type RuleFile } from './compile-rules.ts';
import type { Rule } from './rule.ts';

/** The rules that find something, one row for the programs that they share, as a table in Markdown. For build time. */
export function documentRules(files: readonly RuleFile[]): string {
  const rows = new Map<string, Rule[]>();
  const { rules } = compileRuleFiles(files);
  const finding = rules.filter(({ fix }) => fix !== '');
  for (const rule of finding) {
    const key = `${rule.form} ${rule.names.filter((name) => !/\d\.\d/.test(name)).join(', ')}`;
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [rule]);
    else known.push(rule);
  }
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, [...known]]) => `| ${cell(key)} | ${known.map(({ id }) => `\`${id}\``).join(', ')} |`);
  return [
    `${finding.length} rules find something; ${rules.length - finding.length} more follow what commands do with it. \`pinlock explain RULE\` shows one with its examples.`,
    '',
    '| read | rules |',
    '| --- | --- |',
    ...lines,
  ].join('\n');
}

/** `command git` is shown as `git`, an instruction, key or call as what it is. */
function cell(key: string): string {
  const [form = '', ...names] = key.split(' ');
  const text = `\`${names.join(' ')}\``;
  return form === 'command' ? text : `${text} (${form})`;
}
