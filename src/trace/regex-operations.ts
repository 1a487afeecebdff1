import type { Span } from '../model/span.ts';
import { EMPTY, flatten, joinPieces, knownText, type Pieces, slicePieces } from '../model/value.ts';
import { compileRegex, type RegexMatch, searchRegex } from '../syntax/posix-regex.ts';
import { joinList } from './host/lists.ts';

/** What a function makes of a text by a regular expression; what it takes out of the text stays where it was written. */
export type RegexOperation = 'regex-match' | 'regex-all' | 'regex-replace' | 'regex-group' | 'matching-lines';

/** Matches of one text that are made at all. */
const MOST_MATCHES = 4096;

/** Undefined where the pattern or the text is not known, or the pattern is none. */
export function operateRegex(
  operation: RegexOperation,
  [first = EMPTY, second = EMPTY, third = EMPTY]: readonly Pieces[],
  at: Span,
): Pieces | undefined {
  switch (operation) {
    case 'regex-match':
      return groupOf(0, first, second);
    case 'regex-group':
      return groupOf(Number(knownText(first)), second, third);
    case 'regex-all': {
      const found = matches(first, second);
      return found === undefined
        ? undefined
        : joinList(
            found.map((match) => sliceOf(second, match[0])),
            at,
          );
    }
    case 'regex-replace':
      return replaceAll(first, second, third);
    case 'matching-lines':
      return matchingLines(first, second, at);
    default:
      return operation satisfies never;
  }
}

/** Whether a text matches; undefined where nobody can tell. */
export function isRegexMatch(pattern: string, text: string): boolean | undefined {
  const regex = compileRegex(pattern);
  const match = regex === undefined ? undefined : searchRegex(regex, text, 0);
  return match === undefined ? undefined : match !== null;
}

function groupOf(group: number, pattern: Pieces, text: Pieces): Pieces | undefined {
  const [known, whole] = [knownText(pattern), knownText(text)];
  const regex = known === undefined || whole === undefined ? undefined : compileRegex(known);
  if (regex === undefined || whole === undefined) return undefined;
  const match = searchRegex(regex, whole, 0);
  return match === undefined ? undefined : sliceOf(text, match?.[group]);
}

function matches(pattern: Pieces, text: Pieces): readonly RegexMatch[] | undefined {
  const [known, whole] = [knownText(pattern), knownText(text)];
  const regex = known === undefined || whole === undefined ? undefined : compileRegex(known);
  if (regex === undefined || whole === undefined) return undefined;
  const found: RegexMatch[] = [];
  for (let from = 0; from <= whole.length; ) {
    const match = searchRegex(regex, whole, from);
    if (match === undefined || found.length > MOST_MATCHES) return undefined;
    const range = match?.[0];
    if (match === null || range === undefined) break;
    // CMake refuses a pattern that matches nothing.
    if (range[0] === range[1]) return undefined;
    found.push(match);
    from = range[1];
  }
  return found;
}

const REFERENCE = /\\(.)/g;

/** `\1` in the replacement is a group, any other character behind a backslash itself. */
function replaceAll(pattern: Pieces, replacement: Pieces, text: Pieces): Pieces | undefined {
  const found = matches(pattern, text);
  if (found === undefined) return undefined;
  const written = flatten(replacement);
  const parts: Pieces[] = [];
  let done = 0;
  for (const match of found) {
    const [start, end] = match[0] ?? [done, done];
    parts.push(slicePieces(text, done, start));
    let from = 0;
    for (const { index, 1: character = '' } of written.matchAll(REFERENCE)) {
      parts.push(slicePieces(replacement, from, index));
      parts.push(
        /\d/.test(character) ? sliceOf(text, match[Number(character)]) : slicePieces(replacement, index + 1, index + 2),
      );
      from = index + 2;
    }
    parts.push(slicePieces(replacement, from, written.length));
    done = end;
  }
  return joinPieces(...parts, slicePieces(text, done, flatten(text).length));
}

/** The lines of a text in which the pattern is found, as a list; an empty pattern takes all. Empty lines are none. */
function matchingLines(pattern: Pieces, text: Pieces, at: Span): Pieces | undefined {
  const [known, whole] = [knownText(pattern), knownText(text)];
  const regex = known === undefined ? undefined : compileRegex(known);
  if (regex === undefined || whole === undefined) return undefined;
  const lines: Pieces[] = [];
  for (const { 0: line, index } of whole.matchAll(/[^\r\n]+/g)) {
    const match = searchRegex(regex, line, 0);
    if (match === undefined) return undefined;
    if (match !== null) lines.push(slicePieces(text, index, index + line.length));
  }
  return joinList(lines, at);
}

function sliceOf(text: Pieces, range: readonly [number, number] | undefined): Pieces {
  return range === undefined ? EMPTY : slicePieces(text, range[0], range[1]);
}
