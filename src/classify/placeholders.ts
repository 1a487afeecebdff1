import type { Fetch, RefChange } from '../model/fetch.ts';
import {
  flatten,
  type HolePiece,
  joinPieces,
  type Pieces,
  showPieces,
  slicePieces,
  type Word,
} from '../model/value.ts';
import type { Range } from '../syntax/url.ts';

/** `%%NAME%%`, `@NAME@` (configure) and `<name>`; each ends where its own kind of character does, so the time is linear. */
const CLOSED = /%%[A-Za-z_]\w*%%|@[A-Z][A-Z0-9_]*@|<[A-Za-z][^<>/]*>/g;

/**
 * The fetch with every placeholder of a template in its address and refs as an unknown part: what stands there is filled in before the
 * build, so it names no source.
 */
export function readPlaceholders(fetch: Fetch): Fetch {
  const url = readWord(fetch.url);
  const history = fetch.history.map(readChange);
  const isSame = url === fetch.url && history.every((change, index) => change === fetch.history[index]);
  return isSame ? fetch : { ...fetch, url, history };
}

function readChange(change: RefChange): RefChange {
  const ref = change.ref === null ? null : readWord(change.ref);
  return ref === change.ref ? change : { ...change, ref };
}

function readWord(word: Word): Word {
  const pieces = readPieces(word.pieces);
  return pieces === word.pieces ? word : { ...word, pieces };
}

function readPieces(pieces: Pieces): Pieces {
  const text = flatten(pieces);
  const ranges = [...bracesIn(text), ...closedIn(text)].sort((a, b) => a.start - b.start);
  if (ranges.length === 0) return pieces;
  const parts: Pieces[] = [];
  let end = 0;
  for (const range of ranges) {
    if (range.start < end) continue;
    parts.push(slicePieces(pieces, end, range.start), toHole(slicePieces(pieces, range.start, range.end)));
    end = range.end;
  }
  return joinPieces(...parts, slicePieces(pieces, end, text.length));
}

/** `{{ name }}` and `${{ name }}`; a shell that splits them at their blanks leaves the opening ones alone in a word. */
function bracesIn(text: string): readonly Range[] {
  const result: Range[] = [];
  let end = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', end)) {
    const close = text.indexOf('}}', open);
    end = close < 0 ? text.length : close + 2;
    result.push({ start: text[open - 1] === '$' ? open - 1 : open, end });
  }
  return result;
}

function closedIn(text: string): readonly Range[] {
  return [...text.matchAll(CLOSED)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

function toHole(pieces: Pieces): Pieces {
  const [first] = pieces;
  if (first === undefined) return [];
  const name = showPieces(pieces);
  const last = pieces.at(-1) ?? first;
  const end = last.at.file === first.at.file ? Math.max(first.at.end, last.at.end) : first.at.end;
  const hole: HolePiece = {
    kind: 'hole',
    id: `placeholder ${name}`,
    name,
    why: 'placeholder',
    at: { ...first.at, end },
  };
  return [hole];
}
