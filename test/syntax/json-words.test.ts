import { describe, expect, it } from 'vitest';
import { readJsonWords } from '../../src/syntax/json-words.ts';

describe('readJsonWords', () => {
  it.each([
    ['empty', '[]', []],
    ['spaces are kept', '[ "a  b" ,\n"c" ]', ['a  b', 'c']],
    ['escapes', '["\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9"]', ['"\\/\b\f\n\r\té']],
    ['half of a pair', '["\\ud83d\\ude00"]', ['😀']],
    ['an empty string', '[""]', ['']],
  ])('%s', (_name, text, expected) => {
    expect(readJsonWords('f', text, 0)?.map((word) => word.text)).toEqual(expected);
    expect(JSON.parse(text)).toEqual(expected);
  });

  it.each([
    ['single quotes', "['a']"],
    ['a number', '["a", 1]'],
    ['a trailing comma', '["a",]'],
    ['no comma', '["a" "b"]'],
    ['no end', '["a"'],
    ['an open string', '["a'],
    ['an unknown escape', '["\\x"]'],
    ['a short code', '["\\u12"]'],
    ['a line break in a string', '["a\nb"]'],
    ['words behind it', '["a"] b'],
    ['no list', '"a"'],
  ])('%s is no JSON form', (_name, text) => {
    expect(readJsonWords('f', text, 0)).toBeUndefined();
    expect(text.endsWith(' b') || isArrayOfStrings(text)).toBe(text.endsWith(' b'));
  });

  it('an escape is a piece of its own, the rest can be spliced', () => {
    const text = 'RUN ["a\\tbc"]';
    const [word] = readJsonWords('f', text.slice(4), 4) ?? [];
    expect(word?.at).toEqual({ file: 'f', start: 5, end: 12 });
    expect(word?.pieces).toEqual([
      { kind: 'text', text: 'a', at: { file: 'f', start: 6, end: 7 }, verbatim: true, escaping: ['json'] },
      { kind: 'text', text: '\t', at: { file: 'f', start: 7, end: 9 }, verbatim: false, escaping: ['json'] },
      { kind: 'text', text: 'bc', at: { file: 'f', start: 9, end: 11 }, verbatim: true, escaping: ['json'] },
    ]);
  });
});

function isArrayOfStrings(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string');
  } catch {
    return false;
  }
}
