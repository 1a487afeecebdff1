import type { Fetch, RefChange } from '../model/fetch.ts';
import { flatten, HOLE, type Word } from '../model/value.ts';
import { compareVerdicts } from './meaning.ts';
import { judgeRef, type RefJudgement } from './ref-name.ts';

/** The ref that a clone ends at. */
export type DecidingRef = {
  /** Null: the default branch, or none was written. */
  readonly word: Word | null;
  /** Null when the ref holds an unknown part. */
  readonly judgement: RefJudgement | null;
};

/** The last change of the history decides; what moves by itself (a pull, submodules at their newest) is moving whatever is named. */
export function decideRef({ history }: Pick<Fetch, 'history'>): DecidingRef {
  const last = history.at(-1);
  if (last === undefined) return { word: null, judgement: judgeRef(null, null) };
  switch (last.how) {
    case 'pull':
      return moved(judgeChange(last), (name) => `git pull takes the newest commit of ${name}`);
    case 'submodule-remote': {
      const named = history.findLast(({ how }) => how !== 'submodule-remote') ?? last;
      return moved(judgeChange(named), () => 'the submodules are taken at their newest commits');
    }
    case 'submodule-kept':
      return withSubmodules(decideRef({ history: history.slice(0, -1) }), judgeChange(last));
    case 'merge':
      return mergedRef(history);
    case 'fetched':
    case 'checkout':
    case 'reset':
    case 'switch':
      return judgeChange(last);
    default:
      return last.how satisfies never;
  }
}

function judgeChange({ ref, refKind }: RefChange): DecidingRef {
  const text = ref === null ? null : flatten(ref.pieces);
  if (text?.includes(HOLE)) return { word: ref, judgement: null };
  return { word: ref, judgement: judgeRef(text, refKind) };
}

function moved(deciding: DecidingRef, why: (name: string) => string): DecidingRef {
  if (deciding.judgement === null) return deciding;
  const { ref, refKind } = deciding.judgement;
  return {
    word: deciding.word,
    judgement: {
      ref,
      refKind: refKind === 'default' ? 'default' : 'branch',
      verdict: 'moving',
      why: why(ref ?? 'the default branch'),
    },
  };
}

/** Submodules that lie at what another ref recorded are as firm as that one. */
function withSubmodules(parent: DecidingRef, kept: DecidingRef): DecidingRef {
  const { judgement } = parent;
  const verdict = kept.judgement?.verdict ?? 'dynamic';
  if (judgement === null || compareVerdicts(verdict, judgement.verdict) <= 0) return parent;
  const name = kept.judgement === null ? 'an unknown ref' : (kept.judgement.ref ?? 'the default branch');
  const why = `the submodules stay at what ${name} recorded, because no \`git submodule update\` follows the checkout`;
  return { word: parent.word, judgement: { ...judgement, verdict, why } };
}

/** What lies there afterwards is made of all sides, so the loosest says how firm it is: the first of them, onto which the others came. */
function mergedRef(history: readonly RefChange[]): DecidingRef {
  const start = history.findLastIndex(({ how }) => how !== 'merge');
  const sides = history.slice(Math.max(start, 0)).map((change) => judgeChange(change));
  const [first = { word: null, judgement: judgeRef(null, null) }, ...others] = sides;
  return others.reduce((loosest, side) => {
    if (loosest.judgement === null || side.judgement === null) return loosest.judgement === null ? loosest : side;
    return compareVerdicts(side.judgement.verdict, loosest.judgement.verdict) > 0 ? side : loosest;
  }, first);
}
