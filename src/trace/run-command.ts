import type { Escaping } from '../model/escaping.ts';
import { both, type Guard } from '../model/guard.ts';
import type { Invocation, Variant } from '../model/invocation.ts';
import type { Span } from '../model/span.ts';
import { always, impliedText, knownText, type Value, type Word } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { escapingIn, spanOf } from '../syntax/shell.ts';
import { runAlias } from './aliases.ts';
import { successOf } from './asked.ts';
import { assignVariable, declare, hasOneSubstitution, isDeclaration } from './assignments.ts';
import { BUILTINS } from './builtins.ts';
import { callFunction } from './calls.ts';
import { isOverfull } from './combinations.ts';
import { partsOf } from './command-words.ts';
import { type Ending, weakest } from './ending.ts';
import { withOptionVariables } from './environment.ts';
import { expandWords } from './expand.ts';
import { failureOf } from './failures.ts';
import type { Context, Machine } from './machine.ts';
import { outputOf, SILENT } from './outputs.ts';
import { forgetChanged } from './overwrites.ts';
import { print, type Redirections, readRedirections, writeOutput } from './redirections.ts';
import { runProgram } from './run-program.ts';
import { newSink } from './sinks.ts';
import { unite } from './values.ts';

/** A command ready to run: its words in every combination, where it stands, and where its streams lead. */
export type Running = Pick<Context, 'endsPipeline' | 'isChained' | 'pipeline'> & {
  readonly success?: Invocation['success'];
  readonly variants: readonly Variant[];
  readonly context: Context;
  readonly redirections: Redirections;
  readonly word: Span;
  readonly span: Span;
  readonly host: Invocation['host'];
  readonly form: Invocation['form'];
  /** How text beside the command is written. */
  readonly escaping?: Escaping | undefined;
};

/** Runs a simple command of a script. */
export function runCommand(machine: Machine, node: shell.Command, outer: Context): Ending {
  const { endsPipeline = false, isChained, pipeline, ...context } = outer;
  const redirections = readRedirections(machine, node.redirects, context);
  const { assignments, words } = partsOf(node);
  const span = spanOf(context.source, node.pos, node.end);
  if (node.name === undefined) {
    const [only, more] = assignments;
    const inner =
      only !== undefined && more === undefined && hasOneSubstitution(only) ? { ...context, isAssigned: true } : context;
    for (const assignment of assignments) assignVariable(machine, assignment, inner, 'global');
    if (redirections.outputs.length > 0 && !redirections.isSilent) writeOutput(machine, redirections, always([]), []);
    else if (assignments.length === 0 && context.place === 'substitution') printFile(machine, node, context);
    return 'none';
  }
  if (isDeclaration(node.name.value) && !machine.functions.has(node.name.value)) {
    declare(machine, node, context);
    return 'none';
  }
  const expanded = expandWords(machine, words, context);
  const variants = expanded.some(isEmpty) ? expanded.filter((variant) => !isEmpty(variant)) : expanded;
  const word = spanOf(context.source, node.name.pos, node.name.end);
  const running: Running = {
    variants,
    context,
    redirections,
    word,
    span,
    host: 'shell',
    form: 'command',
    endsPipeline,
    isChained,
    pipeline,
    escaping: escapingIn(context.source, node.name.pos),
    ...successOf(context, node),
  };
  if (assignments.length === 0) return dispatch(machine, running);
  machine.variables.pushFrame(false);
  for (const assignment of assignments) assignVariable(machine, assignment, context, 'command');
  const ending = dispatch(machine, running);
  machine.variables.popFrame();
  for (const assignment of assignments) machine.variables.markOneCommandOnly(assignment.name);
  return ending;
}

/** `$(< file)` is `$(cat file)`. */
function printFile(machine: Machine, node: shell.Command, context: Context): void {
  const [redirect] = node.redirects;
  if (redirect?.type !== 'Redirect' || redirect.operator !== '<' || redirect.target === undefined) return;
  const span = spanOf(context.source, node.pos, node.end);
  const cat: Word = { pieces: [impliedText('cat', span)], at: null };
  const variants = expandWords(machine, [redirect.target], context).map((fields) => ({
    ...fields,
    words: [cat, ...fields.words],
  }));
  const redirections: Redirections = { stdin: null, outputs: [], append: false, isSilent: false, span: null };
  emitInvocation(machine, { variants, context, redirections, word: span, span, host: 'exec', form: 'command' });
}

function isEmpty({ words }: Variant): boolean {
  return words.length === 0;
}

