import type { Failure } from '../model/invocation.ts';
import type * as shell from '../syntax/shell.ts';
import { failureOf } from './failures.ts';
import type { Context, Machine } from './machine.ts';

/** How a list surely leaves what follows; `exit-zero` leaves it as if nothing had failed. */
type End = 'exit' | 'exit-zero' | 'return' | 'loop' | 'false';

const MAX_DEPTH = 4;

/**
 * How a list of statements ends, judged by its last statement without running it (`|| exit 1`, `|| { echo no; return 1; }`, `|| die "..."`);
 * undefined when it goes on.
 */
export function endOf(machine: Machine, statements: readonly shell.Statement[], depth = 0): End | undefined {
  const last = statements.at(-1)?.command;
  if (last === undefined || depth > MAX_DEPTH) return undefined;
  switch (last.type) {
    case 'Command':
      return endOfCommand(machine, last, depth);
    case 'BraceGroup':
      return endOf(machine, last.body.commands, depth + 1);
    case 'Subshell':
      return isFailing(last.body.commands) ? 'false' : undefined;
    case 'Redirected':
      return endOf(
        machine,
        [{ type: 'Statement', pos: last.pos, end: last.end, command: last.command, background: undefined }],
        depth + 1,
      );
    case 'AndOr': {
      const final = last.commands.at(-1);
      if (final === undefined || last.operators.some((operator) => operator === '||')) return undefined;
      return endOf(
        machine,
        [{ type: 'Statement', pos: final.pos, end: final.end, command: final, background: undefined }],
        depth + 1,
      );
    }
    default:
      return undefined;
  }
}

/** `(echo no; exit 1)`: a shell of its own that surely ends as failed. */
function isFailing(statements: readonly shell.Statement[]): boolean {
  const last = statements.at(-1)?.command;
  const final = last?.type === 'AndOr' && !last.operators.includes('||') ? last.commands.at(-1) : last;
  if (final?.type !== 'Command') return false;
  const [status] = final.suffix;
  if (final.name?.value === 'false') return true;
  return final.name?.value === 'exit' && status?.type === 'Word' && /^[1-9]\d*$/.test(status.value);
}

/** What the failure of a command means when `statements` run because of it; undefined when they do not end anything. */
export function enderFailure(
  machine: Machine,
  statements: readonly shell.Statement[],
  context: Context,
): Failure | undefined {
  const end = endOf(machine, statements);
  switch (end) {
    case 'exit':
      return context.onExit;
    case 'return':
      return context.onReturn;
    case 'false':
      return failureOf(machine, context);
    case 'exit-zero':
    case 'loop':
    case undefined:
      return undefined;
    default:
      return end satisfies never;
  }
}

function endOfCommand(machine: Machine, command: shell.Command, depth: number): End | undefined {
  const name = command.name?.value;
  const [first] = command.suffix;
  const argument = first?.type === 'Word' ? first.value : undefined;
  switch (name) {
    case undefined:
      return undefined;
    case 'exit':
      return argument === '0' ? 'exit-zero' : 'exit';
    case 'return':
      return argument === '0' ? 'exit-zero' : 'return';
    case 'break':
    case 'continue':
      return 'loop';
    case 'false':
      return 'false';
    default: {
      const definition = machine.functions.get(name)?.at(-1);
      if (definition?.body.type !== 'BraceGroup') return undefined;
      return endOf(machine, definition.body.body.commands, depth + 1) === 'exit' ? 'exit' : undefined;
    }
  }
}
