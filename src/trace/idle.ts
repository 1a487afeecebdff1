import type * as shell from '../syntax/shell.ts';
import { forEachChild } from '../syntax/shell.ts';
import { namesSetBy } from './arithmetic.ts';
import { isConstant } from './constant-words.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { parseTest } from './test-words.ts';

/**
 * Commands that need not be run, because nothing that is looked for hangs on them: text for people, with the functions and conditions
 * around it. Judged by the text alone, once for each place, and conservatively: what is not surely idle is run.
 */

type Functions = ReadonlyMap<string, readonly FunctionDefinition[]>;

/** What a node does besides talking, whatever the functions are that it calls. */
type Summary = {
  isIdle: boolean;
  /** It may leave what is around it: `return`, `break`. */
  leaves: boolean;
  /** It shifts the parameters, which a function has for itself. */
  shifts: boolean;
  readonly calls: Set<string>;
  /** Variables that it sets, and those that it declares for the function around it. */
  readonly assigned: Set<string>;
  readonly locals: Set<string>;
};

/** Programs whose output is for people when no other program reads it. */
const TALKING: ReadonlySet<string> = new Set(['echo', 'printf', 'true', 'false', ':', 'tput', 'date', 'sleep']);

/** The same as long as they are given no operand: a file could be one that came in. */
const TALKING_ALONE: ReadonlySet<string> = new Set(['cat', 'uname', 'pwd', 'whoami', 'hostname', 'nproc', 'arch']);

const NOWHERE: ReadonlySet<string> = new Set(['/dev/null', '/dev/stderr', '/dev/stdout', '/dev/tty']);

const LEAVING: ReadonlySet<string> = new Set(['return', 'break', 'continue']);

/** True when running a node changes nothing, provided that nobody reads its output or asks whether it succeeded. */
export function isIdle(node: shell.Statement['command'], functions: Functions): boolean {
  const { isIdle: mayBe, leaves, shifts, assigned, locals, calls } = summaryOf(node);
  return (
    mayBe && !leaves && !shifts && assigned.size === 0 && locals.size === 0 && areIdle(calls, functions, new Set())
  );
}

/** True when calling a function changes nothing, provided that nobody reads its output. */
export function isIdleFunction(definition: FunctionDefinition, functions: Functions): boolean {
  return isIdleBody(definition, functions, new Set());
}

function isIdleBody({ body, name }: FunctionDefinition, functions: Functions, open: ReadonlySet<string>): boolean {
  const { isIdle: mayBe, calls, assigned, locals } = summaryOf(body);
  if (!mayBe) return false;
  for (const variable of assigned) if (!locals.has(variable)) return false;
  return areIdle(calls, functions, new Set([...open, name]));
}

/** `open` are the functions that are being judged: one that calls itself adds nothing. */
function areIdle(calls: ReadonlySet<string>, functions: Functions, open: ReadonlySet<string>): boolean {
  for (const name of calls) {
    if (open.has(name)) continue;
    const definitions = functions.get(name);
    if (definitions === undefined) {
      if (!TALKING.has(name) && !TALKING_ALONE.has(name)) return false;
    } else if (!definitions.every((definition) => isIdleBody(definition, functions, open))) {
      return false;
    }
  }
  return true;
}

const summaries = new WeakMap<shell.SyntaxNode, Summary>();

function summaryOf(node: shell.SyntaxNode): Summary {
  let summary = summaries.get(node);
  if (summary === undefined) {
    summary = { isIdle: true, leaves: false, shifts: false, calls: new Set(), assigned: new Set(), locals: new Set() };
    summarise(node, summary);
    summaries.set(node, summary);
  }
  return summary;
}

/** Looks at a node and all below it until something is not idle. */
function summarise(root: shell.SyntaxNode, summary: Summary): void {
  const open = [root];
  for (let node = open.pop(); node !== undefined && summary.isIdle; node = open.pop()) {
    summary.isIdle = look(node, summary);
    forEachChild(node, (child) => open.push(child));
  }
}

/** Notes what one node does by itself; false when that is not idle. */
function look(node: shell.SyntaxNode, summary: Summary): boolean {
  switch (node.type) {
    case 'Command':
      return lookAtCommand(node, summary);
    case 'TestBinary':
      return !mayCheck(node);
    case 'For':
      summary.assigned.add(node.name.value);
      return true;
    case 'Assignment':
      summary.assigned.add(node.name);
      return true;
    case 'ArithmeticExpansion':
    case 'ArithmeticCommand':
      for (const name of namesSetBy(node.expression)) summary.assigned.add(name);
      return true;
    case 'Redirect':
      return isToNowhere(node);
    case 'Default':
      return node.operator !== '=' && node.operator !== ':=';
    case 'Function':
    case 'Coproc':
    case 'Select':
    case 'ArithmeticFor':
    case 'ProcessSubstitution':
      return false;
    default:
      return true;
  }
}

function lookAtCommand(node: shell.Command, summary: Summary): boolean {
  if (node.name === undefined) return true;
  const name = node.name.value;
  if (!isConstant(node.name) || node.prefix.some(({ type }) => type === 'Assignment')) return false;
  if (name === 'printf' && mayAssign(node)) return false;
  if (name === 'local') return declareLocals(node, summary);
  if (name === '[' || name === 'test') {
    const test = parseTest(node);
    return test !== undefined && !hasCheck(test);
  }
  if (LEAVING.has(name)) summary.leaves = true;
  else if (name === 'shift') summary.shifts = true;
  else summary.calls.add(name);
  return !TALKING_ALONE.has(name) || node.suffix.every(({ type }) => type !== 'Word' && type !== 'Assignment');
}

/** `printf -v name ...`; a format that is built from variables could be an option. */
function mayAssign({ suffix }: shell.Command): boolean {
  const format = suffix.find(({ type }) => type === 'Word' || type === 'Assignment');
  if (format?.type !== 'Word') return format !== undefined;
  return format.value.startsWith('-v') || (!isConstant(format) && /^["']?\$/.test(format.text));
}

/** `local a b=c`; with options it may be more than a variable. */
function declareLocals(node: shell.Command, { locals }: Summary): boolean {
  for (const part of node.suffix) {
    if (part.type === 'Assignment') locals.add(part.name);
    else if (part.type === 'Word' && /^\w+$/.test(part.text)) locals.add(part.text);
    else return false;
  }
  return true;
}

function hasCheck(expression: shell.TestExpression): boolean {
  const open: shell.SyntaxNode[] = [expression];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'TestBinary' && mayCheck(node)) return true;
    if (node.type !== 'Word') forEachChild(node, (child) => open.push(child));
  }
  return false;
}

const EQUALITY: ReadonlySet<string> = new Set(['=', '==', '!=', '=~']);
const HASH = /[0-9a-f]{32}/i;

/** Two texts that are compared may be a hash and what it must be, unless one of them is written out and is no hash. */
function mayCheck({ operator, left, right }: shell.TestBinaryExpression): boolean {
  if (!EQUALITY.has(operator)) return false;
  return ![left, right].some((word) => isConstant(word) && !HASH.test(word.value));
}

function isToNowhere({ operator, target }: shell.Redirect): boolean {
  if (target === undefined) return true;
  if ((operator === '>&' || operator === '<&') && /^\d+$|^-$/.test(target.value)) return true;
  return isConstant(target) && NOWHERE.has(target.value);
}
