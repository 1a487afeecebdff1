import { ALWAYS, both, type Guard, guardOf, without } from '../model/guard.ts';
import type { Failure } from '../model/invocation.ts';
import { type Alternative, knownText, pieceKey, type Value } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { defaultingTruth, evaluateCondition, isCondition, type Truth } from './conditions.ts';
import { enderFailure } from './enders.ts';
import { expandValue, expandWords } from './expand.ts';
import { assignedIn, isSelfFed } from './loops.ts';
import { type Context, type Ending, type Machine, weakest } from './machine.ts';
import { compilePattern, isMatch } from './pattern.ts';
import { afterArm, runNode, runStatements } from './run-list.ts';
import { holeValue, unite } from './values.ts';

type Branch = { readonly clause: shell.CompoundList | null; readonly body: shell.CompoundList };

export function runIf(machine: Machine, node: shell.If, context: Context): Ending {
  const branches: Branch[] = [{ clause: node.clause, body: node.then }];
  for (const other of node.elif) branches.push({ clause: other.clause, body: other.then });
  if (node.else !== undefined) branches.push({ clause: null, body: node.else });
  const skip = machine.openSkip();
  const ending = runBranches(machine, branches, 0, context, skip.failure);
  skip.close();
  return ending;
}

function runBranches(
  machine: Machine,
  branches: readonly Branch[],
  index: number,
  context: Context,
  skipped: Failure,
): Ending {
  const branch = branches[index];
  if (branch === undefined) return 'none';
  const runBody = () => runStatements(machine, branch.body.commands, context);
  if (branch.clause === null) return runBody();
  const runRest = () => runBranches(machine, branches, index + 1, context, skipped);
  const { truth, clauseEnding } = runClause(machine, branch, branches[index + 1], context, skipped);
  if (clauseEnding !== 'none') return clauseEnding;
  const yes = truth.yes === undefined ? undefined : machine.under(both(machine.guard, truth.yes), runBody);
  const no = truth.no === undefined ? undefined : machine.under(both(machine.guard, truth.no), runRest);
  if (yes === undefined) return no ?? 'none';
  if (no === undefined) return yes;
  if (yes !== 'none' && no !== 'none') return weakest(yes, no);
  if (yes !== 'none') return afterArm(machine, yes, truth, true);
  if (no !== 'none') return afterArm(machine, no, truth, false);
  return 'none';
}

/** Runs the condition of a branch: a question picks its arms, an ordinary command opens a site of its own. */
function runClause(
  machine: Machine,
  branch: Branch,
  next: Branch | undefined,
  context: Context,
  skipped: Failure,
): { readonly truth: Truth; readonly clauseEnding: Ending } {
  const statements = branch.clause?.commands ?? [];
  const last = statements.at(-1);
  const isNegated =
    last?.command.type === 'Pipeline' && last.command.prefixes.some((prefix) => prefix.type === 'Negation');
  const elseBody = next?.clause === null ? next.body.commands : undefined;
  const failing = isNegated ? branch.body.commands : elseBody;
  const tail: Failure =
    (failing === undefined ? undefined : enderFailure(machine, failing, context)) ??
    (isNegated || next !== undefined ? { kind: 'ignored', why: 'condition' } : skipped);
  const place = context.place === 'substitution' ? context.place : 'guarded';
  const inner: Context = { ...context, errexit: false, tail, place };
  const earlier = runStatements(machine, statements.slice(0, -1), inner);
  if (last === undefined || earlier !== 'none') return { truth: { yes: ALWAYS, no: ALWAYS }, clauseEnding: earlier };
  const assigned = defaultingTruth(machine, last.command, branch.body);
  if (assigned !== undefined) return { truth: assigned, clauseEnding: 'none' };
  if (isCondition(machine, last.command)) {
    const { truth } = runNode(machine, last.command, inner);
    return { truth: truth ?? { yes: ALWAYS, no: ALWAYS }, clauseEnding: 'none' };
  }
  const site = `if:${machine.next()}`;
  const [ok, failed] = [guardOf(site, ['ok']), guardOf(site, ['failed'])];
  const outcome = machine.under(both(machine.guard, ok), () => runNode(machine, last.command, inner));
  const ending = outcome?.ending ?? 'none';
  if (outcome?.truth) return { truth: outcome.truth, clauseEnding: ending };
  return { truth: isNegated ? { yes: failed, no: ok } : { yes: ok, no: failed }, clauseEnding: ending };
}

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
  let ending: Ending | undefined;
  const ended: Guard[] = [];
  for (const { item, guards } of arms) {
    if (guards.length === 0) continue;
    const guard = unite(guards) ?? guardOf(`case:${machine.next()}`, ['taken']);
    const result = machine.under(both(machine.guard, guard), () => runStatements(machine, item.body.commands, context));
    if (result === undefined) continue;
    const left = result === 'loop' && item.terminator === undefined ? 'loop' : result;
    if (left !== 'none') ended.push(guard);
    ending = ending === undefined ? left : weakest(ending, left);
  }
  if (ending === undefined) return 'none';
  if (ending !== 'none' && noMatch.length === 0) return ending;
  for (const guard of ended) {
    const [rest, more] = without(machine.guard, guard);
    if (rest !== undefined && more === undefined && rest.size <= 12) machine.guard = rest;
  }
  return 'none';
}

