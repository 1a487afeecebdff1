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

/** Where a word of each form stands: a program anywhere, an instruction first in its line, a key before its colon, a call before its bracket. */
const PLACES: Readonly<Record<Rule['form'], (names: string) => string>> = {
  command: (names) => `(?<![\\w-])(?:${names})(?![\\w-]|://)`,
  instruction: (names) => `^[ \\t]*(?:onbuild[ \\t]+)?(?:${names})(?![\\w-])`,
  key: (names) => `(?:^[ \\t]*(?:-[ \\t]+)?|[{,][ \\t]*)["']?(?:${names})["']?[ \\t]*[:=]`,
  call: (names) => `(?<![\\w-])(?:${names})[ \\t]*\\(`,
};

const FETCH_WORD = new RegExp(
  allForms()
    .map(([form, names]) => PLACES[form](names))
    .join('|'),
  'im',
);

function allForms(): readonly (readonly [Rule['form'], string])[] {
  const names = new Map<Rule['form'], Set<string>>();
  for (const rule of allRules) {
    if (!rule.acts.some(({ kind }) => BRINGING.has(kind))) continue;
    const known = names.get(rule.form) ?? new Set();
    for (const name of rule.names) known.add(toPattern(name));
    names.set(rule.form, known);
  }
  return [...names].map(([form, known]) => [form, [...known].sort().join('|')]);
}

function toPattern(name: string): string {
  return name.replace(/[.+[\]]/g, '\\$&');
}
