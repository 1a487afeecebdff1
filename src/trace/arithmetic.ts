import type * as shell from '../syntax/shell.ts';
import { forEachChild } from '../syntax/shell.ts';

const INTEGER = /^[+-]?(?:0x[0-9a-f]+|\d+)$/i;
const NAME = /^[A-Za-z_]\w*$/;

/**
 * The value of an arithmetic expression whose parts are known numbers; undefined otherwise. Assignments inside are not made (the caller
 * treats the variables as unknown), so an expression that assigns is undefined.
 */
export function evaluateArithmetic(
  expression: shell.ArithmeticExpression | undefined,
  lookup: (word: shell.ArithmeticWord) => string | undefined,
): number | undefined {
  if (expression === undefined) return undefined;
  switch (expression.type) {
    case 'ArithmeticWord': {
      const text = lookup(expression);
      return text === undefined ? undefined : toInteger(text);
    }
    case 'ArithmeticGroup':
      return evaluateArithmetic(expression.expression, lookup);
    case 'ArithmeticUnary': {
      const operand = evaluateArithmetic(expression.operand, lookup);
      if (operand === undefined || expression.operator === '++' || expression.operator === '--') return undefined;
      return unary(expression.operator, operand);
    }
    case 'ArithmeticBinary': {
      const left = evaluateArithmetic(expression.left, lookup);
      const right = evaluateArithmetic(expression.right, lookup);
      return left === undefined || right === undefined ? undefined : binary(expression.operator, left, right);
    }
    case 'ArithmeticTernary': {
      const test = evaluateArithmetic(expression.test, lookup);
      if (test === undefined) return undefined;
      return evaluateArithmetic(test !== 0 ? expression.consequent : expression.alternate, lookup);
    }
    case 'ArithmeticCommandExpansion':
      return undefined;
    default:
      return expression satisfies never;
  }
}

/** The commands whose output stands in an expression, in order. */
export function commandsIn(expression: shell.SyntaxNode | undefined): readonly shell.ArithmeticCommandExpansion[] {
  if (expression === undefined) return [];
  if (expression.type === 'ArithmeticCommandExpansion') return [expression];
  const found: shell.ArithmeticCommandExpansion[] = [];
  forEachChild(expression, (child) => found.push(...commandsIn(child)));
  return found;
}

/** Names that an expression sets (`i++`, `A += 2`). What it sets them to depends on how often it runs, so nobody asks. */
export function namesSetBy(expression: shell.ArithmeticExpression | undefined): readonly string[] {
  if (expression === undefined) return [];
  switch (expression.type) {
    case 'ArithmeticWord':
    case 'ArithmeticCommandExpansion':
      return [];
    case 'ArithmeticGroup':
      return namesSetBy(expression.expression);
    case 'ArithmeticUnary':
      return [...(STEPS.has(expression.operator) ? nameOf(expression.operand) : []), ...namesSetBy(expression.operand)];
    case 'ArithmeticBinary': {
      const { operator, left, right } = expression;
      const isAssignment = operator.endsWith('=') && !COMPARISONS.has(operator);
      return [...(isAssignment ? nameOf(left) : []), ...namesSetBy(left), ...namesSetBy(right)];
    }
    case 'ArithmeticTernary': {
      const { test, consequent, alternate } = expression;
      return [test, consequent, alternate].flatMap(namesSetBy);
    }
    default:
      return expression satisfies never;
  }
}

const STEPS = new Set(['++', '--']);
const COMPARISONS = new Set(['==', '!=', '<=', '>=']);

function nameOf(expression: shell.ArithmeticExpression): readonly string[] {
  const name = expression.type === 'ArithmeticWord' ? (/^\w+/.exec(expression.value.trim())?.[0] ?? '') : '';
  return isName(name) ? [name] : [];
}

/** True for a word that names a variable rather than a number. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

function toInteger(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  if (!INTEGER.test(trimmed)) return undefined;
  const value = /^[+-]?0\d/.test(trimmed) ? Number.parseInt(trimmed, 8) : Number(trimmed);
  return Number.isSafeInteger(value) ? value : undefined;
}

function unary(operator: string, operand: number): number | undefined {
  switch (operator) {
    case '-':
      return -operand;
    case '+':
      return operand;
    case '!':
      return operand === 0 ? 1 : 0;
    case '~':
      return ~operand;
    default:
      return undefined;
  }
}

function binary(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : Math.trunc(left / right);
    case '%':
      return right === 0 ? undefined : left % right;
    case '**':
      return right < 0 ? undefined : left ** right;
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '&&':
      return Number(left !== 0 && right !== 0);
    case '||':
      return Number(left !== 0 || right !== 0);
    default:
      return undefined;
  }
}
