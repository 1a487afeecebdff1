import { HOLE, joinPieces, type Piece, type Pieces, type TextPiece, writtenText } from '../model/value.ts';
import { isBlank, standsAlone, unknownExpression } from './placeholder.ts';
import type { Extent } from './template-arms.ts';
import type { TemplateTag } from './template-tags.ts';

/**
 * One of the texts that a template may become, for the reader of what it becomes. It has the template's length, so that offsets hold: a
 * placeholder is one word that no reader knows, what is gone is blank, or nothing where it stands inside of a word.
 */
export type MaskedText = {
  readonly file: string;
  readonly text: string;
  /** The file's own text. */
  readonly original: string;
  /** Where the text is not the file's own, in order. */
  readonly masks: readonly Mask[];
};

type Mask =
  | (Extent & {
      readonly kind: 'placeholder';
      readonly written: string;
      readonly many: boolean;
      /** What its masked characters say. */
      readonly number: number;
    })
  | (Extent & { readonly kind: 'blank' | 'nothing' });

/** Behind `HOLE`, the rest of a placeholder says which one it is. These are private characters of Unicode. */
const FIRST_REST = 0xe000;
const RESTS = 0x1800;
const NOTHING = '\uF8FF';
const MASKED = /\uFFFC?([\uE000-\uF7FF])\1*|\uFFFC|\uF8FF+/g;
const ANY_MASK = /[\uFFFC\uE000-\uF8FF]/;
const EVERY_MASK = /[\uFFFC\uE000-\uF8FF]/g;
const BLANK_LINES = /\\\r?\n((?:[ \t]*\r?\n)+)/g;
/** What the line before a placeholder ends with, where the placeholder belongs to it. */
const IS_CONTINUED = /[\\(,=:|&<>[]\s*$/;
const LINE_BEFORE = 200;

/** `gone` are the tags and arms that leave nothing in this text, in order. */
export function maskTemplate(
  file: string,
  text: string,
  tags: readonly TemplateTag[],
  gone: readonly Extent[],
): MaskedText {
  const masks: Mask[] = [];
  const parts: string[] = [];
  let done = 0;
  let before = '';
  const put = (mask: Mask, instead: string): void => {
    parts.push(text.slice(done, mask.start).replace(EVERY_MASK, '\uFFFD'), instead);
    before = (before + (parts.at(-2) ?? '') + instead).slice(-LINE_BEFORE);
    masks.push(mask);
    done = mask.end;
  };
  for (const extent of inOrder(text, tags, gone)) {
    const { start, end } = extent;
    if (extent.written === null) {
      const isBlanked = isBlank(text[start - 1]) || isBlank(text[end]);
      put(
        { start, end, kind: isBlanked ? 'blank' : 'nothing' },
        isBlanked ? blanks(text, extent) : NOTHING.repeat(end - start),
      );
    } else if (
      hasOwnLine(text, extent) &&
      !IS_CONTINUED.test(before + text.slice(Math.max(done, start - LINE_BEFORE), start))
    ) {
      put({ start, end, kind: 'blank' }, blanks(text, extent));
    } else {
      const number = masks.length % RESTS;
      const rest = String.fromCharCode(FIRST_REST + number).repeat(end - start - 1);
      put(
        { start, end, kind: 'placeholder', written: extent.written, many: standsAlone(text, start, end), number },
        HOLE + rest,
      );
    }
  }
  parts.push(text.slice(done).replace(EVERY_MASK, '\uFFFD'));
  return joinContinued({ file, text: parts.join(''), original: text, masks });
}

/** What is gone, and the placeholders that are not. */
function inOrder(
  text: string,
  tags: readonly TemplateTag[],
  gone: readonly Extent[],
): readonly (Extent & { readonly written: string | null })[] {
  const result: (Extent & { readonly written: string | null })[] = gone.map((extent) => ({ ...extent, written: null }));
  let index = 0;
  for (const { kind, start, end } of tags) {
    if (kind !== 'value') continue;
    while ((gone[index]?.end ?? start + 1) <= start) index += 1;
    if ((gone[index]?.start ?? end) >= end) result.push({ start, end, written: text.slice(start, end) });
  }
  return result.sort((a, b) => a.start - b.start);
}

/** A line that is gone does not end the command that goes on behind it. */
function joinContinued(masked: MaskedText): MaskedText {
  const joined: Mask[] = [];
  const text = masked.text.replace(BLANK_LINES, (whole, lines: string, index: number) => {
    let start = index + whole.length - lines.length;
    let result = whole.slice(0, -lines.length);
    for (const line of lines.split(/(?<=\n)/)) {
      const end = start + line.length;
      if (masked.original.slice(start, end).trim() === '')
        return result + masked.text.slice(start, index + whole.length);
      joined.push({ start: end - 1, end, kind: 'blank' });
      result += line.replace(/[\r\n]/g, ' ');
      start = end;
    }
    return result;
  });
  if (joined.length === 0) return masked;
  return { ...masked, text, masks: [...masked.masks, ...joined].sort((a, b) => a.start - b.start) };
}

function hasOwnLine(text: string, { start, end }: Extent): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  return text.slice(lineStart, start).trim() === '' && text.slice(end, next < 0 ? text.length : next).trim() === '';
}

/** What begins inside of a line leaves that line whole. */
function blanks(text: string, { start, end }: Extent): string {
  const isInside = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() !== '';
  return text.slice(start, end).replace(isInside ? /[\s\S]/g : /[^\r\n]/g, ' ');
}

/**
 * What was read from the masked text, with holes for placeholders; only what the file says itself stays verbatim. A placeholder by itself may
 * be several words where the text is not parted into words yet, `mayBeMany`.
 */
export function unmaskPieces(masked: MaskedText, pieces: Pieces, mayBeMany: boolean): Pieces {
  const result = pieces.map((piece) => (piece.kind === 'hole' ? [piece] : unmaskPiece(masked, piece, mayBeMany)));
  return result.some((list, index) => list[0] !== pieces[index] || list.length > 1) ? joinPieces(...result) : pieces;
}

function unmaskPiece(masked: MaskedText, piece: TextPiece, mayBeMany: boolean): Pieces {
  if (piece.at.file !== masked.file) return [piece];
  if (!piece.verbatim) return ANY_MASK.test(piece.text) ? unmaskDecoded(masked, piece, mayBeMany) : [piece];
  const { file, start, end } = piece.at;
  const result: Piece[] = [];
  let done = start;
  for (let index = firstBehind(masked.masks, start); index < masked.masks.length; index++) {
    const mask = masked.masks[index];
    if (mask === undefined || mask.start >= end) break;
    const from = Math.max(mask.start, start);
    const to = Math.min(mask.end, end);
    if (from > done) result.push(slice(piece, masked, done, from));
    if (mask.kind === 'placeholder')
      result.push(unknownExpression(mask.written, { file, start: mask.start, end: mask.end }, mayBeMany && mask.many));
    else if (mask.kind === 'blank')
      result.push({
        ...piece,
        text: piece.text.slice(from - start, to - start),
        at: { file, start: from, end: to },
        verbatim: false,
      });
    done = to;
  }
  // What looks like a mask in the file itself was replaced for the reader.
  if (result.length === 0 && done === start && !piece.text.includes('\uFFFD')) return [piece];
  return done < end ? [...result, slice(piece, masked, done, end)] : result;
}

function slice(piece: TextPiece, { file, original }: MaskedText, start: number, end: number): TextPiece {
  return { ...piece, ...writtenText(file, original, start, end) };
}

/** Index of the first mask that ends behind `offset`. */
function firstBehind(masks: readonly Mask[], offset: number): number {
  let low = 0;
  let high = masks.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((masks[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Text whose characters are not the file's: the mask itself says which placeholder it is. */
function unmaskDecoded(masked: MaskedText, piece: TextPiece, mayBeMany: boolean): Pieces {
  const result: Piece[] = [];
  let done = 0;
  for (const { 0: found, 1: rest, index } of piece.text.matchAll(MASKED)) {
    if (index > done) result.push({ ...piece, text: piece.text.slice(done, index) });
    done = index + found.length;
    if (found.startsWith(NOTHING)) continue;
    const number = rest === undefined ? -1 : rest.charCodeAt(0) - FIRST_REST;
    const mask = masked.masks.find((one) => one.kind === 'placeholder' && one.number === number);
    const [written, many] = mask?.kind === 'placeholder' ? [mask.written, mask.many] : ['', false];
    result.push(unknownExpression(written, piece.at, mayBeMany && many));
  }
  if (done < piece.text.length) result.push({ ...piece, text: piece.text.slice(done) });
  return result;
}
