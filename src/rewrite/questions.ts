import type { Edit } from '../model/edit.ts';
import { lastName } from '../model/tree-path.ts';
import type { Texts } from './proposal.ts';

/** What stands on the line before a value that a variable gets: `V=`, `ARG V="`, `ENV V `, `${V:-`. */
const SETS_VARIABLE =
  /(?:(?:^|[\s;&|(])(?:ENV[ \t]+([A-Za-z_]\w*)[ \t]+|([A-Za-z_]\w*)=)|\{([A-Za-z_]\w*):?[-=])["']?[^\s"'`;&|()]*$/i;
const IS_ASKED = /(?:\[|\btest\b|\bcase\b|\(\()(.*)$/;

/** Names the place of a condition that asks for the value which the edit changes, in one of these files. */
export type FindQuestion = (edit: Edit, files: Iterable<string>) => string | undefined;

type Question = { readonly text: string; readonly start: number };

/**
 * Finds conditions that ask for a variable's value: `[ "$V" = master ]`, `case $V in`. They are resolved before any command is seen, so
 * they are looked for in the text; what only asks whether it is empty does not count.
 */
export function newFindQuestion(texts: Texts): FindQuestion {
  const known = new Map<string, readonly Question[]>();
  const questionsOf = (file: string): readonly Question[] => {
    const questions = known.get(file) ?? readQuestions(texts.read(file) ?? '');
    known.set(file, questions);
    return questions;
  };
  return (edit, files) => {
    const variable = variableOf(edit, texts);
    const argument = variable === undefined ? argumentOf(edit, texts) : undefined;
    for (const file of files) {
      const places = argument === undefined ? [] : receiversOf(argument, file, texts.read(file) ?? '');
      const asked = variable === undefined ? places : [{ name: variable, start: 0, end: Number.MAX_SAFE_INTEGER }];
      for (const { name, start: from, end } of asked) {
        const mention = new RegExp(`(-[nz]\\s+)?["']?\\$(?:${name}\\b|\\{${name}\\b)`, 'g');
        for (const { text, start } of questionsOf(file)) {
          if (start < from || start >= end) continue;
          const isAsked = [...text.matchAll(mention)].some(([, emptiness]) => emptiness === undefined);
          if (isAsked) return texts.place({ file, start, end: start });
        }
      }
    }
    return undefined;
  };
}

/** The k-th word that a function or a script is called with. */
type Argument = { readonly callee: string; readonly position: number };

/** Between these a command begins. */
const COMMAND_START = /(?:^|[\n;&|({`]|\b(?:do|then|else|if|while|until|time|sudo)\s)\s*(?=[^\s;&|({]*$|[^\n;&|]*$)/g;

const WORDS = /(?:"[^"]*"|'[^']*'|[^\s"'])+|["']/g;
/** What only runs the script that is named behind it. */
const LAUNCHERS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'ksh',
  'zsh',
  '.',
  'source',
  'exec',
  'sudo',
  'command',
]);

/** The call among whose words an edit stands, as far as its own line says; undefined for the first word of a command. */
function argumentOf({ span }: Edit, texts: Texts): Argument | undefined {
  const text = (texts.read(span.file) ?? '').slice(0, span.start).replaceAll(/\\\r?\n/g, '  ');
  const line = text.slice(text.lastIndexOf('\n') + 1);
  const start = [...line.matchAll(COMMAND_START)].at(-1);
  const all = line.slice(start === undefined ? 0 : start.index + start[0].length).match(WORDS) ?? [];
  const words = all.slice(all.findIndex((word) => !LAUNCHERS.has(word) && !word.startsWith('-')));
  const [callee] = words;
  if (callee === undefined) return undefined;
  const isInWord = /\S$/.test(line) ? 1 : 0;
  const position = words.length - isInWord;
  return position > 0 ? { callee: lastName(callee), position } : undefined;
}

/** Where the argument is asked for: `$2` in the function's body or the script, and in the variables that take it. */
function receiversOf(
  { callee, position }: Argument,
  file: string,
  text: string,
): readonly { readonly name: string; readonly start: number; readonly end: number }[] {
  const isScript = lastName(file) === callee;
  const definition = isScript ? undefined : bodyOf(callee, text);
  if (!isScript && definition === undefined) return [];
  const { start, end } = definition ?? { start: 0, end: text.length };
  const takes = new RegExp(`\\b([A-Za-z_]\\w*)=["']?\\$(?:${position}\\b|\\{${position}\\b)`, 'g');
  const names = [...text.slice(start, end).matchAll(takes)].map((match) => match[1] ?? '');
  return [String(position), ...names].map((name) => ({ name, start, end }));
}

function bodyOf(name: string, text: string): { readonly start: number; readonly end: number } | undefined {
  if (!/^[\w.:-]+$/.test(name)) return undefined;
  const head = new RegExp(
    `(?:^|\\n)[ \\t]*(?:function[ \\t]+)?${name.replaceAll('.', '\\.')}[ \\t]*(?:\\(\\s*\\))?\\s*[{(]`,
  ).exec(text);
  if (head === null) return undefined;
  const start = head.index + head[0].length;
  const close = /\n[})]/.exec(text.slice(start));
  return { start, end: close === null ? text.length : start + close.index };
}

function readQuestions(text: string): readonly Question[] {
  const result: Question[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const asked = line.includes('$') && !line.trimStart().startsWith('#') ? IS_ASKED.exec(line)?.[1] : undefined;
    if (asked !== undefined) result.push({ text: asked, start: start + 1 });
    start += line.length + 1;
  }
  return result;
}

function variableOf({ span }: Edit, texts: Texts): string | undefined {
  const text = texts.read(span.file) ?? '';
  const line = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  const [, ofInstruction, assigned, defaulted] = SETS_VARIABLE.exec(line) ?? [];
  return ofInstruction ?? assigned ?? defaulted;
}
