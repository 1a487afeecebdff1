import { flatten, impliedText, placeOfWord, slicePieces, type Word } from '../model/value.ts';
import { PREDICATE_FUNCTIONS } from './predicates.ts';
import { type Reading, wordOf, wordsOf } from './reading.ts';
import type { Condition, Expression, Splits } from './rule.ts';
import { splitWord } from './split-word.ts';

/** One act in the making: the reading, and the operand word that it is about where an act is made for each. */
export type Scope = {
  readonly reading: Reading;
  readonly splits: Splits;
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
    if ('part' in expression) {
      const words = scope.each?.name === expression.name ? [scope.each.word] : wordsOf(scope.reading, expression.name);
      const parts = words.flatMap((word) => partOf(word, expression, scope) ?? []);
      if (parts.length > 0) return parts;
      continue;
    }
    if ('name' in expression && scope.each?.name !== expression.name) {
      const words = wordsOf(scope.reading, expression.name);
      if (words.length > 0) return words;
      continue;
    }
    const word = evaluateOne(expression, scope);
    if (word !== undefined) return [word];
  }
  return [];
}

/**
 * Every condition holds: of its terms one mark is set, or one operand or capture (or a part of it, by the rule's splits) is there, or not
 * where negated.
 */
export function holds(conditions: readonly Condition[], reading: Reading, splits: Splits = {}): boolean {
  const isThere = ({ name, part }: Condition[number]): boolean => {
    if (part === undefined) return reading.marks.has(name) || reading.words.has(name);
    const word = wordOf(reading, name);
    return word !== undefined && partOf(word, { name, part }, { splits }) !== undefined;
  };
  return conditions.every((terms) => terms.some((term) => isThere(term) !== term.negated));
}

function evaluateOne(expression: Expression, scope: Scope): Word | undefined {
  if ('text' in expression) return toWord(expression.text, scope);
  if ('name' in expression) {
    const word = scope.each?.name === expression.name ? scope.each.word : wordOf(scope.reading, expression.name);
    return 'part' in expression && word !== undefined ? partOf(word, expression, scope) : word;
  }
  const words = expression.of.map((inner) => evaluateOne(inner, scope));
  return PREDICATE_FUNCTIONS[expression.call](words, { reading: scope.reading, index: scope.each?.index ?? 0 });
}

/** The part that the first fitting template gives; undefined where that template has none of this name. */
function partOf(
  word: Word,
  { name, part }: { readonly name: string; readonly part: string },
  { splits }: Pick<Scope, 'splits'>,
) {
  const templates = splits[name];
  const range = templates === undefined ? undefined : splitWord(templates, flatten(word.pieces))?.get(part);
  return range === undefined ? undefined : { ...word, pieces: slicePieces(word.pieces, range.start, range.end) };
}

function toWord(text: string, { each, reading }: Scope): Word {
  const near = each?.word ?? reading.operands[0]?.word;
  const at = placeOfWord(near);
  return { pieces: text === '' ? [] : [impliedText(text, at)], at: null };
}

/** True for the names of standard input and output as a file operand. */
export function isStream(word: Word): boolean {
  return STREAMS.has(flatten(word.pieces));
}

const STREAMS = new Set(['-', '/dev/stdin', '/dev/stdout', '/dev/fd/0', '/dev/fd/1', '/proc/self/fd/0']);
