import type { RefKind } from '../model/source.ts';
import { flatten, type Pieces, showPieces } from '../model/value.ts';
import { movingWordBesideHole, readName } from './name-shape.ts';
import { REMOTE_BRANCH } from './ref-name.ts';
import { guessHoles } from './unknown-part.ts';

/** What a ref with unknown parts is for certain. */
export type MovingRef = { readonly refKind: RefKind; readonly why: string };

/** A branch whatever its name: the syntax, a prefix or a moving word says so. Undefined when the unknown part decides. */
export function judgeUnknownRef(pieces: Pieces, said: 'branch' | 'tag' | 'commit' | null): MovingRef | undefined {
  const text = flatten(pieces);
  const shown = showPieces(pieces);
  const isBranch = [...REMOTE_BRANCH, 'refs/heads/', 'heads/'].some((prefix) => text.startsWith(prefix));
  if (isBranch || said === 'branch')
    return { refKind: 'branch', why: `${shown} is a branch, which moves with every commit` };
  if (said !== null || text.startsWith('refs/') || text.startsWith('tags/')) return undefined;
  const { mayHoldDate } = guessHoles(pieces);
  const moving = movingWordBesideHole(readName(text), 'ref', { mayHoldVersion: true, mayHoldDate });
  if (moving === undefined) return undefined;
  return {
    refKind: 'branch',
    why: `${shown} reads like a branch whatever it holds: '${moving.name}' ${moving.reason}`,
  };
}
