import type { Edit } from '../model/edit.ts';
import type { Span } from '../model/span.ts';
import { type Pieces, slicePieces, type TextPiece } from '../model/value.ts';
import { type Refusal, refuse, type Texts } from './proposal.ts';
import { hasSpan, isSameSpan } from './splice.ts';

/** Inserted text means the same in every quoting of a shell, in JSON, YAML and a Dockerfile. */
const SAFE = /^[A-Za-z0-9._/:@=+-]*$/;

/** Inside of a word a `#` begins no comment. */
const SAFE_INSIDE = /^#?[A-Za-z0-9._/:@=+-]*$/;

/** What a query of a URL and a pattern need as well; inside of quotes none of it is syntax. */
const SAFE_QUOTED = /^[A-Za-z0-9._/:@=+?&;,*-]*$/;

export function isSafe(text: string): boolean {
  return SAFE.test(text);
}

/** What `layText` gives: the edits of one change. */
export type Laid = { readonly kind: 'laid'; readonly edits: readonly Edit[] };

/** A part of a value that gets a new text; offsets count in the flattened pieces. */
export type Change = { readonly start: number; readonly end: number; readonly text: string };

/**
 * Edits that give the part its new text at the place where the old one was written: the new text goes where a variable, argument or
 * literal list was set (`own` is the word itself, null when it came out of a split variable), what stood beside it in the word goes.
 */
export function layText(
  pieces: Pieces,
  change: Change,
  own: Span | null,
  why: Edit['why'],
  texts: Texts,
): Laid | Refusal {
  const safe = change.start === change.end && change.start > 0 ? SAFE_INSIDE : SAFE;
  if (!safe.test(change.text) && !(SAFE_QUOTED.test(change.text) && isQuoted(own, texts)))
    return refuse(`the pinned form needs "${change.text}", which a shell may read as syntax`);
  if (change.start === change.end) return insertText(pieces, change, why, texts);
  const parts: TextPiece[] = [];
  for (const piece of slicePieces(pieces, change.start, change.end)) {
    if (piece.kind === 'hole') return refuse(`${piece.name} at ${texts.place(piece.at)} is not known`);
    if (!isWritten(piece, texts))
      return refuse(`"${piece.text}" is not written at ${texts.place(piece.at)} the way it is used`);
    parts.push(piece);
  }
  const elsewhere = parts.filter((piece) => own === null || !hasSpan(own, piece.at));
  const [first] = elsewhere;
  const second = elsewhere.find((piece) => first !== undefined && !isSameSpan(piece.at, first.at));
  if (first !== undefined && second !== undefined && change.text !== '')
    return refuse(`it is put together from ${texts.place(first.at)} and ${texts.place(second.at)}`);
  const home = first ?? parts.at(-1);
  return {
    kind: 'laid',
    edits: parts.map((piece) => ({ span: piece.at, text: piece === home ? change.text : '', why })),
  };
}

/** True for a word that is one text in quotes from its first to its last character. */
function isQuoted(own: Span | null, texts: Texts): boolean {
  const written = own === null ? undefined : texts.read(own.file)?.slice(own.start, own.end);
  return written !== undefined && /^(?:'[^']*'|"[^"\\`]*")$/.test(written);
}

function insertText(pieces: Pieces, change: Change, why: Edit['why'], texts: Texts): Laid | Refusal {
  if (change.text === '') return { kind: 'laid', edits: [] };
  const before = slicePieces(pieces, change.start - 1, change.start).at(-1);
  if (before?.kind !== 'text' || !isWritten(before, texts)) return refuse('there is no place in the text to write it');
  return { kind: 'laid', edits: [{ span: { ...before.at, start: before.at.end }, text: change.text, why }] };
}

/** True when the file's own characters are the piece's text: only then is a splice what it looks like. */
function isWritten(piece: TextPiece, texts: Texts): boolean {
  return piece.verbatim && texts.read(piece.at.file)?.slice(piece.at.start, piece.at.end) === piece.text;
}

/** Several changes of one value. */
export function layChanges(
  pieces: Pieces,
  changes: readonly Change[],
  own: Span | null,
  why: Edit['why'],
  texts: Texts,
): Laid | Refusal {
  const edits: Edit[] = [];
  for (const change of changes) {
    const laid = layText(pieces, change, own, why, texts);
    if (laid.kind === 'refusal') return laid;
    edits.push(...laid.edits);
  }
  return { kind: 'laid', edits };
}

/** The change that turns `current[start, end)` into `text`, without what both begin and end with. */
export function trimmedChange(current: string, start: number, end: number, text: string): Change {
  const old = current.slice(start, end);
  const shorter = Math.min(old.length, text.length);
  let lead = 0;
  while (lead < shorter && old[lead] === text[lead]) lead++;
  let tail = 0;
  while (tail < shorter - lead && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  return { start: start + lead, end: end - tail, text: text.slice(lead, text.length - tail) };
}

/** Flattened text with the changes made. */
export function withChanges(current: string, changes: readonly Change[]): string {
  let result = '';
  let offset = 0;
  for (const { start, end, text } of changes) {
    result += current.slice(offset, start) + text;
    offset = end;
  }
  return result + current.slice(offset);
}
