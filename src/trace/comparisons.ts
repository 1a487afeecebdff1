import { both } from '../model/guard.ts';
import type { Invocation, Variant } from '../model/invocation.ts';
import type { Span } from '../model/span.ts';
import { impliedText, type Value, type Word } from '../model/value.ts';
import type { Context, Machine } from './machine.ts';
import { emitInvocation } from './run-command.ts';

/** Two words that are compared, as the test that it is: `span` begins with its `name`. */
export type Comparison = {
  readonly name: string;
  readonly span: Span;
  readonly left: Value;
  readonly leftAt: Span;
  readonly operator: string;
  readonly right: Value;
  readonly rightAt: Span;
};

/** True where a word holds the output of a command. */
export function isPrinted(value: Value): boolean {
  return value.some((alternative) =>
    alternative.pieces.some((piece) => piece.kind === 'hole' && piece.origin !== undefined),
  );
}

/** A comparison that may be a check goes into the trace as a command. */
export function emitComparison(
  machine: Machine,
  { name, span, left, leftAt, operator, right, rightAt }: Comparison,
  context: Context,
  success: Pick<Invocation, 'success'> = {},
): void {
  const word = (text: string, at: Span): Word => ({ pieces: [impliedText(text, at)], at });
  const at = { ...span, end: Math.min(span.start + name.length, span.end) };
  const between = { ...span, start: leftAt.end, end: Math.max(leftAt.end, rightAt.start) };
  const variants: Variant[] = [];
  for (const a of left) {
    for (const b of right) {
      const guard = both(a.guard, b.guard);
      if (guard === undefined) continue;
      const words = [word(name, at), toWord(a, leftAt), word(operator, between), toWord(b, rightAt)];
      variants.push({ guard, words, lost: [] });
    }
  }
  const redirections = { stdin: null, outputs: [], append: false, isSilent: true, span: null };
  const running = { variants, context, redirections, word: at, span, host: 'shell', form: 'command' } as const;
  emitInvocation(machine, { ...running, ...success }, null);
}

function toWord({ pieces, overridable }: Value[number], at: Span): Word {
  return overridable === undefined ? { pieces, at } : { pieces, at, overridable };
}
