/**
 * Characters that a terminal or a log would act upon or hide: C0, C1 and DEL, zero-width and other invisible ones, bidi marks and
 * overrides, line and paragraph separators, lone surrogates (https://trojansource.codes).
 */
const HARMFUL = /[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Surrogate}\ufff9-\ufffc]/gu;

/** Text from outside on one line, nothing in it active or invisible: such characters become `\u{202e}`. */
export function toPrintable(text: string): string {
  return text.replace(HARMFUL, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same for text inside a JSON string that is already quoted: only escapes that JSON knows, so nothing is lost. */
export function toPrintableJson(json: string): string {
  return json.replace(HARMFUL, (character) =>
    character === '\n' ? character : character.split('').map(toJsonEscape).join(''),
  );
}

/**
 * A finished line that a CI log cannot take for a command. GitHub's runner trims blanks before it looks for `::`, and finds `##[`
 * anywhere (https://github.com/actions/runner, ActionCommand.cs); GitLab's section marks need a control character, which is gone.
 */
export function toInertLine(line: string): string {
  const inert = line.includes('##[') ? line.replaceAll('##[', '#\\u{23}[') : line;
  return inert.trimStart().startsWith('::') ? inert.replace('::', '\\u{3a}:') : inert;
}

function toJsonEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
