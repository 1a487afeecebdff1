import { describe, expect, it } from 'vitest';
import { compileRegex, searchRegex } from '../../src/syntax/posix-regex.ts';

/** What the whole and the groups matched; null where nothing did, undefined for what is no pattern. */
function search(pattern: string, text: string) {
  const regex = compileRegex(pattern);
  const match = regex === undefined ? undefined : searchRegex(regex, text, 0);
  return match?.map((range) => (range === undefined ? '-' : text.slice(...range))) ?? match;
}

describe('searchRegex', () => {
  it.each<readonly [string, string, readonly string[] | null | undefined]>([
    ['b+', 'abbb', ['bbb']],
    ['^b', 'ab', null],
    ['a|ab', 'ab', ['a']],
    ['(a|ab)(c|bcd)', 'abcd', ['abcd', 'a', 'bcd']],
    ['^([^=]+)=(.+)$', 'NAME=v1.2', ['NAME=v1.2', 'NAME', 'v1.2']],
    ['([0-9]+)\\.([0-9]+)', 'version 1.25', ['1.25', '1', '25']],
    ['(x)?y', 'y', ['y', '-']],
    ['(a*)*b', 'aab', ['aab', 'aa']],
    ['[]a]+', 'b]a', [']a']],
    ['[^]a]', ']ab', ['b']],
    ['[a\\]', '\\', ['\\']],
    ['\\d', 'd', ['d']],
    ['a{2}', 'a{2}', ['a{2}']],
    ['', 'a', ['']],
    ['ab?c*', 'xacc', ['acc']],
    ['(ab|c(d|e)+)+f', 'abcdecef', ['abcdecef', 'ce', 'e']],
    ['a$', 'ab', null],
    ['(a', 'a', undefined],
    ['a)', 'a', undefined],
    ['*a', 'a', undefined],
    ['[a', 'a', undefined],
    ['a\\', 'a', undefined],
  ])('%s in %s', (pattern, text, expected) => {
    expect(search(pattern, text)).toEqual(expected);
  });

  it('ends on patterns that double the ways', () => {
    expect(search(`${'(a*)*'.repeat(20)}b`, 'a'.repeat(5000))).toBe(null);
    expect(search(`${'(.*)*'.repeat(100)}x`, 'y'.repeat(100_000))).toBe(undefined);
    expect(search('('.repeat(10_000), 'a')).toBe(undefined);
    expect(search('a?'.repeat(10_000), 'a')).toBe(undefined);
  });
});
