import type { Resolution } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { RemoteRefs } from '../ports/git.ts';
import { unresolved } from './refs.ts';
import { newestRelease, type ReleaseWish } from './release.ts';

/** Where releases are taken instead of what a branch is at, and which ones count. */
export type ReleaseChoice = {
  readonly isPreferred: (source: Source) => boolean;
  readonly wishFor: (source: Source) => ReleaseWish;
};

export const NO_RELEASES: ReleaseChoice = {
  isPreferred: () => false,
  wishFor: () => ({ allowsPre: false, range: null }),
};

/**
 * Names the newest release of what follows a branch, and pins it where that is preferred. A range is a demand: where no release fits it
 * there is no pin. Without a range a repository without releases is pinned at its branch, and a note says so.
 */
export function chooseRelease(resolution: Resolution, { refs }: RemoteRefs, choice: ReleaseChoice): Resolution {
  if (resolution.kind === 'unresolved' || !isMoving(resolution)) return resolution;
  const { source } = resolution;
  const wish = choice.wishFor(source);
  const newest = newestRelease(refs, source, wish);
  if (newest !== undefined) {
    const { ref, name, commit } = newest;
    if (!choice.isPreferred(source)) return { ...resolution, newestRelease: name };
    return { ...resolution, pin: { ref, commit, by: 'release' }, newestRelease: name };
  }
  if (!choice.isPreferred(source)) return resolution;
  if (wish.range !== null) {
    const any = newestRelease(refs, source, { ...wish, range: null });
    const what = any === undefined ? 'the repository has no release' : `its newest release is ${any.name}`;
    return unresolved(source, 'not-found', `no release fits the range "${wish.range}" of pinlock.yml: ${what}`);
  }
  const pre = newestRelease(refs, source, { allowsPre: true, range: null });
  const hint = pre === undefined || wish.allowsPre ? '' : ` (${pre.name} is a pre-release: --pre takes such)`;
  return { ...resolution, notes: [...resolution.notes, `no release among its tags${hint}: the branch was taken`] };
}

/** A tag or a commit was the author's choice. */
function isMoving({ pin, source }: Extract<Resolution, { kind: 'pinned' }>): boolean {
  if (source.kind !== 'git' || !('commit' in pin)) return false;
  return pin.ref === undefined ? source.ref === null || source.ref === 'HEAD' : !pin.ref.startsWith('refs/tags/');
}
