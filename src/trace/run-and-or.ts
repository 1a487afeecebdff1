import { BOUNDS } from '../model/bounds.ts';
import { both, type Guard, guardOf } from '../model/guard.ts';
import type { Failure } from '../model/invocation.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { alwaysSucceeds, asking, decidersOfChain } from './asked.ts';
import { isDeclaration } from './assignments.ts';
import { defaultingTruth, isCondition } from './conditions.ts';
import { enderFailure, endOf } from './enders.ts';
import type { Ending } from './ending.ts';
import type { Context, Machine } from './machine.ts';
import { GOES_ON, guardedPlace, type Outcome, runNode } from './run-list.ts';
import { question, type Truth } from './truth.ts';
import { unite } from './values.ts';

/** Runs a list of `&&` and `||`. */
export function runAndOr(machine: Machine, node: shell.AndOr, context: Context): Outcome {
  if (node.commands.length > BOUNDS.syntaxDepth) return runLongChain(machine, node, context);
  return runChain(machine, node, node.commands.length - 1, context);
}

/**
 * The first `last + 1` members of a list of `&&` and `||`, which group from the left. `site` is the question of a `||` behind them: the last
 * of a chain of `&&` ran only if all went well, those before it also where the last one failed.
 */
function runChain(machine: Machine, node: shell.AndOr, last: number, context: Context, site?: string): Outcome {
  const member = node.commands[last];
  if (member === undefined) return GOES_ON;
  if (site !== undefined) {
    if (last === 0 && isAssignment(member)) return runNode(machine, member, context);
    const isChain = last > 0 && node.operators[last - 1] === '&&';
    const arms = guardOf(site, isChain ? ['ok', 'late'] : ['ok']);
    const run = () =>
      isChain
        ? runAnd(machine, node, last, member, context, guardOf(site, ['ok']))
        : runChain(machine, node, last, context);
    return machine.under(both(machine.guard, arms), run) ?? GOES_ON;
  }
  if (last === 0) return runNode(machine, member, context);
  return node.operators[last - 1] === '&&'
    ? runAnd(machine, node, last, member, context)
    : runOr(machine, node, last, member, context);
}

/** A list with more members than anybody writes: each is read on its own. */
function runLongChain(machine: Machine, node: shell.AndOr, context: Context): Outcome {
  const at = spanOf(context.source, node.pos, node.end);
  machine.reachBound(
    at.file,
    `a list of && and || has more than ${BOUNDS.syntaxDepth} members; how they depend on each other is not read`,
  );
  const inner: Context = {
    ...context,
    errexit: false,
    tail: { kind: 'ignored', why: 'or-list' },
    place: guardedPlace(context),
  };
  for (const member of node.commands) {
    if (!machine.step()) break;
    runNode(machine, member, inner);
  }
  return GOES_ON;
}

function runAnd(
  machine: Machine,
  node: shell.AndOr,
  last: number,
  member: shell.PipelineNode,
  context: Context,
  guard?: Guard,
): Outcome {
  const skip = machine.openSkip();
  const tail = context.tail.kind === 'ignored' ? skip.failure : context.tail;
  const ender = [asStatement(member)];
  const asks = { nodes: decidersOfChain(machine, node, last - 1), statements: ender };
  const asked = asking(machine, asks, { ...context, errexit: false, tail });
  const left = runChain(machine, node, last - 1, asked);
  if (left.ending !== 'none') {
    skip.close();
    return left;
  }
  const inner: Context = isPlain(member) ? { ...context, isChained: true } : context;
  // What leaves behind a command that may fail does so under a choice: what comes behind it is read all the same.
  const isSure = node.commands.slice(0, last).every((command) => alwaysSucceeds(machine, command));
  const mayLeave = !isSure && endOf(machine, ender) !== undefined;
  const truth = left.truth ?? (mayLeave ? question(`and:${machine.next()}`) : null);
  if (truth === null) {
    const run = () => runNode(machine, member, inner);
    const outcome = (guard === undefined ? run() : machine.under(both(machine.guard, guard), run)) ?? GOES_ON;
    skip.close();
    return isSure || outcome.ending === 'none' ? outcome : GOES_ON;
  }
  const { yes, no } = truth;
  const first = node.commands[0];
  if (last === 1 && first !== undefined && defaultingTruth(machine, first, member) !== undefined) {
    skip.close();
    return runNode(machine, member, context);
  }
  const right =
    yes === undefined
      ? undefined
      : machine.under(both(machine.guard, guard ?? yes), () => runNode(machine, member, inner));
  skip.close();
  if (right === undefined) return { ending: 'none', truth: { yes: undefined, no } };
  if (right.ending !== 'none') return { ending: afterArm(machine, right.ending, truth, true), truth };
  if (right.truth === null || yes === undefined) return { ending: 'none', truth };
  const bothHold = right.truth.yes === undefined ? undefined : both(yes, right.truth.yes);
  const secondFails = right.truth.no === undefined ? undefined : both(yes, right.truth.no);
  return { ending: 'none', truth: { yes: bothHold, no: eitherOf(machine, no, secondFails) } };
}

