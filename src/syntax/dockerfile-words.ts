import type { Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { flatten, type Piece, type Pieces, type TextPiece } from '../model/value.ts';

/** A word of an instruction as written, with its quotes. */
export type Token = { readonly text: string; readonly pieces: Pieces; readonly at: Span };

/** Words between blanks: what FROM, COPY and ADD are made of (BuildKit knows no quotes there). */
export function splitBlank(pieces: Pieces): readonly Token[] {
  const ranges: Range[] = [];
  for (const match of flatten(pieces).matchAll(/\S+/g)) {
    ranges.push({ start: match.index, end: match.index + match[0].length });
  }
  return cutAll(pieces, ranges);
}

/** Words between blanks outside of quotes: what ENV and ARG are made of. */
export function splitQuoted(pieces: Pieces, escapeCharacter: string): readonly Token[] {
  const text = flatten(pieces);
  const ranges: Range[] = [];
  let quote = '';
  let start = -1;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote === '' && /\s/.test(char)) {
      if (start >= 0) ranges.push({ start, end: at });
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (char === escapeCharacter && quote !== "'") at += 1;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
  }
  if (start >= 0) ranges.push({ start, end: text.length });
  return cutAll(pieces, ranges);
}

/** A word that BuildKit expands. Its own escape character is written as the backslash that readers of the language expect. */
export function dockerTemplate(pieces: Pieces, escapeCharacter: string): Template {
  if (escapeCharacter === '\\') return { language: 'docker', pieces };
  return { language: 'docker', pieces: pieces.flatMap(toBackslash) };
}

/** The part of a token between two offsets of its text. */
export function cutToken(token: Token, start: number, end = token.text.length): Token {
  return cutAll(token.pieces, [{ start, end }])[0] ?? { text: '', pieces: [], at: emptyAt(token, start) };
}

type Range = { readonly start: number; readonly end: number };

/** All ranges in one pass, so that an instruction of a hundred thousand lines costs what it is long. Ranges ascend. */
function cutAll(pieces: Pieces, ranges: readonly Range[]): readonly Token[] {
  const tokens: Token[] = [];
  let index = 0;
  let offset = 0;
  for (const range of ranges) {
    const parts: TextPiece[] = [];
    for (; index < pieces.length; index += 1) {
      const piece = pieces[index];
      if (piece === undefined || piece.kind !== 'text') break;
      const length = piece.text.length;
      const from = Math.max(range.start - offset, 0);
      const to = Math.min(range.end - offset, length);
      if (from < to) parts.push(cutPiece(piece, from, to));
      if (range.end < offset + length) break;
      offset += length;
    }
    const first = parts[0];
    const last = parts.at(-1);
    if (first === undefined || last === undefined) continue;
    const at = { file: first.at.file, start: first.at.start, end: last.at.end };
    tokens.push({ text: flatten(parts), pieces: parts, at });
  }
  return tokens;
}

function cutPiece(piece: TextPiece, from: number, to: number): TextPiece {
  if (from === 0 && to === piece.text.length) return piece;
  const { file, start } = piece.at;
  const at = piece.verbatim ? { file, start: start + from, end: start + to } : piece.at;
  return { ...piece, text: piece.text.slice(from, to), at };
}

function emptyAt(token: Token, offset: number): Span {
  const at = Math.min(token.at.start + offset, token.at.end);
  return { file: token.at.file, start: at, end: at };
}

function toBackslash(piece: Piece): Pieces {
  if (piece.kind !== 'text' || !/[\\`]/.test(piece.text)) return [piece];
  const result: Piece[] = [];
  for (const match of piece.text.matchAll(/[\\`]|[^\\`]+/g)) {
    const part = cutPiece(piece, match.index, match.index + match[0].length);
    if (part.text === '`') result.push({ ...part, text: '\\', verbatim: false });
    else if (part.text === '\\') result.push({ ...part, text: '\\\\', verbatim: false });
    else result.push(part);
  }
  return result;
}
