import { both, guardOf } from '../model/guard.ts';
import { type Alternative, impliedText, knownText, type Pieces, pieceKey, type Value } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import type { Context, Machine } from './machine.ts';

/** A pattern of an arm with its text, which is null where nobody knows it. */
export type ArmPattern = { readonly word: shell.Word; readonly text: string | undefined };

/**
 * In `case $ARCH in s390x|riscv64)` the variable is one of these two from here on. Called where the arm begins.
 */
export function narrowSubject(
  machine: Machine,
  word: shell.Word,
  subject: Value,
  patterns: readonly ArmPattern[],
  context: Context,
): void {
  const name = variableOf(word);
  if (name === undefined || !patterns.some(({ text }) => text !== undefined && isLiteral(text))) return;
  const at = spanOf(context.source, word.pos, word.end);
  machine.assign(
    name,
    subject.flatMap((alternative) => narrow(alternative, patterns, context)),
    at,
  );
}

/** What an unknown alternative is for each pattern: its text, or still unknown where the pattern is one. */
function narrow(alternative: Alternative, patterns: readonly ArmPattern[], context: Context): readonly Alternative[] {
  if (knownText(alternative.pieces) !== undefined) return [alternative];
  const site = `is:${pieceKey(alternative.pieces)}`;
  return patterns.flatMap(({ word, text }) => {
    const guard = both(alternative.guard, guardOf(site, [text ?? '?']));
    if (guard === undefined) return [];
    if (text === undefined || !isLiteral(text)) return [{ ...alternative, guard }];
    const at = spanOf(context.source, word.pos, word.end);
    const pieces: Pieces = text === '' ? [] : [impliedText(text, at)];
    return [{ guard, pieces }];
  });
}

function isLiteral(pattern: string): boolean {
  return !/[*?[\\]|[@!+]\(/.test(pattern);
}

/** The variable that a word is and nothing else: `$X`, `"${X}"`. */
function variableOf(word: shell.Word): string | undefined {
  return /^"?\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})"?$/.exec(word.text)?.slice(1).find(Boolean);
}
