import { describe, expect, it } from 'vitest';
import { toPrintableJson } from '../../src/model/harmful.ts';
import { toInertLine, toPrintable } from '../../src/reports/printable.ts';

describe('toPrintable', () => {
  it.each([
    ['plain text stays', 'Grüße 漢字 a-b_c', 'Grüße 漢字 a-b_c'],
    ['emoji stay', '😀', '😀'],
    ['escape sequences', '\u001b[31mred', '\\u{1b}[31mred'],
    ['newlines', 'a\nb\rc', 'a\\u{a}b\\u{d}c'],
    ['C1 controls', 'a\u009bb', 'a\\u{9b}b'],
    ['DEL', 'a\u007f', 'a\\u{7f}'],
    ['bidi override', 'a\u202eb', 'a\\u{202e}b'],
    ['bidi isolate', 'a\u2066b', 'a\\u{2066}b'],
    ['zero width', 'a\u200bb', 'a\\u{200b}b'],
    ['byte order mark', '\ufeffa', '\\u{feff}a'],
    ['tag characters', 'a\u{e0041}', 'a\\u{e0041}'],
    ['line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
    ['the reader’s own hole', 'a\ufffcb', 'a\\u{fffc}b'],
  ])('%s', (_name, text, expected) => {
    expect(toPrintable(text)).toBe(expected);
  });
});

describe('toPrintableJson', () => {
  it.each([
    ['bidi', 'a\u202eb'],
    ['beyond the basic plane', 'a\u{e0041}b'],
    ['C1', 'a\u009bb'],
    ['controls', 'a\u0000\n\u001b'],
  ])('%s is escaped and read back unchanged', (_name, text) => {
    const json = toPrintableJson(JSON.stringify({ text }, null, 2));
    expect(json).not.toMatch(/[\u0080-\u009f\u202e\u{e0041}]/u);
    expect(JSON.parse(json)).toEqual({ text });
  });
});

describe('toInertLine', () => {
  it.each([
    ['a workflow command', '::error::x', '\\u{3a}:error::x'],
    ['an indented one', '  ::set-env name=x::y', '  \\u{3a}:set-env name=x::y'],
    ['the old form, anywhere', 'x ##[group]', 'x #\\u{23}[group]'],
    ['colons inside a line stay', 'a::b', 'a::b'],
  ])('%s', (_name, line, expected) => {
    expect(toInertLine(line)).toBe(expected);
  });
});
