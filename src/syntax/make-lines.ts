import type { Span } from '../model/span.ts';
import { escapedPieces, impliedText, joinPieces, type Pieces, type TextPiece, writtenText } from '../model/value.ts';

/** A line with those that it goes on to behind a `\`. `isTab`: it begins with a tab, as recipes do. */
export type MakeLine = { readonly start: number; readonly end: number; readonly isTab: boolean };

/** The logical lines of a makefile, without their line ends. */
export function readMakeLines(text: string): readonly MakeLine[] {
  const lines: MakeLine[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start < text.length) {
    let end = lineEnd(text, start);
    while (isContinued(text, start, end) && end < text.length) end = lineEnd(text, end + 1);
    lines.push({ start, end: text[end - 1] === '\r' ? end - 1 : end, isTab: text[start] === '\t' });
    start = end + 1;
  }
  return lines;
}

/** A line of a recipe as the shell gets it: without the tab that each of its lines begins with. */
export function recipePieces(file: string, text: string, { start, end }: MakeLine): Pieces {
  const parts: TextPiece[] = [];
  for (let from = start; from < end; ) {
    const next = Math.min(lineEnd(text, from) + 1, end);
    const begin = text[from] === '\t' ? from + 1 : from;
    if (begin < next) parts.push(writtenText(file, text, begin, next));
    from = next;
  }
  return escapedPieces(joinPieces(parts), 'doubled-dollar');
}

/** Any other line: a `\` with the blanks around it is one blank. */
export function linePieces(file: string, text: string, { start, end }: MakeLine): Pieces {
  const parts: TextPiece[] = [];
  let from = start;
  CONTINUATION.lastIndex = start;
  for (;;) {
    const match = CONTINUATION.exec(text);
    if (match === null || match.index >= end) break;
    parts.push(writtenText(file, text, from, match.index));
    from = Math.min(match.index + match[0].length, end);
    parts.push(impliedText(' ', { file, start: match.index, end: from }));
  }
  if (from < end) parts.push(writtenText(file, text, from, end));
  return escapedPieces(joinPieces(parts), 'doubled-dollar');
}

export function spanOfLine(file: string, { start, end }: MakeLine): Span {
  return { file, start, end };
}

const CONTINUATION = /(?<![ \t\\])[ \t]*\\\r?\n[ \t]*/g;

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** An odd number of backslashes at the end of the line. */
function isContinued(text: string, start: number, lineEnd: number): boolean {
  const end = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  let count = 0;
  while (end - count > start && text[end - count - 1] === '\\') count += 1;
  return count % 2 === 1;
}
