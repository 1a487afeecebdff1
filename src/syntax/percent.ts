const HEX_PAIR = /^[0-9A-Fa-f]{2}$/;
const UNRESERVED = /^[A-Za-z0-9._~-]$/;

/** Percent-encoding undone; escapes that are no valid UTF-8 stay as they are. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  let result = '';
  let index = 0;
  while (index < text.length) {
    const run = escapeRun(text, index);
    if (run === 0) {
      result += text[index];
      index++;
      continue;
    }
    const escapes = text.slice(index, index + run);
    result += decodeRun(escapes);
    index += run;
  }
  return result;
}

/** Each character that `mustEncode` names, and every control character, as its UTF-8 escapes. */
export function encodePercent(text: string, mustEncode: string): string {
  let result = '';
  for (const char of text) result += mustEncode.includes(char) || isControl(char) ? encodeCharacter(char) : char;
  return result;
}

/** A URL path or query in the normal form of RFC 3986, 6.2.2: upper-case escapes, none for what needs none, all for what does. */
export function normaliseEscapes(text: string): string {
  let result = '';
  let index = 0;
  while (index < text.length) {
    const pair = text[index] === '%' ? text.slice(index + 1, index + 3) : '';
    if (HEX_PAIR.test(pair)) {
      const char = String.fromCharCode(Number.parseInt(pair, 16));
      result += UNRESERVED.test(char) ? char : `%${pair.toUpperCase()}`;
      index += 3;
      continue;
    }
    const point = text.codePointAt(index) ?? 0;
    const char = String.fromCodePoint(point);
    result += point > 0x7e || isControl(char) || ' "<>\\^`{|}%'.includes(char) ? encodeCharacter(char) : char;
    index += char.length;
  }
  return result;
}

function isControl(char: string): boolean {
  return char < ' ' || char === '\u007f';
}

/** A lone surrogate has no UTF-8; it becomes U+FFFD, as everywhere on the web. */
function encodeCharacter(char: string): string {
  let result = '';
  for (const byte of new TextEncoder().encode(char)) result += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return result;
}

/** Length of the run of `%XX` that begins at `start`. */
function escapeRun(text: string, start: number): number {
  let index = start;
  while (text[index] === '%' && HEX_PAIR.test(text.slice(index + 1, index + 3))) index += 3;
  return index - start;
}

function decodeRun(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}
