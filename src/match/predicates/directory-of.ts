import { flatten, joinPieces, slicePieces, type Word } from '../../model/value.ts';
import { derive, literal, toWord, withoutSlashes } from './pieces.ts';

/**
 * The folder that `git clone URL` makes: the last component without `.git` (git-clone(1), "The name of a new directory"), with it for a bare
 * repository. Of a URL that nobody knows the folder is unknown too, and another unknown than the URL.
 */
export function directoryOf(url: Word, isBareRepository = false): Word {
  const text = flatten(url.pieces);
  let end = withoutSlashes(text, text.length);
  if (text.endsWith('/.git', end)) end = withoutSlashes(text, end - 5);
  const scheme = text.indexOf('://');
  const from = scheme < 0 ? 0 : scheme + 3;
  const start =
    Math.max(text.lastIndexOf('/', end - 1), scheme < 0 ? text.lastIndexOf(':', end - 1) : -1, from - 1) + 1;
  if (text.slice(start, end).endsWith('.git')) end -= 4;
  else if (text.slice(start, end).endsWith('.bundle')) end -= 7;
  const name = slicePieces(url.pieces, start, end);
  const pieces = start === 0 ? derive(name, 'directory-of') : name;
  return toWord(isBareRepository ? joinPieces(pieces, literal('.git', url)) : pieces, url);
}
