import type { Rule } from './rule.ts';
import { allRules } from './rule-table.ts';

/**
 * True when a text has a word that some fetch begins with: a program's name anywhere, an instruction at the start of a line. For entry files
 * only: what they call is read whatever it says.
 */
export function mayFetch(text: string): boolean {
  return FETCH_WORD.test(text);
}

const BRINGING = new Set(['fetch', 'retrieve', 'update']);

const FETCH_WORD = new RegExp(
  `(?<![\\w-])(?:${namesOf('command')})(?![\\w-])|^[ \\t]*(?:onbuild[ \\t]+)?(?:${namesOf('instruction')})(?![\\w-])`,
  'im',
);

function namesOf(form: Rule['form']): string {
  const names = allRules
    .filter((rule) => rule.form === form && rule.acts.some(({ kind }) => BRINGING.has(kind)))
    .flatMap((rule) => rule.names);
  return [...new Set(names)].sort().map(toPattern).join('|');
}

function toPattern(name: string): string {
  return name.replace(/[.+[\]]/g, '\\$&');
}
