import { HARMFUL } from '../model/harmful.ts';

/** Text from outside on one line, nothing in it active or invisible: such characters become `\u{202e}`. */
export function toPrintable(text: string): string {
  return text.replace(HARMFUL, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/**
 * A finished line that a CI log cannot take for a command. GitHub's runner trims blanks before it looks for `::`, and finds `##[`
 * anywhere (https://github.com/actions/runner, ActionCommand.cs); GitLab's section marks need a control character, which is gone.
 */
export function toInertLine(line: string): string {
  const inert = line.includes('##[') ? line.replaceAll('##[', '#\\u{23}[') : line;
  return inert.trimStart().startsWith('::') ? inert.replace('::', '\\u{3a}:') : inert;
}
