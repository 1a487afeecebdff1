import type { TextOperation } from '../model/program.ts';
import { NO_PLACE, type Span } from '../model/span.ts';
import { EMPTY, flatten, HOLE, impliedText, joinPieces, knownText, type Pieces, slicePieces } from '../model/value.ts';
import { splitList } from './host/lists.ts';
import { operateRegex } from './regex-operations.ts';

/** What a function of a host's language makes of its operands; undefined where a part that nobody knows decides. */
export function operate(
  operation: Exclude<TextOperation, 'call' | 'file-text' | 'evaluate' | 'for-each'>,
  operands: readonly Pieces[],
  at: Span,
): Pieces | undefined {
  const [first = EMPTY, second = EMPTY, third = EMPTY] = operands;
  switch (operation) {
    case 'replace':
      return replaceText(knownText(first), second, third);
    case 'replace-suffix':
      return mapWords(third, (word) => replacePattern(knownText(first), second, word));
    case 'add-prefix':
      return mapWords(second, (word) => joinPieces(first, word));
    case 'add-suffix':
      return mapWords(second, (word) => joinPieces(word, first));
    case 'first-word':
      return wordAt(first, () => 0);
    case 'last-word':
      return wordAt(first, (count) => count - 1);
    case 'word': {
      const number = Number(knownText(first));
      return Number.isInteger(number) && number > 0 ? wordAt(second, () => number - 1) : undefined;
    }
    case 'recipe-prefix': {
      const prefix = /^[@+\s-]*/.exec(flatten(first))?.[0].length ?? 0;
      return knownText(first) === undefined
        ? (operands[1] ?? first)
        : slicePieces(first, prefix, flatten(first).length);
    }
    case 'strip':
      return mapWords(first, (word) => word);
    case 'lower':
      return mapText(first, at, (text) => text.toLowerCase());
    case 'upper':
      return mapText(first, at, (text) => text.toUpperCase());
    case 'base-name':
      return mapWords(first, (word) => slicePieces(word, flatten(word).lastIndexOf('/') + 1, flatten(word).length));
    case 'folder-name':
      return mapWords(first, (word) => {
        const slash = flatten(word).lastIndexOf('/');
        return slash < 0 ? plain('./', at) : slicePieces(word, 0, slash + 1);
      });
    case 'list-item':
      return listItem(knownText(first), second);
    case 'regex-match':
    case 'regex-all':
    case 'regex-replace':
    case 'regex-group':
    case 'matching-lines':
      return operateRegex(operation, operands, at);
    default:
      return operation satisfies never;
  }
}

/** From the end where the index is negative. A hole may be several items. */
function listItem(index: string | undefined, list: Pieces): Pieces | undefined {
  if (index === undefined || !/^-?\d+$/.test(index) || knownText(list) === undefined) return undefined;
  return splitList(list).at(Number(index));
}

/** Literal text from left to right; what stays keeps its place. A hole in the text may hold what is searched, so it decides. */
function replaceText(from: string | undefined, to: Pieces, text: Pieces): Pieces | undefined {
  if (from === undefined || from === '') return undefined;
  const whole = flatten(text);
  const result: Pieces[] = [];
  let start = 0;
  for (let found = whole.indexOf(from); found >= 0; found = whole.indexOf(from, start)) {
    result.push(slicePieces(text, start, found), to);
    start = found + from.length;
  }
  result.push(slicePieces(text, start, whole.length));
  return whole.includes(HOLE) ? undefined : joinPieces(...result);
}

/** Make's `%` patterns: `%.c` with `%.o`; without a `%` the whole word. */
function replacePattern(pattern: string | undefined, replacement: Pieces, word: Pieces): Pieces | undefined {
  if (pattern === undefined) return undefined;
  const text = flatten(word);
  const percent = pattern.indexOf('%');
  if (percent < 0) return text === pattern ? replacement : word;
  const [before, after] = [pattern.slice(0, percent), pattern.slice(percent + 1)];
  if (text.length < before.length + after.length || !text.startsWith(before) || !text.endsWith(after)) return word;
  const stem = slicePieces(word, before.length, text.length - after.length);
  const target = flatten(replacement);
  const place = target.indexOf('%');
  if (place < 0) return replacement;
  return joinPieces(slicePieces(replacement, 0, place), stem, slicePieces(replacement, place + 1, target.length));
}

function mapWords(text: Pieces, change: (word: Pieces) => Pieces | undefined): Pieces | undefined {
  const result: Pieces[] = [];
  for (const word of wordsOf(text)) {
    const changed = change(word);
    if (changed === undefined) return undefined;
    if (result.length > 0) result.push(BLANK);
    result.push(changed);
  }
  return joinPieces(...result);
}

function wordAt(text: Pieces, indexOf: (count: number) => number): Pieces | undefined {
  const words = wordsOf(text);
  if (words.some((word) => word.some((piece) => piece.kind === 'hole' && piece.many === true))) return undefined;
  return words[indexOf(words.length)] ?? EMPTY;
}

/** What blanks part. */
export function wordsOf(text: Pieces): readonly Pieces[] {
  const whole = flatten(text);
  return [...whole.matchAll(/\S+/g)].map((match) => slicePieces(text, match.index, match.index + match[0].length));
}

function mapText(text: Pieces, at: Span, change: (text: string) => string): Pieces | undefined {
  const known = knownText(text);
  if (known === undefined) return undefined;
  const changed = change(known);
  return changed === known ? text : plain(changed, at);
}

function plain(text: string, at: Span): Pieces {
  return [impliedText(text, at)];
}

const BLANK = plain(' ', NO_PLACE);
