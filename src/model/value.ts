import { type Escaping, type EscapingLayer, isSameEscaping } from './escaping.ts';
import { ALWAYS, type Guard } from './guard.ts';
import { NO_PLACE, type Span } from './span.ts';

/**
 * Text whose every character was written at `at`; `verbatim` when those are the file's own characters, so it can be spliced. `escaping`
 * says how text beside it has to be written.
 */
export type TextPiece = {
  readonly kind: 'text';
  readonly text: string;
  readonly at: Span;
  readonly verbatim: boolean;
  readonly escaping?: Escaping;
};

/**
 * A part that the text does not say. Two holes with one `id` are the same unknown text, so paths that share them are one path.
 * `origin` names the invocations whose output it is (a version read from an answer), `many` that it may be several words.
 */
export type HolePiece = {
  readonly kind: 'hole';
  readonly id: string;
  /** As a person would name it: `$VERSION`, `$(uname -m)`. */
  readonly name: string;
  readonly why: HoleReason;
  readonly at: Span;
  readonly origin?: readonly number[];
  readonly many?: boolean;
};

/** Why a part of a value is not known. */
export type HoleReason =
  | 'environment' // a variable that the text never sets
  | 'argument' // a parameter of a script, or of a function that nothing calls
  | 'build-argument' // ARG without a default, or one that the builder fills
  | 'output' // what a command prints
  | 'loop' // a value that a loop builds from itself
  | 'pattern' // a glob, a brace or an arithmetic that was not computed
  | 'operation' // an operation on an unknown value
  | 'placeholder' // a word of another language in the text (`${{ }}`, `{{ }}`)
  | 'bound'; // a bound of the reader was reached

export type Piece = TextPiece | HolePiece;
export type Pieces = readonly Piece[];

/** Why a variable holds nothing although the author seems to think that it does. */
export type UnsetReason =
  | 'never-set'
  | 'one-command-only' // `VAR=x first && second $VAR`
  | 'arg-not-in-stage' // a global ARG that the stage does not declare again
  | 'unset';

/** One text that a value may be. `unset` when the variable is not set there; `overridable` names what from outside can change it. */
export type Alternative = {
  readonly guard: Guard;
  readonly pieces: Pieces;
  readonly unset?: UnsetReason;
  readonly overridable?: readonly string[];
};

/** All texts that a value may be; the guards exclude each other. */
export type Value = readonly Alternative[];

/** A word of a command: what it says, and where it stands with its quotes (null when it came out of a variable that was split). */
export type Word = {
  readonly pieces: Pieces;
  readonly at: Span | null;
  readonly overridable?: readonly string[];
};

/** Id of the hole that stands for the folder where a build is started. */
export const WORKING_FOLDER = 'working-folder';

/** The folder where a build is started: the top of the tree. */
export function workingFolderHole(at: Span): HolePiece {
  return { kind: 'hole', id: WORKING_FOLDER, name: '$PWD', why: 'environment', at };
}

/** In flattened text a hole takes one character, so offsets count through holes. U+FFFC is a word character to every parser. */
export const HOLE = '\uFFFC';

export const EMPTY: Pieces = [];

/** A file's own characters. */
export function writtenText(file: string, text: string, start: number, end: number): TextPiece {
  return { kind: 'text', text: text.slice(start, end), at: { file, start, end }, verbatim: true };
}

/** The pieces as text inside of one more language than the one that they were read from. */
export function escapedPieces(pieces: Pieces, layer: EscapingLayer): Pieces {
  return pieces.map((piece) =>
    piece.kind === 'text' ? { ...piece, escaping: [layer, ...(piece.escaping ?? [])] } : piece,
  );
}

/** Pieces of words that one command hands to another: what stands in them without quotes is no text of its own. */
export function asWords(pieces: Pieces, outer: Escaping | undefined): Pieces {
  return pieces.flatMap((piece) =>
    piece.kind === 'text' && isSameEscaping(piece.escaping, outer) ? escapedPieces([piece], 'shell-words') : [piece],
  );
}

