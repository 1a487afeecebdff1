import { impliedText, joinPieces, type Pieces, type TextPiece } from '../model/value.ts';

/** Text with gaps: `{name}-{ref|short|dashed}`. Data, compiled at build time. */
export type Filler = readonly FillerPart[];

export type FillerPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'gap'; readonly name: string; readonly filters: readonly string[] };

/** Reads the written form; throws an Error with one sentence when braces do not close. */
export function parseFiller(text: string): Filler {
  const parts: FillerPart[] = [];
  let position = 0;
  while (position < text.length) {
    const open = text.indexOf('{', position);
    const end = open < 0 ? text.length : open;
    if (end > position) parts.push({ kind: 'text', text: text.slice(position, end) });
    if (open < 0) break;
    const close = text.indexOf('}', open);
    if (close < 0) throw new Error(`expected '}' in '${text}'`);
    const [name = '', ...filters] = text.slice(open + 1, close).split('|');
    parts.push({ kind: 'gap', name, filters });
    position = close + 1;
  }
  return parts;
}

/**
 * The filled text as pieces: gaps keep the spans of what fills them, text between them takes its neighbour's span and is not verbatim.
 * Undefined when a gap has nothing to fill it.
 */
export function fillPieces(
  filler: Filler,
  fillGap: (name: string, filters: readonly string[]) => Pieces | undefined,
): Pieces | undefined {
  const values: (Pieces | undefined)[] = [];
  for (const part of filler) {
    if (part.kind === 'text') {
      values.push(undefined);
      continue;
    }
    const value = fillGap(part.name, part.filters);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const at = values.find((value) => value !== undefined && value.length > 0)?.[0]?.at;
  if (at === undefined) return undefined;
  const results = filler.map((part, index): Pieces => {
    if (part.kind === 'gap') return values[index] ?? [];
    const neighbour = values[index - 1]?.at(-1)?.at ?? values[index + 1]?.[0]?.at ?? at;
    const piece: TextPiece = impliedText(part.text, neighbour);
    return [piece];
  });
  return joinPieces(...results);
}

/** The filled text; undefined when a gap has nothing to fill it. */
export function fillText(
  filler: Filler,
  fillGap: (name: string, filters: readonly string[]) => string | undefined,
): string | undefined {
  let text = '';
  for (const part of filler) {
    const value = part.kind === 'text' ? part.text : fillGap(part.name, part.filters);
    if (value === undefined) return undefined;
    text += value;
  }
  return text;
}
