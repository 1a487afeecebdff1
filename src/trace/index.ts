import { ALWAYS } from '../model/guard.ts';
import type { TraceEvent } from '../model/invocation.ts';
import { toPath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { Program } from '../model/program.ts';
import { startOfFile } from '../model/span.ts';
import { folderOf } from '../model/tree-path.ts';
import { impliedText } from '../model/value.ts';
import { Machine, workingFolder } from './machine.ts';
import { runProgram } from './steps.ts';
import type { TracePorts } from './trace-ports.ts';

export type { TracePorts } from './trace-ports.ts';

/** What running a file without running it shows: its commands in execution order, and which other files it ran. */
export type Trace = {
  readonly events: readonly TraceEvent[];
  readonly problems: readonly Problem[];
  readonly executed: ReadonlySet<string>;
  /** Files that it includes as its own text, all of which was read: empty when a bound was reached. */
  readonly included: ReadonlySet<string>;
};

/**
 * Runs a program over abstract values. Pure at its face: the tree is read through `ports.tree` alone, nothing is executed, and every bound
 * (src/model/bounds.ts) ends in a hole or a problem.
 */
export function trace(program: Program, ports: TracePorts): Trace {
  const machine = new Machine(ports, program.file);
  const { file } = program;
  const at = startOfFile(file);
  const folder = workingFolder(file);
  const places = new Set([folderOf(file), '']);
  // Where two have a file of one name, the place that was mounted last has it.
  for (const place of program.runsInItsFolder === true ? [...places].reverse() : places)
    machine.files.mount(folder, place);
  machine.scriptName = toPath([...folder.pieces, impliedText(`/${file}`, at)]).pieces;
  machine.positional = [{ guard: ALWAYS, words: [], open: file, shifted: 0 }];
  machine.addProblems(program);
  runProgram(machine, program);
  const isWhole = machine.problems.every(({ kind }) => kind !== 'bound');
  return {
    events: machine.events,
    problems: machine.problems,
    executed: machine.executed,
    included: isWhole ? machine.included : new Set(),
  };
}
