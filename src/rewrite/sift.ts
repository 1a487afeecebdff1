import type { Doubt } from './prove.ts';
import type { PlannedFetch } from './rewrite-plan.ts';
import { editKey } from './span-index.ts';

/** Planned fetches that share a splice: they are written together or not at all. */
export type Unit = readonly PlannedFetch[];

export function unitsOf(pinned: readonly PlannedFetch[]): readonly Unit[] {
  let units: { readonly keys: ReadonlySet<string>; readonly unit: Unit }[] = [];
  for (const planned of pinned) {
    const keys = new Set(planned.edits.map(editKey));
    const shared = units.filter((one) => [...keys].some((key) => one.keys.has(key)));
    const unit = [...shared.flatMap((one) => one.unit), planned];
    const all = new Set([...shared.flatMap((one) => [...one.keys]), ...keys]);
    units = [...units.filter((one) => !shared.includes(one)), { keys: all, unit }];
  }
  return units.map(({ unit }) => unit);
}

/**
 * Which of the units can be proven together, found by halves: `dropped` are those that fail with what was kept before them, each with the
 * first reason.
 */
export function sift(
  units: readonly Unit[],
  test: (some: readonly PlannedFetch[]) => readonly Doubt[],
): { readonly kept: readonly PlannedFetch[]; readonly dropped: ReadonlyMap<PlannedFetch, string | undefined> } {
  const dropped = new Map<PlannedFetch, string | undefined>();
  let kept: readonly PlannedFetch[] = [];
  const add = (some: readonly Unit[], isKnownToFail: boolean): void => {
    const all = some.flat();
    const doubts = isKnownToFail ? undefined : test([...kept, ...all]);
    if (doubts?.length === 0) {
      kept = [...kept, ...all];
      return;
    }
    const [only, more] = some;
    if (only === undefined) return;
    if (more === undefined) {
      for (const planned of only) dropped.set(planned, doubts?.[0]?.reason);
      return;
    }
    const middle = Math.ceil(some.length / 2);
    add(some.slice(0, middle), false);
    add(some.slice(middle), false);
  };
  add(units, true);
  return { kept, dropped };
}
