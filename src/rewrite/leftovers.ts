import type { ClassifiedFetch } from '../model/source.ts';
import type { Pieces } from '../model/value.ts';
import { type Attempt, allEdits, type Surroundings, type Trial } from './attempt.ts';
import { type Edited, evaluate } from './evaluate.ts';
import type { Texts } from './proposal.ts';
import { hasSpan } from './splice.ts';
import { namesIn, programOf, type Use } from './uses.ts';

/** Old names that would remain in a command. What sed, find and globs do with them is not seen, so none may stay. */
export function findLeftovers(
  { attempts, edited, pinned }: Trial,
  { fetches, searchUses, texts }: Surroundings,
): ReadonlyMap<Attempt, string> {
  const result = new Map<Attempt, string>();
  const own = fetches.filter((fetch) => !pinned.has(fetch)).flatMap(dependentsOf);
  for (const attempt of attempts) {
    const files = new Set([attempt.fetch.place.file, ...allEdits(attempt.proposal).map(({ span }) => span.file)]);
    for (const name of attempt.proposal.names) {
      if (!/[^A-Za-z0-9]/.test(name.old)) continue;
      const left = searchUses(name.old, files).find(
        (use) =>
          isLeftover(use, name.old, edited, texts) &&
          !own.some((word) => word.some(({ at }) => use.pieces.some((piece) => hasSpan(piece.at, at)))),
      );
      if (left !== undefined)
        result.set(attempt, `"${name.old}" at ${texts.place(left.at)} would keep a name that the pin changes`);
    }
  }
  return result;
}

function isLeftover(use: Use, name: string, edited: Edited, texts: Texts): boolean {
  if (use.isShown || use.word === null) return false;
  const text = evaluate(use.pieces, edited, texts) ?? '';
  return (
    !text.includes('://') && namesIn(text, name) && (use.invocation === null || programOf(use.invocation) !== 'mkdir')
  );
}

function dependentsOf({ fetch, outcomes }: ClassifiedFetch): readonly Pieces[] {
  return [fetch, ...outcomes].flatMap(({ dependents }) => dependents.map(({ word }) => word));
}
