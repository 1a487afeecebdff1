import type { Check, Fetch } from '../model/fetch.ts';
import {
  answerTo,
  both,
  either,
  type Guard,
  guardKey,
  implies,
  impliesChoice,
  isCompatible,
  keepChoices,
  without,
} from '../model/guard.ts';
import type { Invocation } from '../model/invocation.ts';
import { pieceKey, type Word } from '../model/value.ts';
import { type BoundCheck, LIMITS, type Outcome, type Subject, type Use } from './entry.ts';
import { pointersOf } from './pointers.ts';
import { isInGroup, outside, ownSite } from './questions.ts';
import { type Reason, sentenceOf } from './reasons.ts';
import { type Line, linesOf } from './stage-lines.ts';
import type { World } from './world.ts';

/** One outcome of a download: the checks that hold in it, and whether one of them counts as a checksum. */
type Checked = { readonly guard: Guard; readonly checks: readonly Check[]; readonly isCovered: boolean };

/** All that came in as fetches, one for each outcome, in the order in which they came in. */
export function emit(world: World): readonly Fetch[] {
  const ends = findEnds(world);
  const states = new Map<Subject, State[]>();
  for (const { outcomes, past, isContinued } of world.repositories) {
    for (const outcome of [...(isContinued ? [] : outcomes), ...past.values()]) {
      if (outcome.subject === null) continue;
      const known = states.get(outcome.subject);
      if (known === undefined) states.set(outcome.subject, [outcome]);
      else known.push(outcome);
    }
  }
  const result: Fetch[] = [];
  const lines = linesOf(world.stageList);
  for (const subject of world.subjects) {
    const outcomes = states.get(subject);
    result.push(
      ...(outcomes === undefined
        ? emitDownload(world, subject, ends, lines(subject.act.invocation.id))
        : emitRepository(world, subject, outcomes, ends)),
    );
  }
  return result.sort((a, b) => a.act.invocation.id - b.act.invocation.id);
}

/** A state of a repository at the end, or one that was used before it was over. */
type State = Outcome & { readonly usedBy?: Invocation };

function emitRepository(world: World, subject: Subject, states: readonly State[], ends: Ends): readonly Fetch[] {
  const alive = states.length < 2 ? states : states.filter((state) => !isDead(world, ends, state.guard));
  const dependents = [...subject.dependents.values()];
  const fetches = (alive.length > 0 ? alive : states).flatMap((state): readonly Fetch[] => {
    const { guard, url, history, ineffective, usedBy } = state;
    if (url === null || isUntouched(state)) return [];
    const pointers = pointersOf(world, [url, ...history.slice(-1).map(({ ref }) => ref)], subject.act.invocation);
    const fetch = { act: subject.act, url, guard, history, ineffective: distinct(ineffective), checks: [] };
    return [{ ...fetch, pointers, ...asked(world, pointers), dependents, ...(usedBy === undefined ? {} : { usedBy }) }];
  });
  return fold(fetches);
}

/** A work tree that was there from an earlier run and stayed as it was left. */
function isUntouched({ isFromEarlierRun, history }: State): boolean {
  return isFromEarlierRun && history.every(({ act }) => act.kind === 'fetch');
}

/** What those pointers asked for that ask for certain refs. */
function asked({ askedRefs }: World, pointers: readonly Invocation[]): Pick<Fetch, 'askedRefs'> {
  if (askedRefs.size === 0) return {};
  const found = pointers.flatMap(({ id }) => {
    const refs = askedRefs.get(id);
    return refs === undefined ? [] : [[id, refs] as const];
  });
  return found.length === 0 ? {} : { askedRefs: new Map(found) };
}

function emitDownload(world: World, subject: Subject, ends: Ends, lines: readonly Line[]): readonly Fetch[] {
  const { act } = subject;
  if (act.kind !== 'fetch' || subject.isMerged) return [];
  const pointers = pointersOf(world, [act.url, act.ref], act.invocation);
  const dependents = [...subject.dependents.values()];
  const outcomes = lines.flatMap((line) => {
    const uses = subject.uses.filter(({ at }) => line.mayHold(at));
    return dropUnused(checkedOutcomes(world, subject, uses, line), uses, (guard) => isDead(world, ends, guard));
  });
  return fold(
    outcomes.map(({ guard, checks }) => ({
      act,
      url: act.url,
      guard,
      history: [],
      ineffective: [],
      checks,
      pointers,
      ...asked(world, pointers),
      dependents,
      ...(subject.isKey ? { feedsKeyring: true as const } : {}),
    })),
  );
}

