import { type Pieces, showPieces, slicePieces } from '../model/value.ts';
import type { UrlParts } from '../syntax/url.ts';

/** A URL for people: holes by name, and never a user or a password. `parts` are those of the flattened URL, null when it has none. */
export function showUrl(url: Pieces, parts: UrlParts | null): string {
  if (parts === null || parts.user === null || parts.scheme === null) return showPieces(url);
  const before = slicePieces(url, 0, parts.user.start);
  const after = slicePieces(url, parts.user.end + 1, Number.MAX_SAFE_INTEGER);
  return showPieces(before) + showPieces(after);
}
