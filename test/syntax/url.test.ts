import { describe, expect, it } from 'vitest';
import { decodePercent, encodePercent, normaliseEscapes } from '../../src/syntax/percent.ts';
import { pathComponents, queryParameters, type Range, sliceRange, splitUrl } from '../../src/syntax/url.ts';

/** Scheme, user, host, port, path, query, fragment; null where there is none. */
function split(text: string): readonly (string | null)[] | undefined {
  const parts = splitUrl(text);
  if (parts === undefined) return undefined;
  const { scheme, user, host, port, path, query, fragment } = parts;
  return [scheme, user, host, port, path, query, fragment].map((range: Range | null) =>
    range === null ? null : sliceRange(text, range),
  );
}

describe('parts of a URL', () => {
  it.each<readonly [string, readonly (string | null)[]]>([
    ['https://h', ['https', null, 'h', null, '', null, null]],
    ['https://u:p@h:1/a/b?c=d#e', ['https', 'u:p', 'h', '1', '/a/b', 'c=d', 'e']],
    ['https://u@v@h/a', ['https', 'u@v', 'h', null, '/a', null, null]],
    ['https://h/a@b', ['https', null, 'h', null, '/a@b', null, null]],
    ['https://h?a=b/c', ['https', null, 'h', null, '', 'a=b/c', null]],
    ['https://h#a?b/c@d', ['https', null, 'h', null, '', null, 'a?b/c@d']],
    ['https://[::1]:80/a', ['https', null, '[::1]', '80', '/a', null, null]],
    ['https://[::1]/a', ['https', null, '[::1]', null, '/a', null, null]],
    ['https://h:/a', ['https', null, 'h', '', '/a', null, null]],
    ['h/a?b', [null, null, 'h', null, '/a', 'b', null]],
    ['h:1/a', [null, null, 'h', '1', '/a', null, null]],
    ['https://\uFFFC@h/\uFFFC', ['https', '\uFFFC', 'h', null, '/\uFFFC', null, null]],
    ['\uFFFC://h/a', ['\uFFFC', null, 'h', null, '/a', null, null]],
    ['https://h/a://b', ['https', null, 'h', null, '/a://b', null, null]],
  ])('%s', (text, expected) => {
    expect(split(text)).toEqual(expected);
  });

  it.each(['', 'https://', 'https:///a', 'https://:80/a', 'https://u@/a', '/a'])('%j has no host', (text) => {
    expect(split(text)).toBeUndefined();
  });
});

it('lists components and parameters with their places', () => {
  const text = 'https://h//a/b/?c=d&&e&=f&g=h=i';
  const parts = splitUrl(text);
  if (parts === undefined) throw new Error('expected a URL');
  expect(pathComponents(text, parts.path).map((range) => sliceRange(text, range))).toEqual(['a', 'b']);
  expect(queryParameters(text, parts.query).map(({ name, value }) => [name, sliceRange(text, value)])).toEqual([
    ['c', 'd'],
    ['e', ''],
    ['', 'f'],
    ['g', 'h=i'],
  ]);
});

describe('percent-encoding', () => {
  it.each([
    ['a%20b', 'a b'],
    ['%C3%BC', 'ü'],
    ['%FF', '%FF'],
    ['%C3', '%C3'],
    ['%', '%'],
    ['%2', '%2'],
    ['%zz%41', '%zzA'],
    ['%25%32%30', '%20'],
  ])('%s decodes to %s', (text, expected) => {
    expect(decodePercent(text)).toBe(expected);
  });

  it.each([
    ['a@b', '@', 'a%40b'],
    ['ü@', '@', 'ü%40'],
    ['a\nb\u007f', '', 'a%0Ab%7F'],
  ])('%j encodes %j', (text, mustEncode, expected) => {
    expect(encodePercent(text, mustEncode)).toBe(expected);
  });

  it.each([
    ['%7e%41%2f', '~A%2F'],
    ['a b"<>', 'a%20b%22%3C%3E'],
    ['ü', '%C3%BC'],
    ['100%', '100%25'],
    ['%zz', '%25zz'],
    ['a/b?c=d&e;f', 'a/b?c=d&e;f'],
    ['\ud800', '%EF%BF%BD'],
  ])('%j is normalised to %s, and stays so', (text, expected) => {
    expect(normaliseEscapes(text)).toBe(expected);
    expect(normaliseEscapes(expected)).toBe(expected);
  });
});
