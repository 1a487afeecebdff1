import { ALWAYS, both } from '../model/guard.ts';
import type { Call, Failure, FailureIgnored } from '../model/invocation.ts';
import type { Program } from '../model/program.ts';
import { writtenPieces } from '../model/template.ts';
import { flatten, type Pieces, showPieces } from '../model/value.ts';
import type { Wrapped } from '../model/wrapper.ts';
import { parseShell } from '../syntax/shell.ts';
import { isTooDeep, withCall } from './call-stack.ts';
import { type Ending, weakest } from './ending.ts';
import { enterFolders } from './enter-folders.ts';
import { failureOf } from './failures.ts';
import { type FunctionDefinition, keyOfFunction } from './function-definition.ts';
import { isIdleFunction } from './idle.ts';
import { type Context, type Machine, perhaps } from './machine.ts';
import { asArguments, type Calls, toPositional } from './positional.ts';
import type { Running } from './run-command.ts';
import { runNode, runScript, runStatements } from './run-list.ts';
import { saysSomething } from './values.ts';

export type WrappedFile = Extract<Wrapped, { kind: 'file' }>;

/** Runs a function's body with the words as its parameters. */
export function callFunction(machine: Machine, definitions: readonly FunctionDefinition[], running: Running): Ending {
  const name = definitions[0]?.name ?? '';
  const call: Call = { kind: 'function', name, span: running.span };
  if (isTooDeep(machine, call)) return 'none';
  const failure = failureOf(machine, running.context);
  const positional = running.variants.map(({ guard, words }) => ({
    guard,
    words: asArguments(words.slice(1)),
    open: null,
    shifted: 0,
  }));
  const { onReturn, close } = returning(machine, failure);
  let ending: Ending | undefined;
  for (const definition of definitions) {
    machine.called.add(keyOfFunction(definition));
    const context: Context = {
      ...running.context,
      source: definition.source,
      tail: failure,
      onReturn,
      place: 'simple',
    };
    const result = machine.under(both(machine.guard, definition.guard), () =>
      inCall(machine, call, positional, () => runBody(machine, definition, context)),
    );
    if (result !== undefined) ending = ending === undefined ? result : weakest(ending, result);
  }
  close();
  return ending === 'exit' ? 'exit' : 'none';
}

/** What a `return` leads to that says a function failed: where nobody asks for that, the rest of the function is skipped. */
function returning(machine: Machine, failure: Failure): { readonly onReturn: Failure; readonly close: () => void } {
  const skip = machine.openSkip();
  const isUnasked = failure.kind === 'ignored' && !ASKED.has(failure.why);
  return { onReturn: isUnasked ? skip.failure : failure, close: skip.close };
}

/** Here another question has the answer. */
const ASKED: ReadonlySet<FailureIgnored> = new Set(['or-list', 'condition', 'negated']);

/** Functions that nothing calls are read once, with unknown parameters: libraries are normal. */
export function runUncalled(machine: Machine, context: Context): void {
  const definitions = [...machine.functions.values()].flat();
  const mentioned = new Set<string>();
  for (const definition of definitions)
    for (const name of namesIn(definition)) if (name !== definition.name) mentioned.add(name);
  for (const isRoot of [true, false]) {
    for (const definition of definitions) {
      if (machine.called.has(keyOfFunction(definition)) || mentioned.has(definition.name) === isRoot) continue;
      machine.called.add(keyOfFunction(definition));
      if (machine.ports.runsIdle !== true && isIdleFunction(definition, machine.functions)) continue;
      const positional = [{ guard: ALWAYS, words: [], open: definition.name, shifted: 0 }];
      // Nobody calls it: the call has a place, and no words that could supply anything.
      const call: Call = {
        kind: 'function',
        name: definition.name,
        span: { ...definition.at, end: definition.at.start },
      };
      const tail: Failure = { kind: 'ignored', why: 'no-errexit' };
      const { onReturn, close } = returning(machine, tail);
      const inner: Context = { ...context, source: definition.source, tail, onReturn };
      const run = () => inCall(machine, call, positional, () => runBody(machine, definition, inner), false);
      // What it does to what others brought in, it may never do.
      machine.subshell(() => machine.under(perhaps(machine, 'uncalled'), run));
      close();
    }
  }
}

/** Text that a shell reads: `bash -c`, `eval`, `su -c`. Undefined when nothing of it is known. */
export function runText(
  machine: Machine,
  running: Running,
  wrapped: Extract<Wrapped, { kind: 'text' }>,
): Ending | undefined {
  if (!wrapped.text.some((piece) => piece.kind === 'text')) {
    const [first] = wrapped.text;
    // `eval $(curl -s https://example.com/latest.env)` sets what the answer names.
    if (wrapped.here && first?.kind === 'hole' && first.origin !== undefined) machine.noteUnreadSource(first.origin);
    return undefined;
  }
  const call: Call = { kind: 'text', name: showPieces(wrapped.text).slice(0, 40), span: running.span };
  if (isTooDeep(machine, call)) return 'none';
  const { source, script } = parseShell(wrapped.text);
  const failure = failureOf(machine, running.context);
  const context: Context = {
    ...running.context,
    source,
    tail: failure,
    place: 'simple',
    ...(wrapped.here ? {} : { onExit: failure, onReturn: failure, errexit: true }),
  };
  const run = () =>
    inCall(
      machine,
      call,
      toPositional(machine.positional, [{ guard: ALWAYS, args: wrapped.args.slice(1) }], wrapped.here),
      () => runScript(machine, script, context),
      false,
    );
  if (wrapped.here) return run();
  startShell(machine, wrapped.marks, () => {
    enterFolders(machine, wrapped.folders ?? []);
    run();
  });
  return 'none';
}

