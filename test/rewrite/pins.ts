import { expect } from 'vitest';
import { apply, commit, scan, type Tree, unapply } from './scan.ts';

export const LIB = 'git+https://github.com/acme/lib';
export const HEAD = commit('a0');
export const MASTER = commit('b0');
export const DEV = commit('d0');
export const TAG = commit('c0');
export const OTHER = commit('e0');
export const DIGEST = `sha256:${'ab'.repeat(32)}`;

export const SUM = 'cd'.repeat(32);
export const OTHER_SUM = 'ef'.repeat(32);

/** What the lockfile of these tests holds. */
export const PINS: Readonly<Record<string, string>> = {
  [LIB]: HEAD,
  [`${LIB}@master`]: MASTER,
  [`${LIB}@refs/heads/master`]: MASTER,
  [`${LIB}@dev`]: DEV,
  [`${LIB}@v1.2.1`]: TAG,
  'git+https://github.com/acme/other@master': OTHER,
  'docker://docker.io/library/debian:12': DIGEST,
  'https://example.com/a-1.2.tgz': SUM,
  'https://example.com/b-1.2.tgz': OTHER_SUM,
  'https://example.com/get.sh': SUM,
};

/** Writes the pins: the texts that change, each of them exact when read again and left alone by a second apply. */
export function rewritten(tree: Tree, isReversible = true): Tree {
  const { texts, refused } = apply(tree, PINS);
  expect(refused).toEqual([]);
  const after = { ...tree, ...texts };
  const loose = scan(after).fetches.filter(({ verdict, source }) => verdict !== 'exact' && (source?.key ?? '') in PINS);
  expect(loose.map(({ source }) => source?.key)).toEqual([]);
  expect(apply(after, PINS)).toEqual({ texts: {}, refused: [] });
  if (isReversible) expectRoundTrip(tree, after);
  return texts;
}

/** Unapplied, the refs are back; applied once more, the same bytes are. */
function expectRoundTrip(before: Tree, after: Tree): void {
  const keys = scan(before).fetches.flatMap(({ source }) =>
    source === null || !(source.key in PINS) ? [] : [source.key],
  );
  const { texts, refused } = unapply(after, PINS, [...new Set(keys)]);
  expect(refused).toEqual([]);
  const restored = { ...after, ...texts };
  const keysOf = (tree: Tree) =>
    scan(tree)
      .fetches.filter(({ verdict }) => verdict !== 'exact')
      .map(({ source }) => source?.key)
      .sort();
  expect(keysOf(restored)).toEqual(keysOf(before));
  expect({ ...restored, ...apply(restored, PINS).texts }).toEqual(after);
}

/** The one reason for which nothing is written. */
export function refusal(tree: Tree): string {
  const { texts, refused } = apply(tree, PINS);
  expect(texts).toEqual({});
  return refused.join('\n');
}
