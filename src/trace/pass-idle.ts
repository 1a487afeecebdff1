import { impliedText, type Word } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { isCondition } from './conditions.ts';
import { failureOf } from './failures.ts';
import { isIdle } from './idle.ts';
import type { Context, Machine } from './machine.ts';

/** Passes a node that need not be run, where nobody reads its output and it reads nobody's; false when it must be run. */
export function passIdle(machine: Machine, node: shell.Statement['command'], context: Context): boolean {
  if (context.sink !== null || context.stdin !== null || machine.ports.runsIdle === true) return false;
  if (isAsked(machine, node) || !isIdle(node, machine.functions)) return false;
  emitIdle(machine, node, context);
  return true;
}

/** True for a node of which somebody may ask whether it succeeded, and for one that is only kept for later. */
function isAsked(machine: Machine, node: shell.Statement['command']): boolean {
  switch (node.type) {
    case 'AndOr':
    case 'Pipeline':
    case 'TestCommand':
    case 'ArithmeticCommand':
    case 'Function':
    case 'Coproc':
      return true;
    case 'Command':
      return node.name === undefined || isCondition(machine, node);
    default:
      return false;
  }
}

/** That something ran there matters to what stands behind an exit; it is put into the trace without words that lead anywhere. */
function emitIdle(machine: Machine, node: shell.Statement['command'], context: Context): void {
  const span = spanOf(context.source, node.pos, node.end);
  const name: Word = { pieces: [impliedText(':', span)], at: null };
  machine.emit({
    kind: 'invocation',
    id: machine.next(),
    form: 'command',
    variants: [{ guard: machine.guard, words: [name], lost: [] }],
    cwd: machine.folders(),
    stdin: null,
    stdout: null,
    failure: failureOf(machine, context),
    word: span,
    span,
    stack: machine.stack,
    host: 'shell',
    place: context.place,
  });
}
