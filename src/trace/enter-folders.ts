import { always, type Pieces } from '../model/value.ts';
import type { Machine } from './machine.ts';
import { pathsOf } from './redirections.ts';

/** Goes from folder to folder, each as seen from the one before it. */
export function enterFolders(machine: Machine, folders: readonly Pieces[]): void {
  for (const folder of folders) machine.changeFolder(pathsOf(machine, always(folder)));
}
