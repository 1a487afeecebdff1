import { BOUNDS } from '../../model/bounds.ts';
import { heldUnder } from '../../model/guard.ts';
import type { Span } from '../../model/span.ts';
import {
  type Alternative,
  always,
  flatten,
  HOLE,
  type HolePiece,
  type Pieces,
  slicePieces,
  type Value,
} from '../../model/value.ts';
import { concat, fold, hole, NOTHING } from '../values.ts';

/**
 * Words that the language around a shell leaves open (`$(FLAGS)` of two arms). The shell's text is read once, with one unknown part for each
 * of them, and where the shell expands its words the part is what it may be: texts need not be multiplied.
 */
export class HostChoices {
  private readonly values = new Map<string, Value>();

  /** A part that stands for the value in shell text; undefined where one of the texts could mean more to a shell than words. */
  hold(value: Value, name: string, at: Span): Value | undefined {
    if (value.every(({ pieces, unset }) => pieces.length === 0 && unset === undefined)) return NOTHING;
    if (!value.every(({ pieces }) => isWords(pieces))) return undefined;
    const whole = value.flatMap((alternative) => this.spreadOne(alternative, at));
    if (whole.length > BOUNDS.product) return undefined;
    const id = `choice:${at.file}:${at.start}:${this.values.size}`;
    this.values.set(id, fold(whole));
    return always([hole(id, name, 'operation', at)]);
  }

  /** True when a part of the text was left open. */
  isOpen(pieces: Pieces): boolean {
    return this.values.size > 0 && pieces.some((piece) => this.valueOf(piece) !== undefined);
  }

  /** The text cut at what was left open, with the values of that. */
  split(pieces: Pieces): readonly (Pieces | Choice)[] {
    const parts: (Pieces | Choice)[] = [];
    let from = 0;
    let end = 0;
    for (const piece of pieces) {
      const start = end;
      end += piece.kind === 'text' ? piece.text.length : 1;
      const value = this.valueOf(piece);
      if (value === undefined || piece.kind === 'text') continue;
      if (start > from) parts.push(slicePieces(pieces, from, start));
      parts.push({ value, piece });
      from = end;
    }
    if (from < end) parts.push(slicePieces(pieces, from, end));
    return parts;
  }

  /** Every text that it may be, where blanks part no words. */
  spread(pieces: Pieces, at: () => Span): Value {
    if (!this.isOpen(pieces)) return always(pieces);
    let value: Value = NOTHING;
    for (const part of this.split(pieces)) value = concat(value, 'value' in part ? part.value : always(part), at());
    return value;
  }

  private spreadOne(alternative: Alternative, at: Span): Value {
    if (!this.isOpen(alternative.pieces)) return [alternative];
    return heldUnder(
      this.spread(alternative.pieces, () => at),
      alternative.guard,
    );
  }

  private valueOf(piece: Pieces[number]): Value | undefined {
    return piece.kind === 'hole' ? this.values.get(piece.id) : undefined;
  }
}

/** What an open part may be. */
export type Choice = { readonly value: Value; readonly piece: HolePiece };

/** Nothing that a shell reads as more than words with blanks between: no quotes, operators, patterns, comments. */
const WORDS = new RegExp(`^[\\w${HOLE} \\t.:@%+,^/=-]*$`);
const ASSIGNMENT = /(?:^|[ \t])\w+=/;
/** Words that build commands where they stand first. */
const RESERVED =
  /(?:^|\s)(?:if|then|elif|else|fi|for|do|done|while|until|case|esac|in|function|time|select|coproc)(?:\s|$)/;

function isWords(pieces: Pieces): boolean {
  const text = flatten(pieces);
  return WORDS.test(text) && !ASSIGNMENT.test(text) && !RESERVED.test(text);
}