/** A shell of its own: of the variables it sees those that are exported. */
function startShell(machine: Machine, marks: ReadonlySet<string> | undefined, run: () => void): void {
  const { variables } = machine;
  machine.subshell(() => {
    machine.variables = variables.ofProgram();
    machine.options = startOptions(marks);
    run();
    machine.variables = variables;
  });
}

/** A script of the tree: the file, the path that it is called by, and for each choice what it is called with. */
export type TreeScript = {
  readonly treePath: string;
  readonly program: Program;
  readonly shown: Pieces;
  readonly script: WrappedFile;
  readonly calls: Calls;
  /** It is called by its path, so its first line says how it is started. */
  readonly startsItself: boolean;
};

/** Runs a script of the tree once, for all that it is called with. */
export function runTreeScript(
  machine: Machine,
  running: Running,
  { treePath, program, shown, script, calls, startsItself }: TreeScript,
): Ending {
  const { here } = script;
  const call: Call = { kind: 'script', name: treePath, span: running.span };
  if (isTooDeep(machine, call)) return 'none';
  machine.executed.add(treePath);
  const failure = failureOf(machine, running.context);
  const { scriptName, functions, missing } = machine;
  const run = (): Ending => {
    let ending: Ending = 'none';
    for (const step of program.steps) {
      if (step.kind !== 'shell' || ending !== 'none') continue;
      const { source, script: parsed } = parseShell(writtenPieces(step.text));
      const base: Context = { ...running.context, source, place: 'simple', tail: failure };
      const context: Context = here
        ? { ...base, onReturn: failure }
        : { ...base, errexit: true, onExit: failure, onReturn: failure };
      if (startsItself && step.errexit) machine.options = { ...machine.options, errexit: true };
      ending = inCall(
        machine,
        call,
        toPositional(machine.positional, calls, here),
        () => runScript(machine, parsed, context),
        false,
      );
    }
    return ending;
  };
  if (here) return run();
  startShell(machine, script.marks, () => {
    machine.scriptName = shown;
    machine.functions = new Map();
    const given = [...machine.variables.exported()].filter(([, { value }]) => saysSomething(value));
    run();
    // Its own reading has them as well: with other variables alone they are something else here.
    if (given.some(([name]) => isNamed(machine, program, name)))
      runUncalled(machine, { ...running.context, place: 'simple' });
  });
  machine.scriptName = scriptName;
  machine.functions = functions;
  machine.missing = missing;
  return 'none';
}

/** True when the text of a script, or of what it took its functions from, has the name in it. */
function isNamed(machine: Machine, { steps }: Program, name: string): boolean {
  if (steps.some((step) => step.kind === 'shell' && flatten(writtenPieces(step.text)).includes(name))) return true;
  return [...machine.functions.values()].some((all) => all.some(({ source }) => source.text.includes(name)));
}

function runBody(machine: Machine, definition: FunctionDefinition, context: Context): Ending {
  const { body } = definition;
  return body.type === 'CompoundList'
    ? runStatements(machine, body.commands, context)
    : runNode(machine, body, context).ending;
}

/** Runs with a call on the stack and its parameters; `return` and what a guard narrowed end with it. */
function inCall(
  machine: Machine,
  call: Call,
  positional: Machine['positional'],
  run: () => Ending,
  hasFrame = true,
): Ending {
  const { positional: outer, guard, left, hasReturned } = machine;
  machine.hasReturned = false;
  machine.positional = positional;
  if (hasFrame) machine.variables.pushFrame(false);
  const ending = withCall(machine, call, run);
  if (hasFrame) machine.variables.popFrame();
  // `try && return; exit 1`: what stands behind the call runs where it returned. Text of `eval` leaves the function that it stands in.
  const ends = ending === 'exit' && !machine.hasReturned;
  machine.hasReturned = hasReturned || (call.kind === 'text' && machine.hasReturned);
  machine.positional = outer;
  machine.guard = guard;
  machine.left = left;
  return ends ? 'exit' : 'none';
}

/** `bash -ec`: options that the shell is started with. */
function startOptions(marks: ReadonlySet<string> | undefined): Machine['options'] {
  return { errexit: marks?.has('errexit') === true, pipefail: marks?.has('pipefail') === true };
}

/** Words of a function's text that may be names of functions. */
function namesIn({ source, body }: FunctionDefinition): ReadonlySet<string> {
  let names = namesByBody.get(body);
  if (names === undefined) {
    names = new Set(source.text.slice(body.pos, body.end).match(/[\w.:-]+/g) ?? []);
    namesByBody.set(body, names);
  }
  return names;
}

const namesByBody = new WeakMap<FunctionDefinition['body'], ReadonlySet<string>>();
