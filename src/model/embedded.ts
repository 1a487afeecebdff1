import { moveTexts } from './change-texts.ts';
import type { Program } from './program.ts';
import type { Span } from './span.ts';
import { escapingAt, flatten, HOLE, holesOf, joinPieces, type Pieces, slicePieces, type TextPiece } from './value.ts';

/**
 * What a reader made of the flattened text of `pieces`, with everything at its true place in the file that they stand in: `at` is where. Its
 * holes are holes again.
 */
export function embedProgram(program: Program, pieces: Pieces, at: Span): Program {
  const places = placesOf(pieces, at);
  const moved = (span: Span): Span => spanOf(places, span, at);
  const change = (texts: Pieces): Pieces =>
    joinPieces(
      ...texts.map((piece) =>
        piece.kind === 'hole' ? [{ ...piece, at: moved(piece.at) }] : toTrue(pieces, piece, moved),
      ),
    );
  return { ...moveTexts(program, change, moved), file: at.file };
}

function toTrue(pieces: Pieces, piece: TextPiece, moved: (span: Span) => Span): Pieces {
  const { start, end } = piece.at;
  if (piece.verbatim) {
    const inner = piece.escaping ?? [];
    return slicePieces(pieces, start, end).map((one) =>
      one.kind === 'hole' || inner.length === 0 ? one : { ...one, escaping: [...inner, ...(one.escaping ?? [])] },
    );
  }
  const outer = escapingAt(pieces, start) ?? [];
  const escaping = [...(piece.escaping ?? []), ...outer];
  const own = { ...piece, at: moved(piece.at), ...(escaping.length === 0 ? {} : { escaping }) };
  if (!piece.text.includes(HOLE)) return [own];
  const holes = holesOf(slicePieces(pieces, start, end));
  return piece.text.split(HOLE).flatMap((text, index) => {
    const before = index === 0 ? undefined : (holes[index - 1] ?? holes.at(-1));
    return before === undefined ? [{ ...own, text }] : [before, { ...own, text }];
  });
}

/** Where each character of the flattened text stands, as far as it stands inside of `at`. */
type Place = { readonly from: number; readonly to: number; readonly at: Span; readonly isVerbatim: boolean };

function placesOf(pieces: Pieces, { file, start, end }: Span): readonly Place[] {
  const places: Place[] = [];
  let from = 0;
  for (const piece of pieces) {
    const to = from + flatten([piece]).length;
    const isInside = piece.at.file === file && start <= piece.at.start && piece.at.end <= end;
    if (isInside) places.push({ from, to, at: piece.at, isVerbatim: piece.kind === 'text' && piece.verbatim });
    from = to;
  }
  return places;
}

function spanOf(places: readonly Place[], { start, end }: Span, outer: Span): Span {
  const first = places[firstBehind(places, start)];
  const last = places[Math.min(firstBehind(places, Math.max(end - 1, start)), places.length - 1)];
  if (first === undefined || last === undefined) return { ...outer, start: outer.end };
  const from = first.isVerbatim ? first.at.start + Math.max(start - first.from, 0) : first.at.start;
  const to = last.isVerbatim ? last.at.start + Math.max(Math.min(end, last.to) - last.from, 0) : last.at.end;
  return { file: outer.file, start: from, end: Math.max(from, to) };
}

/** Index of the first place that ends behind `offset`. */
function firstBehind(places: readonly Place[], offset: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.to ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
