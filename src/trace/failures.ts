import type { Failure, FailureIgnored } from '../model/invocation.ts';
import type { Context, Machine } from './machine.ts';

/** What the failure of a command means here: `set -e` where it acts, else what the node's place says. */
export function failureOf(machine: Machine, context: Context): Failure {
  return context.errexit && machine.options.errexit ? context.onExit : context.tail;
}

/** The failure of a command whose status something loses on the way. */
export function lostFailure(machine: Machine, context: Context, why: FailureIgnored): Failure {
  const failure = failureOf(machine, context);
  const isUnwatched = failure.kind === 'ignored' && (failure.why === 'no-errexit' || failure.isUnwatched === true);
  return { kind: 'ignored', why, ...(isUnwatched ? { isUnwatched } : {}) };
}
