import { BOUNDS } from '../model/bounds.ts';
import { both, type Guard, guardOf } from '../model/guard.ts';
import type { Failure, Stream } from '../model/invocation.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { defaultingTruth, evaluateCondition, isCondition } from './conditions.ts';
import { enderFailure, endOf } from './enders.ts';
import { type Context, type Ending, failureOf, type Machine, newSink, perhaps, toStream } from './machine.ts';
import { withRedirections } from './redirections.ts';
import { runCase } from './run-case.ts';
import { runCommand } from './run-command.ts';
import { runFor, runIf, runSelect, runWhile } from './run-compound.ts';
import type { Truth } from './truth.ts';
import { unite } from './values.ts';

/** What running a node gave: how it ended, and, for conditions, under which choices it succeeds. */
export type Outcome = { readonly ending: Ending; readonly truth: Truth | null };

const GOES_ON: Outcome = { ending: 'none', truth: null };
const NO_ERREXIT: Failure = { kind: 'ignored', why: 'no-errexit' };

export function runScript(
  machine: Machine,
  script: { readonly commands: readonly shell.Statement[] } | undefined,
  context: Context,
): Ending {
  return script === undefined ? 'none' : runStatements(machine, script.commands, context);
}

export function runStatements(machine: Machine, statements: readonly shell.Statement[], context: Context): Ending {
  const last = statements.at(-1);
  let earlier: Context | undefined;
  for (const statement of statements) {
    if (!machine.step(() => spanOf(context.source, statement.pos, statement.end).file)) return 'exit';
    if (statement.background === true) {
      const inner = inBackground(context);
      machine.under(perhaps(machine, 'background'), () => runNode(machine, statement.command, inner));
      continue;
    }
    if (statement !== last) earlier ??= { ...context, tail: NO_ERREXIT };
    const { ending } = runNode(machine, statement.command, statement === last ? context : (earlier ?? context));
    if (ending !== 'none') return ending;
  }
  return 'none';
}

/** Runs one node; conditions are evaluated, so that `&&`, `||` and `if` know what they depend on. */
export function runNode(machine: Machine, node: shell.Statement['command'], context: Context): Outcome {
  switch (node.type) {
    case 'AndOr':
      if (node.commands.length > BOUNDS.syntaxDepth) return runLongChain(machine, node, context);
      return runChain(machine, node, node.commands.length - 1, context);
    case 'Pipeline':
      return runPipeline(machine, node, context);
    case 'Command':
      if (isCondition(machine, node)) return { ending: 'none', truth: evaluateCondition(machine, node, context) };
      return { ending: runCommand(machine, node, context), truth: null };
    case 'TestCommand':
    case 'ArithmeticCommand':
      return { ending: 'none', truth: evaluateCondition(machine, node, context) };
    case 'Redirected':
      return {
        ending: withRedirections(
          machine,
          node.redirects,
          context,
          (inner) => runNode(machine, node.command, inner).ending,
        ),
        truth: null,
      };
    case 'BraceGroup':
      return { ending: runStatements(machine, node.body.commands, context), truth: null };
    case 'Subshell':
      return runSubshell(machine, node.body, context);
    case 'If':
      return { ending: runIf(machine, node, context), truth: null };
    case 'For':
      return { ending: runFor(machine, node, context), truth: null };
    case 'Select':
      return { ending: runSelect(machine, node, context), truth: null };
    case 'While':
    case 'ArithmeticFor':
      return { ending: runWhile(machine, node, context), truth: null };
    case 'Case':
      return { ending: runCase(machine, node, context), truth: null };
    case 'Function':
      defineFunction(machine, node, context);
      return GOES_ON;
    case 'Coproc':
      if (node.body.type === 'CompoundList') runStatements(machine, node.body.commands, inBackground(context));
      else runNode(machine, node.body, inBackground(context));
      return GOES_ON;
    default:
      return node satisfies never;
  }
}

function runSubshell(machine: Machine, body: shell.CompoundList, context: Context): Outcome {
  const failure = failureOf(machine, context);
  const inner = { ...context, onExit: failure, onReturn: failure };
  const ending = machine.subshell(() => runStatements(machine, body.commands, inner));
  return { ending: ending === 'loop' ? 'none' : leaves(machine, body, ending, failure), truth: null };
}

/** `(...; exit 1)` under errexit ends the whole script; an `exit 0` or an unchecked one only the subshell. */
function leaves(machine: Machine, body: shell.CompoundList, ending: Ending, failure: Failure): Ending {
  if (ending === 'none' || failure.kind !== 'stops') return 'none';
  return endOf(machine, body.commands) === 'exit' ? 'exit' : 'none';
}

/**
 * The first `last + 1` members of a list of `&&` and `||`, which group from the left. `site` is the question of a `||` behind them: the last
 * of a chain of `&&` ran only if all went well, those before it also where the last one failed.
 */
