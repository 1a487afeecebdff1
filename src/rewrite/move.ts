import type { Edit } from '../model/edit.ts';
import type { Pin } from '../model/pin.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { Pieces } from '../model/value.ts';
import { identityOf, wordsOf } from './attempt.ts';
import { moveRemarks } from './remarks.ts';
import type { PlannedFetch, RefusedFetch } from './rewrite-plan.ts';

/** An exact fetch, and the pin that it is to stand at; `files` are known to hold its present identity beside its own file. */
export type IdentityMove = { readonly fetch: ClassifiedFetch; readonly pin: Pin; readonly files: readonly string[] };

const IDENTITY = /^(?:sha256:)?([0-9a-f]{40}|[0-9a-f]{64})$/i;
const HEX = '[0-9a-fA-F]';

/**
 * Plans how exact fetches come to stand at another pin: a commit, digest or sha256 means one thing wherever it stands, so each place that
 * spells the old one is a splice: refs, names that follow an archive, expected sums, remarks. Pure; whether the new text says what is meant
 * is for the proof to tell.
 */
export function planMoves(
  moves: readonly IdentityMove[],
  read: (path: string) => string | undefined,
): { readonly pinned: readonly PlannedFetch[]; readonly refused: readonly RefusedFetch[] } {
  const pinned: PlannedFetch[] = [];
  const refused: RefusedFetch[] = [];
  for (const { fetch, pin, files } of moves) {
    const path = fetch.place.file;
    const old = fetch.identity === null ? undefined : IDENTITY.exec(fetch.identity.value)?.[1];
    const next = IDENTITY.exec(identityOf(pin))?.[1];
    if (old === undefined || next === undefined || old.length !== next.length) {
      refused.push({ fetch, path, reason: 'what the file holds cannot be compared with the pin' });
      continue;
    }
    const edits = [...new Set([path, ...filesIn(fetch), ...files])].flatMap((file) =>
      editsIn(file, read(file) ?? '', old, next),
    );
    const all = [...edits, ...moveRemarks(edits, pin, read)];
    if (edits.length > 0) pinned.push({ fetch, pin, edits: all, notes: [] });
    else refused.push({ fetch, path, reason: 'what the file holds is not written in one piece' });
  }
  return { pinned, refused };
}

/** Not inside of a longer number: 40 digits of a sha256 are no commit. */
function editsIn(file: string, text: string, old: string, next: string): readonly Edit[] {
  const spelled = new RegExp(`(?<!${HEX})${old}(?!${HEX})`, 'gi');
  return [...text.matchAll(spelled)].map(({ index }) => ({
    span: { file, start: index, end: index + old.length },
    text: next,
    why: 'ref',
  }));
}

/** Where the words of a fetch, its sums and the names that follow it were written. */
function filesIn(fetch: ClassifiedFetch): readonly string[] {
  const outcomes = [fetch.fetch, ...fetch.outcomes];
  const all: readonly Pieces[] = [
    ...wordsOf(fetch).map(({ pieces }) => pieces),
    ...outcomes.flatMap(({ checks }) => checks.map(({ expected }) => expected ?? [])),
    ...outcomes.flatMap(({ dependents }) => dependents.map(({ word }) => word)),
  ];
  return all.flat().flatMap((piece) => (piece.kind === 'text' ? [piece.at.file] : []));
}
