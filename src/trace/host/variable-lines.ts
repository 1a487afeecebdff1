import type { Guard } from '../../model/guard.ts';
import { flatten, type Pieces, slicePieces, type Value } from '../../model/value.ts';

type Line = { readonly name: string; readonly pieces: Pieces };

/** A variable that a text sets, and under which choices. */
export type VariableLine = Line & { readonly guard: Guard };

const LINE = /^(export +)?([A-Za-z_][\w.-]*)(=|<<)(.*)$/;

/**
 * The variables of a text of lines `NAME=text` (or `export NAME='text'`), and of `NAME<<END`, whose text is what stands up to the line `END`; later lines win. A line
 * whose name nobody knows says nothing.
 */
export function readVariableLines(text: Value): readonly VariableLine[] {
  return text.flatMap(({ guard, pieces }) => linesOf(pieces).map((line) => ({ guard, ...line })));
}

function linesOf(pieces: Pieces): readonly Line[] {
  const text = flatten(pieces);
  const found: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const end = lineEnd(text, start);
    const [, command, name, sign, rest] = LINE.exec(text.slice(start, end)) ?? [];
    start = end + 1;
    if (name === undefined || rest === undefined) continue;
    if (sign === '=') {
      const isQuoted = command !== undefined && /^(["']).*\1$/.test(rest);
      const margin = isQuoted ? 1 : 0;
      found.push({ name, pieces: slicePieces(pieces, end - rest.length + margin, end - margin) });
      continue;
    }
    const close = text.indexOf(`\n${rest}\n`, end);
    if (close < 0) break;
    found.push({ name, pieces: slicePieces(pieces, end + 1, close) });
    start = close + rest.length + 2;
  }
  return found;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
