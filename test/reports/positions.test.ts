import { describe, expect, it } from 'vitest';
import { lineTable } from '../../src/reports/positions.ts';

describe('lineTable', () => {
  it.each([
    ['start of an empty text', '', 0, 1, 1],
    ['behind a short text', 'ab', 9, 1, 3],
    ['before the text', 'ab', -1, 1, 1],
    ['second line of LF', 'a\nbc', 3, 2, 2],
    ['the LF itself', 'a\nb', 1, 1, 2],
    ['second line of CRLF', 'a\r\nbc', 4, 2, 2],
    ['between CR and LF', 'a\r\nb', 2, 1, 3],
    ['lone CR ends a line', 'a\rbc', 3, 2, 2],
    ['CR, CRLF and LF mixed', 'a\rb\r\nc\nd', 7, 4, 1],
    ['lone CR as last character', 'a\nb\r', 4, 3, 1],
    ['behind a final newline', 'a\n', 2, 2, 1],
    ['columns count UTF-16 units', '😀x', 2, 1, 3],
    ['the mark at the start counts', '\ufeffab', 1, 1, 2],
    ['other separators end no line', 'a\u2028\v\f\u0085b', 5, 1, 6],
  ])('%s', (_name, text, offset, line, column) => {
    expect(lineTable(text).positionOf(offset)).toEqual({ line, column });
  });

  it('agrees with counting, offset by offset', () => {
    const text = 'a\r\n\r\rb\n\n\rc\r\n';
    const table = lineTable(text);
    let line = 1;
    let column = 1;
    for (let offset = 0; offset <= text.length; offset += 1) {
      expect({ offset, ...table.positionOf(offset) }).toEqual({ offset, line, column });
      const ends = text[offset] === '\n' || (text[offset] === '\r' && text[offset + 1] !== '\n');
      column = ends ? 1 : column + 1;
      line = ends ? line + 1 : line;
    }
  });
});
