import { flatten, type Pieces, slicePieces } from '../model/value.ts';
import { queryParameters, type Range, sliceRange, splitUrl } from '../syntax/url.ts';

/**
 * A ref inside a clone URL, as BuildKit reads the address of a build context or of ADD: `#ref:folder`, or the parameters `ref`, `branch`,
 * `tag`, `commit` and `checksum` (https://docs.docker.com/build/concepts/context/#url-queries).
 */
export type GitContext = {
  /** The address without them. */
  readonly url: Pieces;
  readonly refRange: Range | null;
  readonly refKind: 'branch' | 'tag' | 'commit' | null;
  /** The address with `{commit}` where the pinned ref goes. */
  readonly pinned: string;
};

const KINDS: ReadonlyMap<string, 'branch' | 'tag' | 'commit' | null> = new Map([
  ['checksum', 'commit'],
  ['commit', 'commit'],
  ['tag', 'tag'],
  ['branch', 'branch'],
  ['ref', null],
]);

/** `user@host:path#ref`, which only a builder reads so: git itself takes all of it for the path. */
const SCP = /^[^@/:#\s]+@[^@/:#\s]+:[^#]/;

/**
 * Undefined when the URL carries neither a fragment nor such a parameter; a ref null is then the default branch. `isInstruction` for an
 * address that a builder reads.
 */
export function readGitContext(url: Pieces, isInstruction: boolean): GitContext | undefined {
  const text = flatten(url);
  const hash = text.indexOf('#');
  if (isInstruction && hash > 0 && !text.includes('://') && SCP.test(text))
    return readFragment(url, slicePieces(url, 0, hash), { start: hash + 1, end: text.length });
  const parts = splitUrl(text);
  if (parts === undefined || parts.scheme === null) return undefined;
  const base = slicePieces(url, 0, parts.path.end);
  const { fragment } = parts;
  if (fragment !== null) return readFragment(url, base, fragment);
  const parameters = queryParameters(text, parts.query);
  for (const [name, refKind] of KINDS) {
    const range = parameters.find((parameter) => parameter.name === name)?.value;
    if (range !== undefined && sliceRange(text, range) !== '')
      return { url: base, refRange: range, refKind, pinned: pinnedQuery(text, name, range) };
  }
  return undefined;
}

/** `ref:folder`; both may be left out. */
function readFragment(whole: Pieces, url: Pieces, fragment: Range): GitContext {
  const text = flatten(whole);
  const colon = text.indexOf(':', fragment.start);
  const range = { start: fragment.start, end: colon < 0 ? fragment.end : colon };
  const pinned = `${text.slice(0, range.start)}{commit}${text.slice(range.end)}`;
  return { url, refRange: range.end > range.start ? range : null, refKind: null, pinned };
}

/** `?branch=x` becomes `?commit=...`; only `ref` takes a commit under its own name. */
function pinnedQuery(text: string, name: string, range: Range): string {
  const start = name === 'branch' || name === 'tag' ? range.start - name.length - 1 : range.start;
  const key = start === range.start ? '' : 'commit=';
  return `${text.slice(0, start)}${key}{commit}${text.slice(range.end)}`;
}
