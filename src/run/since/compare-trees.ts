import type { Verdict } from '../../model/source.ts';
import type { Standing } from '../judge-fetches.ts';

/** How much a fetch may change: what was firmer before is not the same any more. */
const LOOSENESS: Readonly<Record<Verdict, number>> = { exact: 0, tag: 1, versioned: 1, moving: 2, dynamic: 2 };

/**
 * For each fetch of now, by id, the one of before that it is; what has none is new. Both trees are read whole, so an edit of a variables' file
 * shows at the fetches that it moves. Fetches with one id are the same; of the rest each takes one with the same source whose own id is gone,
 * of its own file first: its command was edited, or its file renamed. A fetch that lost its firmness or its pin is new in any case.
 */
export function findCounterparts<Before extends Standing>(
  now: readonly Standing[],
  before: readonly Before[],
): ReadonlyMap<string, Before> {
  const counterparts = new Map<string, Before>();
  const beforeById = new Map(before.map((standing) => [standing.id, standing]));
  const gone = new Map(beforeById);
  const rest: Standing[] = [];
  for (const standing of now) {
    const same = beforeById.get(standing.id);
    gone.delete(standing.id);
    if (same === undefined) rest.push(standing);
    else if (isAsFirm(standing, same)) counterparts.set(standing.id, same);
  }
  for (const keyOf of [inFile, sourceOf]) {
    const free = new Map<string, Before[]>();
    for (const standing of gone.values()) {
      const key = keyOf(standing);
      free.set(key, [...(free.get(key) ?? []), standing]);
    }
    for (const standing of rest) {
      if (counterparts.has(standing.id)) continue;
      const candidates = free.get(keyOf(standing)) ?? [];
      const index = candidates.findIndex((candidate) => isAsFirm(standing, candidate));
      const [found] = index < 0 ? [] : candidates.splice(index, 1);
      if (found === undefined) continue;
      counterparts.set(standing.id, found);
      gone.delete(found.id);
    }
  }
  return counterparts;
}

function sourceOf({ fetch }: Standing): string {
  return `${fetch.kind} ${fetch.source?.key ?? fetch.url}`;
}

function inFile(standing: Standing): string {
  return `${sourceOf(standing)} ${standing.fetch.place.file}`;
}

function isAsFirm(now: Standing, before: Standing): boolean {
  const isPinLost = before.pin !== undefined && now.pin === undefined && now.fetch.verdict !== 'exact';
  return LOOSENESS[now.fetch.verdict] <= LOOSENESS[before.fetch.verdict] && !isPinLost;
}
