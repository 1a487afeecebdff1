import { describe, expect, it } from 'vitest';
import { parseWordTemplate } from '../../src/match/parse-word-template.ts';
import { matchWord } from '../../src/match/word-template.ts';
import { HOLE } from '../../src/model/value.ts';

function partsOf(template: string, text: string): Readonly<Record<string, string>> | undefined {
  const parts = matchWord(parseWordTemplate(template), text);
  if (parts === undefined) return undefined;
  return Object.fromEntries([...parts].map(([name, { start, end }]) => [name, text.slice(start, end)]));
}

describe('a word by its template', () => {
  it.each([
    ['{owner}/{name}', 'acme/tool', { owner: 'acme', name: 'tool' }],
    ['{owner}/{name}', 'acme/a/tool', undefined],
    ['{owner}/{name}', 'acme', undefined],
    ['{owner}/{name}', '/tool', undefined],
    ['{owner:word}/{name:word}', '@acme/tool', undefined],
    ['{owner:word}/{name:word}', `${HOLE}/tool`, { owner: HOLE, name: 'tool' }],
    ['{path...}@{ref...}', 'a/b@c/d', { path: 'a/b', ref: 'c/d' }],
    ['{path...}@{ref...}', 'a/b@', undefined],
    ['(url:{scheme:http|https}://{rest...})', 'https://h/p', { url: 'https://h/p', scheme: 'https', rest: 'h/p' }],
    ['(a:{x}(b:-{y}))', 'p-q', { a: 'p-q', x: 'p', b: '-q', y: 'q' }],
    ['u="{url:plain}", r', 'u="a", r', { url: 'a' }],
    ['u="{url:plain}", r', 'u="a") u="b", r', undefined],
    ['fixed', 'fixed', {}],
    ['fixed', 'fixed2', undefined],
  ])('%s on %s', (template, text, expected) => {
    expect(partsOf(template, text)).toEqual(expected);
  });

  it('takes no quadratic time', () => {
    expect(partsOf('{a...}@{b...}#{c...}', '@'.repeat(1_000_000))).toBeUndefined();
  });
});

describe('a template that is not well formed', () => {
  it.each([
    ['{a}{b}', "'{a}{b}': fixed text must stand behind {a}"],
    ['{a', "'{a': expected {name}, {name...} or {name:a|b}"],
    ['(a:{b}', "'(a:{b}': expected ')' behind '(a'"],
  ])('%s', (text, message) => {
    expect(() => parseWordTemplate(text)).toThrow(message);
  });
});
