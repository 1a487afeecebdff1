import type { Rule } from './rule.ts';
import { ANY_CALL, allRules, isPackageRule } from './rule-table.ts';

/**
 * True when a text has a word that some fetch begins with: a program's name anywhere, an instruction at the start of a line, or
 * where it leads on to other files. What calls such a text is read, too, whatever it says, and so is what it calls. `packages`: also one that installs packages by their names.
 */
export function mayFetch(text: string, packages = false): boolean {
  return (packages ? PACKAGE_WORD : FETCH_WORD).test(text) || LEADS_ON.test(text) || isMaking(text);
}

/** True when a text has a word that some fetch begins with. */
export function hasFetchWord(text: string): boolean {
  return FETCH_WORD.test(text);
}

/** CMake and Make: what sets the versions need not be what fetches them, nor what runs make or CMake with variables that it gives or exports. */
const LEADS_ON =
  /(?<![\w-])(?:add_subdirectory|include)[ \t]*\(|^[ \t]*[-s]?include[ \t]|\$[({]MAKE[)}]|\w=\S*[ \t]+g?make(?![\w-])|(?<![\w./-])g?make[ \t](?:[^\n]{0,200}[ \t])?\w{1,64}[:?+]?=|(?<![\w./-])cmake3?[ \t](?:[^\n]|\\\n){0,500}?[ \t"']-D/im;

function isMaking(text: string): boolean {
  return EXPORT.test(text) && MAKE.test(text);
}

const EXPORT = /^[ \t]*(?:export|declare -x)[ \t]|^[ \t]*(?:ENV|env:|environment:|variables:)/m;
const MAKE = /(?<![\w./-])g?make(?![\w-])/;

const BRINGING = new Set(['fetch', 'retrieve', 'update']);

/** Where a word of each form stands: a program anywhere, an instruction first in its line, a key before its colon, a call before its bracket. */
const PLACES: Readonly<Record<Rule['form'], (names: string) => string>> = {
  command: (names) => `(?<![\\w-])(?:${names})(?:_?(?:bin|cmd|exe))?(?![\\w-]|://)`,
  instruction: (names) => `^[ \\t]*(?:onbuild[ \\t]+)?(?:${names})(?![\\w-])`,
  key: (names) => `(?:^[ \\t]*(?:-[ \\t]+)?|[{,][ \\t]*)["']?(?:${names})["']?[ \\t]*[:=]`,
  call: (names) => `(?<![\\w-])(?:${names})[ \\t]*\\(`,
};

const FETCH_WORD = wordOf((rule) => !isPackageRule(rule));
const PACKAGE_WORD = wordOf(() => true);

function wordOf(isWanted: (rule: Rule) => boolean): RegExp {
  const names = new Map<Rule['form'], Set<string>>();
  const keywords = new Set<string>();
  for (const rule of allRules) {
    const isBringing =
      rule.acts.some(({ kind }) => BRINGING.has(kind)) ||
      rule.runs.some((run) => run.kind === 'image' && run.file !== null);
    if (!isBringing || !isWanted(rule)) continue;
    const known = names.get(rule.form) ?? new Set();
    for (const name of rule.names) if (name !== ANY_CALL) known.add(toPattern(name));
    names.set(rule.form, known);
    if (rule.names.includes(ANY_CALL)) for (const keyword of tellingKeywords(rule)) keywords.add(keyword);
  }
  const places = [...names].map(([form, known]) => PLACES[form]([...known].sort().join('|')));
  return new RegExp([...places, `(?<!\\w)(?:${[...keywords].join('|')})(?!\\w)`].join('|'), 'im');
}

/** Words that stand in few other texts. */
function tellingKeywords({ keywords = {} }: Rule): readonly string[] {
  return Object.entries(keywords).flatMap(([name, role]) => (role !== null && name.includes('_') ? [name] : []));
}

function toPattern(name: string): string {
  return name.replace(/[.+[\]]/g, '\\$&');
}
