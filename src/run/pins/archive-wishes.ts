import { settleSource } from '../../classify/index.ts';
import type { PinMatch } from '../../lock/index.ts';
import type { GitPin } from '../../model/pin.ts';
import type { ClassifiedFetch, SourceKey } from '../../model/source.ts';
import { HOLE } from '../../model/value.ts';
import { type ArchiveWish, archiveFormatOf } from '../../resolve/index.ts';

/** Archives to hash, and the pins among them that are there already. */
export type Wishes = { readonly archives: readonly ArchiveWish[]; readonly pins: ReadonlyMap<SourceKey, GitPin> };

export const NO_WISHES: Wishes = { archives: [], pins: new Map() };

/**
 * The archives of repositories that fetches download and whose content no pin holds yet. An archive of what the text names exactly needs
 * no pin, and so no hash. Where only the repository can say which ref an address names, there is a wish for each that it may be: those of
 * refs that it does not have come to nothing.
 */
export function findWishes(
  fetches: readonly ClassifiedFetch[],
  pinOf: (fetch: ClassifiedFetch) => PinMatch | undefined,
  ownForges: ReadonlyMap<string, string>,
): Wishes {
  const archives: ArchiveWish[] = [];
  const pins = new Map<SourceKey, GitPin>();
  for (const fetch of fetches.flatMap((one) => readingsOf(one, ownForges))) {
    const url = archiveUrlOf(fetch);
    if (url === null || fetch.source === null) continue;
    const pin = pinOf(fetch)?.pin;
    if (pin !== undefined) {
      const format = archiveFormatOf(url);
      if (format === null || !('commit' in pin) || pin.archives?.[format] !== undefined) continue;
      pins.set(fetch.source.key, pin);
    }
    archives.push({ source: fetch.source, url });
  }
  return { archives, pins };
}

function readingsOf(fetch: ClassifiedFetch, ownForges: ReadonlyMap<string, string>): readonly ClassifiedFetch[] {
  if (fetch.source !== null) return [fetch];
  return fetch.candidates.map((candidate) => settleSource(fetch, candidate, { ownForges }));
}

/**
 * The archive of a repository that a fetch downloads, null for other fetches: by https, without user and fragment, as the forge serves it to
 * everybody. `{commit}` stays a gap.
 */
export function archiveUrlOf({ source, forge }: ClassifiedFetch): string | null {
  if (source?.kind !== 'git' || forge === null || forge.archive === null || forge.pinned === null) return null;
  if (forge.pinned.includes(HOLE)) return null;
  const rest = forge.pinned.replace(/^https?:\/\//i, '').replace(/#.*$/, '');
  return `https://${rest.replace(/^[^/]*@/, '')}`;
}
