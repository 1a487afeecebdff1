import { describe, expect, it } from 'vitest';
import type { Edit } from '../../src/model/edit.ts';
import { unifiedDiff } from '../../src/rewrite/difference.ts';
import { applyEdits, mapOffset, orderEdits } from '../../src/rewrite/splice.ts';

function edit(start: number, end: number, text: string): Edit {
  return { span: { file: 'a', start, end }, text, why: 'ref' };
}

describe('applyEdits', () => {
  it.each([
    ['nothing', 'abc', [], 'abc'],
    ['a replacement', 'a master b', [edit(2, 8, 'dead')], 'a dead b'],
    ['the same edit twice', 'a master b', [edit(2, 8, 'dead'), edit(2, 8, 'dead')], 'a dead b'],
    ['an insertion before a deletion', 'git clone -b x u', [edit(9, 14, ''), edit(9, 9, ' -n')], 'git clone -n u'],
    ['an insertion behind a deletion', 'u -b x', [edit(1, 6, ''), edit(6, 6, ' && y')], 'u && y'],
    ['CRLF, a tab and a byte order mark', '\uFEFFa\tm\r\nb', [edit(3, 4, 'n')], '\uFEFFa\tn\r\nb'],
    ['characters of two units', '🦀m🦀', [edit(2, 3, 'n')], '🦀n🦀'],
    ['the end of a file without a newline', 'm', [edit(0, 1, 'n')], 'n'],
  ])('%s', (_name, text, edits, expected) => {
    expect(applyEdits(text, edits)).toBe(expected);
  });

  it.each([
    ['overlap', [edit(0, 4, 'x'), edit(2, 6, 'y')]],
    ['one text, two values', [edit(0, 4, 'x'), edit(0, 4, 'y')]],
    ['two insertions at one place', [edit(2, 2, 'x'), edit(2, 2, 'y')]],
    ['an insertion inside a replacement', [edit(0, 4, 'x'), edit(2, 2, 'y')]],
  ])('refuses %s', (_name, edits) => {
    expect(orderEdits(edits).clashes).toHaveLength(1);
    expect(() => applyEdits('0123456789', edits)).toThrow('overlap');
  });

  it('keeps every character outside of the edits, wherever they lie', () => {
    const text = 'RUN git clone \\\r\n\t--branch ä https://example.com/🦀 && x\r\n'.repeat(3);
    for (let start = 0; start < text.length; start += 7) {
      for (let end = start; end < text.length; end += 11) {
        const second = edit(end, Math.min(end + 5, text.length), 'Y');
        const edits = [edit(start, end, 'X'), second];
        const result = applyEdits(text, edits);
        expect(result).toBe(`${text.slice(0, start)}X${'Y'}${text.slice(second.span.end)}`);
        expect(result.slice(mapOffset(edits, second.span.end))).toBe(text.slice(second.span.end));
      }
    }
  });
});

describe('unifiedDiff', () => {
  it('shows what changes with the labels that patch -p1 reads', () => {
    expect(unifiedDiff('build/get.sh', 'a\nb\nc', 'a\nB\nc')).toMatchInlineSnapshot(`
      "--- a/build/get.sh
      +++ b/build/get.sh
      @@ -1,3 +1,3 @@
       a
      -b
      +B
       c
      \\ No newline at end of file
      "
    `);
  });

  it('is empty when nothing changes', () => {
    expect(unifiedDiff('a', 'x', 'x')).toBe('');
  });
});
