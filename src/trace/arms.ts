import { both, type Guard, without } from '../model/guard.ts';
import { type Ending, weakest } from './ending.ts';
import type { Machine } from './machine.ts';

/** How one arm of a choice ended. */
export type EndedArm = { readonly guard: Guard; readonly ending: Ending; readonly left?: readonly Guard[] };

/** Runs one arm of a choice; what is left of its guard at its end is what goes on. Undefined when it cannot hold here. */
export function runArm(machine: Machine, guard: Guard, run: () => Ending): EndedArm | undefined {
  return machine.under(both(machine.guard, guard), () => {
    const ending = run();
    return ending === 'none' ? { guard: machine.guard, ending, left: machine.left } : { guard, ending };
  });
}

/** Arms that left what follows are taken out of what goes on; when all did, so does the whole. */
export function joinArms(machine: Machine, arms: readonly EndedArm[]): Ending {
  if (arms.length === 0) return 'none';
  if (arms.every((arm) => arm.ending !== 'none')) return arms.map((arm) => arm.ending).reduce(weakest);
  machine.left = leftBy(machine, arms);
  const [survivor, second] = arms.filter((arm) => arm.ending === 'none');
  if (survivor !== undefined && second === undefined && arms.length > 1) {
    const narrowed = both(machine.guard, survivor.guard);
    if (narrowed !== undefined) machine.guard = narrowed;
    return 'none';
  }
  for (const arm of arms) {
    if (arm.ending === 'none') continue;
    const [rest, more] = without(machine.guard, arm.guard);
    if (rest !== undefined && more === undefined) machine.guard = rest;
  }
  return 'none';
}

/** More of them are not remembered: what is forgotten is taken to go on. */
const MOST_LEFT = 64;

/** Where the text was left before, within an arm that goes on, or with an arm. */
function leftBy(machine: Machine, arms: readonly EndedArm[]): readonly Guard[] {
  const left = new Set(machine.left);
  for (const arm of arms) {
    for (const region of arm.left ?? []) left.add(region);
    const region = arm.ending === 'none' ? undefined : both(machine.guard, arm.guard);
    if (region !== undefined && region.size > 0) left.add(region);
  }
  return left.size === machine.left.length ? machine.left : [...left].slice(-MOST_LEFT);
}
