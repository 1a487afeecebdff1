import { ALWAYS, both, type Guard, guardOf } from '../model/guard.ts';
import { type Alternative, knownText, pieceKey } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { type EndedArm, joinArms, runArm } from './arms.ts';
import { narrowSubject } from './case-values.ts';
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
  const noMatch: Guard[] = [];
  for (const alternative of subject) {
    const rest = spread(alternative, arms);
    if (rest !== undefined) noMatch.push(rest);
  }
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

function newGuards(): Guard[] {
  return [];
}

type Arm = { readonly guards: Guard[]; readonly patterns: readonly (string | undefined)[] };

/** Hands one alternative of the case word to the arms that it may take; returns the guard under which none does. */
function spread(alternative: Alternative, arms: readonly Arm[]): Guard | undefined {
  const text = knownText(alternative.pieces);
  if (text !== undefined) return spreadText(alternative, text, arms);
  const site = `is:${pieceKey(alternative.pieces)}`;
  const taken: string[] = [];
  for (const arm of arms) {
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
  for (const arm of arms) {
    const fits = arm.patterns.map((pattern) => {
      const compiled = pattern === undefined ? undefined : compilePattern(pattern);
      return compiled === undefined ? 'perhaps' : isMatch(compiled, text);
    });
    const isFirst = !isTaken && fits.some((fit) => fit !== false);
    if (isFirst && written !== undefined) arm.guards.push(written);
    else if (overridden !== undefined) arm.guards.push(overridden);
    if (isFirst && fits.includes(true)) isTaken = true;
  }
  return isTaken ? undefined : written;
}

function patternText(machine: Machine, pattern: shell.Word, context: Context): string | undefined {
  const [only, more] = expandPattern(machine, pattern, context);
  return only !== undefined && more === undefined ? knownText(only.pieces) : undefined;
}
