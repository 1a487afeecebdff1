import { ALWAYS, both, type Guard } from '../model/guard.ts';
import type { Stream, TraceEvent } from '../model/invocation.ts';
import { type Path, resolvePath } from '../model/path.ts';
import { NO_PLACE, type Span } from '../model/span.ts';
import { flatten, impliedText, type Value } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import type { Ending } from './ending.ts';
import { expandHereDocument, expandValue } from './expand.ts';
import type { Context, Machine } from './machine.ts';
import { newSink, type Sink } from './sinks.ts';
import { concat, NOTHING, overlay } from './values.ts';

/** What is written to a file, under the choices of `guard`. */
type Write = Omit<Extract<TraceEvent, { kind: 'write' }>, 'kind' | 'id'>;

export type GuardedPath = { readonly guard: Guard; readonly path: Path };

/** What the redirections of one command do: `outputs` are files that get its output, `isSilent` when the output goes nowhere that matters. */
export type Redirections = {
  readonly stdin: Stream | null;
  readonly outputs: readonly GuardedPath[];
  readonly append: boolean;
  readonly isSilent: boolean;
  readonly span: Span | null;
};

const NOWHERE = new Set(['/dev/null', '/dev/stderr', '/dev/tty']);

export function readRedirections(
  machine: Machine,
  redirects: readonly shell.Redirection[],
  context: Context,
): Redirections {
  let result: Redirections = { stdin: context.stdin, outputs: [], append: false, isSilent: false, span: null };
  for (const redirect of redirects) {
    if (redirect.type === 'HereDoc') {
      result = { ...result, stdin: { kind: 'text', value: expandHereDocument(machine, redirect, context) } };
    } else if (redirect.type === 'HereString') {
      const at = spanOf(context.source, redirect.pos, redirect.end);
      const newline: Value = [{ guard: ALWAYS, pieces: [impliedText('\n', at)] }];
      const text = redirect.target === undefined ? NOTHING : expandValue(machine, redirect.target, context);
      result = { ...result, stdin: { kind: 'text', value: concat(text, newline, at) } };
    } else {
      result = readRedirect(machine, redirect, context, result);
    }
  }
  return result;
}

/** Runs a compound command with its redirections. */
export function withRedirections(
  machine: Machine,
  redirects: readonly shell.Redirection[],
  context: Context,
  run: (inner: Context) => Ending,
): Ending {
  const redirections = readRedirections(machine, redirects, context);
  if (redirections.isSilent || redirections.outputs.length === 0)
    return run({ ...context, stdin: redirections.stdin, sink: redirections.isSilent ? null : context.sink });
  const sink = newSink();
  const ending = run({ ...context, stdin: redirections.stdin, sink });
  writeOutput(machine, redirections, sink.text, sink.producers);
  return ending;
}

/** A file gets what was printed. */
export function writeOutput(
  machine: Machine,
  redirections: Redirections,
  text: Value | null,
  producers: readonly number[],
): void {
  const { outputs, append, span } = redirections;
  for (const { guard, path } of outputs) {
    const met = both(machine.guard, guard);
    if (met !== undefined) writeFile(machine, { path, text, guard: met, append, producers, span: span ?? NO_PLACE });
  }
}

/** Writes a file, or more behind what it holds. */
export function writeFile(machine: Machine, write: Write): void {
  const { path, text, guard, append, span } = write;
  let whole = text;
  if (append && text !== null) {
    const before = machine.files.text(path, guard);
    whole = before === undefined ? text : before === null ? null : concat(before, text, span);
  } else if (append) {
    whole = null;
  }
  machine.files.write(path, whole, guard);
  machine.emit({ ...write, kind: 'write', id: machine.next(), text: whole });
}

/** Adds what a command prints to where its output goes; `null` is output that nobody knows. */
export function print(machine: Machine, sink: Sink | null, text: Value | null, at: Span): void {
  if (sink === null || sink.text === null) return;
  sink.text = text === null ? null : overlay(sink.text, concat(sink.text, text, at), machine.guard);
}

export function pathsOf(machine: Machine, value: Value): readonly GuardedPath[] {
  const result: GuardedPath[] = [];
  for (const folder of machine.folders()) {
    for (const alternative of value) {
      const guard = both(folder.guard, alternative.guard);
      if (guard !== undefined) result.push({ guard, path: resolvePath(folder.path, alternative.pieces) });
    }
  }
  return result;
}

function readRedirect(
  machine: Machine,
  redirect: shell.Redirect,
  context: Context,
  before: Redirections,
): Redirections {
  const { operator, target } = redirect;
  if (target === undefined) return before;
  const descriptor = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : undefined;
  if (operator === '<' && (descriptor === undefined || descriptor === 0)) {
    const [first] = pathsOf(machine, expandValue(machine, target, context));
    if (first === undefined) return before;
    const text = machine.files.text(first.path, machine.guard);
    return { ...before, stdin: text ? { kind: 'text', value: text } : { kind: 'file', path: first.path } };
  }
  if (operator === '>&' && /^\d+$|^-$/.test(target.value)) {
    return (descriptor === undefined || descriptor === 1) && target.value !== '1'
      ? { ...before, isSilent: true }
      : before;
  }
  const isOutput = operator !== '<' && operator !== '<>' && operator !== '<&';
  const isBoth = operator === '&>' || operator === '&>>' || operator === '>&';
  if (!isOutput || !(descriptor === undefined || descriptor === 1 || isBoth)) return before;
  const value = expandValue(machine, target, context);
  const texts = value.map((alternative) => flatten(alternative.pieces));
  if (texts.every((text) => NOWHERE.has(text))) return { ...before, outputs: pathsOf(machine, value), isSilent: true };
  if (texts.some((text) => text === '/dev/stdout')) return before;
  const span = spanOf(context.source, redirect.pos, redirect.end);
  return {
    ...before,
    outputs: pathsOf(machine, value),
    append: operator === '>>' || operator === '&>>',
    isSilent: false,
    span,
  };
}
