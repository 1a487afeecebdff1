/** `<<NAME` of an instruction and its lines. Offsets are in the file; the body ends behind its last line break. */
export type Heredoc = {
  readonly name: string;
  /** The word `<<-"NAME"` itself. */
  readonly word: { readonly start: number; readonly end: number };
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** The line that ends it, without its line break. */
  readonly delimiterEnd: number;
  /** `<<-`: leading tabs of the body do not count. */
  readonly chomp: boolean;
  /** A quoted name: nothing in the body is expanded. */
  readonly literal: boolean;
};

export type FoundHeredocs = {
  readonly heredocs: readonly Heredoc[];
  readonly unterminated: readonly string[];
  readonly commandEnd: number;
  readonly end: number;
};

/** A heredoc as BuildKit knows it: a word of its own, `cat<<EOF` is none. */
const HEREDOC_WORD = /^\d*<<(-?)([^<]+)$/;

/** The heredocs of the instruction whose arguments begin at `start`, and where its command ends before their bodies. */
export function extractHeredocs(
  text: string,
  start: number,
  limit: number,
  escapeCharacter: string,
  lines: DelimiterLines,
): FoundHeredocs {
  const commandEnd = findCommandEnd(text, start, limit, escapeCharacter);
  const heredocs: Heredoc[] = [];
  const unterminated: string[] = [];
  let at = commandEnd;
  for (const word of splitQuoted(text, start, commandEnd)) {
    const match = HEREDOC_WORD.exec(text.slice(word.start, word.end));
    if (match === null) continue;
    const [, dash = '', raw = ''] = match;
    const name = raw.replace(/["'\\]/g, '');
    const chomp = dash !== '';
    const bodyStart = skipLineBreak(text, at);
    const found = lines.find(name, chomp, bodyStart);
    if (found === undefined) {
      unterminated.push(name);
      continue;
    }
    const literal = name !== raw;
    heredocs.push({ name, word, bodyStart, bodyEnd: found.start, delimiterEnd: found.end, chomp, literal });
    at = found.end;
  }
  return { heredocs, unterminated, commandEnd, end: at };
}

const CONTINUED = { '\\': /(?:^|[^\\])\\[ \t]*$/, '`': /(?:^|[^`])`[ \t]*$/ };
const SKIPPED_LINE = /^[ \t]*(?:#.*)?$/;

/** The end of the instruction's own lines: the first that does not continue, comments and empty lines in between not counted. */
function findCommandEnd(text: string, start: number, limit: number, escapeCharacter: string): number {
  const continued = escapeCharacter === '`' ? CONTINUED['`'] : CONTINUED['\\'];
  let at = start;
  let isFirst = true;
  while (at < limit) {
    const feed = text.indexOf('\n', at);
    const end = feed < 0 ? limit : Math.min(feed, limit);
    const line = text.slice(at, end).replace(/\r$/, '');
    if ((isFirst || !SKIPPED_LINE.test(line)) && !continued.test(line)) return at + line.length;
    isFirst = false;
    at = end + 1;
  }
  return limit;
}

/** Words at blanks outside of quotes, as BuildKit looks for heredocs. */
function splitQuoted(text: string, start: number, end: number): readonly { start: number; end: number }[] {
  const words: { start: number; end: number }[] = [];
  let quote = '';
  let wordStart = -1;
  for (let at = start; at < end; at += 1) {
    const char = text.charAt(at);
    const isBlank = char === ' ' || char === '\t' || char === '\n' || char === '\r';
    if (isBlank && quote === '') {
      if (wordStart >= 0) words.push({ start: wordStart, end: at });
      wordStart = -1;
      continue;
    }
    if (wordStart < 0) wordStart = at;
    if (char === '\\' && quote !== "'") at += 1;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
  }
  if (wordStart >= 0) words.push({ start: wordStart, end });
  return words;
}

function skipLineBreak(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed + 1;
}

type Line = { readonly start: number; readonly end: number };

/** Every line of a file by its text, so that the end of a heredoc is found without reading on to it. */
export class DelimiterLines {
  readonly #plain = new Map<string, Line[]>();
  /** Without leading tabs, for `<<-`. */
  readonly #untabbed = new Map<string, Line[]>();

  constructor(text: string) {
    let start = 0;
    while (start <= text.length) {
      const feed = text.indexOf('\n', start);
      const next = feed < 0 ? text.length : feed;
      const end = text[next - 1] === '\r' && next > start ? next - 1 : next;
      const line = text.slice(start, end);
      if (line.startsWith('\t')) {
        add(this.#untabbed, line.replace(/^\t+/, ''), { start, end });
      } else if (line !== '') {
        add(this.#plain, line, { start, end });
        add(this.#untabbed, line, { start, end });
      }
      start = next + 1;
    }
  }

  /** The first line at or behind `from` that ends a heredoc of this name; with `chomp` it may have leading tabs. */
  find(name: string, chomp: boolean, from: number): Line | undefined {
    const lines = (chomp ? this.#untabbed : this.#plain).get(name) ?? [];
    let low = 0;
    let high = lines.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((lines[middle]?.start ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return lines[low];
  }
}

function add(map: Map<string, Line[]>, key: string, line: Line): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [line]);
  else known.push(line);
}
