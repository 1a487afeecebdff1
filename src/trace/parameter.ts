import type { Span } from '../model/span.ts';
import {
  flatten,
  HOLE,
  impliedText,
  joinPieces,
  knownText,
  type Piece,
  type Pieces,
  pieceKey,
  slicePieces,
} from '../model/value.ts';
import { compilePattern, matchPrefix, matchSuffix, type Pattern } from './pattern.ts';
import { hole } from './values.ts';

/**
 * The operations of `${name<op>...}` on one text (Bash manual, "Shell Parameter Expansion"). Where a part is unknown the result is a hole whose
 * identity follows from the operand's, so that the same operation on the same unknown is the same unknown. What is kept of a text stays verbatim.
 */
export type Operation = {
  /** How the expansion is written, for the hole's name. */
  readonly name: string;
  readonly at: Span;
};

/** `#`, `##`, `%`, `%%`: the shortest or longest match is taken off. A hole is taken to hold no character of the pattern's own text. */
export function removeMatch(
  pieces: Pieces,
  pattern: Pieces,
  operator: '#' | '##' | '%' | '%%',
  operation: Operation,
): Pieces {
  const compiled = patternOf(pattern);
  const text = flatten(pieces);
  if (compiled === undefined || text.length > MAX_PATTERN_TEXT) return derived(operator, pieces, pattern, operation);
  const isLongest = operator.length === 2;
  const hasHole = text.includes(HOLE);
  if (operator.startsWith('#')) {
    const length = matchPrefix(compiled, text, isLongest);
    if (length !== undefined) return slicePieces(pieces, length, text.length);
    return hasHole && !startsKnown(text, compiled) ? derived(operator, pieces, pattern, operation) : pieces;
  }
  const start = matchSuffix(compiled, text, isLongest);
  if (start !== undefined) return slicePieces(pieces, 0, start);
  return hasHole && !endsKnown(text, compiled) ? derived(operator, pieces, pattern, operation) : pieces;
}

/** `/`, `//`, `/#`, `/%`. */
export function replaceMatch(
  pieces: Pieces,
  pattern: Pieces,
  replacement: Pieces,
  operator: '/' | '//' | '/#' | '/%',
  operation: Operation,
): Pieces {
  const compiled = patternOf(pattern);
  if (compiled === undefined || compiled.tokens.length === 0) return derived(operator, pieces, pattern, operation);
  if (pieces.some((piece) => piece.kind === 'hole')) {
    if (operator !== '//') return derived(operator, pieces, pattern, operation);
    return pieces.flatMap(
      (piece): Pieces =>
        piece.kind === 'hole'
          ? derived(operator, [piece], joinPieces(pattern, replacement), operation)
          : replaceMatch([piece], pattern, replacement, operator, operation),
    );
  }
  const text = flatten(pieces);
  if (text.length > MAX_PATTERN_TEXT) return derived(operator, pieces, pattern, operation);
  if (operator === '/#') {
    const length = matchPrefix(compiled, text, true);
    return length === undefined ? pieces : joinPieces(replacement, slicePieces(pieces, length, text.length));
  }
  if (operator === '/%') {
    const start = matchSuffix(compiled, text, true);
    return start === undefined ? pieces : joinPieces(slicePieces(pieces, 0, start), replacement);
  }
  const parts: Pieces[] = [];
  let kept = 0;
  for (let index = 0; index <= text.length; ) {
    const length = matchPrefix(compiled, text, true, index);
    if (length === undefined || length === 0) {
      index += 1;
      continue;
    }
    parts.push(slicePieces(pieces, kept, index), replacement);
    index += length;
    kept = index;
    if (operator === '/') break;
  }
  parts.push(slicePieces(pieces, kept, text.length));
  return joinPieces(...parts);
}

/** `:offset:length`, both known numbers; negative ones count from the end. */
export function sliceText(pieces: Pieces, offset: number, length: number | undefined, operation: Operation): Pieces {
  const text = knownText(pieces);
  if (text === undefined) return derived(`:${offset}:${length ?? ''}`, pieces, [], operation);
  const start = offset < 0 ? Math.max(text.length + offset, 0) : Math.min(offset, text.length);
  const end = length === undefined ? text.length : length < 0 ? text.length + length : start + length;
  return slicePieces(pieces, start, Math.max(end, start));
}

/** `^`, `^^`, `,`, `,,` without a pattern. */
export function changeCase(pieces: Pieces, operator: '^' | '^^' | ',' | ',,', operation: Operation): Pieces {
  const text = knownText(pieces);
  if (text === undefined) return derived(operator, pieces, [], operation);
  const change = (part: string) => (operator.startsWith('^') ? part.toUpperCase() : part.toLowerCase());
  const changed = operator.length === 2 ? change(text) : change(text.slice(0, 1)) + text.slice(1);
  return changed === text ? pieces : [impliedText(changed, operation.at)];
}

/** `${#name}`: the length in characters. */
export function textLength(pieces: Pieces, operation: Operation): Pieces {
  const text = knownText(pieces);
  if (text === undefined) return derived('#', pieces, [], operation);
  return [impliedText(String([...text].length), operation.at)];
}

/** A hole that stands for an operation on pieces that are not all known. */
export function derived(operator: string, pieces: Pieces, operand: Pieces, operation: Operation): Pieces {
  const origin = [
    ...new Set([...pieces, ...operand].flatMap((piece: Piece) => (piece.kind === 'hole' ? (piece.origin ?? []) : []))),
  ];
  const id = `(${operator} ${pieceKey(pieces)} ${pieceKey(operand)})`;
  return [
    hole(
      id.length > 500 ? `(${operator} at ${operation.at.file}:${operation.at.start})` : id,
      operation.name,
      'operation',
      operation.at,
      origin,
    ),
  ];
}

const MAX_PATTERN_TEXT = 4096;

function patternOf(pattern: Pieces): Pattern | undefined {
  const text = knownText(pattern);
  return text === undefined || text.length > MAX_PATTERN_TEXT ? undefined : compilePattern(text);
}

/** True when the text before the first hole is long enough to say that the pattern, which has no `*`, does not match. */
function startsKnown(text: string, pattern: Pattern): boolean {
  return !pattern.tokens.some((token) => token.kind === 'many') && text.indexOf(HOLE) >= pattern.tokens.length;
}

function endsKnown(text: string, pattern: Pattern): boolean {
  return (
    !pattern.tokens.some((token) => token.kind === 'many') &&
    text.length - 1 - text.lastIndexOf(HOLE) >= pattern.tokens.length
  );
}
