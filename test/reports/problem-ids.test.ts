import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/model/problem.ts';
import { problemIds } from '../../src/reports/problem-ids.ts';

describe('problemIds', () => {
  it('outlive lines that move, and tell the same problem at two places apart', () => {
    const at = (line: number): Problem => ({ kind: 'syntax', path: 'a.sh', line, message: 'unclosed quote' });
    const ids = problemIds([at(1), at(5)], (text) => text);
    expect(problemIds([at(3), at(9)], (text) => text)).toEqual(ids);
    expect(new Set(ids).size).toBe(2);
  });
});