function runOr(
  machine: Machine,
  node: shell.AndOr,
  last: number,
  member: shell.PipelineNode,
  context: Context,
): Outcome {
  const first = node.commands[0];
  if (last === 1 && first !== undefined && defaultingTruth(machine, first, member, '-n') !== undefined) {
    return runNode(machine, member, context);
  }
  const guarded = {
    ...context,
    errexit: false,
    place: guardedPlace(context),
  };
  const isDecided = startsWithCondition(machine, node, last - 1);
  const end = endOf(machine, [asStatement(member)]);
  const ends = enderFailure(machine, [asStatement(member)], context);
  // `|| false` where nobody asks how it went ends nothing.
  const isEnder = end !== undefined && (end !== 'false' || ends?.kind !== 'ignored');
  const tail: Failure = (isEnder ? ends : undefined) ?? { kind: 'ignored', why: 'or-list' };
  const site = `or:${machine.next()}`;
  const left = runChain(machine, node, last - 1, { ...guarded, tail }, isDecided || isEnder ? undefined : site);
  if (left.ending !== 'none') return left;
  // `update && [ "$A" ] && V=1 || V=2`: the question is not all that decides, for what stands before it may fail.
  const isPartOfIt = !isDecided && !isEnder && node.operators[last - 2] === '&&' && left.truth?.yes !== undefined;
  const truth = isPartOfIt ? null : left.truth;
  const fails = truth === null ? guardOf(site, ['ok'], true) : truth.no;
  if (fails === undefined) return { ending: 'none', truth };
  const inner = isPlain(member) ? { ...context, place: guardedPlace(context) } : context;
  const right = machine.under(both(machine.guard, fails), () => runNode(machine, member, inner));
  if (right === undefined) return { ending: 'none', truth };
  if (truth === null) return { ending: 'none', truth: null };
  if (right.ending !== 'none') return { ending: afterArm(machine, right.ending, truth, false), truth: null };
  if (right.truth === null) return { ending: 'none', truth: null };
  const secondHolds = right.truth.yes === undefined ? undefined : both(fails, right.truth.yes);
  const neither = right.truth.no === undefined ? undefined : both(fails, right.truth.no);
  return { ending: 'none', truth: { yes: eitherOf(machine, truth.yes, secondHolds), no: neither } };
}

/** What stands in braces, or in a construct of several commands, has a list of its own. */
function isPlain(member: shell.PipelineNode): boolean {
  return member.type === 'Command' || member.type === 'Pipeline';
}

/** One arm left what follows: what goes on is the other arm alone, or nothing when there is no other. */
function afterArm(machine: Machine, ending: Ending, truth: Truth, isYes: boolean): Ending {
  const other = isYes ? truth.no : truth.yes;
  if (other === undefined) return ending;
  const narrowed = both(machine.guard, (isYes ? truth.exact?.no : truth.exact?.yes) ?? other);
  if (narrowed !== undefined && narrowed.size <= MAX_NARROWED) machine.guard = narrowed;
  return 'none';
}

/** Guards that grow with every `|| exit` of a long script would make each later step slower. */
const MAX_NARROWED = 12;

/** `V=$(command) || true`, `read V || [ "$V" ]`: the variable is what was printed or read, however it went. */
function isAssignment(member: shell.PipelineNode): boolean {
  if (member.type !== 'Command') return false;
  return member.name === undefined || isDeclaration(member.name.value) || member.name.value === 'read';
}

/** True when what `||` hangs on is a question that was asked, not a command that may fail. */
function startsWithCondition(machine: Machine, node: shell.AndOr, last: number): boolean {
  const [first] = node.commands;
  return last >= 0 && first !== undefined && isCondition(machine, first);
}

function asStatement(command: shell.PipelineNode): shell.Statement {
  return { type: 'Statement', pos: command.pos, end: command.end, command, background: undefined };
}

function eitherOf(machine: Machine, a: Truth['yes'], b: Truth['yes']): Truth['yes'] {
  if (a === undefined || b === undefined) return a ?? b;
  return unite([a, b]) ?? guardOf(`chain:${machine.next()}`, ['yes']);
}
