import type { Word } from '../model/value.ts';
import { readRules } from './read-rule.ts';
import { isPackageRule } from './rule-table.ts';

/** True for words that a rule of some fetch finds complete. */
export function isFetchCommand(words: readonly Word[]): boolean {
  return (
    readRules('command', words, (rule) => !isPackageRule(rule) && rule.acts.some((act) => act.kind === 'fetch'))
      .length > 0
  );
}
