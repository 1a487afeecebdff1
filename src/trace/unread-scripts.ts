import { ALWAYS } from '../model/guard.ts';
import { knownText } from '../model/value.ts';
import { powerShellFetch } from '../syntax/powershell.ts';
import type { Machine } from './machine.ts';
import { pathsOf } from './redirections.ts';
import type { Running } from './run-command.ts';

const POWERSHELL_FILE = /\.ps1$/i;

/**
 * True for a script that no shell of ours runs: a PowerShell script of the tree. Where it is run, or put into an image, and fetches something,
 * that is told once.
 */
export function nameUnreadScript(machine: Machine, treePath: string): boolean {
  if (!POWERSHELL_FILE.test(treePath)) return false;
  const word = powerShellFetch(machine.ports.tree.read(treePath) ?? '');
  if (word === undefined || machine.problems.some((problem) => problem.path === treePath)) return true;
  const message = `PowerShell is not read yet, and this script fetches something with it (${word})`;
  machine.problems.push({ kind: 'syntax', path: treePath, message });
  return true;
}

/** `pwsh -File install.ps1`, `./install.ps1`: the scripts among a command's words. */
export function nameUnreadScripts(machine: Machine, { variants }: Running): void {
  for (const { words } of variants) {
    for (const { pieces } of words) {
      if (!POWERSHELL_FILE.test(knownText(pieces) ?? '')) continue;
      for (const { path } of pathsOf(machine, [{ guard: ALWAYS, pieces }])) {
        const treePath = machine.files.treePaths(path).find((name) => machine.ports.tree.kind(name) === 'file');
        if (treePath !== undefined) nameUnreadScript(machine, treePath);
      }
    }
  }
}
