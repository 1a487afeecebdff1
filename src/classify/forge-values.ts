import { flatten, HOLE, impliedText, joinPieces, type Pieces, slicePieces, type TextPiece } from '../model/value.ts';

/** What may be done to a value in a template: `{ref|short|no-v|dashed}`. A closed list. */
export const FILTERS: ReadonlyMap<string, (value: Pieces) => Pieces> = new Map([
  ['short', withoutRefPrefix],
  ['no-v', withoutVersionLetter],
  ['dashed', withDashes],
]);

/** `refs/heads/` and `refs/tags/` cut off. */
function withoutRefPrefix(value: Pieces): Pieces {
  const text = flatten(value);
  const prefix = ['refs/heads/', 'refs/tags/'].find((one) => text.startsWith(one))?.length ?? 0;
  return slicePieces(value, prefix, text.length);
}

/** GitHub names the folder of tag `v1.2` `name-1.2`: a `v` before a digit goes. Before a hole it is one, as in `v${VERSION}`. */
function withoutVersionLetter(value: Pieces): Pieces {
  const text = flatten(value);
  const next = text[1] ?? '';
  const isVersion = text[0] === 'v' && ((next >= '0' && next <= '9') || next === HOLE);
  return isVersion ? slicePieces(value, 1, text.length) : value;
}

function withDashes(value: Pieces): Pieces {
  const text = flatten(value);
  const parts: Pieces[] = [];
  let start = 0;
  for (let slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', start)) {
    const at = slicePieces(value, slash, slash + 1)[0]?.at;
    parts.push(slicePieces(value, start, slash));
    if (at !== undefined) {
      const dash: TextPiece = impliedText('-', at);
      parts.push([dash]);
    }
    start = slash + 1;
  }
  return start === 0 ? value : joinPieces(...parts, slicePieces(value, start, text.length));
}
