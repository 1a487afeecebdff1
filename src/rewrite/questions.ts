import type { Edit } from '../model/edit.ts';
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
    if (variable === undefined) return undefined;
    const mention = new RegExp(`(-[nz]\\s+)?["']?\\$(?:${variable}\\b|\\{${variable}\\b)`, 'g');
    for (const file of files) {
      for (const { text, start } of questionsOf(file)) {
        const isAsked = [...text.matchAll(mention)].some(([, emptiness]) => emptiness === undefined);
        if (isAsked) return texts.place({ file, start, end: start });
      }
    }
    return undefined;
  };
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
