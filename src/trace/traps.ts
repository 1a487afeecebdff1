import type { Guard } from '../model/guard.ts';
import { knownText, type Pieces } from '../model/value.ts';
import { runText } from './calls.ts';
import type { Machine } from './machine.ts';
import { emitInvocation, type Running } from './run-command.ts';

/** Text that a shell runs when it ends or is told to (`trap 'rm -rf "$D"' EXIT`). */
export type Trap = { readonly guard: Guard; readonly text: Pieces; readonly running: Running };

/** `trap TEXT SIGNAL...` keeps the text for later; `trap - SIGNAL` and `trap` alone keep nothing. */
export function setTrap(machine: Machine, running: Running): void {
  emitInvocation(machine, running);
  for (const { guard, words } of running.variants) {
    const [text, ...signals] = words.slice(1).filter(({ pieces }) => knownText(pieces) !== '--');
    if (text === undefined || signals.length === 0 || /^(?:-.*|\d*)$/.test(knownText(text.pieces) ?? '')) continue;
    machine.traps.push({ guard, text: text.pieces, running });
  }
}

/** Runs what was kept, at the end of the text: nobody knows when else. Which signal it is asked for makes no difference. */
export function runTraps(machine: Machine): void {
  const traps = machine.traps.splice(0);
  for (const { guard, text, running } of traps) {
    machine.subshell(() =>
      machine.under(guard, () => runText(machine, running, { kind: 'text', text, args: [], here: true })),
    );
  }
}
