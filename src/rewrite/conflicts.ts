import type { Edit } from '../model/edit.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { Span } from '../model/span.ts';
import { flatten, HOLE } from '../model/value.ts';
import { type Attempt, allEdits, goalOf, type Surroundings, showSource, type Trial, toTrial } from './attempt.ts';
import { evaluate } from './evaluate.ts';
import { findLeftovers } from './leftovers.ts';
import { editKey } from './span-index.ts';
import { groupByFile, hasSpan, isSameSpan, orderEdits } from './splice.ts';
import { findStrangers } from './strangers.ts';

/**
 * The use graph: which attempts cannot be made together with the others, each with the reason. An edit is right only if everything
 * that reads the edited text wants the new one.
 */
export function findConflicts(attempts: readonly Attempt[], around: Surroundings): ReadonlyMap<Attempt, string> {
  const trial = toTrial(attempts);
  for (const check of [findClashes, findUnmet, findStrangers, findSharedCommands, findLeftovers]) {
    const conflicts = check(trial, around);
    if (conflicts.size > 0) return conflicts;
  }
  return new Map();
}

/** Two edits of one text that differ: it feeds two sources. */
function findClashes({ attempts, owners: ownersOf }: Trial, { texts }: Surroundings): ReadonlyMap<Attempt, string> {
  const result = new Map<Attempt, string>();
  const owners = (edit: Edit) => ownersOf.get(editKey(edit)) ?? [];
  for (const edits of groupByFile(attempts.flatMap(({ proposal }) => allEdits(proposal))).values()) {
    for (const { first, second } of orderEdits(edits).clashes) {
      for (const attempt of [...owners(first), ...owners(second)]) {
        const other = [...owners(first), ...owners(second)].find((one) => one !== attempt)?.fetch;
        const what = other === undefined ? 'two edits' : `${showSource(other)} (${texts.place(other.place)}) as well`;
        result.set(attempt, `the text at ${texts.place(first.span)} feeds ${what}, and each needs another pin there`);
      }
    }
  }
  return result;
}

/** What must read otherwise once all edits are made, and does not. */
function findUnmet({ attempts, edited }: Trial, { texts }: Surroundings): ReadonlyMap<Attempt, string> {
  const result = new Map<Attempt, string>();
  for (const attempt of attempts) {
    for (const { pieces, text, at } of attempt.proposal.expectations) {
      const actual = evaluate(pieces, edited, texts);
      if (actual === text) continue;
      const would = actual === undefined ? 'would not follow' : `would become "${actual.replaceAll(HOLE, '?')}"`;
      result.set(attempt, `"${flatten(pieces).replaceAll(HOLE, '?')}" at ${texts.place(at)} ${would}`);
    }
  }
  return result;
}

/** Commands that are to name one commit, and fetch something else in another call. */
function findSharedCommands({ attempts }: Trial, { fetches, texts }: Surroundings): ReadonlyMap<Attempt, string> {
  const result = new Map<Attempt, string>();
  for (const attempt of attempts) {
    for (const command of attempt.proposal.exclusive) {
      const other = fetches.find(
        (fetch) => fetch !== attempt.fetch && takesFrom(fetch, command) && !isAlike(fetch, attempt, attempts),
      );
      if (other === undefined) continue;
      result.set(
        attempt,
        `the command at ${texts.place(command)} also fetches ${showSource(other)} (${texts.place(other.place)})`,
      );
    }
  }
  return result;
}

/** True when the fetch's ref is decided by this very command, or by this very word; one that came out of a split variable may be any of the command's. */
function takesFrom({ fetch, outcomes }: ClassifiedFetch, command: Span): boolean {
  return [fetch, ...outcomes].some(({ act, history, url }) => {
    const decides = (history.at(-1)?.act ?? act).invocation.word;
    if (isSameSpan(decides, command)) return true;
    return url.at === null ? hasSpan(act.invocation.span, command) : isSameSpan(url.at, command);
  });
}

function isAlike(fetch: ClassifiedFetch, attempt: Attempt, attempts: readonly Attempt[]): boolean {
  const other = attempts.find((one) => one.fetch === fetch);
  return other !== undefined && goalOf(other) === goalOf(attempt);
}
