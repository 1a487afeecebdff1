import { type Expression, PREDICATES, type PredicateName } from './rule.ts';

/**
 * `url`, `'text'`, `requirement.ref`, `in-folder(prefix, saved-name(url))`, alternatives joined by `|`. Throws an Error that says what was expected; what names
 * exist is the caller's to check.
 */
export function parseExpressions(text: string): readonly Expression[] {
  const parser = new ExpressionParser(text);
  const result = [parser.expression()];
  while (parser.take('|')) result.push(parser.expression());
  parser.end();
  return result;
}

/** Names of operands and captures that an expression speaks of. */
export function namesIn(expression: Expression): readonly string[] {
  if ('name' in expression) return [expression.name];
  return 'call' in expression ? expression.of.flatMap(namesIn) : [];
}

/** The parts of split words that an expression speaks of. */
export function partsIn(expression: Expression): readonly { readonly name: string; readonly part: string }[] {
  if ('part' in expression) return [expression];
  return 'call' in expression ? expression.of.flatMap(partsIn) : [];
}

class ExpressionParser {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  expression(): Expression {
    if (this.take("'")) {
      const end = this.text.indexOf("'", this.at);
      if (end < 0) throw new Error(`'${this.text}': expected a closing quote`);
      const text = this.text.slice(this.at, end);
      this.at = end + 1;
      return { text };
    }
    const name = this.name();
    if (this.text[this.at] === '.') {
      this.at++;
      return { name, part: this.name() };
    }
    if (!this.take('(')) return { name };
    const call = PREDICATES.find((known) => known === name);
    if (call === undefined) throw new Error(`'${name}' is no predicate, expected one of: ${PREDICATES.join(', ')}`);
    return { call, of: this.arguments(call) };
  }

  take(sign: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }

  end(): void {
    this.skipBlanks();
    if (this.at < this.text.length) throw new Error(`'${this.text}': '${this.text.slice(this.at)}' was not expected`);
  }

  private arguments(call: PredicateName): readonly Expression[] {
    const result: Expression[] = [];
    if (this.take(')')) return result;
    do result.push(this.expression());
    while (this.take(','));
    if (!this.take(')')) throw new Error(`'${this.text}': expected ')' behind the words of ${call}`);
    return result;
  }

  private name(): string {
    this.skipBlanks();
    const start = this.at;
    while (/[a-z0-9-]/.test(this.text[this.at] ?? '')) this.at++;
    if (this.at === start) throw new Error(`'${this.text}': expected the name of an operand, a capture or a predicate`);
    return this.text.slice(start, this.at);
  }

  private skipBlanks(): void {
    while (this.text[this.at] === ' ') this.at++;
  }
}