function newGuards(): Guard[] {
  return [];
}

type Arm = { readonly guards: Guard[]; readonly patterns: readonly (string | undefined)[] };

/** Hands one alternative of the case word to the arms that it may take; returns the guard under which none does. */
function spread(alternative: Alternative, arms: readonly Arm[]): Guard | undefined {
  const text = knownText(alternative.pieces);
  if (text !== undefined) {
    for (const arm of arms) {
      for (const pattern of arm.patterns) {
        const compiled = pattern === undefined ? undefined : compilePattern(pattern);
        if (pattern === undefined || compiled === undefined || isMatch(compiled, text)) {
          arm.guards.push(alternative.guard);
          if (pattern !== undefined && compiled !== undefined) return undefined;
        }
      }
    }
    return alternative.guard;
  }
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

function patternText(machine: Machine, pattern: shell.Word, context: Context): string | undefined {
  if (pattern.parts === undefined) return pattern.value;
  const simple = pattern.parts.every((part) => part.type === 'Literal' || part.type === 'Glob');
  if (simple) return pattern.text;
  const value = expandValue(machine, pattern, context);
  const [only] = value;
  return value.length === 1 && only !== undefined ? knownText(only.pieces) : undefined;
}

/** `for`: the body runs once, with a variable that has an alternative for each turn; the same list asked twice pairs up. */
export function runFor(machine: Machine, node: shell.For, context: Context): Ending {
  const name = node.name.value;
  const at = spanOf(context.source, node.pos, node.name.end);
  const fields = expandWords(machine, node.wordlist ?? [], context);
  const isOverArguments = node.wordlist === undefined;
  const [only] = fields;
  const words = only?.words ?? [];
  const isKnown =
    !isOverArguments &&
    fields.length === 1 &&
    !words.some((word) =>
      word.pieces.some((piece) => piece.kind === 'hole' && (piece.many === true || piece.why === 'pattern')),
    );
  if (isKnown && words.length === 0) return 'none';
  let value: Value;
  if (isKnown && words.length <= 256) {
    const site = `for:${words.map((word) => pieceKey(word.pieces)).join(' ')}`;
    value =
      words.length === 1
        ? words.map(({ pieces }) => ({ guard: ALWAYS, pieces }))
        : words.map(({ pieces }, index) => ({ guard: guardOf(site, [String(index)]), pieces }));
  } else {
    value = holeValue(
      `loop:${name}:${machine.next()}`,
      `$${name}`,
      'loop',
      at,
      originsOf(fields.flatMap((list) => list.words.map((word) => word.pieces))),
    );
  }
  machine.assign(name, value, at);
  const ending = runBody(machine, node.body, context);
  const last = words.at(-1);
  if (isKnown && last !== undefined) machine.assign(name, [{ guard: ALWAYS, pieces: last.pieces }], at);
  return ending === 'exit' || ending === 'return' ? ending : 'none';
}

export function runSelect(machine: Machine, node: shell.Select, context: Context): Ending {
  const at = spanOf(context.source, node.pos, node.name.end);
  machine.assign(
    node.name.value,
    holeValue(`loop:${node.name.value}:${machine.next()}`, `$${node.name.value}`, 'loop', at),
    at,
  );
  runBody(machine, node.body, context);
  return 'none';
}

/** `while`, `until`, `for ((...))`: the condition's commands and the body are read once. */
export function runWhile(
  machine: Machine,
  clause: readonly shell.Statement[],
  body: shell.CompoundList,
  context: Context,
): Ending {
  const tail: Failure = { kind: 'ignored', why: 'condition' };
  for (const name of assignedIn(body)) {
    if (isSelfFed(body, name)) forget(machine, name, body, context);
  }
  for (const statement of clause) {
    if (statement.command.type === 'Command' || !isCondition(machine, statement.command)) {
      runNode(machine, statement.command, {
        ...context,
        errexit: false,
        tail,
        place: context.place === 'substitution' ? context.place : 'guarded',
      });
    } else {
      evaluateCondition(machine, statement.command, { ...context, errexit: false, tail });
    }
  }
  const { guard } = machine;
  runStatements(machine, body.commands, context);
  machine.guard = guard;
  return 'none';
}

function runBody(machine: Machine, body: shell.CompoundList, context: Context): Ending {
  for (const name of assignedIn(body)) if (isSelfFed(body, name)) forget(machine, name, body, context);
  const { guard } = machine;
  const ending = runStatements(machine, body.commands, context);
  machine.guard = guard;
  return ending;
}

/** A variable that a loop builds from itself is unknown from its first turn on. */
function forget(machine: Machine, name: string, body: shell.CompoundList, context: Context): void {
  const at = spanOf(context.source, body.pos, body.end);
  machine.assign(name, holeValue(`loop:${name}:${machine.next()}`, `$${name}`, 'loop', at), at);
}

function originsOf(all: readonly Alternative['pieces'][]): readonly number[] {
  return all.flatMap((pieces) => pieces.flatMap((piece) => (piece.kind === 'hole' ? (piece.origin ?? []) : [])));
}
