import type { Setting } from './environment.ts';

/** `url.<base>.insteadOf = prefix`, in the order in which git looks at them. */
export type Rewriting = { readonly base: string; readonly prefix: string };

const KEY = /^url\.(.*)\.insteadof$/is;

/** The rewritings of git's settings; those of one base stand together, at its first appearance (git's `remote.c`, `make_rewrite`). */
export function findRewritings(settings: readonly Setting[]): readonly Rewriting[] {
  const byBase = new Map<string, Rewriting[]>();
  for (const { key, value } of settings) {
    const base = KEY.exec(key)?.[1];
    if (base === undefined) continue;
    const own = byBase.get(base) ?? [];
    byBase.set(base, [...own, { base, prefix: value }]);
  }
  return [...byBase.values()].flat();
}

/** What git makes of a URL: the longest prefix wins, the first of equal ones, and it is applied once. */
export function rewriteUrl(rewritings: readonly Rewriting[], url: string): string {
  let longest: Rewriting | undefined;
  for (const one of rewritings) {
    if (url.startsWith(one.prefix) && one.prefix.length > (longest?.prefix.length ?? -1)) longest = one;
  }
  return longest === undefined ? url : longest.base + url.slice(longest.prefix.length);
}

/** Holds git to a URL that was judged: no prefix is longer than the whole, so that nothing leads it on. */
export function keepAsItIs(url: string): Setting {
  return { key: `url.${url}.insteadOf`, value: url };
}