/** How text is written where the flattened text has this offset. */
export function escapingAt(pieces: Pieces, offset: number): Escaping | undefined {
  let end = 0;
  let last: Escaping | undefined;
  for (const piece of pieces) {
    end += piece.kind === 'text' ? piece.text.length : 1;
    if (piece.kind === 'text') last = piece.escaping;
    if (offset < end && piece.kind === 'text') return last;
  }
  return last;
}

/** Text that what is written at `at` stands for, without being it. */
export function impliedText(text: string, at: Span): TextPiece {
  return { kind: 'text', text, at, verbatim: false };
}

/** From the first piece to the last; `none` where there is no piece. */
export function spanOfPieces(pieces: Pieces, none: Span = NO_PLACE): Span {
  const [first] = pieces;
  if (first === undefined) return none;
  const last = pieces.at(-1) ?? first;
  return { file: first.at.file, start: first.at.start, end: last.at.end };
}

export function always(pieces: Pieces): Value {
  return [{ guard: ALWAYS, pieces }];
}

/** The text with every hole as one `HOLE` character; slice it with `slicePieces`. */
export function flatten(pieces: Pieces): string {
  if (pieces.length === 1 && pieces[0]?.kind === 'text') return pieces[0].text;
  let text = '';
  for (const piece of pieces) text += piece.kind === 'text' ? piece.text : HOLE;
  return text;
}

/** The text when there is no hole in it, else undefined. */
export function knownText(pieces: Pieces): string | undefined {
  let text = '';
  for (const piece of pieces) {
    if (piece.kind === 'hole') return undefined;
    text += piece.text;
  }
  return text;
}

/** Equal for equal text with equal holes; usable as a map key. */
export function pieceKey(pieces: Pieces): string {
  let key = '';
  for (const piece of pieces) key += piece.kind === 'text' ? piece.text : `\u0000${piece.id}\u0000`;
  return key;
}

/** Where a word stands, or the first piece of one that is put together. */
export function placeOfWord(word: Word | undefined): Span {
  return word?.at ?? word?.pieces[0]?.at ?? NO_PLACE;
}

/** For people: the text with `$NAME` where a hole is. */
export function showPieces(pieces: Pieces): string {
  let text = '';
  for (const piece of pieces) text += piece.kind === 'text' ? piece.text : piece.name;
  return text;
}

/** The pieces between two offsets of the flattened text. A cut through text that is not verbatim keeps the whole span it came from. */
export function slicePieces(pieces: Pieces, start: number, end: number): Pieces {
  const result: Piece[] = [];
  let offset = 0;
  for (const piece of pieces) {
    const length = piece.kind === 'text' ? piece.text.length : 1;
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, length);
    if (from < to) result.push(piece.kind === 'hole' || (from === 0 && to === length) ? piece : cut(piece, from, to));
    offset += length;
    if (offset >= end) break;
  }
  return result;
}

/** Several pieces as one value; text that stands side by side in one file becomes one piece. */
export function joinPieces(...parts: readonly Pieces[]): Pieces {
  const result: Piece[] = [];
  for (const part of parts) {
    for (const piece of part) {
      const last = result.at(-1);
      if (piece.kind === 'text' && piece.text === '') continue;
      if (
        last?.kind === 'text' &&
        piece.kind === 'text' &&
        last.verbatim &&
        piece.verbatim &&
        last.at.file === piece.at.file &&
        last.at.end === piece.at.start &&
        isSameEscaping(last.escaping, piece.escaping)
      ) {
        const at = { file: last.at.file, start: last.at.start, end: piece.at.end };
        result[result.length - 1] = { ...last, text: last.text + piece.text, at };
      } else {
        result.push(piece);
      }
    }
  }
  return result;
}

export function holesOf(pieces: Pieces): readonly HolePiece[] {
  return pieces.filter((piece) => piece.kind === 'hole');
}

function cut(piece: TextPiece, from: number, to: number): TextPiece {
  const at = piece.verbatim
    ? { file: piece.at.file, start: piece.at.start + from, end: piece.at.start + to }
    : piece.at;
  return { ...piece, text: piece.text.slice(from, to), at };
}