/** Splits a download by its checks: one that stands in an arm covers that arm alone. */
function checkedOutcomes(world: World, subject: Subject, uses: readonly Use[], line: Line): readonly Checked[] {
  const { act, checks } = subject;
  const own = checks.filter(({ at }) => line.isSure(at));
  // Where nothing else is checked, a check that is never run for this result is shown with that.
  const others = own.length > 0 ? [] : checks.map(({ check }) => ({ ...check, swallowed: sentenceOf('other-stage') }));
  let outcomes: readonly Checked[] = [{ guard: act.guard, checks: others, isCovered: false }];
  for (const bound of own) {
    const { covered, why } = isUsedBehindGroup(world, subject, bound)
      ? { covered: null, why: 'or-list' as const }
      : judge(bound, uses);
    const check = withSignature(bound, line);
    const isCounted = bound.check.swallowed === null && covered !== null;
    const mark = isCounted ? null : (bound.check.swallowed ?? (why === null ? null : sentenceOf(why)));
    const area = covered ?? bound.guard;
    const isSplit = isCounted && outcomes.length < LIMITS.checkedOutcomes;
    outcomes = outcomes.flatMap((outcome) => {
      const met = both(outcome.guard, area);
      if (met === undefined || (isCounted && !isSplit && !implies(outcome.guard, area))) return [outcome];
      const isCovered = outcome.isCovered || (isCounted && bound.check.kind === 'checksum');
      const inner: Checked = {
        guard: isSplit ? met : outcome.guard,
        checks: [...outcome.checks, { ...check, swallowed: mark }],
        isCovered,
      };
      if (!isSplit) return [inner];
      const rest = without(outcome.guard, area).map((guard) => withSwallowed({ ...outcome, guard }, bound, why));
      return [inner, ...rest];
    });
  }
  return outcomes;
}

/**
 * `(download && check) || true; use`: that the group succeeds says nothing of its first command, so what is used behind it may be what the check
 * refused.
 */
function isUsedBehindGroup(world: World, { act, uses }: Subject, { guard, failure }: BoundCheck): boolean {
  const own = ownSite(guard, failure);
  if (own === undefined || !isInGroup(act.guard, own)) return false;
  return uses.some(({ at }) =>
    world.invocations.get(at)?.variants.some((variant) => answerTo(variant.guard, own) === undefined),
  );
}

/** A hash that was looked up in a signed list stands for the list's signature. */
function withSignature({ check, guard, list }: BoundCheck, line: Line): Check {
  if (check.kind !== 'remote-checksum' || list === undefined) return check;
  const isSigned = list.checks.some((signature) => {
    if (signature.check.kind !== 'signature' || signature.check.swallowed !== null) return false;
    if (!line.isSure(signature.at)) return false;
    const { covered } = judge(signature, []);
    return covered !== null && implies(guard, covered);
  });
  return isSigned ? { ...check, kind: 'signature' } : check;
}

/** Under which choices a check surely passed before the bytes were used; null with the reason when it says nothing. */
function judge(
  { guard, pass, at, failure }: BoundCheck,
  uses: readonly Use[],
): { covered: Guard | null; why: Reason | null } {
  if (uses.some((use) => use.isRun && use.at < at && isCompatible(use.guard, guard)))
    return { covered: null, why: 'used-before' };
  switch (failure.kind) {
    case 'stops':
      return { covered: guard, why: null };
    case 'skips': {
      const isUsedBehind = uses.some(
        (use) => use.at >= failure.until && use.since <= at && isCompatible(use.guard, guard),
      );
      return { covered: isUsedBehind ? pass : guard, why: 'used-behind' };
    }
    case 'ignored':
      return { covered: pass, why: failure.why };
    default:
      return failure satisfies never;
  }
}

