import { describe, expect, it } from 'vitest';
import { reports } from '../../src/reports/index.ts';
import { REPORT_IDS } from '../../src/reports/report-format.ts';

describe('reports', () => {
  it('are those that --format names, in that order', () => {
    expect(reports.map(({ id }) => id)).toEqual([...REPORT_IDS]);
  });
});
