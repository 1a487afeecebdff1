import type { RuleText } from './rule.ts';
import { allRules } from './rule-table.ts';

export { callPrograms } from './call-programs.ts';
export { isCall, isFetchCommand, isUnclearFetch, readWords, variablesOf } from './fetch-command.ts';
export { type MatchOptions, matchEvents, unknownOptions } from './match-events.ts';
export { hasFetchWord, mayFetch } from './may-fetch.ts';
export type { RuleText } from './rule.ts';
export { wrapper } from './wrapper.ts';

/** What people are told about a rule, or undefined when there is none of that name. */
export function ruleById(id: string): RuleText | undefined {
  return allRules.find((rule) => rule.id === id);
}

/** The rules that give advice: those that find something to be pinned, by id in code-point order. */
export const rules: readonly RuleText[] = allRules.filter(({ fix }) => fix !== '');

/** Every id that a fetch's `rule` may be. */
export const ruleIds: readonly string[] = allRules.map(({ id }) => id);
