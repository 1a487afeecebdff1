import { impliedText, type Pieces, type Value } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { expandValue } from './expand.ts';
import type { Context, Machine } from './machine.ts';
import { concat, NOTHING } from './values.ts';

/** What a pattern would take for more than a character of its own. */
const SPECIAL = /[*?[\]\\(]/g;

/**
 * A word that stands where a pattern is asked for (`case`, the right side of `[[ a == b ]]`), as text for compilePattern: what is quoted
 * stands for itself. https://www.gnu.org/software/bash/manual/bash.html#Pattern-Matching
 */
export function expandPattern(machine: Machine, word: shell.Word, context: Context): Value {
  const { parts } = word;
  if (parts === undefined || parts.length === 0) {
    const value = expandValue(machine, word, context);
    return word.text === word.value ? value : asText(value);
  }
  const at = spanOf(context.source, word.pos, word.end);
  let result: Value = NOTHING;
  for (const part of parts) {
    const value = expandValue(machine, { ...word, parts: [part] }, context);
    const next = isQuoted(part) ? asText(value) : value;
    result = result === NOTHING ? next : concat(result, next, at);
  }
  return result;
}

function isQuoted(part: shell.WordPart): boolean {
  switch (part.type) {
    case 'SingleQuoted':
    case 'DoubleQuoted':
    case 'AnsiCQuoted':
    case 'LocaleString':
      return true;
    case 'Literal':
      return part.text !== part.value;
    default:
      return false;
  }
}

function asText(value: Value): Value {
  return value.map((alternative) => ({ ...alternative, pieces: alternative.pieces.flatMap(escapedPiece) }));
}

/** Only what is special becomes a text of its own: the rest keeps the place where it is written. */
function escapedPiece(piece: Pieces[number]): Pieces {
  if (piece.kind !== 'text' || piece.text.search(SPECIAL) < 0) return [piece];
  return [impliedText(piece.text.replace(SPECIAL, '\\$&'), piece.at)];
}
