import type { Escaping } from '../model/escaping.ts';
import type { TemplatePart } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { writtenText } from '../model/value.ts';

/**
 * Groovy as words, strings and signs: as much as it takes to find the steps of a pipeline. Comments are gone; line breaks stay, since they end
 * a statement. https://groovy-lang.org/syntax.html
 */
export type GroovyToken =
  | { readonly kind: 'word' | 'sign' | 'line'; readonly text: string; readonly at: Span }
  | { readonly kind: 'string'; readonly text: string; readonly parts: readonly TemplatePart[]; readonly at: Span };

const WORD = /[A-Za-z_$][\w$]*|\d[\w.]*/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\n': '' };
const QUOTES = ['"""', "'''", '"', "'", '$/'] as const;

export function readGroovy(file: string, text: string): readonly GroovyToken[] {
  const tokens: GroovyToken[] = [];
  let index = text.startsWith('#!') ? lineEnd(text, 0) : 0;
  while (index < text.length) {
    const start = index;
    const character = text[index] ?? '';
    if (character === '/' && text[index + 1] === '/') index = lineEnd(text, index);
    else if (character === '/' && text[index + 1] === '*') index = endAfter(text, '*/', index + 2);
    else if (character === '\n') {
      index += 1;
      tokens.push({ kind: 'line', text: '\n', at: { file, start, end: index } });
    } else if (/\s/.test(character) || (character === '\\' && /[\r\n]/.test(text[index + 1] ?? ''))) {
      index += character === '\\' ? 2 : 1;
    } else {
      const quote = QUOTES.find((sign) => text.startsWith(sign, index) && (sign !== '$/' || isDollarText(text, start)));
      if (quote !== undefined) {
        const string = readString(file, text, index, quote);
        index = string.at.end;
        tokens.push(string);
        continue;
      }
      WORD.lastIndex = index;
      const word = WORD.exec(text)?.[0];
      index += word?.length ?? 1;
      const at = { file, start, end: index };
      tokens.push({ kind: word === undefined ? 'sign' : 'word', text: word ?? character, at });
    }
  }
  return tokens;
}

/** A pattern between slashes may end in the same signs (`/x$/`): what begins a text stands behind a blank or an opening sign. */
function isDollarText(text: string, at: number): boolean {
  return /[\s(,=:[]/.test(text[at - 1] ?? ' ') && text.includes('/$', at + 2);
}

const LAYERS = {
  '"""': 'groovy-double',
  '"': 'groovy-double',
  "'''": 'groovy-block',
  "'": 'groovy-single',
  '$/': 'groovy-dollar',
} as const;

/** Between `$/` and `/$` a dollar is the sign of escapes. */
function readString(file: string, text: string, start: number, quote: (typeof QUOTES)[number]): GroovyToken {
  const parts: TemplatePart[] = [];
  const isDollar = quote === '$/';
  const hasVariables = isDollar || quote.startsWith('"');
  const escaping: Escaping = [LAYERS[quote]];
  const close = isDollar ? '/$' : quote;
  let from = start + quote.length;
  let index = from;
  let plain = '';
  const flush = (to: number): void => {
    if (to > from) parts.push({ ...writtenText(file, text, from, to), escaping });
    from = to;
  };
  while (index < text.length && !text.startsWith(close, index)) {
    const character = text[index] ?? '';
    if (quote.length === 1 && character === '\n') break;
    if (isDollar && character === '$' && /[$/]/.test(text[index + 1] ?? '')) {
      flush(index);
      const value = text[index + 1] ?? '';
      parts.push({ kind: 'text', text: value, at: { file, start: index, end: index + 2 }, verbatim: false, escaping });
      plain += value;
      index += 2;
      from = index;
    } else if (!isDollar && character === '\\') {
      flush(index);
      const next = text[index + 1] ?? '';
      const code = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(index + 2, index + 6))?.[0] : undefined;
      const value = code === undefined ? (ESCAPES[next] ?? next) : String.fromCharCode(Number.parseInt(code, 16));
      const end = Math.min(index + (code === undefined ? 2 : 6), text.length);
      parts.push({ kind: 'text', text: value, at: { file, start: index, end }, verbatim: false, escaping });
      plain += value;
      index = end;
      from = end;
    } else if (hasVariables && character === '$' && /[{A-Za-z_]/.test(text[index + 1] ?? '')) {
      flush(index);
      const end = text[index + 1] === '{' ? closeOf(text, index + 2) : nameEnd(text, index + 1);
      parts.push(variable(file, text, index, end));
      plain += text.slice(index, end);
      index = end;
      from = end;
    } else {
      plain += character;
      index += 1;
    }
  }
  flush(index);
  const end = Math.min(text.startsWith(close, index) ? index + close.length : index, text.length);
  return { kind: 'string', text: plain, parts, at: { file, start, end } };
}

const NAME = /^\$\{?\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\}?$/;

/** `$name`, `${env.NAME}`; any other expression is unknown. */
function variable(file: string, text: string, start: number, end: number): TemplatePart {
  const written = text.slice(start, end);
  const name = NAME.exec(written)?.[1];
  return name === undefined
    ? unknownGroovy(written, { file, start, end })
    : variableNamed(name, written, { file, start, end });
}

/** `env.X` is what a shell calls `X`. */
export function variableNamed(name: string, text: string, at: Span): TemplatePart {
  const own = name.replace(/^env\./, '');
  return {
    kind: 'variable',
    name: own,
    text,
    why: 'placeholder',
    fallback: null,
    emptyIsUnset: false,
    many: false,
    at,
  };
}

export function unknownGroovy(text: string, at: Span): TemplatePart {
  const shown = text.replace(/\s+/g, ' ').slice(0, 60);
  return { kind: 'hole', id: `groovy:${text}`, name: shown, why: 'placeholder', at };
}

function closeOf(text: string, from: number): number {
  let depth = 1;
  for (let index = from; index < text.length; index++) {
    if (text[index] === '{') depth += 1;
    else if (text[index] === '}') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return text.length;
}

function nameEnd(text: string, from: number): number {
  const match = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/.exec(text.slice(from, from + 200));
  return from + (match?.[0].length ?? 0);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function endAfter(text: string, sign: string, from: number): number {
  const end = text.indexOf(sign, from);
  return end < 0 ? text.length : end + sign.length;
}
