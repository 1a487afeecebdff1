import type { Failure } from '../../model/invocation.ts';
import type { Machine } from '../machine.ts';
import type { Variables } from '../variables.ts';

/** Runs another file as a program of its own, with other values than it has by itself: of the shell around it, it sees `variables` alone. */
export function inOwnProgram(machine: Machine, variables: Variables, stepFailure: Failure, run: () => void): void {
  const outer = { variables: machine.variables, functions: machine.functions, stepFailure: machine.stepFailure };
  const included = new Set(machine.included);
  machine.subshell(() => {
    machine.variables = variables;
    machine.functions = new Map();
    machine.stepFailure = stepFailure;
    machine.options = { errexit: false, pipefail: false };
    run();
    machine.variables = outer.variables;
  });
  machine.functions = outer.functions;
  machine.stepFailure = outer.stepFailure;
  // What it includes was not read as it is by itself.
  for (const path of machine.included) if (!included.has(path)) machine.included.delete(path);
}
