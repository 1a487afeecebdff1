import type { Step } from '../model/program.ts';
import type { Span } from '../model/span.ts';

/** The steps of one entry of a list. `runsAnyway`: also where an entry before it failed. */
export type StepGroup = { readonly steps: readonly Step[]; readonly runsAnyway: boolean; readonly at: Span };

/** Steps whose failure does not end the build. */
export function attempt(steps: readonly Step[], at: Span): readonly Step[] {
  return steps.length === 0 ? [] : [{ kind: 'attempt', steps, at }];
}

/** A list of which some entries run whatever failed before them: what stands before such an entry is an attempt. */
export function runInOrder(groups: readonly StepGroup[]): readonly Step[] {
  const done: Step[] = [];
  let current: Step[] = [];
  for (const { steps, runsAnyway, at } of groups) {
    if (runsAnyway) {
      done.push(...attempt(current, at));
      current = [];
    }
    current.push(...steps);
  }
  return [...done, ...current];
}
