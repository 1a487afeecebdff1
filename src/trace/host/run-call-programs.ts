import type { CallProgram } from '../../model/call-program.ts';
import { ALWAYS, both } from '../../model/guard.ts';
import type { LostWord } from '../../model/invocation.ts';
import type { FactStep, FactWord } from '../../model/program.ts';
import type { Value } from '../../model/value.ts';
import { enterFolders } from '../enter-folders.ts';
import { type Machine, perhaps } from '../machine.ts';
import { dispatch, type Running } from '../run-command.ts';
import { factVariants } from './templates.ts';

/** The programs that a call runs, as the rules say it, each kind of them in a folder and with variables of its own. */
export function runCallPrograms(
  machine: Machine,
  { words: written }: FactStep,
  expand: (template: FactWord['template']) => Value,
  running: Running,
): void {
  const name = running.variants[0]?.words[0];
  if (name === undefined) return;
  for (const program of machine.ports.callPrograms?.(name) ?? []) {
    for (const { guard, words, lost } of factVariants(written, expand, program.narrow))
      machine.under(both(machine.guard, guard), () => runPrograms(machine, program.read(words), lost, running));
  }
}

function runPrograms(
  machine: Machine,
  { folder, programs, atOnce }: ReturnType<CallProgram['read']>,
  lost: readonly LostWord[],
  running: Running,
): void {
  if (programs.length === 0) return;
  machine.subshell(() => {
    if (folder !== null) enterFolders(machine, [folder.pieces]);
    for (const [index, words] of programs.entries()) {
      if (!machine.step()) return;
      const word = words[0]?.at ?? running.word;
      const variant = { guard: ALWAYS, words, lost: lost.filter(({ at }) => at.start > word.start) };
      // What those before it make may not be there yet.
      const guard = atOnce && index > 0 ? perhaps(machine, 'pipeline') : machine.guard;
      machine.under(guard, () =>
        dispatch(machine, { ...running, variants: [variant], word, host: 'exec', form: 'command' }),
      );
    }
  });
}
