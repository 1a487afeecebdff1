import type { ClassifiedFetch } from '../model/source.ts';
import { weakest } from './meaning.ts';
import { compareSpans, spanKey, withoutRepeats } from './place.ts';

/** One entry for each place and source, in the order of places; the loosest outcome speaks for all of them. */
export function foldOutcomes(fetches: readonly ClassifiedFetch[]): readonly ClassifiedFetch[] {
  const groups = new Map<string, ClassifiedFetch[]>();
  for (const fetch of fetches) {
    const key = `${spanKey(fetch.place)}\u0000${sourceIdentity(fetch)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fetch]);
    else group.push(fetch);
  }
  const folded = [...groups.values()].flatMap((group) => foldGroup(group));
  return folded.sort((a, b) => compareSpans(a.place, b.place));
}

/** What is the same source where no key says so: the same address and ref with the same unknown parts. */
export function sourceIdentity(fetch: ClassifiedFetch): string {
  return fetch.source?.key ?? `${fetch.kind}\u0000${fetch.url}\u0000${fetch.ref ?? ''}`;
}

function foldGroup(group: readonly ClassifiedFetch[]): readonly ClassifiedFetch[] {
  const [first, ...others] = group;
  if (first === undefined || others.length === 0) return group;
  const loosest = weakest(first, others);
  return [
    {
      ...loosest,
      outcomes: [...new Set(group.flatMap(({ outcomes }) => outcomes))],
      related: withoutRepeats(
        group.flatMap(({ related }) => related),
        loosest.place,
      ),
      overridable: union(group.map(({ overridable }) => overridable)),
      missing: union(group.map(({ missing }) => missing)),
    },
  ];
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort();
}
