import { BOUNDS } from '../model/bounds.ts';
import type { Call } from '../model/invocation.ts';
import type { Machine } from './machine.ts';

/** Runs with a call on the stack. */
export function withCall<Result>(machine: Machine, call: Call, run: () => Result): Result {
  const { stack } = machine;
  machine.stack = [...stack, call];
  const result = run();
  machine.stack = stack;
  return result;
}

/** True when a call is not followed, since it is one of itself, or too deep, which is a problem. */
export function isTooDeep(machine: Machine, call: Call): boolean {
  const depth = machine.stack.filter((known) => known.kind !== 'wrapper').length;
  const isRecursive = machine.stack.some((known) => known.kind === call.kind && known.name === call.name);
  if (depth >= BOUNDS.callDepth && !isRecursive) {
    machine.reachBound(
      call.span.file,
      `calls are nested deeper than ${BOUNDS.callDepth}; what '${call.name}' does there is not read`,
    );
  }
  return isRecursive || depth >= BOUNDS.callDepth;
}
