import { flatten, joinPieces, type Pieces, slicePieces } from '../model/value.ts';
import { sourcePieces } from '../syntax/shell.ts';
import type { Context } from './machine.ts';

/** A heredoc's text; `<<-` takes tabs off the start of each line, which stays a cut of the file. */
export function hereText({ source }: Context, start: number, end: number, isStripped: boolean): Pieces {
  if (!isStripped) return sourcePieces(source, start, end);
  const parts: Pieces[] = [];
  const text = source.text.slice(start, end);
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline + 1;
    let first = from;
    while (first < to && text.charAt(first) === '\t') first += 1;
    parts.push(sourcePieces(source, start + first, start + to));
    from = to;
  }
  return joinPieces(...parts);
}

/** A backslash quotes a dollar, a backtick, another one and the end of the line (POSIX, "Here-Document"). */
const HERE_ESCAPE = /\\(?:[\\$`]|\n)/g;

/** A heredoc's text as its reader gets it. */
export function withoutEscapes(pieces: Pieces): Pieces {
  const text = flatten(pieces);
  const parts: Pieces[] = [];
  let from = 0;
  for (const { index } of text.matchAll(HERE_ESCAPE)) {
    parts.push(slicePieces(pieces, from, index));
    if (text[index + 1] !== '\n') parts.push(slicePieces(pieces, index + 1, index + 2));
    from = index + 2;
  }
  return from === 0 ? pieces : joinPieces(...parts, slicePieces(pieces, from, text.length));
}
