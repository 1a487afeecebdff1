import type { Failure } from '../model/invocation.ts';
import { NO_PLACE } from '../model/span.ts';
import { pieceKey, type Value } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { successOf } from './asked.ts';
import { emitComparison, isPrinted } from './comparisons.ts';
import { computeNumber, expandValue, expandWords } from './expand.ts';
import { assignedIn } from './loops.ts';
import type { Context, Machine } from './machine.ts';
import { expandPattern } from './pattern-words.ts';
import { runCommand } from './run-command.ts';
import { runNode } from './run-list.ts';
import { parseTest } from './test-words.ts';
import {
  allHold,
  answer,
  collect,
  collectPairs,
  compareTexts,
  FAILS,
  HOLDS,
  keyOf,
  NUMERIC,
  numberOf,
  question,
  swap,
  type Truth,
} from './truth.ts';

/** Commands that ask without changing anything: the same question twice has the same answer. */
const PROBES = new Set([
  'command',
  'which',
  'type',
  'hash',
  'grep',
  'egrep',
  'fgrep',
  'getent',
  'id',
  'pgrep',
  'pidof',
  'cmp',
  'mountpoint',
  'dpkg-query',
]);

/** True for a question (`[ ... ]`, `[[ ... ]]`, `command -v x`, `! grep -q`), false for a command that does something. */
export function isCondition(machine: Machine, node: shell.Statement['command']): boolean {
  switch (node.type) {
    case 'TestCommand':
    case 'ArithmeticCommand':
      return true;
    case 'Pipeline':
      return node.commands.length === 1 && node.commands[0] !== undefined && isCondition(machine, node.commands[0]);
    case 'AndOr':
      return node.commands.every((command) => isCondition(machine, command));
    case 'Command': {
      const name = node.name?.value;
      if (name === undefined || node.prefix.length > 0 || machine.functions.has(name)) return false;
      if (name === 'test' || name === '[' || name === 'true' || name === 'false' || name === ':') return true;
      if (name !== 'command' && name !== 'type' && name !== 'hash') return PROBES.has(name);
      const [first] = node.suffix;
      return name !== 'command' || (first?.type === 'Word' && (first.value === '-v' || first.value === '-V'));
    }
    default:
      return false;
  }
}

/** Evaluates a condition as far as the text says; every part that it does not say is a question of its own. */
export function evaluateCondition(machine: Machine, node: shell.Statement['command'], context: Context): Truth | null {
  switch (node.type) {
    case 'TestCommand':
      return evaluate(machine, node.expression, { context, isPattern: true, node });
    case 'ArithmeticCommand': {
      const number = computeNumber(machine, node.expression, spanOf(context.source, node.pos, node.end));
      if (number !== undefined) return number === 0 ? FAILS : HOLDS;
      return question(`arithmetic:${node.body}:${machine.next()}`);
    }
    case 'Command': {
      const name = node.name?.value;
      if (name === 'true' || name === ':') {
        runCommand(machine, node, context);
        return HOLDS;
      }
      if (name === 'false') return FAILS;
      if (name === 'test' || name === '[') {
        const expression = parseTest(node);
        if (expression !== undefined) return evaluate(machine, expression, { context, isPattern: false, node });
      }
      const words = node.suffix.filter((word) => word.type === 'Word');
      const key = expandWords(machine, words, context)
        .map((fields) => fields.words.map((word) => pieceKey(word.pieces)).join(' '))
        .join('|');
      runCommand(machine, node, context);
      return question(`command:${name} ${key}`);
    }
    default:
      return runNode(machine, node, context).truth;
  }
}

/**
 * `[ -z "$V" ]` before `V=...`, where the text never sets V: as the text stands it is empty, so the assignment happens, like `${V:-...}`.
 * Undefined for every other condition.
 */
export function defaultingTruth(
  machine: Machine,
  node: shell.Statement['command'],
  body: shell.SyntaxNode,
  operator: '-z' | '-n' = '-z',
): Truth | undefined {
  const name = emptyTest(node, operator);
  if (name === undefined || machine.variables.lookup(name) !== undefined || !assignedIn(body).has(name))
    return undefined;
  const value = machine.value(name, NO_PLACE);
  return value.every((alternative) => alternative.unset !== undefined)
    ? operator === '-z'
      ? HOLDS
      : FAILS
    : undefined;
}

/** The variable of `[ -z "$V" ]` (or `-n`); undefined for every other node. */
function emptyTest(node: shell.Statement['command'], operator: '-z' | '-n'): string | undefined {
  const expression =
    node.type === 'TestCommand' ? node.expression : node.type === 'Command' ? parseTest(node) : undefined;
  if (expression?.type !== 'TestUnary' || expression.operator !== operator) return undefined;
  const [part] = expression.operand.parts ?? [];
  const inner = part?.type === 'DoubleQuoted' && part.parts.length === 1 ? part.parts[0] : part;
  if (inner?.type === 'SimpleExpansion') return inner.text.slice(1);
  if (inner?.type !== 'ParameterExpansion' || inner.prefix !== undefined) return undefined;
  const { operation } = inner;
  const isBare = operation === undefined || (operation.type === 'Default' && operation.operand.text === '');
  return isBare ? inner.parameter : undefined;
}

