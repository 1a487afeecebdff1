import { isCommit } from '../model/pin.ts';
import type { RefKind, Verdict } from '../model/source.ts';
import { movingWord, readName } from './name-shape.ts';

/** How firmly a git ref is named, with the reason as a sentence for people. */
export type RefJudgement = {
  /** The name as the lockfile spells it: `tags/v1` is `refs/tags/v1`; null is the default branch. */
  readonly ref: string | null;
  readonly refKind: RefKind;
  readonly verdict: Verdict;
  readonly why: string;
};

const ABBREVIATED = /^[0-9a-f]{7,39}$/i;
/** `v1.0^{}`, `v1.0^{commit}`, `v1.0^0`, `v1.0~0`: the same commit as without. */
const PEELED = /(?:\^\{[a-z]*\}|[\^~]0)$/;

/** A remote's branch is that branch. */
export const REMOTE_BRANCH: readonly string[] = ['refs/remotes/origin/', 'remotes/origin/', 'origin/'];

/**
 * Judges the name of a ref as DESIGN's verdicts say; `said` is what the syntax itself says it to be, null when only the name decides.
 * Null is the default branch. git finds `tags/x` and `heads/x` below `refs/` (gitrevisions(7)).
 */
export function judgeRef(written: string | null, said: 'branch' | 'tag' | 'commit' | null): RefJudgement {
  if (written === null || written === '' || written === 'HEAD' || written === 'FETCH_HEAD') return DEFAULT_BRANCH;
  const peeled = written.replace(PEELED, '');
  const tracked = REMOTE_BRANCH.find((prefix) => peeled.startsWith(prefix));
  if (tracked !== undefined) return judgeRef(peeled.slice(tracked.length), 'branch');
  const ref = peeled.startsWith('tags/') || peeled.startsWith('heads/') ? `refs/${peeled}` : peeled;
  const name = ref.toLowerCase();
  if (isCommit(name) && said !== 'branch' && said !== 'tag')
    return { ref: name, refKind: 'commit', verdict: 'exact', why: 'a full commit id names one state for good' };
  if (ref.startsWith('refs/tags/') || said === 'tag') return asTag(ref, `${ref} is a tag`);
  if (ref.startsWith('refs/') || said === 'branch') return asBranch(ref, `${ref} is a branch`);
  return judgeName(ref, said);
}

function judgeName(ref: string, said: 'commit' | null): RefJudgement {
  if (ref.startsWith('semver:')) return asBranch(ref, `${ref} is a range, so the newest tag in it is taken`);
  const shape = readName(ref);
  const moving = movingWord(shape, 'ref');
  if (moving !== undefined) return asBranch(ref, `${ref} reads like a branch: '${moving.name}' ${moving.reason}`);
  if (shape.hasDate) return asTag(ref, `${ref} reads like a dated tag`);
  if (shape.hasWildcard) return asBranch(ref, `${ref} names a line of versions`);
  if (shape.hasVersion) return asTag(ref, `${ref} reads like a version tag`);
  if (ABBREVIATED.test(ref))
    return {
      ref,
      refKind: 'commit',
      verdict: 'tag',
      why: `${ref} is an abbreviated commit id, which is weak: a tag, a branch or another commit can come to fit it`,
    };
  if (said === 'commit') return asBranch(ref, `${ref} is given as a revision and is no commit id`);
  return asBranch(ref, `${ref} does not read like a version, so it is taken for a branch`);
}

const DEFAULT_BRANCH: RefJudgement = {
  ref: null,
  refKind: 'default',
  verdict: 'moving',
  why: 'no branch, tag or commit is named, so the newest commit of the default branch is taken',
};

function asTag(ref: string, because: string): RefJudgement {
  return { ref, refKind: 'tag', verdict: 'tag', why: `${because}, which is fixed by convention only` };
}

function asBranch(ref: string, because: string): RefJudgement {
  return { ref, refKind: 'branch', verdict: 'moving', why: `${because}, which moves with every commit` };
}
