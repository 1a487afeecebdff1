import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { discover, type FoundFile } from '../../src/discover/index.ts';
import { type Format, formats } from '../../src/formats/index.ts';
import { mayFetch } from '../../src/match/index.ts';
import type { TreeFiles } from '../../src/model/ports.ts';
import type { Program } from '../../src/model/program.ts';
import { openTree } from '../../src/ports/files.ts';
import { steadyTree } from '../../src/run/steady-tree.ts';

/** The build files of one tree, as a scan finds them; `newParse` reads each of them once. */
export type LoadedTree = {
  readonly name: string;
  readonly files: readonly FoundFile[];
  readonly tree: TreeFiles;
  readonly newParse: () => (path: string, text: string) => Program | undefined;
};

/** Every folder in a folder as a tree of its own, in which files of these formats count. */
export async function loadTrees(folder: string, counting: readonly Format[] = formats): Promise<readonly LoadedTree[]> {
  const trees: LoadedTree[] = [];
  for (const name of readdirSync(folder).sort()) {
    const [scan] = await discover(['.'], join(folder, name), {
      listFiles: async () => ({ refused: 'the walker is enough here' }),
      openTree,
      formats: counting,
      mayFetch,
      selectionOf: async () => ({ include: [], exclude: [] }),
    });
    if (scan === undefined) throw new Error(`${name}: no root`);
    const tree = steadyTree(scan.tree, new Map(scan.files.map(({ path, text }) => [path, text])));
    trees.push({ name, files: scan.files, tree, newParse });
  }
  return trees;
}

function newParse(): (path: string, text: string) => Program | undefined {
  const programs = new Map<string, Program | undefined>();
  return (path, text) => {
    if (programs.has(path)) return programs.get(path);
    const firstLine = text.slice(0, 128).split(/[\r\n]/, 1)[0] ?? '';
    const known = formats.find((format) => format.matches(path, firstLine));
    const format = known ?? (firstLine.startsWith('#!') ? undefined : formats.find(({ id }) => id === 'shell'));
    const program = format?.parse(path, text);
    programs.set(path, program);
    return program;
  };
}
