import type * as shell from '../syntax/shell.ts';

/**
 * The expression of `test ...` and `[ ... ]` as `[[ ]]`'s tree has it, so that both are judged by one evaluator. POSIX: precedence is by the
 * number of words; `!`, `-a`, `-o` and parentheses are read, everything else is undefined.
 */
export function parseTest(command: shell.Command): shell.TestExpression | undefined {
  const name = command.name?.value;
  let words = command.suffix.filter((word) => word.type === 'Word');
  if (words.length !== command.suffix.filter((word) => word.type === 'Word' || word.type === 'Assignment').length)
    return undefined;
  if (name === '[') {
    if (words.at(-1)?.value !== ']') return undefined;
    words = words.slice(0, -1);
  } else if (name !== 'test') {
    return undefined;
  }
  return parseOr(words);
}

const UNARY = /^-[a-zA-Z]$/;
const BINARY = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);

function parseOr(words: readonly shell.Word[]): shell.TestExpression | undefined {
  return parseLogical(words, '-o', '||', (part) => parseLogical(part, '-a', '&&', parsePrimary));
}

function parseLogical(
  words: readonly shell.Word[],
  separator: string,
  operator: '&&' | '||',
  parsePart: (words: readonly shell.Word[]) => shell.TestExpression | undefined,
): shell.TestExpression | undefined {
  const parts: (readonly shell.Word[])[] = [];
  let start = 0;
  for (const [index, word] of words.entries()) {
    const isSeparator = word.text === separator && index > start && !BINARY.has(words[index - 1]?.text ?? '');
    if (!isSeparator) continue;
    parts.push(words.slice(start, index));
    start = index + 1;
  }
  parts.push(words.slice(start));
  const operands: shell.TestExpression[] = [];
  for (const part of parts) {
    const operand = parsePart(part);
    if (operand === undefined) return undefined;
    operands.push(operand);
  }
  const [first] = operands;
  if (first === undefined || operands.length === 1) return first;
  return { type: 'TestLogical', pos: first.pos, end: operands.at(-1)?.end ?? first.end, operator, operands };
}

function parsePrimary(words: readonly shell.Word[]): shell.TestExpression | undefined {
  const [first, second, third] = words;
  if (first === undefined) return undefined;
  if (first.text === '!' && words.length > 1) {
    const operand = parsePrimary(words.slice(1));
    if (operand === undefined) return undefined;
    const negation: shell.Negation = { type: 'Negation', pos: first.pos, end: first.end };
    return { type: 'TestNot', pos: first.pos, end: operand.end, negations: [negation], operand };
  }
  if (words.length === 1) return { type: 'TestUnary', pos: first.pos, end: first.end, operator: '-n', operand: first };
  if (second !== undefined && words.length === 2) {
    if (!UNARY.test(first.text)) return undefined;
    return { type: 'TestUnary', pos: first.pos, end: second.end, operator: first.text, operand: second };
  }
  if (second !== undefined && third !== undefined && words.length === 3 && BINARY.has(second.text)) {
    return { type: 'TestBinary', pos: first.pos, end: third.end, operator: second.text, left: first, right: third };
  }
  return undefined;
}
