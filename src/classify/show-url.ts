import { flatten, type Piece, type Pieces, showPieces, slicePieces } from '../model/value.ts';
import { splitUrl } from '../syntax/url.ts';
import { type SecretParameter, secretParameters } from './secret-parameters.ts';

/** A URL for people: holes by name, never a user or a password, and `***` for what a secret parameter holds. */
export function showUrl(url: Pieces): string {
  const text = flatten(url);
  const parts = splitUrl(text);
  if (parts === undefined) return showPieces(url);
  const isUser = parts.user !== null && (parts.scheme !== null || text.slice(0, parts.user.end).includes(':'));
  const shown = isUser && parts.user !== null ? showPieces(slicePieces(url, 0, parts.user.start)) : '';
  let end = isUser && parts.user !== null ? parts.user.end + 1 : 0;
  let rest = '';
  for (const secret of secretParameters(text, parts)) {
    rest += showPieces(slicePieces(url, end, secret.value.start)) + showSecret(url, secret);
    end = secret.value.end;
  }
  return shown + rest + showPieces(slicePieces(url, end, text.length));
}

/** A variable's name is no secret; text is, also a part of it. */
function showSecret(url: Pieces, { value }: SecretParameter): string {
  const pieces = slicePieces(url, value.start, value.end);
  const isNamed = pieces.every((piece: Piece) => piece.kind === 'hole');
  return isNamed ? showPieces(pieces) : '***';
}
