import { flatten, type Word } from '../model/value.ts';
import { PREDICATE_FUNCTIONS } from './predicates.ts';
import { type Reading, wordOf } from './reading.ts';
import type { Condition, Expression } from './rule.ts';

/** One act in the making: the reading, and the operand word that it is about where an act is made for each. */
export type Scope = {
  readonly reading: Reading;
  readonly each: { readonly name: string; readonly word: Word; readonly index: number } | null;
};

/** The first alternative that gives a word. */
export function evaluate(alternatives: readonly Expression[] | undefined, scope: Scope): Word | undefined {
  for (const expression of alternatives ?? []) {
    const word = evaluateOne(expression, scope);
    if (word !== undefined) return word;
  }
  return undefined;
}

/** All words of the first alternative that names an operand or capture; of a computed one, the word. */
export function evaluateAll(alternatives: readonly Expression[] | undefined, scope: Scope): readonly Word[] {
  for (const expression of alternatives ?? []) {
    if ('name' in expression && scope.each?.name !== expression.name) {
      const captures = scope.reading.words.get(expression.name);
      if (captures !== undefined) return captures.map(({ word }) => word);
      continue;
    }
    const word = evaluateOne(expression, scope);
    if (word !== undefined) return [word];
  }
  return [];
}

/** Every condition holds: of its terms one mark is set, or one operand or capture is there (or not, where negated). */
export function holds(conditions: readonly Condition[], { marks, words }: Reading): boolean {
  return conditions.every((terms) =>
    terms.some(({ name, negated }) => (marks.has(name) || words.has(name)) !== negated),
  );
}

function evaluateOne(expression: Expression, scope: Scope): Word | undefined {
  if ('text' in expression) return toWord(expression.text, scope);
  if ('name' in expression)
    return scope.each?.name === expression.name ? scope.each.word : wordOf(scope.reading, expression.name);
  const words = expression.of.map((inner) => evaluateOne(inner, scope));
  return PREDICATE_FUNCTIONS[expression.call](words, { reading: scope.reading, index: scope.each?.index ?? 0 });
}

function toWord(text: string, { each, reading }: Scope): Word {
  const near = each?.word ?? reading.operands[0]?.word;
  const at = near?.at ?? near?.pieces[0]?.at ?? { file: '', start: 0, end: 0 };
  return { pieces: text === '' ? [] : [{ kind: 'text', text, at, verbatim: false }], at: null };
}

/** True for the names of standard input and output as a file operand. */
export function isStream(word: Word): boolean {
  return STREAMS.has(flatten(word.pieces));
}

const STREAMS = new Set(['-', '/dev/stdin', '/dev/stdout', '/dev/fd/0', '/dev/fd/1', '/proc/self/fd/0']);
