import { both, guardOf } from '../model/guard.ts';
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

/** As `( run ) || true`: what runs in it succeeded, or the build goes on with what was there before. */
function swallow(machine: Machine, run: () => void): void {
  const outer = machine.stepFailure;
  machine.stepFailure = { kind: 'ignored', why: 'or-list' };
  machine.under(both(machine.guard, guardOf(`or:${machine.next()}`, ['ok'])), run);
  machine.stepFailure = outer;
}
