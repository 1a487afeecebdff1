/**
 * Shell patterns (`*`, `?`, `[a-z]`, `\x`, `@(a|b)` and kin without nesting) on known text. Own matcher because the shell's prefix and suffix
 * removal need the shortest and the longest match; it steps through sets of positions, so its time is pattern times text.
 */

type Token = { readonly kind: 'one'; readonly test: (character: string) => boolean } | { readonly kind: 'many' };

/** The pattern as steps, or undefined when it uses what is not supported (nested extended patterns). */
export type Pattern = { readonly tokens: readonly Token[] };

const EXTENDED = /[?*+@!]\(/;

export function compilePattern(text: string): Pattern | undefined {
  if (EXTENDED.test(text)) return undefined;
  const tokens: Token[] = [];
  let index = 0;
  while (index < text.length) {
    const character = text.charAt(index);
    if (character === '*') {
      if (tokens.at(-1)?.kind !== 'many') tokens.push({ kind: 'many' });
      index += 1;
    } else if (character === '?') {
      tokens.push({ kind: 'one', test: () => true });
      index += 1;
    } else if (character === '[') {
      const bracket = readBracket(text, index);
      if (bracket === undefined) {
        tokens.push(literal('['));
        index += 1;
      } else {
        tokens.push({ kind: 'one', test: bracket.test });
        index = bracket.end;
      }
    } else if (character === '\\' && index + 1 < text.length) {
      tokens.push(literal(text.charAt(index + 1)));
      index += 2;
    } else {
      tokens.push(literal(character));
      index += 1;
    }
  }
  return { tokens };
}

export function isMatch(pattern: Pattern, text: string): boolean {
  return matchEnds(pattern, text, 0).has(text.length);
}

/** Length of the shortest or longest prefix that matches; undefined when none does. */
export function matchPrefix(pattern: Pattern, text: string, isLongest: boolean, from = 0): number | undefined {
  let found: number | undefined;
  for (const end of matchEnds(pattern, text, from)) {
    if (found === undefined || (isLongest ? end > found : end < found)) found = end;
  }
  return found === undefined ? undefined : found - from;
}

/** Start of the shortest or longest suffix that matches; undefined when none does. */
export function matchSuffix(pattern: Pattern, text: string, isLongest: boolean): number | undefined {
  for (let step = 0; step <= text.length; step++) {
    const start = isLongest ? step : text.length - step;
    if (isMatch(pattern, text.slice(start))) return start;
  }
  return undefined;
}

function matchEnds(pattern: Pattern, text: string, from: number): ReadonlySet<number> {
  let states = new Set<number>([from]);
  for (const token of pattern.tokens) {
    const next = new Set<number>();
    if (token.kind === 'many') {
      let start = Number.POSITIVE_INFINITY;
      for (const position of states) start = Math.min(start, position);
      if (Number.isFinite(start)) for (let end = start; end <= text.length; end++) next.add(end);
    } else {
      for (const position of states)
        if (position < text.length && token.test(text.charAt(position))) next.add(position + 1);
    }
    states = next;
    if (states.size === 0) break;
  }
  return states;
}

function literal(expected: string): Token {
  return { kind: 'one', test: (character) => character === expected };
}

function readBracket(text: string, start: number): { test: (character: string) => boolean; end: number } | undefined {
  let index = start + 1;
  const isNegated = text.charAt(index) === '!' || text.charAt(index) === '^';
  if (isNegated) index += 1;
  const tests: ((character: string) => boolean)[] = [];
  for (let isFirst = true; index < text.length; isFirst = false) {
    const character = text.charAt(index);
    if (character === ']' && !isFirst) {
      return { test: (candidate) => tests.some((test) => test(candidate)) !== isNegated, end: index + 1 };
    }
    const named = text.startsWith('[:', index)
      ? CLASSES.find(([name]) => text.startsWith(`[:${name}:]`, index))
      : undefined;
    if (named !== undefined) {
      tests.push(named[1]);
      index += named[0].length + 4;
    } else if (text.charAt(index + 1) === '-' && text.charAt(index + 2) !== ']' && index + 2 < text.length) {
      const [low, high] = [character, text.charAt(index + 2)];
      tests.push((candidate) => candidate >= low && candidate <= high);
      index += 3;
    } else {
      tests.push((candidate) => candidate === character);
      index += 1;
    }
  }
  return undefined;
}

const CLASSES: readonly (readonly [string, (character: string) => boolean])[] = [
  ['digit', (character) => character >= '0' && character <= '9'],
  ['alpha', (character) => /^[A-Za-z]$/.test(character)],
  ['alnum', (character) => /^[A-Za-z0-9]$/.test(character)],
  ['upper', (character) => /^[A-Z]$/.test(character)],
  ['lower', (character) => /^[a-z]$/.test(character)],
  ['space', (character) => /^\s$/.test(character)],
  ['blank', (character) => character === ' ' || character === '\t'],
  ['punct', (character) => /^[!-/:-@[-`{-~]$/.test(character)],
  ['xdigit', (character) => /^[0-9A-Fa-f]$/.test(character)],
];