/** The test that an expression belongs to; `isPattern`: `[[ ]]`, whose right side is a pattern. */
type Test = {
  readonly context: Context;
  readonly isPattern: boolean;
  readonly node: shell.Command | shell.TestCommand;
  /** What the present part stands in, as it counts behind the negations before it. */
  readonly isNegated?: boolean;
  readonly isOneOf?: boolean;
  readonly isOneOfAll?: boolean;
};

function evaluate(machine: Machine, expression: shell.TestExpression, test: Test): Truth {
  switch (expression.type) {
    case 'TestUnary':
      return evaluateUnary(machine, expression, test.context);
    case 'TestBinary':
      return evaluateBinary(machine, expression, test);
    case 'TestGroup':
      return evaluate(machine, expression.expression, test);
    case 'TestNot': {
      const isOdd = expression.negations.length % 2 === 1;
      const inner = evaluate(machine, expression.operand, { ...test, isNegated: (test.isNegated === true) !== isOdd });
      return isOdd ? { yes: inner.no, no: inner.yes } : inner;
    }
    case 'TestLogical': {
      const isOr = (expression.operator === '||') !== (test.isNegated === true);
      const inner: Test = isOr ? { ...test, isOneOf: true } : { ...test, isOneOfAll: true };
      const parts = expression.operands.map((operand) => evaluate(machine, operand, inner));
      return expression.operator === '&&' ? allHold(parts) : swap(allHold(parts.map(swap)));
    }
    default:
      return expression satisfies never;
  }
}

function evaluateUnary(machine: Machine, expression: shell.TestUnaryExpression, context: Context): Truth {
  const { operator } = expression;
  const value = expandValue(machine, expression.operand, context);
  if (operator !== '-z' && operator !== '-n') return question(`test:${operator}:${keyOf(value)}`);
  // A variable that only some arms set is empty in the others.
  const said =
    value.length < 2 ? value : value.map((choice) => (choice.unset === undefined ? choice : { ...choice, pieces: [] }));
  const truth = collect(said, (pieces) => {
    if (pieces.length === 0) return HOLDS;
    if (pieces.some((piece) => piece.kind === 'text')) return FAILS;
    return answer(`is:${pieceKey(pieces)}`, '');
  });
  return operator === '-z' ? truth : swap(truth);
}

function evaluateBinary(machine: Machine, expression: shell.TestBinaryExpression, test: Test): Truth {
  const { operator } = expression;
  const { context } = test;
  const { isPattern } = test;
  const left = expandValue(machine, expression.left, context);
  const right = (isPattern ? expandPattern : expandValue)(machine, expression.right, context);
  if (isPrinted(left) || isPrinted(right)) emitTest(machine, expression, left, right, test);
  if (operator === '=' || operator === '==' || operator === '!=') {
    const truth = collectPairs(left, right, (a, b) => compareTexts(a, b, isPattern));
    return operator === '!=' ? swap(truth) : truth;
  }
  const compare = NUMERIC[operator];
  if (compare === undefined) return question(`test:${keyOf(left)}${operator}${keyOf(right)}`);
  return collectPairs(left, right, (a, b) => {
    const [first, second] = [numberOf(a), numberOf(b)];
    if (first === undefined || second === undefined) return question(`test:${pieceKey(a)}${operator}${pieceKey(b)}`);
    return compare(first, second) ? HOLDS : FAILS;
  });
}

/** A test whose words hold the output of a command may be a check. */
function emitTest(
  machine: Machine,
  expression: shell.TestBinaryExpression,
  left: Value,
  right: Value,
  test: Test,
): void {
  const { node } = test;
  const decides = isDecisive(expression, test);
  const context = decides ? test.context : { ...test.context, errexit: false, tail: OTHER_WAY };
  const name = node.type === 'Command' ? (node.name?.value ?? '[') : '[[';
  const [span, leftAt, rightAt] = [node, expression.left, expression.right].map(({ pos, end }) =>
    spanOf(context.source, pos, end),
  );
  if (span === undefined || leftAt === undefined || rightAt === undefined) return;
  const { operator } = expression;
  const success = decides ? successOf(context, node) : {};
  emitComparison(machine, { name, span, left, leftAt, operator, right, rightAt }, context, success);
}

const OTHER_WAY: Failure = { kind: 'ignored', why: 'or-list' };

/** False where the whole test may say yes although the two differ: `[ a = b -o -n "$FORCE" ]`, `! [ a != b -a ... ]`. */
function isDecisive({ operator }: shell.TestBinaryExpression, test: Test): boolean {
  const asksForEqual = (operator !== '!=') !== (test.isNegated === true);
  return (asksForEqual ? test.isOneOf : test.isOneOfAll) !== true;
}
