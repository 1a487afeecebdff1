import type { Segment, Token, UrlTemplate } from './template.ts';

/**
 * Reads the written form of a template (see template.ts). Throws an Error with one sentence when it is not linear or not well formed;
 * it is called at build time only.
 */
export function parseTemplate(text: string): UrlTemplate {
  const scheme = text.indexOf('://');
  if (scheme <= 0) throw new Error(`expected 'scheme://' at the start of '${text}'`);
  const slash = text.indexOf('/', scheme + 3);
  if (slash < 0) throw new Error(`expected a path behind the host in '${text}'`);
  const mark = outsideBraces(text, '?');
  const path = text.slice(slash + 1, mark < 0 ? text.length : mark);
  const segments = path === '' ? [] : path.split('/').map(parseSegment);
  checkRests(text, segments);
  return {
    scheme: text.slice(0, scheme),
    host: text.slice(scheme + 3, slash),
    path: segments,
    query:
      mark < 0
        ? []
        : text
            .slice(mark + 1)
            .split('&')
            .map(parseParameter),
  };
}

/** Names of all captures of a template. */
export function captureNames(template: UrlTemplate): ReadonlySet<string> {
  const names = new Set<string>();
  if (template.host === '{host}') names.add('host');
  const add = (tokens: readonly Token[]): void => {
    for (const token of tokens) if (token.kind !== 'text' && token.kind !== 'same') names.add(token.name);
  };
  for (const segment of template.path) {
    if (segment.kind === 'one') add(segment.tokens);
    else {
      names.add(segment.name);
      add(segment.before);
      add(segment.after);
    }
  }
  for (const { tokens } of template.query) add(tokens);
  return names;
}

function parseParameter(text: string): { readonly name: string; readonly tokens: readonly Token[] } {
  const equals = text.indexOf('=');
  if (equals <= 0) throw new Error(`expected 'name=value' in the query, not '${text}'`);
  return { name: text.slice(0, equals), tokens: parseTokens(text.slice(equals + 1)) };
}

function parseSegment(text: string): Segment {
  const rest = /\{([a-z][a-z-]*)\.\.\.\}/.exec(text);
  if (rest === null) return { kind: 'one', tokens: parseTokens(text) };
  const name = rest[1] ?? '';
  const before = parseTokens(text.slice(0, rest.index));
  const after = parseTokens(text.slice(rest.index + rest[0].length));
  if ([...before, ...after].some((token) => token.kind === 'capture'))
    throw new Error(`'${text}' has a free capture beside '...': only fixed text and choices may stand there`);
  return { kind: 'rest', name, before, after };
}

function parseTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const open = text.indexOf('{', position);
    const end = open < 0 ? text.length : open;
    if (end > position) tokens.push({ kind: 'text', text: text.slice(position, end) });
    if (open < 0) break;
    const close = text.indexOf('}', open);
    if (close < 0) throw new Error(`expected '}' in '${text}'`);
    const token = parseCapture(text.slice(open + 1, close));
    if (token.kind === 'capture' && tokens.at(-1)?.kind === 'capture')
      throw new Error(`'${text}' has two captures with nothing between them`);
    tokens.push(token);
    position = close + 1;
  }
  const last = tokens.findLastIndex((token) => token.kind === 'capture');
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'capture' && index < last && tokens[index + 1]?.kind !== 'text')
      throw new Error(`'${text}' has a choice between two captures: fixed text must stand there`);
  }
  return tokens;
}

function parseCapture(text: string): Token {
  const [name = '', choices] = text.split(':', 2);
  if (!/^[a-z][a-z-]*$/.test(name)) throw new Error(`'{${text}}' is no capture: expected a lower-case name`);
  if (choices === undefined) return { kind: 'capture', name, only: null };
  if (choices === '@same') return { kind: 'same', name };
  if (choices === '@commit') return { kind: 'capture', name, only: 'commit' };
  if (choices === '@encoded') return { kind: 'capture', name, only: 'encoded' };
  // Longest first, so that `tar.gz` wins over `gz`.
  return { kind: 'choice', name, texts: choices.split('|').sort((a, b) => b.length - a.length) };
}

function checkRests(text: string, segments: readonly Segment[]): void {
  let pairs = 0;
  for (const [index, segment] of segments.entries())
    if (segment.kind === 'rest' && segments[index + 1]?.kind === 'rest') pairs++;
  if (pairs > 1) throw new Error(`'${text}' has more than one pair of '...' side by side: it would not be linear`);
}

/** The first place of a character that is not inside braces. */
function outsideBraces(text: string, char: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '{') depth++;
    else if (text[index] === '}') depth--;
    else if (depth === 0 && text[index] === char) return index;
  }
  return -1;
}
