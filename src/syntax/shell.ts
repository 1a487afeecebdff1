import { forEachChild, type ParsedScript, parse } from 'unbash';
import type { Escaping } from '../model/escaping.ts';
import { NO_PLACE, type Span } from '../model/span.ts';
import { escapingAt, flatten, HOLE, impliedText, joinPieces, type Pieces, slicePieces } from '../model/value.ts';

/**
 * The one place that knows the shell parser. Its tree is used as it is (typed, tolerant, half-open UTF-16 positions); what is added here is
 * the way from a position in the text that was parsed back to the pieces, and so to the file, that the text came from.
 */
export type * from 'unbash';
export { forEachChild };

/** Shell text with the pieces it was made of: a file, a slice of one, or a string that another command built. */
export type ShellSource = {
  readonly text: string;
  readonly pieces: Pieces;
  /** Set when the text lies in the file in one stretch: positions are then file offsets less `base`. `isVerbatim`: with every character. */
  readonly slice: {
    readonly file: string;
    readonly base: number;
    readonly isVerbatim: boolean;
    readonly escaping: Escaping | undefined;
  } | null;
  /** Where a host wrote the text, whose variables stand for pieces from elsewhere. */
  readonly home?: Span;
};

export type ParsedShell = { readonly source: ShellSource; readonly script: ParsedScript };

/** Same length, so that offsets hold; a backslash stays next to its newline. */
const CRLF = /(\\?)\r\n/g;

/** Parses shell text; never throws on broken syntax (`script.errors` says what was wrong). What was parsed lately is not parsed anew. */
export function parseShell(pieces: Pieces): ParsedShell {
  const known = recent.get(pieces);
  if (known !== undefined) return known;
  const text = flatten(pieces);
  const source = { text, pieces, slice: sliceOf(pieces) };
  const result = { source, script: parseTolerant(text.includes('\r\n') ? text.replace(CRLF, ' $1\n') : text) };
  remember(result);
  return result;
}

/** Times that a text is parsed without unknown parts that stand where no word can. */
const MOST_ROUNDS = 4;

/** `fi $(LOG)`: what nobody knows is no word there, but a redirection or nothing, so it is left out and no mistake of the author. */
function parseTolerant(text: string): ParsedScript {
  let script = parse(text);
  let rest = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const at = new Set((script.errors ?? []).map(({ pos }) => pos).filter((pos) => rest[pos] === HOLE));
    if (at.size === 0) break;
    for (const position of at) rest = `${rest.slice(0, position)} ${rest.slice(position + 1)}`;
    script = parse(rest);
  }
  return script;
}

/** A script that forty files run is parsed once or twice; the trees of a whole repository would not fit into memory. */
const recent = new Map<Pieces, ParsedShell>();
const RECENT_CHARACTERS = 500_000;
let recentLength = 0;

function remember(parsed: ParsedShell): void {
  recent.set(parsed.source.pieces, parsed);
  recentLength += parsed.source.text.length;
  for (const [pieces, { source }] of recent) {
    if (recentLength <= RECENT_CHARACTERS) return;
    recent.delete(pieces);
    recentLength -= source.text.length;
  }
}

/** A nested script that the parser decoded into a text of its own (escaped backticks): every position is the whole span's. */
export function decodedSource(text: string, at: Span): ShellSource {
  return { text, pieces: [impliedText(text, at)], slice: null };
}

/** The file's span of a range of the source; for text from several places, from the first piece to the last of the same file. */
export function spanOf(source: ShellSource, start: number, end: number): Span {
  if (source.slice !== null) {
    const { file, base } = source.slice;
    const [from, to] = clamp(source, start, end);
    return { file, start: base + from, end: base + to };
  }
  const pieces = slicePieces(source.pieces, start, Math.max(end, start + 1));
  const first = pieces[0] ?? source.pieces[0];
  if (first === undefined) return NO_PLACE;
  const reference = source.home === undefined ? undefined : referenceOf(source, source.home, start, end);
  if (reference !== undefined) return reference;
  const last = pieces.findLast((piece) => piece.at.file === first.at.file) ?? first;
  return { file: first.at.file, start: first.at.start, end: Math.max(last.at.end, first.at.start) };
}

/**
 * Where the host wrote a range that begins with what one of its variables stands for (`$(GET) https://...` in a recipe): the variable there, up
 * to what stands behind it in the same command. Undefined where the range begins in the host's own text, or its command is none of it.
 */