/** Sends each combination of words to the function, builtin, wrapper or program that its first word names. */
export function dispatch(machine: Machine, running: Running): Ending {
  const [only] = running.variants;
  if (only !== undefined && running.variants.length === 1) {
    if (both(only.guard, machine.guard) === undefined) return 'none';
    return runNamed(machine, knownText(only.words[0]?.pieces ?? []), running);
  }
  const groups = new Map<string | undefined, Variant[]>();
  for (const variant of running.variants) {
    if (both(variant.guard, machine.guard) === undefined) continue;
    const name = knownText(variant.words[0]?.pieces ?? []);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [variant]);
    else group.push(variant);
  }
  let ending: Ending | undefined;
  for (const [name, variants] of groups) {
    const run = () => runNamed(machine, name, { ...running, variants });
    const guard = groups.size === 1 ? undefined : unite(variants.map((variant) => variant.guard));
    const result = guard === undefined ? run() : machine.under(both(machine.guard, guard), run);
    if (result !== undefined) ending = ending === undefined ? result : weakest(ending, result);
  }
  return ending ?? 'none';
}

function runNamed(machine: Machine, name: string | undefined, running: Running): Ending {
  if (name !== undefined) {
    const definitions = machine.functions.get(name);
    // A function of a program's name that calls the program (`command curl`, `\\curl`) means the program, not itself.
    const isInside = machine.stack.some((call) => call.kind === 'function' && call.name === name);
    if (definitions !== undefined && running.host === 'shell' && !isInside) {
      return printed(machine, running, (inner) => callFunction(machine, definitions, inner));
    }
    const aliased = runAlias(machine, name, running, (inner) => dispatch(machine, inner));
    if (aliased !== undefined) return aliased;
    const builtin = BUILTINS.get(name);
    if (builtin !== undefined) return builtin(machine, running);
  }
  return runProgram(machine, running);
}

/** Runs something whose output is redirected with the command: what it prints goes where the redirection says. */
export function printed(machine: Machine, running: Running, run: (inner: Running) => Ending): Ending {
  const { redirections, context } = running;
  const sink = redirections.isSilent ? null : redirections.outputs.length > 0 ? newSink() : context.sink;
  const inner = { ...running, context: { ...context, sink, stdin: redirections.stdin } };
  const ending = run(inner);
  if (
    redirections.outputs.length > 0 &&
    sink !== null &&
    (sink.producers.length > 0 || sink.text === null || sink.text.some((text) => text.pieces.length > 0))
  ) {
    writeOutput(machine, redirections, sink.text, sink.producers);
  }
  return ending;
}

/** Puts a command into the trace, and what it prints where its output goes. */
export function emitInvocation(machine: Machine, running: Running, known?: Value | null): void {
  const { context, redirections } = running;
  const id = machine.next();
  const name = knownText(running.variants[0]?.words[0]?.pieces ?? []) ?? '';
  const isRead = !redirections.isSilent && (redirections.outputs.length > 0 || context.sink !== null);
  const text = known === undefined && isRead ? outputOf(machine, running, name) : (known ?? null);
  const [output] = redirections.outputs;
  const beside = machine.jobs.beside();
  const variants = running.form === 'command' ? withOptionVariables(machine, running.variants) : running.variants;
  machine.emit({
    kind: 'invocation',
    id,
    form: running.form,
    variants: machine.guard.size === 0 ? variants : variants.flatMap((variant) => guarded(variant, machine.guard)),
    cwd: machine.folders(),
    stdin: redirections.stdin,
    stdout: output === undefined ? null : { path: output.path, append: redirections.append },
    failure: failureOf(machine, context),
    ...(running.success === undefined ? {} : { success: running.success }),
    word: running.word,
    span: running.span,
    stack: machine.stack,
    host: running.host,
    place: context.place,
    ...(running.isChained === undefined ? {} : { isChained: running.isChained }),
    ...(running.pipeline === undefined ? {} : { pipeline: running.pipeline }),
    ...(running.escaping === undefined ? {} : { escaping: running.escaping }),
    ...(beside.length === 0 ? {} : { beside }),
    ...((context.errexit || running.endsPipeline) && machine.options.errexit ? { endsShell: true } : {}),
  });
  forgetChanged(machine, running, name);
  nameOverfull(machine, running);
  if (redirections.isSilent) return;
  if (redirections.outputs.length > 0) {
    writeOutput(machine, redirections, text, [id]);
  } else if (context.sink !== null && !SILENT.has(name)) {
    context.sink.producers.push(id);
    print(machine, context.sink, text, running.span);
  }
}

/** Of a program that brings something in, words that are not followed may hide what it brings. */
function nameOverfull(machine: Machine, { variants, word }: Running): void {
  const { isUnclearFetch } = machine.ports;
  if (!variants.some((variant) => isOverfull(variant.words) && isUnclearFetch?.(variant.words) === true)) return;
  machine.reachBound(word.file, 'a command has too many combinations of words; some of them are read as unknown');
}

function guarded(variant: Variant, guard: Guard): readonly Variant[] {
  const met = both(variant.guard, guard);
  return met === undefined ? [] : [{ ...variant, guard: met }];
}
