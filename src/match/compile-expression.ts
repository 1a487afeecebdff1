import { parseExpressions } from './parse-expression.ts';
import type { Condition, Expression } from './rule.ts';
import type { RuleDocument } from './rule-file.ts';

/** `a or not b.part` as it is written in a rule. */
export function toCondition(text: string): Condition {
  return text.split(' or ').map((term) => {
    const negated = term.startsWith('not ');
    const [name = '', part] = (negated ? term.slice(4) : term).split('.');
    return part === undefined ? { name, negated } : { name, part, negated };
  });
}

/** The expressions of one text or a list of them. Throws an Error that names the place, by its `keys`, where one cannot be read. */
export function allExpressions(
  document: RuleDocument,
  keys: readonly unknown[],
  value: unknown,
): readonly Expression[] {
  const texts = Array.isArray(value) ? value.map(String) : [String(value)];
  return texts.flatMap((text) => expressionsAt(document, keys, text));
}

function expressionsAt(document: RuleDocument, keys: readonly unknown[], text: string): readonly Expression[] {
  try {
    return parseExpressions(text);
  } catch (error) {
    throw document.fault(keys, error instanceof Error ? error.message : String(error));
  }
}
