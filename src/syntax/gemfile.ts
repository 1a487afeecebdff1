import type { Span } from '../model/span.ts';

/** A text in quotes; `at` with them, `inside` without. `isCode`: no text, but Ruby that makes one. */
export type RubyText = { readonly text: string; readonly at: Span; readonly inside: Span; readonly isCode?: true };

/** A call of a Gemfile: its name, its first text, and what it is given by name (`branch: 'x'`, `:branch => 'x'`). */
export type GemCall = {
  readonly name: string;
  readonly at: Span;
  readonly first: RubyText | null;
  readonly named: readonly { readonly key: string; readonly at: Span; readonly value: RubyText }[];
};

/** At the start of a statement; `;` is rare enough. */
const CALL = /^[ \t]*(gem|git|github|gist|bitbucket)(?=[ \t(]*["':])/gm;
const SPACE = /(?:[ \t(]|\\\r?\n)*/y;
const TEXT = /'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*"/y;
const KEY = /:?(\w+)(?::(?!:)[ \t]*|[ \t]*=>[ \t]*)/y;
/** What an expression is cut at: texts, brackets, its end. */
const PART =
  /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[[({]|[\])}]|,|#|\r?\n|\s+(?:do|if|unless)\b|[^'"[({\])},#\r\n\s]+|[\s\S]/y;
const LONGEST = 4000;
/** Behind a value that is whole. */
const END = /[ \t)]*(?:[,;#\r\n]|(?:do|if|unless)\b|$)/y;
/** A comma may have the rest of the list on the next line, comments between. */
const COMMA = /[ \t)]*,(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*/y;

/**
 * The calls of a Gemfile that may name a repository. The rest of it is Ruby, which is not run: every call counts, whatever stands around it.
 * https://bundler.io/man/gemfile.5.html
 */
export function readGemfile(file: string, text: string): readonly GemCall[] {
  return [...text.matchAll(CALL)].map(({ 0: lead, 1: name = '', index }) => {
    const start = index + lead.length - name.length;
    const call = { name, at: { file, start, end: start + name.length } };
    return { ...call, ...readArguments(file, text, start + name.length) };
  });
}

function readArguments(file: string, text: string, from: number): Pick<GemCall, 'first' | 'named'> {
  const named: GemCall['named'][number][] = [];
  let first: RubyText | null = null;
  let at = skip(SPACE, text, from);
  for (let isFirst = true; ; isFirst = false) {
    KEY.lastIndex = at;
    const key = KEY.exec(text);
    const valueAt = key === null ? at : KEY.lastIndex;
    const textEnd = skip(TEXT, text, valueAt);
    const isText = textEnd > valueAt && skip(END, text, textEnd) > textEnd - (textEnd === text.length ? 1 : 0);
    const end = isText ? textEnd : expressionEnd(text, valueAt);
    if (end === valueAt) break;
    const value = isText ? toText(file, text, valueAt, end) : toCode(file, text, valueAt, end);
    const keyAt = at + (key?.[0].startsWith(':') === true ? 1 : 0);
    const name = key?.[1] ?? '';
    const isOpen = text.startsWith('**', at);
    if (key !== null) named.push({ key: name, at: { file, start: keyAt, end: keyAt + name.length }, value });
    // A map of anything may name a ref.
    else if (isOpen) named.push({ key: 'ref', at: value.at, value });
    else if (isFirst && isText) first = value;
    at = end;
    const next = skip(COMMA, text, at);
    if (next === at) break;
    at = next;
  }
  return { first, named };
}

function toText(file: string, text: string, start: number, end: number): RubyText {
  const inside = { file, start: start + 1, end: end - 1 };
  return { text: text.slice(inside.start, inside.end), at: { file, start, end }, inside };
}

function toCode(file: string, text: string, start: number, end: number): RubyText {
  const at = { file, start, end };
  return { text: text.slice(start, end), at, inside: at, isCode: true };
}

/** Up to the comma, bracket, word or line that ends an expression. */
function expressionEnd(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length && at - from < LONGEST) {
    const end = skip(PART, text, at);
    const part = text.slice(at, end);
    if (depth === 0 && /^(?:[\])},#]|\r?\n|\s+\w)/.test(part)) break;
    if (/^[[({]/.test(part)) depth += 1;
    else if (/^[\])}]/.test(part)) depth -= 1;
    at = end;
  }
  return from + text.slice(from, at).trimEnd().length;
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}
