import type { Escaping } from '../model/escaping.ts';
import type { Pieces, TextPiece } from '../model/value.ts';
import type { Token } from './dockerfile-words.ts';

/**
 * The strings of a JSON array of strings (`["sh", "-c", "..."]`), decoded, each piece at its true place; `at` includes the quotes.
 * Undefined when the text is anything else: Docker then takes it for shell text. An escape is a piece of its own that is not verbatim.
 */
export function readJsonWords(file: string, text: string, start: number): readonly Token[] | undefined {
  const words: Token[] = [];
  let at = skipBlank(text, 0);
  if (text[at] !== '[') return undefined;
  at = skipBlank(text, at + 1);
  while (text[at] !== ']') {
    const read = readString(file, text, at, start);
    if (read === undefined) return undefined;
    words.push(read.token);
    at = skipBlank(text, read.end);
    if (text[at] === ',') {
      at = skipBlank(text, at + 1);
      if (text[at] !== '"') return undefined;
    } else if (text[at] !== ']') {
      return undefined;
    }
  }
  return skipBlank(text, at + 1) === text.length ? words : undefined;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const JSON_STRING: Escaping = ['json'];
const UNICODE = /^u[0-9a-fA-F]{4}$/;
const PLAIN_RUN = /[^"\\\u0000-\u001F]+/y;

/** The string whose quote stands at `open`, and where it ends; `start` is the offset of `text` in the file. Undefined when it is none. */
export function readString(
  file: string,
  text: string,
  open: number,
  start: number,
): { readonly token: Token; readonly end: number } | undefined {
  if (text[open] !== '"') return undefined;
  const pieces: TextPiece[] = [];
  let decoded = '';
  let at = open + 1;
  const push = (value: string, length: number, verbatim: boolean): void => {
    const where = { file, start: start + at, end: start + at + length };
    pieces.push({ kind: 'text', text: value, at: where, verbatim, escaping: JSON_STRING });
    decoded += value;
    at += length;
  };
  while (at < text.length) {
    if (text[at] === '"') {
      const where = { file, start: start + open, end: start + at + 1 };
      const known: Pieces = pieces;
      return { token: { text: decoded, pieces: known, at: where }, end: at + 1 };
    }
    if (text[at] === '\\') {
      const escaped = text[at + 1] ?? '';
      const simple = ESCAPES.get(escaped);
      const code = text.slice(at + 1, at + 6);
      if (simple !== undefined) push(simple, 2, false);
      else if (UNICODE.test(code)) push(String.fromCharCode(Number.parseInt(code.slice(1), 16)), 6, false);
      else return undefined;
      continue;
    }
    PLAIN_RUN.lastIndex = at;
    const run = PLAIN_RUN.exec(text)?.[0];
    if (run === undefined) return undefined;
    push(run, run.length, true);
  }
  return undefined;
}

/** Where the blanks from an offset on end. */
export function skipBlank(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at += 1;
  return at;
}
