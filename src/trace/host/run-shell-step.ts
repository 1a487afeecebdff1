import type { Step } from '../../model/program.ts';
import { spanOfTemplate } from '../../model/template.ts';
import type { Pieces } from '../../model/value.ts';
import { parseShell } from '../../syntax/shell.ts';
import { runUncalled } from '../calls.ts';
import { failing, type Machine } from '../machine.ts';
import { runScript } from '../run-list.ts';
import { runTraps } from '../traps.ts';
import { offsetOf } from './templates.ts';

type ShellStep = Extract<Step, { kind: 'shell' }>;

/** Runs a stretch of shell text as a host starts it: a RUN, a step of a job, a script. */
export function runShellText(machine: Machine, step: ShellStep, pieces: Pieces): void {
  const { guard, left } = machine;
  const { source, script } = parseShell(pieces);
  // One mistake makes the parser stumble many times behind it: the first is the one to mend.
  for (const error of script.errors?.slice(0, 1) ?? []) {
    const at = pieces[0]?.at;
    if (at !== undefined)
      machine.problems.push({
        kind: 'syntax',
        path: at.file,
        message: error.message,
        offset: offsetOf(pieces, error.pos),
      });
  }
  const context = failing(machine.stepFailure, { ...source, home: spanOfTemplate(step.text, step.at) });
  const run = () => {
    machine.options = { errexit: step.errexit, pipefail: step.pipefail };
    runScript(machine, script, context);
    runTraps(machine);
    machine.guard = guard;
    machine.left = left;
    if (!step.isolated) runUncalled(machine, context);
  };
  if (step.isolated) {
    const { functions } = machine;
    machine.functions = new Map();
    machine.subshell(run);
    machine.functions = functions;
  } else {
    run();
  }
}