function referenceOf({ pieces, text }: ShellSource, home: Span, start: number, end: number): Span | undefined {
  const isOwn = ({ at }: Pieces[number]) => at.file === home.file && home.start <= at.start && at.end <= home.end;
  let from = home.start;
  let offset = 0;
  for (const piece of pieces) {
    const next = offset + (piece.kind === 'text' ? piece.text.length : 1);
    if (isOwn(piece)) {
      if (next <= start) from = piece.at.end;
      else if (offset <= start) return undefined;
      else if (offset < end) {
        const last = slicePieces(pieces, start, end).findLast(isOwn) ?? piece;
        return { file: home.file, start: from, end: Math.max(from, last.at.end) };
      } else {
        const isSameCommand = !COMMAND_END.test(text.slice(end, offset));
        return isSameCommand ? { file: home.file, start: from, end: Math.max(from, piece.at.start) } : undefined;
      }
    }
    offset = next;
  }
  return undefined;
}

const COMMAND_END = /[\n;&|]/;

/**
 * The pieces of a literal whose meaning is `value` and whose spelling is the range. Quoting and escapes are skipped, so that what remains
 * is still the file's own characters; where the two cannot be laid side by side (`$'\n'`) the piece is not verbatim.
 */
export function literalPieces(source: ShellSource, start: number, end: number, value: string): Pieces {
  if (value === '') return [];
  const written = source.text.slice(start, end);
  if (written === value) return sourcePieces(source, start, end);
  const parts: Pieces[] = [];
  let from = 0;
  let read = 0;
  let index = 0;
  while (index < written.length) {
    const character = written.charAt(index);
    const next = written.charAt(index + 1);
    const isJoin = character === '\\' && (next === '\n' || (next === '\r' && written.charAt(index + 2) === '\n'));
    if (isJoin || (character === '\\' && next === value.charAt(read) && !isKept(written, index, value, read))) {
      if (index > from) parts.push(sourcePieces(source, start + from, start + index));
      from = index + (isJoin ? (next === '\r' ? 3 : 2) : 1);
      index = from;
      if (!isJoin) {
        index += 1;
        read += 1;
      }
    } else if (character === value.charAt(read)) {
      index += 1;
      read += 1;
    } else {
      return [impliedText(value, spanOf(source, start, end))];
    }
  }
  if (read !== value.length) return [impliedText(value, spanOf(source, start, end))];
  if (index > from) parts.push(sourcePieces(source, start + from, start + index));
  return joinPieces(...parts);
}

/** How text is written at a position of the source. */
export function escapingIn({ slice, pieces }: ShellSource, position: number): Escaping | undefined {
  return slice?.isVerbatim === true ? slice.escaping : escapingAt(pieces, position);
}

/** The pieces of a range of the source as it is written. */
export function sourcePieces(source: ShellSource, start: number, end: number): Pieces {
  if (source.slice?.isVerbatim !== true) return slicePieces(source.pieces, start, end);
  const { file, base, escaping } = source.slice;
  const [from, to] = clamp(source, start, end);
  if (from === to) return [];
  const at = { file, start: base + from, end: base + to };
  const text = source.text.slice(from, to);
  return [{ kind: 'text', text, at, verbatim: true, ...(escaping === undefined ? {} : { escaping }) }];
}

/** On broken text the parser's positions may pass the end, or each other. */
function clamp(source: ShellSource, start: number, end: number): readonly [number, number] {
  const from = Math.min(start, source.text.length);
  return [from, Math.max(from, Math.min(end, source.text.length))];
}

/** In double quotes a backslash before an ordinary character stays; the value then holds both. */
function isKept(written: string, index: number, value: string, read: number): boolean {
  return (
    value.charAt(read) === '\\' &&
    value.charAt(read + 1) === written.charAt(index + 1) &&
    written.charAt(index + 1) !== '\\'
  );
}

function sliceOf(pieces: Pieces): ShellSource['slice'] {
  const [first] = pieces;
  if (first === undefined) return null;
  let end = first.at.start;
  for (const piece of pieces) {
    if (piece.kind !== 'text' || piece.at.file !== first.at.file || piece.at.start !== end) return null;
    end += piece.text.length;
    if (piece.at.end !== end) return null;
  }
  return {
    file: first.at.file,
    base: first.at.start,
    isVerbatim: pieces.length === 1 && first.kind === 'text' && first.verbatim,
    escaping: first.kind === 'text' ? first.escaping : undefined,
  };
}
