import type { ReleaseChoice } from '../../resolve/index.ts';
import type { OpenRoot } from '../open-roots.ts';

/** What the person asked for: releases instead of branches, and pre-releases among them. */
export type ReleaseOptions = { readonly prefersRelease: boolean; readonly allowsPre: boolean };

/**
 * Which releases count: `ranges` of pinlock.yml by the source's key, else by its repository's (the key without the ref). `isBound` names
 * sources that follow releases whatever is asked for: those whose pin says so.
 */
export function releaseChoice(
  roots: readonly Pick<OpenRoot, 'config'>[],
  { prefersRelease, allowsPre }: ReleaseOptions,
  isBound: ReleaseChoice['isPreferred'] = () => false,
): ReleaseChoice {
  const ranges = new Map(roots.toReversed().flatMap(({ config }) => [...config.ranges]));
  return {
    isPreferred: (source) => prefersRelease || isBound(source),
    wishFor: ({ key, kind, locator }) => ({
      allowsPre,
      range: ranges.get(key) ?? ranges.get(`${kind}+${locator}`) ?? null,
    }),
  };
}
