import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findSharedRepetition, literalsOf } from './support/regular-expressions.ts';

it('no pattern has two endless repetitions that can share text', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const literals = files.flatMap((name) =>
    literalsOf(readFileSync(join('src', name), 'utf8')).map((literal) => ({ name, ...literal })),
  );
  expect(literals.length).toBeGreaterThan(100);
  const faults = literals.flatMap(({ name, line, source, flags }) => {
    const fault = findSharedRepetition(source, flags);
    return fault === undefined ? [] : [`src/${name}:${line} /${source}/: ${fault}`];
  });
  expect(faults).toEqual([]);
});

it.each([
  ['side by side', '\\s*\\s*', true],
  ['with something optional between them', 'a*b?a*', true],
  ['in each other', '(a+)+', true],
  ['at the end and the start of a repeated group', '(?:\\w+,?)*', true],
  ['in alternatives', '(?:a+|ab*)+', true],
  ['kept apart', '(?:,\\w+)*', false],
  ['of different characters', '\\s*\\w+\\s*', false],
  ['bounded', '(?:a{1,3}){1,3}', false],
  ['behind a look ahead', 'a*(?=b)c*', false],
])('two repetitions %s', (_name, source, expected) => {
  expect(findSharedRepetition(source) !== undefined).toBe(expected);
});

it.each([
  ['a division', 'const a = b / c / d;', []],
  ['a comment', '// a /b/ c\n/* /d/ */ x = /e/g;', ['e']],
  ['a string', `x = '/a/'; y = "/b/"; z = \`/c/\`;`, []],
  ['an expression in a template', 'x = `a${y.replace(/b/, "")}c`;', ['b']],
  ['a class with a slash', 'x = /[/]a/;', ['[/]a']],
  ['an argument', 'f(/a\\/b/u, /c/)', ['a\\/b', 'c']],
])('finds the patterns beside %s', (_name, text, expected) => {
  expect(literalsOf(text).map(({ source }) => source)).toEqual(expected);
});
