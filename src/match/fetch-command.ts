import type { Word } from '../model/value.ts';
import { keywordRoles } from './keyword-roles.ts';
import { nameOf, readRules } from './read-rule.ts';
import type { Rule } from './rule.ts';
import { ANY_CALL, groupsOf, isPackageRule, variablesOfProgram } from './rule-table.ts';

/** True for words that a rule of some fetch finds complete: those of a command, or of a call of a host's language. */
export function isFetchCommand(words: readonly Word[], form: 'command' | 'call' = 'command'): boolean {
  return readRules(form, words, isFetchRule).length > 0;
}

/** True for a call of a host's language that some rule knows, by its name or by a keyword among its words. */
export function isCall(name: string, words: readonly string[]): boolean {
  if (groupsOf('call', name) !== undefined) return true;
  const rules = groupsOf('call', ANY_CALL)?.flatMap((group) => group.rules) ?? [];
  return rules.some(({ keywords = {} }) =>
    words.some((word) => Object.hasOwn(keywords, word) && keywords[word] !== null),
  );
}

/** True for words of a program that some rule knows as one that fetches, where no such rule finds them complete. */
export function isUnclearFetch(words: readonly Word[]): boolean {
  return rulesOf('command', words).some(isFetchRule) && !isFetchCommand(words);
}

/**
 * The words of a call without those that no act of a rule reads (`CMAKE_ARGS -DA=b`, and the programs that it runs); all of them where no rule
 * knows the call.
 */
export function readWords(words: readonly Word[]): readonly Word[] {
  const rules = rulesOf('call', words).filter(({ keywords }) => keywords !== undefined);
  const [name, ...rest] = words;
  if (name === undefined || rules.length === 0) return words;
  const isRead = new Set<Word>();
  for (const { keywords = {}, runs } of rules) {
    const programs = new Set<string | null | undefined>(
      runs.map((run) => (run.kind === 'program' ? run.program : null)),
    );
    for (const { word, role, option } of keywordRoles(rest, keywords))
      if (word === option || (role !== null && !programs.has(role))) isRead.add(word);
  }
  return [name, ...rest.filter((word) => isRead.has(word))];
}

/** The variables of the environment that say what options of the program do. */
export function variablesOf(words: readonly Word[]): readonly string[] {
  const name = nameOf(words);
  return name === undefined ? [] : variablesOfProgram(name);
}

function isFetchRule(rule: Rule): boolean {
  return !isPackageRule(rule) && rule.acts.some((act) => act.kind === 'fetch');
}

function rulesOf(form: Rule['form'], words: readonly Word[]): readonly Rule[] {
  const name = nameOf(words);
  return name === undefined ? [] : (groupsOf(form, name) ?? []).flatMap(({ rules }) => rules);
}
