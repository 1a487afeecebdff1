import { ALWAYS, both, type Guard, guardOf, implies } from '../model/guard.ts';
import type { Failure } from '../model/invocation.ts';
import { type Alternative, knownText, pieceKey, type Value } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { type EndedArm, joinArms, runArm } from './arms.ts';
import { narrowSubject } from './case-values.ts';
import { emitComparison, isPrinted } from './comparisons.ts';
import { enderFailure } from './enders.ts';
import type { Ending } from './ending.ts';
import { expandValue } from './expand.ts';
import type { Context, Machine } from './machine.ts';
import { compilePattern, isMatch } from './pattern.ts';
import { expandPattern } from './pattern-words.ts';
import { runStatements } from './run-list.ts';
import { unlessOverridden } from './truth.ts';
import { unite } from './values.ts';

/** `case`: known words pick their arm; for an unknown one each pattern is an answer to the question what it is. */
export function runCase(machine: Machine, node: shell.Case, context: Context): Ending {
  const subject = expandValue(machine, node.word, context);
  const arms = node.items.map((item) => ({
    item,
    guards: newGuards(),
    patterns: item.pattern.map((pattern) => patternText(machine, pattern, context)),
  }));
  if (isPrinted(subject)) emitQuestions(machine, node, subject, context);
  const noMatch: Guard[] = [];
  for (const alternative of subject) {
    const rest = spread(machine, alternative, arms);
    if (rest !== undefined) noMatch.push(rest);
  }
  fallThrough(arms);
  const results: EndedArm[] = noMatch.map((guard) => ({ guard, ending: 'none' }));
  for (const { item, guards, patterns } of arms) {
    if (guards.length === 0) continue;
    const guard = unite(guards) ?? guardOf(`case:${machine.next()}`, ['taken']);
    const arm = runArm(machine, guard, () => {
      const answers = item.pattern.map((word, index) => ({ word, text: patterns[index] }));
      narrowSubject(machine, node.word, subject, answers, context);
      return runStatements(machine, item.body.commands, context);
    });
    if (arm !== undefined) results.push(arm);
  }
  return joinArms(machine, results);
}

/**
 * `case "$(sha256sum f)" in 0123*) ;; *) exit 1;; esac`: a printed word that is like a pattern may be a check, which ends the script when all
 * that may be run instead does.
 */
function emitQuestions(machine: Machine, node: shell.Case, subject: Value, context: Context): void {
  const span = spanOf(context.source, node.pos, node.end);
  const leftAt = spanOf(context.source, node.word.pos, node.word.end);
  for (const { pattern, body } of node.items) {
    const others = node.items.filter((item) => item.body !== body);
    const tail = pattern.length > 1 ? undefined : endOfArms(machine, others, context);
    const inner: Context = { ...context, errexit: false, tail: tail ?? { kind: 'ignored', why: 'condition' } };
    for (const word of pattern) {
      const right = expandPattern(machine, word, context);
      const rightAt = spanOf(context.source, word.pos, word.end);
      emitComparison(machine, { name: '[[', span, left: subject, leftAt, operator: '==', right, rightAt }, inner);
    }
  }
}

/** What it leads to when one of these arms is run, where all of them are an end and one surely is run. */
function endOfArms(machine: Machine, items: readonly shell.CaseItem[], context: Context): Failure | undefined {
  if (!items.some(({ pattern }) => pattern.some(({ text }) => text === '*'))) return undefined;
  const ends = items.map(({ body }) => enderFailure(machine, body.commands, context));
  const isEnd = ends.every((end) => end !== undefined && end.kind !== 'ignored');
  return isEnd ? (ends.find((end) => end?.kind === 'skips') ?? ends[0]) : undefined;
}

function newGuards(): Guard[] {
  return [];
}

type Arm = {
  readonly item: shell.CaseItem;
  readonly guards: Guard[];
  readonly patterns: readonly (string | undefined)[];
};

/** `;&` goes on with the next arm, whatever its patterns are. */
function fallThrough(arms: readonly Arm[]): void {
  for (const [index, { item, guards }] of arms.entries()) {
    const next = arms[index + 1];
    if (item.terminator !== ';&' || next === undefined) continue;
    const own = next.guards.filter((guard) => !guards.some((other) => implies(guard, other)));
    next.guards.splice(0, next.guards.length, ...guards, ...own);
  }
}

/** `;;&` tries the patterns behind it as well. */
function goesOn({ item }: Arm): boolean {
  return item.terminator === ';;&';
}

/** Hands one alternative of the case word to the arms that it may take; returns the guard under which none does. */
function spread(machine: Machine, alternative: Alternative, arms: readonly Arm[]): Guard | undefined {
  const text = knownText(alternative.pieces);
  if (text !== undefined) return spreadText(alternative, text, arms);
  const site = `is:${pieceKey(alternative.pieces)}`;
  const taken: string[] = [];
  const goingOn: Arm[] = [];
  for (const arm of arms) {
    // Which of the words that an earlier arm took fit here as well is not asked.
    if (goingOn.length > 0) {
      const again = both(alternative.guard, guardOf(`case:${machine.next()}`, ['taken']));
      if (again !== undefined) arm.guards.push(again);
    }
    if (goesOn(arm)) goingOn.push(arm);
    if (arm.patterns.includes('*')) {
      const rest = both(alternative.guard, guardOf(site, taken, true));
      if (rest !== undefined) arm.guards.push(rest);
      return undefined;
    }
    const names = arm.patterns.map((pattern) => pattern ?? '?').filter((pattern) => !taken.includes(pattern));
    const guard = both(alternative.guard, guardOf(site, names));
    if (guard !== undefined && names.length > 0) arm.guards.push(guard);
    taken.push(...names);
  }
  return both(alternative.guard, guardOf(site, taken, true));
}

/** A known case word takes the first arm that fits; where it can be set from outside, the others are what an override leads to. */
function spreadText(alternative: Alternative, text: string, arms: readonly Arm[]): Guard | undefined {
  const { yes, no } = unlessOverridden({ yes: ALWAYS, no: undefined }, alternative.overridable ?? []);
  const written = yes === undefined ? undefined : both(alternative.guard, yes);
  const overridden = no === undefined ? undefined : both(alternative.guard, no);
  let isTaken = false;
  let isOver = false;
  for (const arm of arms) {
    const fits = arm.patterns.map((pattern) => {
      const compiled = pattern === undefined ? undefined : compilePattern(pattern);
      return compiled === undefined ? 'perhaps' : isMatch(compiled, text);
    });
    const isNext = !isOver && fits.some((fit) => fit !== false);
    if (isNext && written !== undefined) arm.guards.push(written);
    else if (overridden !== undefined) arm.guards.push(overridden);
    if (!isNext || !fits.includes(true)) continue;
    isTaken = true;
    isOver = !goesOn(arm);
  }
  return isTaken ? undefined : written;
}

function patternText(machine: Machine, pattern: shell.Word, context: Context): string | undefined {
  const [only, more] = expandPattern(machine, pattern, context);
  return only !== undefined && more === undefined ? knownText(only.pieces) : undefined;
}
