import type { Word } from '../model/value.ts';
import { readRules } from './read-rule.ts';
import { isPackageRule } from './rule-table.ts';

/** True for words that a rule of some fetch finds complete: those of a command, or of a call of a host's language. */
export function isFetchCommand(words: readonly Word[], form: 'command' | 'call' = 'command'): boolean {
  return (
    readRules(form, words, (rule) => !isPackageRule(rule) && rule.acts.some((act) => act.kind === 'fetch')).length > 0
  );
}
