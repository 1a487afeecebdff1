import type { Edit } from '../model/edit.ts';
import type { Pin } from '../model/pin.ts';
import type { ClassifiedFetch, SourceKey } from '../model/source.ts';
import type { MatchedEvent } from '../model/step.ts';
import { type Attempt, indexWords, type Surroundings } from './attempt.ts';
import { findCandidates } from './candidates.ts';
import { findConflicts } from './conflicts.ts';
import { type Proposal, type Refusal, type Texts, toTexts } from './proposal.ts';
import { newFindQuestion } from './questions.ts';
import { planRemarks } from './remarks.ts';
import { findRestorations, type RestoredRef } from './restore.ts';
import type { PlannedFetch, RefusedFetch, RewritePlan } from './rewrite-plan.ts';
import { newSearchUses } from './search-uses.ts';
import { groupByFile, orderEdits } from './splice.ts';
import { collectUses, indexUses } from './uses.ts';

/** A fetch that is to be pinned, the ways that were not tried yet, and why those before failed. */
type Target = {
  readonly fetch: ClassifiedFetch;
  readonly pin: Pin;
  /** Set when the fetch is to name this source again, rather than the pin. */
  readonly restored?: SourceKey;
  readonly candidates: readonly (Proposal | Refusal)[];
  readonly index: number;
  readonly reason: string | null;
};

/**
 * Plans the splices that write pins into files. `fetches` and `steps` are those of the whole scan (every command is a possible reader of
 * a text that is to change), `pinOf` gives the pin to write, `read` the text of a file by root-relative path. Exact fetches stay as they
 * are. Pure; a fetch that cannot be rewritten safely is refused and keeps its text, the others are planned without it.
 */
export function planRewrite(
  fetches: readonly ClassifiedFetch[],
  pinOf: (fetch: ClassifiedFetch) => Pin | undefined,
  read: (path: string) => string | undefined,
  steps: readonly MatchedEvent[],
): RewritePlan {
  const texts = toTexts(read, steps);
  const targets = fetches.flatMap((fetch) => {
    const pin = fetch.verdict === 'exact' || fetch.source === null ? undefined : pinOf(fetch);
    if (pin === undefined) return [];
    return [settle({ fetch, pin, candidates: findCandidates(fetch, pin, steps, texts), index: 0, reason: null })];
  });
  return settleAll(targets, fetches, steps, texts);
}

/** Plans the splices that put refs in the place of pins: `refOf` gives what an exact fetch is to name again, or why that cannot be told. */
export function planRestoration(
  fetches: readonly ClassifiedFetch[],
  refOf: (fetch: ClassifiedFetch) => RestoredRef | Refusal | undefined,
  read: (path: string) => string | undefined,
  steps: readonly MatchedEvent[],
): RewritePlan {
  const texts = toTexts(read, steps);
  const unclear: RefusedFetch[] = [];
  const targets = fetches.flatMap((fetch) => {
    const ref = fetch.verdict === 'exact' && fetch.source !== null ? refOf(fetch) : undefined;
    if (ref === undefined) return [];
    if (ref.kind === 'refusal') {
      unclear.push({ fetch, path: fetch.place.file, reason: ref.reason });
      return [];
    }
    const candidates = findRestorations(fetch, ref, steps, texts);
    return [settle({ fetch, pin: ref.pin, restored: ref.key, candidates, index: 0, reason: null })];
  });
  const plan = settleAll(targets, fetches, steps, texts);
  return { ...plan, refused: [...unclear, ...plan.refused] };
}

/** Makes as many of the targets as go together. */
function settleAll(
  initial: readonly Target[],
  fetches: readonly ClassifiedFetch[],
  steps: readonly MatchedEvent[],
  texts: Texts,
): RewritePlan {
  let targets = initial;
  if (targets.length === 0) return toPlan([], [], texts);
  const uses = collectUses(steps);
  const around: Surroundings = {
    fetches,
    searchUses: newSearchUses(uses),
    usesAt: indexUses(uses),
    ...indexWords(fetches),
    findQuestion: newFindQuestion(texts),
    texts,
  };
  for (;;) {
    const attempts = targets.flatMap(toAttempt);
    const conflicts = findConflicts(attempts, around);
    if (conflicts.size === 0) return toPlan(attempts, targets.flatMap(toRefused), texts);
    const reasons = new Map([...conflicts].map(([{ fetch }, reason]) => [fetch, reason]));
    targets = targets.map((target) => {
      const reason = reasons.get(target.fetch);
      return reason === undefined
        ? target
        : settle({ ...target, index: target.index + 1, reason: target.reason ?? reason });
    });
  }
}

/** Moves on to the next way that is no refusal. The first reason is the one that a person can act on. */
function settle(target: Target): Target {
  let { index, reason } = target;
  for (; index < target.candidates.length; index++) {
    const candidate = target.candidates[index];
    if (candidate?.kind === 'proposal') break;
  }
  const refusal = target.candidates.findLast((candidate) => candidate.kind === 'refusal');
  if (index >= target.candidates.length) reason ??= refusal?.reason ?? 'there is no way to write it';
  return { ...target, index, reason };
}

function toAttempt({ fetch, pin, restored, candidates, index }: Target): readonly Attempt[] {
  const proposal = candidates[index];
  if (proposal?.kind !== 'proposal') return [];
  return [{ fetch, pin, proposal, ...(restored === undefined ? {} : { restored }) }];
}

function toRefused(target: Target): readonly RefusedFetch[] {
  if (toAttempt(target).length > 0) return [];
  return [
    { fetch: target.fetch, path: target.fetch.place.file, reason: target.reason ?? 'there is no way to write it' },
  ];
}

function toPlan(attempts: readonly Attempt[], refused: readonly RefusedFetch[], texts: Texts): RewritePlan {
  const pinned = attempts.map(({ proposal, ...attempt }) => ({
    ...attempt,
    edits: [...editsOf(proposal), ...planRemarks({ ...attempt, proposal }, texts)],
    notes: proposal.notes,
  }));
  return { edits: mergeEdits(pinned), pinned, refused };
}

/** A splice that changes nothing is none. */
function editsOf({ values, commands }: Proposal): readonly Edit[] {
  return [...values, ...commands].filter(({ span, text }) => span.start < span.end || text !== '');
}

/** The edits of several fetches by file, in order, each once. */
export function mergeEdits(pinned: readonly PlannedFetch[]): ReadonlyMap<string, readonly Edit[]> {
  const result = new Map<string, readonly Edit[]>();
  for (const [file, edits] of groupByFile(pinned.flatMap((planned) => planned.edits)))
    result.set(file, orderEdits(edits).ordered);
  return result;
}
