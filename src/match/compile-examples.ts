import { readRuleFile } from './compile-rules.ts';
import type { RuleFile } from './rule-file.ts';

/** How many examples of each kind people are shown. */
const MOST_SHOWN = 6;

/** The examples of every rule, as `RULE_EXAMPLES` of a TypeScript module that only `explain` loads. Runs at build time. */
export function compileExamples(files: readonly RuleFile[]): string {
  const rules = files
    .filter(({ path }) => !/\/(?:options|splits)\//.test(path))
    .map(readRuleFile)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    '// Made from rules/fetch by scripts/generate.mjs: edit those files instead.',
    "import type { RuleExamples } from './rule-examples.ts';",
    '',
    'export const RULE_EXAMPLES: Readonly<Record<string, RuleExamples>> = {',
    ...rules.map(({ id, examples }) => {
      const catches = examples.catches.map(({ line }) => line).slice(0, MOST_SHOWN);
      const misses = examples['catches-not']
        .map((miss) => (typeof miss === 'string' ? miss : miss.line))
        .slice(0, MOST_SHOWN);
      return `  ${JSON.stringify(id)}: ${JSON.stringify({ catches, misses })},`;
    }),
    '};',
    '',
  ].join('\n');
}
