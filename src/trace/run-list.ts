import { enclosing } from '../model/guard.ts';
import type { Failure, Stream } from '../model/invocation.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { askedFailure } from './asked-status.ts';
import { evaluateCondition, isCondition } from './conditions.ts';
import { endOf } from './enders.ts';
import type { Ending } from './ending.ts';
import { failureOf, lostFailure } from './failures.ts';
import { keyOfFunction } from './function-definition.ts';
import { type Context, type Machine, perhaps } from './machine.ts';
import { passIdle } from './pass-idle.ts';
import { withRedirections } from './redirections.ts';
import { runAndOr } from './run-and-or.ts';
import { runCase } from './run-case.ts';
import { runCommand } from './run-command.ts';
import { runFor, runIf, runSelect, runWhile } from './run-compound.ts';
import { newSink, toStream } from './sinks.ts';
import type { Truth } from './truth.ts';

/** What running a node gave: how it ended, and, for conditions, under which choices it succeeds. */
export type Outcome = { readonly ending: Ending; readonly truth: Truth | null };

/** Nothing left, nothing asked. */
export const GOES_ON: Outcome = { ending: 'none', truth: null };
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
  for (const [index, statement] of statements.entries()) {
    if (!machine.step()) return 'exit';
    if (statement.background === true) {
      const inner = inBackground(context);
      const run = () => runNode(machine, statement.command, inner);
      machine.jobs.inBackground(() => machine.under(perhaps(machine, 'background'), run));
      continue;
    }
    if (statement !== last) earlier ??= { ...context, tail: NO_ERREXIT };
    const tail = askedFailure(machine, statements, index, context);
    const usual = statement === last ? context : (earlier ?? context);
    const { ending } = runNode(machine, statement.command, tail === undefined ? usual : { ...context, tail });
    if (ending !== 'none') return ending;
  }
  return 'none';
}

/** Runs one node; conditions are evaluated, so that `&&`, `||` and `if` know what they depend on. */
export function runNode(machine: Machine, node: shell.Statement['command'], context: Context): Outcome {
  if (passIdle(machine, node, context)) return GOES_ON;
  switch (node.type) {
    case 'AndOr':
      return runAndOr(machine, node, context);
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
      machine.jobs.inBackground(() => runCoprocess(machine, node.body, inBackground(context)));
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

function runPipeline(machine: Machine, node: shell.Pipeline, outer: Context): Outcome {
  const { negatedTail, isChained, ...context } = outer;
  const isNegated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
  const tail: Failure = isNegated ? (negatedTail ?? { kind: 'ignored', why: 'negated' }) : context.tail;
  const inner: Context = isNegated ? { ...context, errexit: false, tail, place: guardedPlace(context) } : context;
  const [only] = node.commands;
  if (only !== undefined && node.commands.length === 1) {
    const outcome = runNode(machine, only, inner);
    if (!isNegated || outcome.truth === null) return { ending: outcome.ending, truth: null };
    return { ending: outcome.ending, truth: { yes: outcome.truth.no, no: outcome.truth.yes } };
  }
  const span = spanOf(context.source, only?.pos ?? node.pos, node.commands.at(-1)?.end ?? node.end);
  const pipeline = { place: inner.place, span, ...(isNegated || isChained === undefined ? {} : { isChained }) };
  let stdin: Stream | null = inner.stdin;
  const members = node.commands.map((command, index) => () => {
    const isLast = index === node.commands.length - 1;
    const sink = isLast ? inner.sink : newSink();
    const ends: Failure =
      isLast || machine.options.pipefail ? failureOf(machine, inner) : lostFailure(machine, inner, 'pipe');
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
      pipeline: command.type === 'Command' ? pipeline : undefined,
    };
    machine.subshell(() => runNode(machine, command, member));
    if (sink !== null && !isLast) stdin = toStream(sink);
  });
  machine.jobs.atOnce(members);
  return GOES_ON;
}

function defineFunction(machine: Machine, node: shell.Function, context: Context): void {
  const at = spanOf(context.source, node.pos, node.end);
  const name = node.name.value;
  const defined = { guard: machine.guard, name, body: node.body, source: context.source, at };
  const known = machine.guard.size === 0 ? [] : (machine.functions.get(name) ?? []);
  // A library that is sourced again and again defines one function, not many.
  const same = known.find((other) => keyOfFunction(other) === keyOfFunction(defined));
  const definition = same === undefined ? defined : { ...defined, guard: enclosing(same.guard, machine.guard) };
  machine.functions.set(name, [...known.filter((other) => other !== same), definition]);
}

function runCoprocess(machine: Machine, body: shell.Coproc['body'], context: Context): void {
  machine.under(perhaps(machine, 'background'), () => {
    if (body.type === 'CompoundList') runStatements(machine, body.commands, context);
    else runNode(machine, body, context);
  });
}

function inBackground(context: Context): Context {
  const tail: Failure = { kind: 'ignored', why: 'background' };
  return { ...context, errexit: false, tail, onExit: tail, onReturn: tail, place: guardedPlace(context) };
}

/** Where an inserted command would need braces. */
export function guardedPlace(context: Context): Context['place'] {
  return context.place === 'substitution' ? context.place : 'guarded';
}
