import type { Template, TemplatePart } from '../model/program.ts';
import { literalTemplate, partsTemplate } from '../model/template.ts';
import { flatten, type HoleReason, type Pieces, slicePieces, spanOfPieces } from '../model/value.ts';
import { standsAlone, unknownExpression } from './placeholder.ts';

/** How a language writes a variable in text. `pattern` is global; its first group that holds anything is the name. */
export type VariableMark = {
  /** Text without these characters has no variable. */
  readonly hint: string;
  readonly pattern: RegExp;
  readonly why: HoleReason;
  /** The name by which the variable is set. */
  readonly nameOf: (written: string) => string;
  /** Other expressions between the same signs are unknown; else they are text. */
  readonly unknown: RegExp | null;
  /** What is written so stays where nobody set the variable: it means something to the language of the text. */
  readonly staysWhereUnset?: RegExp;
};

/** Text with the variables of a language that marks them by signs around a name, and knows no defaults. */
export function markedTemplate(pieces: Pieces, mark: VariableMark): Template {
  const text = flatten(pieces);
  if (!text.includes(mark.hint)) return literalTemplate(pieces);
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const match of text.matchAll(mark.unknown ?? mark.pattern)) {
    const [written] = match;
    const end = match.index + written.length;
    const whole = slicePieces(pieces, match.index, end);
    const at = spanOfPieces(whole);
    const isAlone = standsAlone(text, match.index, end);
    const name = nameIn(mark, written);
    parts.push(...slicePieces(pieces, from, match.index));
    if (name === undefined) parts.push(unknownExpression(written, at, isAlone));
    else
      parts.push({
        kind: 'variable',
        name: mark.nameOf(name),
        text: written,
        why: mark.why,
        fallback: mark.staysWhereUnset?.test(written) === true ? literalTemplate(whole) : null,
        emptyIsUnset: false,
        many: isAlone,
        at,
      });
    from = end;
  }
  return partsTemplate([...parts, ...slicePieces(pieces, from, text.length)]);
}

function nameIn({ pattern }: VariableMark, written: string): string | undefined {
  pattern.lastIndex = 0;
  const match = pattern.exec(written);
  return match !== null && match[0] === written ? match.slice(1).find((group) => group !== undefined) : undefined;
}
