import { Minimatch } from 'minimatch';

/** True when a root-relative path with `/` is named by one of the patterns it was made from. */
export type PathMatcher = (path: string) => boolean;

/** Brace sets may multiply (`{a,b}{a,b}...`); what lies beyond this many is not expanded. */
const MOST_BRACES = 1000;

/**
 * Compiles globs (`*`, `?`, `[a-z]`, `**`, `{a,b}`) into one matcher; a pattern that names a folder names all below it. The patterns come
 * from the scanned tree: extended globs, which turn into nested repetitions, are off, and so are comments and negation.
 */
export function compileGlobs(patterns: readonly string[]): PathMatcher {
  const compiled = patterns.flatMap((pattern) => {
    const clean = pattern.replace(/^\.?\//, '').replace(/\/$/, '');
    return clean === '' || clean === '.' ? [compile('**')] : [compile(clean), compile(`${clean}/**`)];
  });
  return (path) => compiled.some((glob) => glob.match(path));
}

function compile(pattern: string): Minimatch {
  return new Minimatch(pattern, {
    dot: true,
    noext: true,
    nocomment: true,
    nonegate: true,
    platform: 'linux',
    braceExpandMax: MOST_BRACES,
  });
}
