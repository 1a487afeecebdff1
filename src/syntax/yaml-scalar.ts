import type { EscapingLayer } from '../model/escaping.ts';
import type { Span } from '../model/span.ts';
import {
  escapedPieces,
  flatten,
  impliedText,
  joinPieces,
  type Pieces,
  type TextPiece,
  writtenText,
} from '../model/value.ts';

/**
 * The pieces of a scalar: `at` is its extent in `text`, `value` what the YAML library made of it. Where the reading here and the library's
 * differ, the library is right, and the text is one piece that cannot be spliced.
 */
export function scalarPieces(
  text: string,
  at: Span,
  style: string | null | undefined,
  value: string,
  isInFlow = false,
): Pieces {
  if (value === '') return [];
  const cursor: Cursor = { text, file: at.file };
  const pieces = joinPieces(read(cursor, at, style));
  const cut = trimTo(pieces, value) ?? [impliedText(value, at)];
  const layer = layerOf(style, isInFlow);
  return layer === undefined ? cut : escapedPieces(cut, layer);
}

/** Text in a block stands for itself. */
function layerOf(style: string | null | undefined, isInFlow: boolean): EscapingLayer | undefined {
  if (style?.startsWith('BLOCK')) return undefined;
  if (style === 'QUOTE_DOUBLE') return 'yaml-double';
  if (style === 'QUOTE_SINGLE') return 'yaml-single';
  return isInFlow ? 'yaml-flow' : 'yaml-plain';
}

type Cursor = { readonly text: string; readonly file: string };

function read(cursor: Cursor, at: Span, style: string | null | undefined): Pieces {
  switch (style) {
    case 'BLOCK_LITERAL':
      return readBlock(cursor, at, false);
    case 'BLOCK_FOLDED':
      return readBlock(cursor, at, true);
    case 'QUOTE_DOUBLE':
      return readFlow(cursor, at.start + 1, at.end - 1, doubleQuoted);
    case 'QUOTE_SINGLE':
      return readFlow(cursor, at.start + 1, at.end - 1, singleQuoted);
    default:
      return readFlow(cursor, at.start, at.end, asIs);
  }
}

type Line = { readonly start: number; readonly end: number; readonly breakEnd: number };

function linesIn(text: string, start: number, end: number): readonly Line[] {
  const lines: Line[] = [];
  let from = start;
  while (from <= end) {
    const found = text.indexOf('\n', from);
    const newline = found < 0 || found >= end ? end : found;
    const lineEnd = newline > from && text[newline - 1] === '\r' && newline < end ? newline - 1 : newline;
    lines.push({ start: from, end: lineEnd, breakEnd: Math.min(newline + 1, end) });
    if (newline >= end) break;
    from = newline + 1;
  }
  return lines;
}

/** `|` and `>`: indentation is cut off each line; folded, single line breaks are blanks. */
function readBlock(cursor: Cursor, at: Span, isFolded: boolean): Pieces {
  const { text } = cursor;
  const headEnd = text.indexOf('\n', at.start);
  if (headEnd < 0 || headEnd >= at.end) return [];
  const lines = linesIn(text, headEnd + 1, at.end);
  const indent = indentOf(text, text.slice(at.start, headEnd), lines, at.start);
  const pieces: TextPiece[] = [];
  const content = lines.map(({ start, end, breakEnd }) => ({ from: Math.min(start + indent, end), end, breakEnd }));
  for (const [index, { from, end, breakEnd }] of content.entries()) {
    if (from < end) pieces.push(writtenText(cursor.file, cursor.text, from, end));
    if (breakEnd <= end) continue;
    const next = content[index + 1];
    const isPlain = (line: (typeof content)[number] | undefined) =>
      line !== undefined && line.from < line.end && !/[ \t]/.test(text.charAt(line.from));
    if (isFolded && isPlain(content[index]) && isPlain(next)) pieces.push(made(cursor, ' ', end, breakEnd));
    else if (isFolded && isSwallowed(content, index, isPlain)) continue;
    else pieces.push(lineBreak(cursor, end, breakEnd));
  }
  return pieces;
}

type ContentLine = { readonly from: number; readonly end: number };

/** Of the breaks between two plain lines with empty ones between, the first says nothing. */
function isSwallowed(
  lines: readonly ContentLine[],
  index: number,
  isPlain: (line: ContentLine & { readonly breakEnd: number }) => boolean,
): boolean {
  const line = lines[index];
  if (line === undefined || line.from >= line.end || !isPlain({ ...line, breakEnd: 0 })) return false;
  let next = index + 1;
  while (next < lines.length) {
    const other = lines[next];
    if (other !== undefined && other.from < other.end) return next > index + 1 && isPlain({ ...other, breakEnd: 0 });
    next += 1;
  }
  return false;
}

