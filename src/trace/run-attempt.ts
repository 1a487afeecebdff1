import type { Step } from '../model/program.ts';
import type { Machine } from './machine.ts';

/** Runs steps whose failure does not end the build. */
export function runAttempt(
  machine: Machine,
  { isSwallowed }: Extract<Step, { kind: 'attempt' }>,
  run: () => void,
): void {
  if (isSwallowed === true) swallow(machine, run);
  else machine.attempt(run);
}

/** As `run || true`: nobody asks how it went, and what follows finds whatever it left. */
function swallow(machine: Machine, run: () => void): void {
  const outer = machine.stepFailure;
  machine.stepFailure = { kind: 'ignored', why: 'wrapper' };
  run();
  machine.stepFailure = outer;
}
