// What a ref can be called: https://git-scm.com/docs/git-check-ref-format
const FORBIDDEN = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|(?:^|\/)\.|\.lock(?:\/|$)|\.$|\/$|^\/|^-|^@$/;
const ABBREVIATED = /^[0-9a-f]{7,39}$/i;

/** True for a name that git accepts as branch, tag or full ref, and that cannot be taken for an option or a pattern. */
export function isRefName(name: string): boolean {
  return name !== '' && !FORBIDDEN.test(name);
}

/** True for what may be a shortened commit id; it may be a branch or a tag as well. */
export function isAbbreviation(ref: string): boolean {
  return ABBREVIATED.test(ref);
}

/**
 * The full names that a written ref may stand for, in the order in which git tries them
 * (https://git-scm.com/docs/gitrevisions, `<refname>`): a tag comes before a branch, unless `isBranchFirst` (`git clone -b`).
 */
export function fullNames(ref: string, isBranchFirst: boolean): readonly string[] {
  if (ref.startsWith('refs/')) return [ref];
  const [tag, branch] = [`refs/tags/${ref}`, `refs/heads/${ref}`];
  const plain = isBranchFirst ? [branch, tag] : [tag, branch];
  return /^(?:heads|tags)\//.test(ref) ? [`refs/${ref}`, ...plain] : plain;
}
