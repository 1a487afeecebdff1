import { nestedSteps } from '../model/nested-steps.ts';
import type { Program, Step } from '../model/program.ts';
import { writtenPieces } from '../model/template.ts';
import { pathNamed } from '../model/tree-path.ts';
import { flatten } from '../model/value.ts';
import type { Machine } from './machine.ts';
import { programAt } from './program-at.ts';

/**
 * The variables that a program and the files that it includes by name leave to the user and that are more than a switch: only for those it has to
 * be run again.
 */
export function cachedIn(machine: Machine, program: Program): ReadonlySet<string> {
  const known = KNOWN.get(program);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const files = new Set<string>([program.file]);
  const add = (steps: readonly Step[]): void => {
    for (const step of steps) {
      if (step.kind === 'assign' && isOpen(step) && !isSwitch(step)) names.add(step.name);
      const file = step.kind === 'include' ? pathNamed(writtenPieces(step.path), step.at) : undefined;
      if (step.kind === 'include' && file !== undefined && !files.has(file)) {
        files.add(file);
        add(programAt(machine.ports, file, step.format)?.steps ?? []);
      }
      add(nestedSteps(step));
    }
  };
  add(program.steps);
  KNOWN.set(program, names);
  return names;
}

const KNOWN = new WeakMap<Program, ReadonlySet<string>>();

/** A value given on the command line stands over it. */
function isOpen({ cache, overridable }: Extract<Step, { kind: 'assign' }>): boolean {
  return cache !== undefined || overridable === true;
}

/** `ON`, `OFF` and kin say nothing of what is fetched. */
function isSwitch({ value }: Extract<Step, { kind: 'assign' }>): boolean {
  return value !== null && /^(?:on|off|true|false|yes|no|[01])$/i.test(flatten(writtenPieces(value)));
}
