import { escapedPieces, impliedText, joinPieces, type Piece, type Pieces, writtenText } from '../model/value.ts';
import { endOfInterpolation } from './hcl-extent.ts';
import { unknownExpression } from './placeholder.ts';

const VARIABLE = /^\$\{\s*[A-Za-z_]\w*\s*\}$/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Text of HCL: `${NAME}` stays as it is written, every other expression and directive in it is unknown. */
export function templatePieces(file: string, text: string, start: number, end: number, hasEscapes: boolean): Pieces {
  const pieces: Piece[] = [];
  let done = start;
  const flush = (to: number): void => {
    if (to > done) pieces.push(writtenText(file, text, done, to));
  };
  let at = start;
  while (at < end) {
    if (hasEscapes && text[at] === '\\') {
      flush(at);
      const code = /^u[0-9a-fA-F]{4}|^U[0-9a-fA-F]{8}/.exec(text.slice(at + 1, at + 10))?.[0];
      const next = Math.min(at + 1 + (code?.length ?? 1), end);
      const value = code === undefined ? (ESCAPES[text.charAt(at + 1)] ?? '') : decode(code);
      pieces.push(impliedText(value, { file, start: at, end: next }));
      done = at = next;
      continue;
    }
    const behind = Math.min(endOfInterpolation(text, at) ?? at + 1, end);
    const written = text.slice(at, behind);
    if (written.length > 3 && !VARIABLE.test(written)) {
      flush(at);
      pieces.push(unknownExpression(written, { file, start: at, end: behind }, false));
      done = behind;
    }
    at = behind;
  }
  flush(end);
  // Its strings have the escapes of JSON's.
  return joinPieces(hasEscapes ? escapedPieces(pieces, 'json') : pieces);
}

function decode(code: string): string {
  const point = Number.parseInt(code.slice(1), 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD';
}
