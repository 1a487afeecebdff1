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
export function decideRef(fetch: Fetch): DecidingRef {
  const last = fetch.history.at(-1);
  if (last === undefined) return { word: null, judgement: judgeRef(null, null) };
  switch (last.how) {
    case 'pull':
      return moved(judgeChange(last), (name) => `git pull takes the newest commit of ${name}`);
    case 'submodule-remote': {
      const named = fetch.history.findLast(({ how }) => how !== 'submodule-remote') ?? last;
      return moved(judgeChange(named), () => 'the submodules are taken at their newest commits');
    }
    case 'merge':
      return mergedRef(fetch.history);
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

/** What lies there afterwards is made of both sides, so the looser one says how firm it is. */
function mergedRef(history: readonly RefChange[]): DecidingRef {
  const last = history.at(-1);
  const before = history.at(-2);
  if (last === undefined) return { word: null, judgement: judgeRef(null, null) };
  const merged = judgeChange(last);
  if (before === undefined) return merged;
  const base = judgeChange(before);
  if (base.judgement === null || merged.judgement === null) return base.judgement === null ? base : merged;
  return compareVerdicts(base.judgement.verdict, merged.judgement.verdict) > 0 ? base : merged;
}
