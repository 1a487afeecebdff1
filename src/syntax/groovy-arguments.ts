import type { Template, TemplatePart } from '../model/program.ts';
import { partsTemplate } from '../model/template.ts';
import { type GroovyToken, unknownGroovy, variableNamed } from './groovy.ts';

/** A value of Groovy, and where the next token stands. */
export type GroovyValue = { readonly template: Template; readonly start: number; readonly next: number };

/** What a step is called with: by position (`name` is null) or by name. */
export type GroovyArgument = GroovyValue & { readonly name: string | null };

/** The arguments of a call, whose first token stands at `from`: in brackets, or up to the end of the statement. */
export function readArguments(
  tokens: readonly GroovyToken[],
  from: number,
): { readonly given: readonly GroovyArgument[]; readonly next: number } {
  const isBracketed = tokens[from]?.text === '(' && tokens[from]?.kind === 'sign';
  const given: GroovyArgument[] = [];
  let index = isBracketed ? from + 1 : from;
  const end = isBracketed ? closing(tokens, from) : tokens.length;
  while (index < end) {
    index = skipLines(tokens, index, isBracketed || given.length > 0);
    const [key, colon] = [tokens[index], tokens[index + 1]];
    const isNamed = key !== undefined && key.kind !== 'sign' && isSign(colon, ':');
    const value = readValue(tokens, isNamed ? index + 2 : index, isBracketed, end);
    if (value.next === index) break;
    given.push({ ...value, name: isNamed ? key.text : null });
    index = skipLines(tokens, value.next, isBracketed);
    if (!isSign(tokens[index], ',')) break;
    index += 1;
  }
  return { given, next: isBracketed ? Math.min(end + 1, tokens.length) : index };
}

/** Texts and variables with `+` between; anything else is unknown, up to where the value ends. */
export function readValue(
  tokens: readonly GroovyToken[],
  from: number,
  isBracketed: boolean,
  limit = tokens.length,
): GroovyValue {
  const parts: TemplatePart[] = [];
  let index = skipLines(tokens, from, isBracketed);
  const start = index;
  for (;;) {
    const term = readTerm(tokens, index);
    if (term === undefined) break;
    parts.push(...term.parts);
    index = term.next;
    if (!isSign(tokens[skipLines(tokens, index, isBracketed)], '+')) break;
    index = skipLines(tokens, skipLines(tokens, index, isBracketed) + 1, true);
  }
  const end = valueEnd(tokens, index, isBracketed, limit);
  const [first, last] = [tokens[start], tokens[end - 1]];
  if (end === index || first === undefined || last === undefined)
    return { template: partsTemplate(parts), start, next: end };
  const at = { ...first.at, end: last.at.end };
  const written = tokens
    .slice(start, Math.min(end, start + SHOWN_TOKENS))
    .map(({ text }) => text)
    .join(' ');
  return { template: partsTemplate([unknownGroovy(written, at)]), start, next: end };
}

/** Methods that leave what a text means to a shell as it is. */
const TIDYING = new Set(['trim', 'stripIndent', 'stripMargin', 'toString']);

function readTerm(
  tokens: readonly GroovyToken[],
  from: number,
): { readonly parts: readonly TemplatePart[]; readonly next: number } | undefined {
  const token = tokens[from];
  if (token === undefined || token.kind === 'sign' || token.kind === 'line') return undefined;
  let next = from + 1;
  if (token.kind === 'string') {
    while (isSign(tokens[next], '.') && TIDYING.has(tokens[next + 1]?.text ?? '') && isSign(tokens[next + 2], '('))
      next = closing(tokens, next + 2) + 1;
    return { parts: token.parts, next };
  }
  let name = token.text;
  while (isSign(tokens[next], '.') && tokens[next + 1]?.kind === 'word') {
    name += `.${tokens[next + 1]?.text ?? ''}`;
    next += 2;
  }
  const end = tokens[next - 1]?.at.end ?? token.at.end;
  return { parts: [variableNamed(name, name, { ...token.at, end })], next };
}

/** Tokens by which an unknown value is named, and the most that one is followed for. */
const SHOWN_TOKENS = 20;
const LONGEST_VALUE = 1000;

function valueEnd(tokens: readonly GroovyToken[], from: number, isBracketed: boolean, limit: number): number {
  let index = from;
  for (let steps = 0; index < limit && steps < LONGEST_VALUE; steps++) {
    const token = tokens[index];
    if (token === undefined || isSign(token, ',') || isSign(token, ';') || isSign(token, '}')) break;
    if (token.kind === 'line') {
      if (!isBracketed) break;
      const after = skipLines(tokens, index, true);
      if (after >= limit || isSign(tokens[after], ',')) break;
      index = after;
      continue;
    }
    if (isSign(token, ')') || isSign(token, ']')) break;
    index = isOpening(token) ? closing(tokens, index) + 1 : index + 1;
  }
  return Math.min(index, Math.max(limit, from));
}

/** The index of the sign that closes what opens at `from`; the end where nothing does. */
export function closing(tokens: readonly GroovyToken[], from: number): number {
  let known = closers.get(tokens);
  if (known === undefined) {
    known = pairsIn(tokens);
    closers.set(tokens, known);
  }
  return known.get(from) ?? tokens.length;
}

/** Found once for a file: a search from each opening sign would take quadratic time where they are never closed. */
const closers = new WeakMap<readonly GroovyToken[], ReadonlyMap<number, number>>();

function pairsIn(tokens: readonly GroovyToken[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'sign') continue;
    if (isOpening(token)) open.push(index);
    else if (')]}'.includes(token.text)) {
      const start = open.pop();
      if (start !== undefined) pairs.set(start, index);
    }
  }
  return pairs;
}

function isOpening(token: GroovyToken): boolean {
  return token.kind === 'sign' && '([{'.includes(token.text);
}

export function isSign(token: GroovyToken | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text;
}

export function skipLines(tokens: readonly GroovyToken[], from: number, isWanted: boolean): number {
  let index = from;
  while (isWanted && tokens[index]?.kind === 'line') index += 1;
  return index;
}
