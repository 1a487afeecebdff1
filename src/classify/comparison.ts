import { decodePercent } from '../syntax/percent.ts';
import type { FileJudgement } from './file-version.ts';
import { judgeRef } from './ref-name.ts';

/** A patch between two refs, `A...B` or `A..B`: it moves when one of them does. */
export function judgeComparison(range: string): FileJudgement {
  const dots = range.includes('...') ? '...' : '..';
  const refs = decodePercent(range).split(dots);
  const moving = refs.map((ref) => judgeRef(ref, null)).find(({ verdict }) => verdict === 'moving');
  if (moving !== undefined) return { refKind: 'rolling', verdict: 'moving', why: `it compares refs: ${moving.why}` };
  return {
    refKind: 'version',
    verdict: 'versioned',
    why: 'both sides of the comparison are named, and nothing checks that the file stays the same',
  };
}
