import { flatten, slicePieces, type Word } from '../../model/value.ts';
import { derive, toWord } from './pieces.ts';

/** The last component of a URL's path up to `stop`; undefined when the path ends in a slash or has none. */
export function fileName(url: Word, stop: RegExp): Word | undefined {
  const text = flatten(url.pieces);
  const cut = text.search(stop);
  const end = cut < 0 ? text.length : cut;
  const scheme = text.indexOf('://');
  const query = text.indexOf('?');
  const pathEnd = query < 0 || query > end ? end : query;
  const slash = text.lastIndexOf('/', pathEnd - 1);
  const isWhole = slash < 0 && scheme < 0;
  if (isWhole && !url.pieces.some((piece) => piece.kind === 'hole')) return undefined;
  if (scheme >= 0 && slash <= scheme + 2) return undefined;
  if (slash + 1 >= pathEnd) return undefined;
  const name = slicePieces(url.pieces, slash + 1, end);
  return toWord(isWhole ? derive(name, 'file-name') : name, url);
}
