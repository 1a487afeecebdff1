import { HOLE } from '../model/value.ts';

/** A half-open range of offsets in the text at hand. */
export type Range = { readonly start: number; readonly end: number };

/** Where the parts of a URL stand; delimiters are outside the ranges, the path keeps its leading `/`. */
export type UrlParts = {
  readonly scheme: Range | null;
  readonly user: Range | null;
  readonly host: Range;
  readonly port: Range | null;
  readonly path: Range;
  readonly query: Range | null;
  readonly fragment: Range | null;
};

/**
 * Splits flattened text (a hole is one character) by RFC 3986, appendix B. Without `scheme://` the text begins with the authority, as
 * curl and wget read it. Undefined when there is no host.
 */
export function splitUrl(text: string): UrlParts | undefined {
  const schemeEnd = schemeLength(text);
  const start = schemeEnd === undefined ? 0 : schemeEnd + 3;
  const hash = text.indexOf('#', start);
  const beforeHash = hash < 0 ? text.length : hash;
  const mark = text.indexOf('?', start);
  const beforeMark = mark < 0 || mark > beforeHash ? beforeHash : mark;
  const slash = text.indexOf('/', start);
  const pathStart = slash < 0 || slash > beforeMark ? beforeMark : slash;

  const at = text.lastIndexOf('@', pathStart - 1);
  const hostStart = at < start ? start : at + 1;
  const colon = portColon(text, hostStart, pathStart);
  const host = { start: hostStart, end: colon ?? pathStart };
  if (host.start >= host.end) return undefined;
  return {
    scheme: schemeEnd === undefined ? null : { start: 0, end: schemeEnd },
    user: at < start ? null : { start, end: at },
    host,
    port: colon === undefined ? null : { start: colon + 1, end: pathStart },
    path: { start: pathStart, end: beforeMark },
    query: beforeMark === beforeHash ? null : { start: beforeMark + 1, end: beforeHash },
    fragment: hash < 0 ? null : { start: hash + 1, end: text.length },
  };
}

/** The text in a range. */
export function sliceRange(text: string, range: Range): string {
  return text.slice(range.start, range.end);
}

/** The parameters of a query, with `&` or (gitweb) `;` between two, as ranges of names and values, in order; a parameter without `=` has an empty value. */
export function queryParameters(
  text: string,
  query: Range | null,
): readonly { readonly name: string; readonly value: Range }[] {
  const result: { name: string; value: Range }[] = [];
  if (query === null) return result;
  let start = query.start;
  while (start < query.end) {
    const next = Math.min(endBefore(text, '&', start, query.end), endBefore(text, ';', start, query.end));
    const equals = endBefore(text, '=', start, next);
    if (next > start)
      result.push({ name: text.slice(start, equals), value: { start: Math.min(equals + 1, next), end: next } });
    start = next + 1;
  }
  return result;
}

/** The non-empty components of a path, as ranges. */
export function pathComponents(text: string, path: Range): readonly Range[] {
  const result: Range[] = [];
  let start = path.start;
  while (start < path.end) {
    const end = endBefore(text, '/', start, path.end);
    if (end > start) result.push({ start, end });
    start = end + 1;
  }
  return result;
}

function endBefore(text: string, delimiter: string, start: number, end: number): number {
  const found = text.indexOf(delimiter, start);
  return found < 0 || found > end ? end : found;
}

function schemeLength(text: string): number | undefined {
  const end = text.indexOf('://');
  if (end <= 0) return undefined;
  for (let index = 0; index < end; index++) {
    const char = text[index] ?? '';
    if (!isSchemeCharacter(char)) return undefined;
  }
  return end;
}

function isSchemeCharacter(char: string): boolean {
  return (
    (char >= 'a' && char <= 'z') ||
    (char >= 'A' && char <= 'Z') ||
    (char >= '0' && char <= '9') ||
    '+-.'.includes(char) ||
    char === HOLE
  );
}

/** The colon before a port; those inside an address in brackets are none. */
function portColon(text: string, start: number, end: number): number | undefined {
  const colon = text.lastIndexOf(':', end - 1);
  if (colon < start || text.lastIndexOf(']', end - 1) > colon) return undefined;
  return colon;
}
