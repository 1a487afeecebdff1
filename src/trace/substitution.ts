import type { Failure } from '../model/invocation.ts';
import { toPath } from '../model/path.ts';
import type { Span } from '../model/span.ts';
import { always, flatten, impliedText, type Pieces, slicePieces, type Value } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { decodedSource, spanOf } from '../syntax/shell.ts';
import { failureOf, lostFailure } from './failures.ts';
import { type Context, failing, type Machine } from './machine.ts';
import { runScript } from './run-list.ts';
import { newSink } from './sinks.ts';
import { hole, holeValue } from './values.ts';

const SWALLOWED: Failure = { kind: 'ignored', why: 'substitution' };

/** Commands whose answer does not change while a build runs: asked twice, the same unknown. */
const STEADY =
  /^\$\(\s*(?:uname(?: -\w+)*|arch|nproc|hostname|whoami|id -\w+|dpkg --print-architecture|lsb_release -\w+)\s*\)$/;

/** `$(...)`: what the commands print, less the newlines at the end; a hole that names its invocations where that is not known. */
export function captureScript(
  machine: Machine,
  part: shell.CommandExpansionPart | shell.ArithmeticCommandExpansion,
  context: Context,
): Value {
  const at = spanOf(context.source, part.pos, part.end);
  const name = shorten(part.text);
  if (part.script === undefined) return holeValue(`output:${machine.next()}`, name, 'output', at);
  const source = part.script.source === undefined ? context.source : decodedSource(part.script.source, at);
  const id = STEADY.test(part.text) ? `steady:${part.text.replaceAll(' ', '')}` : null;
  return capture(machine, part.script, { ...withStatus(machine, context), source }, { id, name, at });
}

/** What text prints that the language around the shell runs (`$(shell ...)`). */
export function captureText(machine: Machine, { source, script }: shell.ParsedShell, name: string, at: Span): Value {
  return capture(machine, script, failing(SWALLOWED, source), { id: null, name, at });
}

/** Where the status of a substitution goes: to the assignment that it alone makes, else nowhere. `set -e` does not act in it. */
function withStatus(machine: Machine, { isAssigned, ...context }: Context): Context {
  const outer = failureOf(machine, context);
  if (isAssigned === true && outer.kind !== 'ignored')
    return { ...context, errexit: false, tail: outer, onExit: outer, onReturn: outer };
  const lost = lostFailure(machine, context, 'substitution');
  return { ...context, tail: lost, onExit: lost, onReturn: lost };
}

/** `id`: of the unknown output, where it is the same each time. */
function capture(
  machine: Machine,
  script: shell.ParsedScript,
  context: Context,
  { id, name, at }: { readonly id: string | null; readonly name: string; readonly at: Span },
): Value {
  const sink = newSink();
  const inner: Context = {
    ...context,
    place: 'substitution',
    isChained: undefined,
    pipeline: undefined,
    sink,
  };
  machine.subshell(() => runScript(machine, script, inner));
  if (sink.text !== null)
    return sink.text.map((alternative) => ({ ...alternative, pieces: trimEnd(alternative.pieces) }));
  return always([hole(id ?? `output:${machine.next()}`, name, 'output', at, sink.producers)]);
}

/** `<(...)` and `>(...)`: a path whose content is the output, or goes in as input. */
export function substituteProcess(machine: Machine, part: shell.ProcessSubstitutionPart, context: Context): Value {
  const at = spanOf(context.source, part.pos, part.end);
  const pieces = [impliedText(`/dev/fd/${at.file}:${machine.next()}`, at)];
  const path = toPath(pieces);
  const sink = newSink();
  const inner: Context = {
    ...context,
    isAssigned: false,
    tail: SWALLOWED,
    onExit: SWALLOWED,
    onReturn: SWALLOWED,
    place: 'substitution',
    isChained: undefined,
    pipeline: undefined,
    sink,
    stdin: part.operator === '>' ? { kind: 'file', path } : context.stdin,
  };
  machine.subshell(() => runScript(machine, part.script, inner));
  if (part.operator === '<') {
    machine.files.write(path, sink.text, machine.guard);
    machine.emit({
      kind: 'write',
      id: machine.next(),
      guard: machine.guard,
      path,
      text: sink.text,
      append: false,
      producers: sink.producers,
      span: at,
    });
  }
  return always(pieces);
}

/** Newlines at the end, as `$( )` takes them off. */
function trimEnd(pieces: Pieces): Pieces {
  const text = flatten(pieces);
  let end = text.length;
  while (end > 0 && (text.charAt(end - 1) === '\n' || text.charAt(end - 1) === '\r')) end -= 1;
  return end === text.length ? pieces : slicePieces(pieces, 0, end);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 48 ? line : `${line.slice(0, 45)}...`;
}
