import { expect, it } from 'vitest';
import { expandGlobs } from '../../src/match/url-globs.ts';
import { flatten } from '../../src/model/value.ts';
import { toWords } from './words.ts';

it.each([
  ['h/{a,b}.tgz', ['h/a.tgz', 'h/b.tgz']],
  ['h/{a,b}/{c,d}', ['h/a/c', 'h/a/d', 'h/b/c', 'h/b/d']],
  ['h/x[1-3]', ['h/x1', 'h/x2', 'h/x3']],
  ['h/[08-12:2]', ['h/08', 'h/10', 'h/12']],
  ['h/[a-c]', ['h/a', 'h/b', 'h/c']],
  ['h/{,x}', ['h/', 'h/x']],
  ['h/plain', ['h/plain']],
  ['http://[::1]:80/', ['http://[::1]:80/']],
  ['h/[3-1]', ['h/[3-1]']],
  ['h/[1-1000]', ['h/[1-1000]']],
  ['h/[1-9][1-9][1-9]', ['h/[1-9][1-9][1-9]']],
  ['h/{a', ['h/{a']],
  ['h/{version}.tgz', ['h/{version}.tgz']],
])('%s', (text, expected) => {
  const [word] = toWords(text);
  expect(word === undefined ? [] : expandGlobs(word).map(({ pieces }) => flatten(pieces))).toEqual(expected);
});

it('ends in time', () => {
  const [many] = toWords('{,}'.repeat(20_000));
  expect(many === undefined ? 0 : expandGlobs(many).length).toBe(1);
  const [word] = toWords('{'.repeat(50_000) + '{a,b}'.repeat(10_000));
  expect(word === undefined ? 0 : expandGlobs(word).length).toBe(1);
});
