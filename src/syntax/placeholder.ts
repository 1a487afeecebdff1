import type { Span } from '../model/span.ts';
import type { HolePiece } from '../model/value.ts';

/** True when blanks, or the ends of the text, stand on both sides: a placeholder there may be several words, or none. */
export function standsAlone(text: string, start: number, end: number): boolean {
  return isBlank(text[start - 1]) && isBlank(text[end]);
}

/** An expression of the host's language that is not computed; `many` when it may be several words. */
export function unknownExpression(text: string, at: Span, many: boolean): HolePiece {
  const hole = { kind: 'hole', id: `expression:${text}`, name: text, why: 'placeholder', at } as const;
  return many ? { ...hole, many } : hole;
}

/** True for white space, and outside of the text. */
export function isBlank(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}
