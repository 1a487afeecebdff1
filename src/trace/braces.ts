import { BOUNDS } from '../model/bounds.ts';
import { impliedText, type Pieces } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { type ShellSource, sourcePieces, spanOf } from '../syntax/shell.ts';

const RANGE = /^\{(-?\d+)\.\.(-?\d+)\}$/;

/**
 * The words that brace expansion makes, each as the word's parts with the braces replaced by one choice. A brace that holds more than plain
 * text (quotes, variables, nested braces), or more than is followed, stays the part that it is.
 */
export function expandBraces(
  parts: readonly shell.WordPart[],
  source: ShellSource,
): readonly (readonly (shell.WordPart | Pieces)[])[] {
  let result: readonly (readonly (shell.WordPart | Pieces)[])[] = [[]];
  for (const part of parts) {
    const choices = part.type === 'BraceExpansion' ? choicesOf(part, source) : undefined;
    if (choices === undefined || result.length * choices.length > BOUNDS.product)
      result = result.map((before) => [...before, part]);
    else result = result.flatMap((before) => choices.map((choice) => [...before, choice]));
  }
  return result;
}

function choicesOf(part: shell.BraceExpansionPart, source: ShellSource): readonly Pieces[] | undefined {
  if (part.parts?.some((inner) => inner.type !== 'Literal') === true || /[$'"`\\]/.test(part.text)) return undefined;
  const range = RANGE.exec(part.text);
  if (range !== null) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    const count = Math.abs(to - from) + 1;
    if (count > BOUNDS.product) return undefined;
    const at = spanOf(source, part.pos, part.end);
    return Array.from({ length: count }, (_, index): Pieces => {
      const text = String(from <= to ? from + index : from - index);
      return [impliedText(text, at)];
    });
  }
  const inner = part.text.slice(1, -1);
  if (inner.includes('{') || !inner.includes(',')) return undefined;
  let start = part.pos + 1;
  return inner.split(',').map((choice) => {
    const pieces = choice === '' ? [] : sourcePieces(source, start, start + choice.length);
    start += choice.length + 1;
    return pieces;
  });
}
