/**
 * Characters that a terminal or a log would act upon or hide: C0, C1 and DEL, zero-width and other invisible ones, bidi marks and
 * overrides, line and paragraph separators, lone surrogates (https://trojansource.codes).
 */
export const HARMFUL =
  /[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Surrogate}\ufff9-\ufffc]/gu;

/** JSON in which no such character stands but line feeds: only escapes that JSON knows, so nothing is lost. */
export function toPrintableJson(json: string): string {
  return json.replace(HARMFUL, (character) =>
    character === '\n' ? character : character.split('').map(toJsonEscape).join(''),
  );
}

function toJsonEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
