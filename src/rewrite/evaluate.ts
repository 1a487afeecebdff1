import type { Edit } from '../model/edit.ts';
import { type Span, startOfFile } from '../model/span.ts';
import { HOLE, type Pieces, type TextPiece } from '../model/value.ts';
import type { Texts } from './proposal.ts';
import { applyEdits, groupByFile, hasSpan, isTouched, orderEdits } from './splice.ts';

/** Value edits by file, in order of offset. */
export type Edited = ReadonlyMap<string, readonly Edit[]>;

export function toEdited(edits: readonly Edit[]): Edited {
  return new Map([...groupByFile(edits)].map(([file, list]) => [file, orderEdits(list).ordered]));
}

/** What the pieces say when the edits are made, a hole as `HOLE`; undefined when the text alone does not tell. */
export function evaluate(pieces: Pieces, edited: Edited, texts: Texts): string | undefined {
  let result = '';
  for (const piece of pieces) {
    const text = piece.kind === 'hole' ? HOLE : evaluatePiece(piece, edited, texts);
    if (text === undefined) return undefined;
    result += text;
  }
  return result;
}

/** True when an edit changes what some piece says. */
export function isAffected(pieces: Pieces, edited: Edited): boolean {
  return pieces.some((piece) => editsAt(piece.at, edited).length > 0);
}

function evaluatePiece(piece: TextPiece, edited: Edited, texts: Texts): string | undefined {
  const touching = editsAt(piece.at, edited);
  if (touching.length === 0) return piece.text;
  if (!piece.verbatim) return undefined;
  if (touching.every((edit) => hasSpan(piece.at, edit.span))) {
    const span = startOfFile(piece.at.file);
    const local = touching.map((edit) => ({
      ...edit,
      span: { ...span, start: edit.span.start - piece.at.start, end: edit.span.end - piece.at.start },
    }));
    return applyEdits(piece.text, local);
  }
  return evaluateCut(piece, touching, texts);
}

/** The edits that touch a span; they do not overlap, so their ends are in order too. */
function editsAt(at: Span, edited: Edited): readonly Edit[] {
  const edits = edited.get(at.file) ?? [];
  let [low, high] = [0, edits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edits[middle]?.span.end ?? 0) < at.start) low = middle + 1;
    else high = middle;
  }
  const result: Edit[] = [];
  for (let index = low; index < edits.length; index++) {
    const edit = edits[index];
    if (edit === undefined || edit.span.start > at.end) break;
    if (isTouched(at, edit.span)) result.push(edit);
  }
  return result;
}

/**
 * `${V#v}` is a part of what is written: a pin has no leading `v`, so all of it remains. Other cuts depend on the operation, which
 * the piece does not tell. The proof by re-scan settles that it was `#v` and no substring by position.
 */
function evaluateCut(piece: TextPiece, touching: readonly Edit[], texts: Texts): string | undefined {
  const [edit] = touching;
  if (edit === undefined || touching.length > 1) return undefined;
  const isPrefix = edit.span.start + 1 === piece.at.start && edit.span.end === piece.at.end;
  return isPrefix && texts.read(edit.span.file)?.[edit.span.start] === 'v' ? edit.text : undefined;
}
