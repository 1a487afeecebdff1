import type { Step } from './program.ts';

/** The steps that a step has in it, in every arm. */
export function nestedSteps(step: Step): readonly Step[] {
  switch (step.kind) {
    case 'choice':
      return step.arms.flatMap(({ steps }) => steps);
    case 'rule':
      return [...step.settings, ...step.steps];
    case 'scope':
    case 'define':
    case 'each':
    case 'attempt':
      return step.steps;
    default:
      return [];
  }
}