/** In the arm where the check failed and the build went on, the check is shown with what swallowed it. */
function withSwallowed(outcome: Checked, { guard, check, failure }: BoundCheck, why: Reason | null): Checked {
  if (why === null || !isCompatible(outcome.guard, outside(guard, failure))) return outcome;
  return { ...outcome, checks: [...outcome.checks, { ...check, swallowed: sentenceOf(why) }] };
}

/** An unchecked outcome does not count where the bytes are never used while they are elsewhere: every path to a use is checked. */
function dropUnused(
  outcomes: readonly Checked[],
  uses: readonly Use[],
  isDeadUnder: (guard: Guard) => boolean,
): readonly Checked[] {
  const covered = outcomes.filter((outcome) => outcome.isCovered);
  if (covered.length === 0 || covered.length === outcomes.length) return outcomes;
  const isUsedIn = (outcome: Checked) => uses.some((use) => isCompatible(use.guard, outcome.guard));
  const isUsed = covered.some(isUsedIn);
  return outcomes.filter(
    (outcome) => outcome.isCovered || !(isDeadUnder(outcome.guard) || (isUsed && !isUsedIn(outcome))),
  );
}

/** Commands that leave the script as failed, with the choices under which they do. */
type Ends = { readonly ends: readonly End[]; readonly known: Map<string, boolean> };
type End = { readonly guard: Guard; readonly at: number };

function findEnds(world: World): Ends {
  const result: End[] = [];
  for (const { id, variants } of world.invocations.values()) {
    for (const { guard, words } of variants) {
      const [name, status] = words.map(({ pieces }) => pieceKey(pieces));
      if (name === 'exit' && status !== undefined && status !== '0' && guard.size > 0) result.push({ guard, at: id });
    }
  }
  return { ends: result, known: new Map() };
}

/** True when these choices lead to an `exit 1` and nothing runs behind it. */
function isDead(world: World, { ends, known }: Ends, guard: Guard): boolean {
  if (ends.length === 0) return false;
  const key = guardKey(guard);
  const before = known.get(key);
  if (before !== undefined) return before;
  const end = ends.find((candidate) => implies(guard, candidate.guard));
  const result = end !== undefined && !runsBehind(world, end.at, guard);
  known.set(key, result);
  return result;
}

function runsBehind(world: World, at: number, guard: Guard): boolean {
  for (const { id, variants } of world.invocations.values()) {
    if (id > at && variants.some((variant) => isCompatible(variant.guard, guard))) return true;
  }
  return false;
}

/** Outcomes that say the same become one. */
function fold(fetches: readonly Fetch[]): readonly Fetch[] {
  if (fetches.length < 2) return fetches;
  const result = new Map<string, Fetch>();
  for (const fetch of fetches) {
    const key = fetchKey(fetch);
    const known = result.get(key);
    result.set(
      key,
      known === undefined
        ? fetch
        : { ...known, guard: either(known.guard, fetch.guard) ?? shared(known.guard, fetch.guard) },
    );
  }
  return [...result.values()];
}

/** What two guards that cannot be said as one have in common. */
function shared(a: Guard, b: Guard): Guard {
  return keepChoices(a, (choice) => impliesChoice(b, choice));
}

function fetchKey({ url, history, ineffective, checks }: Fetch): string {
  const parts = [wordKey(url)];
  for (const { how, ref, refKind, act } of history)
    parts.push(`${act.invocation.id} ${how} ${refKind} ${ref === null ? '' : wordKey(ref)}`);
  for (const { act, why, lost } of ineffective) parts.push(`${act.invocation.id} ${why} ${lost?.name ?? ''}`);
  for (const { kind, algorithm, expected, swallowed, invocation } of checks) {
    parts.push(`${invocation.id} ${kind} ${algorithm} ${swallowed} ${expected === null ? '' : pieceKey(expected)}`);
  }
  return parts.join('\n');
}

function wordKey({ pieces }: Word): string {
  return pieceKey(pieces) + pieces.map(({ at }) => `${at.file}:${at.start}`).join();
}

function distinct<Item extends { readonly act: { readonly invocation: Invocation }; readonly why: string }>(
  items: readonly Item[],
): readonly Item[] {
  const result = new Map<string, Item>();
  for (const item of items) result.set(`${item.act.invocation.id} ${item.why}`, item);
  return [...result.values()];
}
