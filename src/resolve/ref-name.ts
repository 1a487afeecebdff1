import type { RefOrder } from './ref-order.ts';

// What a ref can be called: https://git-scm.com/docs/git-check-ref-format
const FORBIDDEN = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|(?:^|\/)\.|\.lock(?:\/|$)|\.$|\/$|^\/|^-|^@$/;
const ABBREVIATED = /^[0-9a-f]{7,39}$/i;
/** git takes four digits already. */
const HEX = /^[0-9a-f]{4,39}$/i;

/** True for a name that git accepts as branch, tag or full ref, and that cannot be taken for an option or a pattern. */
export function isRefName(name: string): boolean {
  return name !== '' && !FORBIDDEN.test(name);
}

/** True for what may be a shortened commit id; it may be a branch or a tag as well. */
export function isAbbreviation(ref: string): boolean {
  return ABBREVIATED.test(ref);
}

/** True for what git looks for among the beginnings of commit ids where it looks for commits first. */
export function isBeginning(ref: string): boolean {
  return HEX.test(ref);
}

const FOLDERS = { tag: 'refs/tags/', branch: 'refs/heads/' } as const;

/** The full names that a written ref may stand for, in the order in which they are tried (https://git-scm.com/docs/gitrevisions, `<refname>`). */
export function fullNames(ref: string, order: RefOrder): readonly string[] {
  if (ref.startsWith('refs/')) return [ref];
  const plain = order.flatMap((meaning) => (meaning === 'commit' ? [] : [`${FOLDERS[meaning]}${ref}`]));
  return /^(?:heads|tags)\//.test(ref) ? [`refs/${ref}`, ...plain] : plain;
}
