import type { Step, SyntaxProblem } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { impliedTemplate } from '../model/template.ts';
import { unreadFetch } from '../syntax/unread-fetch.ts';

/** How interpreters whose code rules read are given code: `python -c`. */
const CODE_OPTIONS: readonly (readonly [RegExp, string])[] = [
  [/^(?:python|pypy)[\d.]*$/, '-c'],
  [/^(?:node|nodejs|ruby|perl|rscript)$/, '-e'],
  [/^php$/, '-r'],
];

/** Text for an interpreter that is no shell: what rules read of its language is read, and where it fetches otherwise, that is a problem at its place. */
export function otherText(
  reading: { readonly problems: SyntaxProblem[] },
  text: string,
  program: string,
  at: Span,
): readonly Step[] {
  const problem = unreadProblem(text, program, 'step', at);
  if (problem !== undefined) reading.problems.push(problem);
  const option = CODE_OPTIONS.find(([name]) => name.test(program))?.[1];
  if (option === undefined) return [];
  const words = [program === 'rscript' ? 'Rscript' : program, option].map((name) => impliedTemplate(name, at));
  const script = impliedTemplate(text, at);
  return [{ kind: 'exec', words: [...words, script], at }];
}

/** That text fetches in a language that is not read; `what` is how people call the place. Undefined where it does not. */
export function unreadProblem(text: string, program: string, what: string, at: Span): SyntaxProblem | undefined {
  const unread = unreadFetch(program, text);
  if (unread === undefined) return undefined;
  const { language, word } = unread;
  const message = `${language} is not read yet, and this ${what} fetches something with it (${word})`;
  return { at, kind: 'unreadable', message };
}
