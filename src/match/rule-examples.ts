import { describeReading } from './describe-reading.ts';
import type { RuleText } from './rule.ts';
import { RULE_EXAMPLES } from './rule-examples.generated.ts';
import { allRules } from './rule-table.ts';

/** Lines of a rule's file: what it finds, and what it leaves alone. */
export type RuleExamples = { readonly catches: readonly string[]; readonly misses: readonly string[] };

/** All that people are told about a rule. `reads` is the commands, instructions or keys that it looks at. */
export type RuleStory = RuleText & RuleExamples & { readonly reads: string };

/** The rule with its examples, or undefined when there is none of that name. */
export function storyOf(id: string): RuleStory | undefined {
  const rule = allRules.find((known) => known.id === id);
  if (rule === undefined) return undefined;
  const { catches, misses } = RULE_EXAMPLES[id] ?? { catches: [], misses: [] };
  const { why, fix, links } = rule;
  return { id, why, fix, links, reads: describeReading(rule), catches, misses };
}
