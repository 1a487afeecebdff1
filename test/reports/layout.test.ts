import { describe, expect, it } from 'vitest';
import { columnsOf, cutToColumns, wrap } from '../../src/reports/layout.ts';

describe('columns on a terminal', () => {
  it.each([
    ['abc', 3],
    ['größe', 5],
    ['gro\u0308ße', 5],
    ['構築.sh', 7],
    ['빌드', 4],
    ['ビルド', 6],
    ['ﾋﾞﾙﾄﾞ', 5],
    ['Ａ（', 4],
    ['сборка', 6],
    ['🚀', 2],
    ['', 0],
  ])('%s takes %d', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  it.each([
    ['構築する', 5, '構築'],
    ['構築する', 4, '構築'],
    ['🚀🚀', 3, '🚀'],
    ['abc', 9, 'abc'],
  ])('%s cut to %d', (text, width, cut) => {
    expect(cutToColumns(text, width)).toBe(cut);
  });

  it('decide where a line breaks', () => {
    expect(wrap('構築 構築 構築', 9)).toEqual(['構築 構築', '構築']);
  });
});
