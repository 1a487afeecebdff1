import { HOLE } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import type { Fields } from './fields.ts';

/**
 * Words that say the same whenever they are expanded: literal text, quoted or not, and globs. They are expanded once for each place in a
 * file, however often a loop, a function or another file comes by; most words of most scripts are such.
 */

/** True when nothing in a word depends on variables, folders or other commands. Braces make several words and are left out. */
export function isConstant({ parts, value }: shell.Word): boolean {
  // An unknown part may be something else under other choices of the language around the shell.
  if (value.includes(HOLE)) return false;
  return parts === undefined || parts.every(isConstantPart);
}

function isConstantPart(part: shell.WordPart): boolean {
  switch (part.type) {
    case 'Literal':
    case 'AnsiCQuoted':
    case 'SingleQuoted':
    case 'Glob':
    case 'ExtendedGlob':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.every(isConstantPart);
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ProcessSubstitution':
    case 'ArithmeticExpansion':
    case 'BraceExpansion':
      return false;
    default:
      return part satisfies never;
  }
}

/** By word, its expansion; null for a word that is not constant. */
const known = new WeakMap<shell.Word, readonly Fields[] | null>();

/** The fields of a word, from `expand` the first time, and each time for a word that is not constant. */
export function expandOnce(word: shell.Word, expand: () => readonly Fields[]): readonly Fields[] {
  const before = known.get(word);
  if (before !== undefined) return before ?? expand();
  const fields = isConstant(word) ? expand() : null;
  known.set(word, fields);
  return fields ?? expand();
}
