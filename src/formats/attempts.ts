import type { Step } from '../model/program.ts';
import type { Span } from '../model/span.ts';

/** The steps of one entry of a list. `runsAnyway`: also where an entry before it failed. */
export type StepGroup = { readonly steps: readonly Step[]; readonly runsAnyway: boolean; readonly at: Span };

/** Steps whose failure does not end the build. */
export function attempt(steps: readonly Step[], at: Span): readonly Step[] {
  return steps.length === 0 ? [] : [{ kind: 'attempt', steps, at }];
}

/** A condition of a step; `changes` says how often what it asks for may have become another by then. */
export type StepCondition = { readonly text: string; readonly negated: boolean; readonly changes: number };

/** Steps that run only where a condition holds. The same text is the same question, as long as nothing changes what it asks for. */
export function underCondition(steps: readonly Step[], condition: StepCondition | null, at: Span): readonly Step[] {
  if (condition === null || steps.length === 0) return steps;
  const when = { kind: 'unknown', text: `if ${condition.changes} ${condition.text}` } as const;
  const arms = condition.negated
    ? [
        { when, steps: [] },
        { when: null, steps },
      ]
    : [{ when, steps }];
  return [{ kind: 'choice', arms, at }];
}

/**
 * Steps that a good build does not run, or only behind all that it uses. They are there, but what they pin or check says nothing of what stands
 * before them.
 */
export function besides(steps: readonly Step[], at: Span): readonly Step[] {
  return underCondition(steps, { text: `besides ${at.file}:${at.start}`, negated: false, changes: 0 }, at);
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
