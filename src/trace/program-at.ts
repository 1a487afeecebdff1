import type { Program } from '../model/program.ts';
import type { TracePorts } from './trace-ports.ts';

/** The file of the tree as a program; undefined where none lies there that can be run. `format` reads it where its name says nothing. */
export function programAt({ tree, parse }: TracePorts, treePath: string, format?: string): Program | undefined {
  const text = tree.read(treePath);
  return text === undefined ? undefined : parse(treePath, text, format);
}
