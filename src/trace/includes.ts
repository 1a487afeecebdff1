import { BOUNDS } from '../model/bounds.ts';
import type { Step } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import type { Machine } from './machine.ts';

/** The files that a program reads in where it stands (`include`), each a bounded number of times and never inside itself. */
export class Includes {
  private readonly open: string[] = [];
  private readonly times = new Map<string, number>();
  private readonly machine: Machine;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** Hands the steps of a file of the tree to `runSteps`; a file that is not there has none. */
  run(path: string, format: string | undefined, at: Span, runSteps: (steps: readonly Step[]) => void): void {
    const { machine, open } = this;
    const times = (this.times.get(path) ?? 0) + 1;
    if (open.includes(path) || times > BOUNDS.includes || open.length >= BOUNDS.callDepth) return;
    this.times.set(path, times);
    const text = machine.ports.tree.read(path);
    const program = text === undefined ? undefined : machine.ports.parse(path, text, format);
    if (program === undefined) return;
    machine.executed.add(path);
    machine.included.add(path);
    if (times === 1) machine.addProblems(program);
    const { stack } = machine;
    machine.stack = [...stack, { kind: 'script', name: path, span: at }];
    open.push(path);
    runSteps(program.steps);
    open.pop();
    machine.stack = stack;
  }
}

/** A path that a file of `folder` names, below the root; undefined when it leads out of it. */
export function inTree(folder: string, name: string): string | undefined {
  const parts: string[] = name.startsWith('/') ? [] : folder.split('/').filter((part) => part !== '');
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
