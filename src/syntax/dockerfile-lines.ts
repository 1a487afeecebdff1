import { impliedText, type Pieces, type TextPiece, writtenText } from '../model/value.ts';

/** A stretch of a Dockerfile with its escape character. */
export type Stretch = {
  readonly file: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly escapeCharacter: string;
};

/**
 * A continued stretch as the shell gets it, offsets kept: comment and empty lines inside it become blanks, a continuation that only
 * Docker knows (backtick, blanks or CR behind it) becomes blanks or, inside a word, the seam between two pieces.
 */
export function shellPieces(stretch: Stretch): Pieces {
  return undo(stretch, true);
}

/** A continued stretch as one line, exactly: every continuation, comment and empty line inside it is a seam between two pieces. */
export function linePieces(stretch: Stretch): Pieces {
  return undo(stretch, false);
}

/** Exact pieces of `start` to `end` as text of that length: a seam is as many blanks as it takes in the file (JSON form). */
export function padSeams(pieces: Pieces, start: number): string {
  let text = '';
  for (const piece of pieces) {
    if (piece.kind !== 'text') continue;
    text += ' '.repeat(Math.max(piece.at.start - start - text.length, 0)) + piece.text;
  }
  return text;
}

const SKIPPED_LINE = /^[ \t]*(?:#[^\n]*)?\r?\n?$/;

function undo(stretch: Stretch, keepsLength: boolean): Pieces {
  const { file, text, start, end } = stretch;
  const slice = text.slice(start, end);
  if (!slice.includes('\n') && findTail(slice, stretch.escapeCharacter, true) === 0) {
    return slice === '' ? [] : [writtenText(file, text, start, end)];
  }
  const lines = splitLines(slice);
  const seams = new SeamBuilder(file, start);
  let isJoining = false;
  for (const [index, line] of lines.entries()) {
    if (index > 0 && SKIPPED_LINE.test(line)) {
      if (keepsLength && !isJoining) seams.blank(line.length);
      else seams.skip(line.length);
      continue;
    }
    const next = lines[index + 1];
    const tail = findTail(line, stretch.escapeCharacter, next === undefined);
    if (tail === 0) {
      seams.append(line);
      continue;
    }
    const body = line.slice(0, line.length - tail);
    seams.append(body);
    isJoining = next !== undefined && isInsideWord(body, lines, index);
    if (!keepsLength) seams.skip(tail);
    else if (next === undefined) seams.blank(tail);
    else if (isJoining) seams.skipTail(line.slice(-tail), next);
    else if (tail === 2) seams.append('\\\n');
    else seams.blank(tail);
  }
  return seams.finish();
}

/** Gathers characters that stand side by side in the file into pieces. */
class SeamBuilder {
  readonly #pieces: TextPiece[] = [];
  readonly #file: string;
  #start: number;
  #parts: string[] = [];
  #length = 0;

  constructor(file: string, start: number) {
    this.#file = file;
    this.#start = start;
  }

  append(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }

  /** Blanks in place of what the file says: the length stays, the characters are not the file's. */
  blank(length: number): void {
    this.#flush();
    const at = { file: this.#file, start: this.#start, end: this.#start + length };
    this.#pieces.push(impliedText(' '.repeat(length), at));
    this.#start += length;
  }

  skip(length: number): void {
    this.#flush();
    this.#start += length;
  }

  /** A continuation inside a word: the shell undoes its own form by itself, unless a line between would come in. */
  skipTail(tail: string, next: string): void {
    if (tail.length === 2 && !SKIPPED_LINE.test(next)) this.append('\\\n');
    else this.skip(tail.length);
  }

  finish(): Pieces {
    this.#flush();
    return this.#pieces;
  }

  #flush(): void {
    if (this.#length > 0) {
      const at = { file: this.#file, start: this.#start, end: this.#start + this.#length };
      this.#pieces.push({ kind: 'text', text: this.#parts.join(''), at, verbatim: true });
    }
    this.#start += this.#length;
    this.#parts = [];
    this.#length = 0;
  }
}

function splitLines(text: string): readonly string[] {
  const lines: string[] = [];
  let start = 0;
  while (start < text.length) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed + 1;
    lines.push(text.slice(start, end));
    start = end;
  }
  return lines;
}

/** Length of the continuation at the end of the line (escape character, blanks, line break), 0 when it does not continue. */
function findTail(line: string, escapeCharacter: string, isLast: boolean): number {
  let at = line.length - 1;
  if (line[at] === '\n') at -= 1;
  else if (!isLast) return 0;
  while (line[at] === ' ' || line[at] === '\t' || line[at] === '\r') at -= 1;
  return line[at] === escapeCharacter && line[at - 1] !== escapeCharacter ? line.length - at : 0;
}

/** True when what stands before the continuation and what comes after it is one word. */
function isInsideWord(body: string, lines: readonly string[], index: number): boolean {
  if (body === '' || /\s$/.test(body)) return false;
  let next = index + 1;
  while (next < lines.length - 1 && SKIPPED_LINE.test(lines[next] ?? '')) next += 1;
  return /^\S/.test(lines[next] ?? '');
}
