import type { Edit } from '../model/edit.ts';
import type { Texts } from './proposal.ts';

/** What stands on the line before a value that a variable gets: `V=`, `ARG V="`, `ENV V `, `${V:-`. */
const SETS_VARIABLE =
  /(?:(?:^|[\s;&|(])(?:ENV[ \t]+([A-Za-z_]\w*)[ \t]+|([A-Za-z_]\w*)=)|\{([A-Za-z_]\w*):?[-=])["']?[^\s"'`;&|()]*$/i;
const IS_ASKED = /(?:\[|\btest\b|\bcase\b|\(\()(.*)$/;

/**
 * The line of a condition that asks for the value of the variable which the edit sets: `[ "$V" = master ]`, `case $V in`. Conditions are
 * resolved before any command is seen, so they are looked for in the text; what only asks whether it is empty does not count.
 */
export function findQuestion(edit: Edit, files: Iterable<string>, texts: Texts): string | undefined {
  const variable = variableOf(edit, texts);
  if (variable === undefined) return undefined;
  const mention = new RegExp(`(-[nz]\\s+)?["']?\\$(?:${variable}\\b|\\{${variable}\\b)`, 'g');
  for (const file of files) {
    let start = 0;
    for (const line of (texts.read(file) ?? '').split('\n')) {
      const asked = IS_ASKED.exec(line)?.[1] ?? '';
      for (const match of asked.matchAll(mention)) {
        if (match[1] === undefined && !line.trimStart().startsWith('#'))
          return texts.place({ file, start: start + 1, end: start + 1 });
      }
      start += line.length + 1;
    }
  }
  return undefined;
}

function variableOf({ span }: Edit, texts: Texts): string | undefined {
  const text = texts.read(span.file) ?? '';
  const line = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  const [, ofInstruction, assigned, defaulted] = SETS_VARIABLE.exec(line) ?? [];
  return ofInstruction ?? assigned ?? defaulted;
}
