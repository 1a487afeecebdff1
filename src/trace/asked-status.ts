import type { Failure } from '../model/invocation.ts';
import type * as shell from '../syntax/shell.ts';
import { enderFailure } from './enders.ts';
import type { Context, Machine } from './machine.ts';
import { parseTest } from './test-words.ts';

/**
 * What the failure of a statement leads to where the next one asks for its status and ends what follows: `check; if [ $? -ne 0 ]; then exit 1;
 * fi`, also by a variable that the status was put into.
 */
export function askedFailure(
  machine: Machine,
  statements: readonly shell.Statement[],
  index: number,
  context: Context,
): Failure | undefined {
  const next = statements[index + 1]?.command;
  const name = next === undefined ? undefined : statusVariable(next);
  const question = name === undefined ? next : statements[index + 2]?.command;
  const failing = question === undefined ? undefined : failingArm(question, name ?? '?');
  return failing === undefined ? undefined : enderFailure(machine, failing, context);
}

/** The variable of `status=$?` or `local status=$?`. */
function statusVariable(node: shell.SyntaxNode): string | undefined {
  if (node.type !== 'Command' || (node.name !== undefined && node.name.value !== 'local')) return undefined;
  const [assignment, more] = [...node.prefix, ...node.suffix];
  if (more !== undefined) return undefined;
  if (assignment?.type !== 'Assignment' || assignment.value?.type !== 'Word') return undefined;
  return variableOf(assignment.value) === '?' ? assignment.name : undefined;
}

/** The statements that run when the status in a variable is not 0. */
function failingArm(node: shell.SyntaxNode, name: string): readonly shell.Statement[] | undefined {
  if (node.type === 'If') {
    const [only, more] = node.clause.commands;
    const sense = only === undefined || more !== undefined ? undefined : senseOf(only.command, name);
    if (sense === 'failed') return node.then.commands;
    return sense === 'succeeded' && node.elif.length === 0 ? node.else?.commands : undefined;
  }
  if (node.type !== 'AndOr') return undefined;
  const [first, second, more] = node.commands;
  if (first === undefined || second === undefined || more !== undefined) return undefined;
  if (senseOf(first, name) !== (node.operators[0] === '&&' ? 'failed' : 'succeeded')) return undefined;
  return [{ type: 'Statement', pos: second.pos, end: second.end, command: second, background: undefined }];
}

const SENSES: ReadonlyMap<string, 'failed' | 'succeeded'> = new Map([
  ['-ne', 'failed'],
  ['!=', 'failed'],
  ['-gt', 'failed'],
  ['-eq', 'succeeded'],
  ['=', 'succeeded'],
  ['==', 'succeeded'],
]);

/** What a test of the status against 0 holds for. */
function senseOf(node: shell.SyntaxNode, name: string): 'failed' | 'succeeded' | undefined {
  const test = node.type === 'TestCommand' ? node.expression : node.type === 'Command' ? parseTest(node) : undefined;
  if (test?.type !== 'TestBinary' || test.right.value !== '0' || variableOf(test.left) !== name) return undefined;
  return SENSES.get(test.operator);
}

function variableOf({ text }: shell.Word): string | undefined {
  return /^"?\$\{?(\?|\w+)\}?"?$/.exec(text)?.[1];
}