/** Said in the head (`|2`), else that of the first line with text. */
function indentOf(text: string, head: string, lines: readonly Line[], start: number): number {
  const said = /[1-9]/.exec(head.replace(/#.*/, ''))?.[0];
  const first = lines.find((line) => text.slice(line.start, line.end).trim() !== '');
  const own = first === undefined ? 0 : leadingBlanks(text, first.start, first.end);
  if (said === undefined) return own;
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const key = leadingBlanks(text, lineStart, start);
  return Math.min(key + Number(said), own);
}

function leadingBlanks(text: string, start: number, end: number): number {
  let index = start;
  while (index < end && text[index] === ' ') index += 1;
  return index - start;
}

type Decode = (cursor: Cursor, start: number, end: number) => readonly TextPiece[];

/** Plain and quoted text: a line break is a blank, further ones are line breaks; blanks around them go. */
function readFlow(cursor: Cursor, start: number, end: number, decode: Decode): Pieces {
  const { text } = cursor;
  const lines = linesIn(text, start, end);
  const pieces: TextPiece[] = [];
  let pending: { readonly at: number; count: number } | undefined;
  for (const [index, line] of lines.entries()) {
    let from = line.start;
    let to = line.end;
    if (index > 0) while (from < to && /[ \t]/.test(text.charAt(from))) from += 1;
    const isLast = index === lines.length - 1;
    const isJoined = !isLast && decode === doubleQuoted && endsInBackslash(text, from, to);
    if (isJoined) to -= 1;
    else if (!isLast) while (to > from && /[ \t]/.test(text.charAt(to - 1))) to -= 1;
    if (pending !== undefined && (from < to || isLast)) {
      const break_ = pending.count === 1 ? ' ' : '\n'.repeat(pending.count - 1);
      pieces.push(made(cursor, break_, pending.at, from));
      pending = undefined;
    }
    pieces.push(...decode(cursor, from, to));
    if (isLast || isJoined) continue;
    if (pending === undefined) pending = { at: to, count: 1 };
    else pending.count += 1;
  }
  return pieces;
}

function endsInBackslash(text: string, start: number, end: number): boolean {
  let count = 0;
  while (end - count > start && text[end - count - 1] === '\\') count += 1;
  return count % 2 === 1;
}

function asIs(cursor: Cursor, start: number, end: number): readonly TextPiece[] {
  return start < end ? [writtenText(cursor.file, cursor.text, start, end)] : [];
}

function singleQuoted(cursor: Cursor, start: number, end: number): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = start;
  for (
    let quote = cursor.text.indexOf("''", from);
    quote >= 0 && quote < end;
    quote = cursor.text.indexOf("''", from)
  ) {
    pieces.push(...asIs(cursor, from, quote), made(cursor, "'", quote, quote + 2));
    from = quote + 2;
  }
  return [...pieces, ...asIs(cursor, from, end)];
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\u001B'],
  [' ', ' '],
  ['"', '"'],
  ['/', '/'],
  ['\\', '\\'],
  ['N', '\u0085'],
  ['_', '\u00A0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);
const CODE_LENGTH: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

function doubleQuoted(cursor: Cursor, start: number, end: number): readonly TextPiece[] {
  const { text } = cursor;
  const pieces: TextPiece[] = [];
  let from = start;
  let index = start;
  while (index < end) {
    if (text[index] !== '\\') {
      index += 1;
      continue;
    }
    pieces.push(...asIs(cursor, from, index));
    const letter = text.charAt(index + 1);
    const digits = CODE_LENGTH.get(letter);
    const length = digits === undefined ? 2 : 2 + digits;
    const code = Number.parseInt(text.slice(index + 2, index + length), 16);
    const isCode = digits !== undefined && code <= 0x10ffff;
    const character = isCode ? String.fromCodePoint(code) : (ESCAPES.get(letter) ?? letter);
    // A quote that is escaped is the file's own character behind its backslash.
    pieces.push(made(cursor, character, index, Math.min(index + length, end)));
    index += length;
    from = index;
  }
  return [...pieces, ...asIs(cursor, Math.min(from, end), end)];
}

function lineBreak(cursor: Cursor, start: number, end: number): TextPiece {
  return end - start === 1 ? writtenText(cursor.file, cursor.text, start, end) : made(cursor, '\n', start, end);
}

function made({ file }: Cursor, text: string, start: number, end: number): TextPiece {
  return impliedText(text, { file, start, end });
}

/** Line breaks at the end are the library's to judge (`|-`, `|+`): at most those differ. Undefined when more does. */
function trimTo(pieces: Pieces, value: string): Pieces | undefined {
  const text = flatten(pieces);
  if (text === value) return pieces;
  const isShorter = text.startsWith(value) && /^[\r\n]*$/.test(text.slice(value.length));
  if (isShorter) return cutEnd(pieces, text.length - value.length);
  const isLonger = value.startsWith(text) && /^\n*$/.test(value.slice(text.length));
  const last = pieces.at(-1);
  if (!isLonger || last?.kind !== 'text') return undefined;
  const end = { file: last.at.file, start: last.at.end, end: last.at.end };
  return [...pieces, impliedText(value.slice(text.length), end)];
}

function cutEnd(pieces: Pieces, count: number): Pieces {
  let left = count;
  const result = [...pieces];
  while (left > 0) {
    const last = result.pop();
    if (last?.kind !== 'text') return result;
    if (last.text.length > left) {
      const text = last.text.slice(0, -left);
      const at = last.verbatim ? { ...last.at, end: last.at.end - left } : last.at;
      result.push({ ...last, text, at });
      return result;
    }
    left -= last.text.length;
  }
  return result;
}
