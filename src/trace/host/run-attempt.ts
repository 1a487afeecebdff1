import type { Failure } from '../../model/invocation.ts';
import type { Step } from '../../model/program.ts';
import type { Machine } from '../machine.ts';

/** As behind `|| true`: nobody asks how it went, and what follows finds whatever it left. */
const UNASKED: Failure = { kind: 'ignored', why: 'wrapper' };

/** Runs steps whose failure does not end the build: it skips the rest of them, or nothing where nobody asks. */
export function runAttempt(
  machine: Machine,
  { isSwallowed }: Extract<Step, { kind: 'attempt' }>,
  run: () => void,
): void {
  const outer = machine.stepFailure;
  const skip = isSwallowed === true ? undefined : machine.openSkip(true);
  machine.stepFailure = skip?.failure ?? UNASKED;
  run();
  machine.stepFailure = outer;
  skip?.close();
}