function runChain(machine: Machine, node: shell.AndOr, last: number, context: Context, site?: string): Outcome {
  const member = node.commands[last];
  if (member === undefined) return GOES_ON;
  if (site !== undefined) {
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
    if (!machine.step(() => at.file)) break;
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
  const tail = context.tail.kind === 'stops' ? context.tail : skip.failure;
  const left = runChain(machine, node, last - 1, { ...context, errexit: false, tail });
  if (left.ending !== 'none') {
    skip.close();
    return left;
  }
  if (left.truth === null) {
    const run = () => runNode(machine, member, context);
    const outcome = guard === undefined ? run() : machine.under(both(machine.guard, guard), run);
    skip.close();
    return outcome ?? GOES_ON;
  }
  const { yes, no } = left.truth;
  const first = node.commands[0];
  if (last === 1 && first !== undefined && defaultingTruth(machine, first, member) !== undefined) {
    skip.close();
    return runNode(machine, member, context);
  }
  const right =
    yes === undefined ? undefined : machine.under(both(machine.guard, yes), () => runNode(machine, member, context));
  skip.close();
  if (right === undefined) return { ending: 'none', truth: { yes: undefined, no } };
  if (right.ending !== 'none') return { ending: afterArm(machine, right.ending, left.truth, true), truth: left.truth };
  if (right.truth === null || yes === undefined) return { ending: 'none', truth: left.truth };
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
    place: context.place === 'substitution' ? context.place : ('guarded' as const),
  };
  const isDecided = startsWithCondition(machine, node, last - 1);
  const tail = enderFailure(machine, [asStatement(member)], context) ?? { kind: 'ignored', why: 'or-list' };
  const isEnder = endOf(machine, [asStatement(member)]) !== undefined;
  const site = `or:${machine.next()}`;
  const left = runChain(machine, node, last - 1, { ...guarded, tail }, isDecided || isEnder ? undefined : site);
  if (left.ending !== 'none') return left;
  const fails = left.truth === null ? guardOf(site, ['ok'], true) : left.truth.no;
  if (fails === undefined) return { ending: 'none', truth: left.truth };
  const right = machine.under(both(machine.guard, fails), () => runNode(machine, member, context));
  if (right === undefined) return { ending: 'none', truth: left.truth };
  if (left.truth === null) return { ending: 'none', truth: null };
  if (right.ending !== 'none') return { ending: afterArm(machine, right.ending, left.truth, false), truth: null };
  if (right.truth === null) return { ending: 'none', truth: null };
  const secondHolds = right.truth.yes === undefined ? undefined : both(fails, right.truth.yes);
  const neither = right.truth.no === undefined ? undefined : both(fails, right.truth.no);
  return { ending: 'none', truth: { yes: eitherOf(machine, left.truth.yes, secondHolds), no: neither } };
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

function runPipeline(machine: Machine, node: shell.Pipeline, outer: Context): Outcome {
  const { negatedTail, ...context } = outer;
  const isNegated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
  const tail: Failure = isNegated ? (negatedTail ?? { kind: 'ignored', why: 'negated' }) : context.tail;
  const inner: Context = isNegated ? { ...context, errexit: false, tail, place: guardedPlace(context) } : context;
  const [only] = node.commands;
  if (only !== undefined && node.commands.length === 1) {
    const outcome = runNode(machine, only, inner);
    if (!isNegated || outcome.truth === null) return { ending: outcome.ending, truth: null };
    return { ending: outcome.ending, truth: { yes: outcome.truth.no, no: outcome.truth.yes } };
  }
  let stdin: Stream | null = inner.stdin;
  for (const [index, command] of node.commands.entries()) {
    const isLast = index === node.commands.length - 1;
    const sink = isLast ? inner.sink : newSink();
    const ends: Failure =
      isLast || machine.options.pipefail ? failureOf(machine, inner) : { kind: 'ignored', why: 'pipe' };
    const member: Context = {
      ...inner,
      stdin,
      sink,
      place: guardedPlace(context),
      errexit: false,
      tail: ends,
      onExit: ends,
      onReturn: ends,
      endsPipeline: isLast && inner.errexit && command.type === 'Command',
    };
    machine.subshell(() => runNode(machine, command, member));
    if (sink !== null && !isLast) stdin = toStream(sink);
  }
  return GOES_ON;
}

function defineFunction(machine: Machine, node: shell.Function, context: Context): void {
  const at = spanOf(context.source, node.pos, node.end);
  const definition = { guard: machine.guard, name: node.name.value, body: node.body, source: context.source, at };
  const kept = machine.guard.size === 0 ? [] : (machine.functions.get(definition.name) ?? []);
  machine.functions.set(definition.name, [...kept, definition]);
}

function inBackground(context: Context): Context {
  const tail: Failure = { kind: 'ignored', why: 'background' };
  return { ...context, errexit: false, tail, onExit: tail, onReturn: tail, place: guardedPlace(context) };
}

function guardedPlace(context: Context): Context['place'] {
  return context.place === 'substitution' ? context.place : 'guarded';
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
