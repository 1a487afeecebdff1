import type { Capture } from '../model/act.ts';
import { flatten, joinPieces, type Pieces, slicePieces, type Word } from '../model/value.ts';
import { literal, toWord } from './predicates/pieces.ts';
import type { Reading } from './reading.ts';

/** Calls inside calls that are read; what stands deeper says nothing of its own. */
const MOST_DEPTH = 8;
/** Longer names are none. */
const MOST_NAME = 100;

/** A text with its quotes, a comment, or a call from its name to behind its bracket; of a call, the first mark inside of it. */
type Mark =
  | { readonly kind: 'text' | 'comment'; readonly start: number; readonly end: number }
  | { readonly kind: 'call'; readonly start: number; end: number; readonly inner: number };

/**
 * The words of a role that hold code (`R -e`, `julia -e`) become one word for each call in it, in the order in which they begin. Calls inside
 * of others are words of their own, and are left out of the outer ones.
 */
export function cutCalls(roles: readonly string[], reading: Reading): void {
  for (const role of roles) {
    const captures = reading.words.get(role);
    if (captures !== undefined) reading.words.set(role, captures.flatMap(toCalls));
  }
}

function toCalls(capture: Capture): readonly Capture[] {
  const text = flatten(capture.word.pieces);
  const marks = readMarks(text);
  return marks.flatMap((mark) =>
    mark.kind === 'call' ? [{ ...capture, word: normalise(capture.word, text, mark, marks) }] : [],
  );
}

/** In the order in which they begin. A call without an end goes to the end of the text. */
function readMarks(text: string): readonly Mark[] {
  const marks: Mark[] = [];
  const open: (Extract<Mark, { kind: 'call' }> | null)[] = [];
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(text); token !== null; token = TOKEN.exec(text)) {
    const [start, end] = [token.index, TOKEN.lastIndex];
    const first = text.charAt(start);
    if (first === '#') marks.push({ kind: 'comment', start, end });
    else if (first === ')') {
      const call = open.pop();
      if (call) call.end = end;
    } else if (first === '(') {
      const name = open.length < MOST_DEPTH ? nameBefore(text, start) : '';
      const call = { kind: 'call' as const, start: start - name.length, end: text.length, inner: marks.length + 1 };
      if (name !== '') marks.push(call);
      open.push(name === '' ? null : call);
    } else if (first === "'" && TRANSPOSED.test(text.charAt(start - 1))) TOKEN.lastIndex = start + 1;
    else marks.push({ kind: 'text', start, end });
  }
  return marks;
}

const TOKEN = /"(?:[^"\\]|\\[\s\S])*"?|'(?:[^'\\]|\\[\s\S])*'?|#[^\n]*|[()]/g;
/** Behind these Julia's `'` turns a matrix. */
const TRANSPOSED = /[\w)\]]/;

/** The name in front of a bracket, without R's `package::`. */
function nameBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < MOST_NAME && /[\w.]/.test(text.charAt(start - 1))) start--;
  return text.slice(start, end);
}

/** Blanks and comments are left out, and all texts stand in double quotes: one spelling for the templates. */
function normalise(word: Word, text: string, call: Extract<Mark, { kind: 'call' }>, marks: readonly Mark[]): Word {
  const parts: Pieces[] = [];
  let at = call.start;
  const addCode = (to: number): void => {
    for (const match of text.slice(at, to).matchAll(/\S+/g))
      parts.push(slicePieces(word.pieces, at + match.index, at + match.index + match[0].length));
  };
  for (let index = call.inner; index < marks.length; index++) {
    const mark = marks[index];
    if (mark === undefined || mark.start >= call.end) break;
    if (mark.start < at) continue;
    addCode(mark.start);
    at = mark.end;
    if (mark.kind !== 'text') continue;
    const isClosed = mark.end > mark.start + 1 && text[mark.end - 1] === text[mark.start];
    const quote = literal('"', word);
    parts.push(quote, slicePieces(word.pieces, mark.start + 1, mark.end - (isClosed ? 1 : 0)), quote);
  }
  addCode(call.end);
  return toWord(joinPieces(...parts), word);
}
