/** Where an expression ends: an attribute's with its line, an item's at a comma, an entry's at either, a key's behind its bracket, the first of a choice at the colon. */
export type Extent = 'line' | 'list' | 'entry' | 'key' | 'choice';

/** `<<EOT` and `<<-EOT`, with the rest of the line. */
export const HEREDOC = /<<-?([A-Za-z_][\w-]*)[ \t]*\r?\n/y;

const COMMENT = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const CLOSES = /[)\]}]/;

/** Behind blanks and comments; with `onLine` no further than the line. */
export function skipBlanks(text: string, from: number, onLine = false): number {
  let at = from;
  for (;;) {
    while (at < text.length && (onLine ? /[ \t]/ : /\s/).test(text.charAt(at))) at += 1;
    const end = endOfComment(text, at);
    if (end === at) return at;
    at = end;
  }
}

/** Where a sign stands outside of brackets and texts; undefined when it does not before `end`. */
export function findSign(text: string, sign: string, from: number, end: number): number | undefined {
  let at = from;
  while (at < end) {
    if (text[at] === sign) return at;
    at = /[([{]/.test(text.charAt(at)) ? endOfExpression(text, at, 'key') : endOfToken(text, at);
  }
  return undefined;
}

/** Behind the last character of the expression at `from`, which may span lines inside of brackets. */
export function endOfExpression(text: string, from: number, ends: Extent): number {
  let at = from;
  let end = from;
  let depth = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (depth === 0 && at > from && (CLOSES.test(character) || isEnd(character, ends))) return end;
    if (depth === 0 && (CLOSES.test(character) || character === ',')) return end;
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const comment = endOfComment(text, at);
    if (comment > at) {
      at = comment;
      continue;
    }
    if (/[([{]/.test(character)) depth += 1;
    else if (CLOSES.test(character)) depth -= 1;
    at = endOfToken(text, at);
    end = at;
    if (depth === 0 && ends === 'key') return end;
  }
  return end;
}

function isEnd(character: string, ends: Extent): boolean {
  if (character === '\n') return ends !== 'list' && ends !== 'choice';
  return character === ',' ? ends !== 'line' : character === ':' && ends === 'choice';
}

/** Behind a text, a heredoc, a comment, or one character of anything else. */
function endOfToken(text: string, at: number): number {
  const character = text[at];
  if (character === '"') return endOfString(text, at);
  if (character === '<') return endOfHeredoc(text, at).end;
  return Math.max(endOfComment(text, at), at + 1);
}

function endOfComment(text: string, at: number): number {
  const first = text[at];
  if (first !== '#' && first !== '/') return at;
  COMMENT.lastIndex = at;
  return COMMENT.test(text) ? COMMENT.lastIndex : at;
}

/** Interpolations inside of texts inside of interpolations. */
const DEEPEST = 20;

/** Behind the quote that ends the text whose quote stands at `open`; the end of the line where none does. */
export function endOfString(text: string, open: number, depth = 0): number {
  let at = open + 1;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') return at + 1;
    if (character === '\n') return at;
    if (character === '\\') at += 2;
    else at = endOfInterpolation(text, at, depth) ?? at + 1;
  }
  return text.length;
}

/** Behind the brace that ends `${` or `%{`; undefined where none begins. A doubled sign is text. */
export function endOfInterpolation(text: string, at: number, depth = 0): number | undefined {
  const sign = text[at];
  if ((sign !== '$' && sign !== '%') || depth > DEEPEST) return undefined;
  if (text[at + 1] === sign && text[at + 2] === '{') return at + 3;
  if (text[at + 1] !== '{') return undefined;
  let braces = 0;
  let index = at + 1;
  while (index < text.length) {
    const character = text[index];
    if (character === '"') {
      index = endOfString(text, index, depth + 1);
      continue;
    }
    if (character === '{') braces += 1;
    else if (character === '}') braces -= 1;
    index += 1;
    if (braces === 0) return index;
  }
  return text.length;
}

/** Where the line that ends a heredoc begins, and where its word ends; `start` and `end` are behind `at` where none begins there. */
export function endOfHeredoc(text: string, at: number): { readonly start: number; readonly end: number } {
  HEREDOC.lastIndex = at;
  const match = HEREDOC.exec(text);
  if (match === null) return { start: at + 1, end: at + 1 };
  const closing = new RegExp(`^[ \\t]*${match[1]}(?![\\w-])`, 'gm');
  closing.lastIndex = at + match[0].length;
  const found = closing.exec(text);
  return found === null
    ? { start: text.length, end: text.length }
    : { start: found.index, end: found.index + found[0].length };
}
