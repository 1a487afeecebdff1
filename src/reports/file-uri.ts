/** A path with `/` as a relative URI reference (RFC 3986): every segment percent-encoded, so that no colon in the first makes a scheme. */
export function toFileUri(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(LONE_SURROGATE, '\ufffd')).replace(LEFT_ALONE, toPercent))
    .join('/');
}

/** No file system name has one, and encodeURIComponent throws on it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** Allowed in a path by the RFC, and active in shells or Markdown. */
const LEFT_ALONE = /[!'()*]/g;

function toPercent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
