import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { archiveNames, classify } from '../../src/classify/index.ts';
import { discover, type FoundFile } from '../../src/discover/index.ts';
import { formats } from '../../src/formats/index.ts';
import { live } from '../../src/life/index.ts';
import { isFetchCommand, matchEvents, mayFetch, wrapper } from '../../src/match/index.ts';
import type { TreeFiles } from '../../src/model/ports.ts';
import type { Program } from '../../src/model/program.ts';
import { openTree } from '../../src/ports/files.ts';
import { steadyTree } from '../../src/run/steady-tree.ts';
import { trace } from '../../src/trace/index.ts';

/** Milliseconds of each stage of the reader. */
export type Parts = { parse: number; trace: number; match: number; life: number; classify: number };

type Loaded = { readonly name: string; readonly files: readonly FoundFile[]; readonly tree: TreeFiles };

/** Reads every build file of every tree in a folder as a scan does and prints bytes a second, the stages' shares and the slowest files. */
export async function measureTrees(folder: string): Promise<void> {
  const trees: Loaded[] = [];
  for (const name of readdirSync(folder).sort()) trees.push(await load(folder, name));
  const files = trees.reduce((sum, tree) => sum + tree.files.length, 0);
  const bytes = trees.reduce((sum, tree) => sum + tree.files.reduce((own, { text }) => own + text.length, 0), 0);
  const megabytes = bytes / 1_000_000;
  console.log(`trees: ${trees.length} trees, ${files} build files with words of fetches, ${megabytes.toFixed(2)} MB`);
  for (const name of ['first round', 'second round']) {
    const before = process.cpuUsage();
    const total: Parts = { parse: 0, trace: 0, match: 0, life: 0, classify: 0 };
    const slow: { name: string; milliseconds: number; bytes: number }[] = [];
    let fetches = 0;
    for (const { name: treeName, files: own, tree } of trees) {
      const programs = new Map<string, Program | undefined>();
      for (const { path, text } of own) {
        const { parts, found } = readFile(path, text, tree, programs);
        fetches += found;
        let milliseconds = 0;
        for (const part of ['parse', 'trace', 'match', 'life', 'classify'] as const) {
          total[part] += parts[part];
          milliseconds += parts[part];
        }
        slow.push({ name: `${treeName}/${path}`, milliseconds, bytes: text.length });
      }
    }
    const { user } = process.cpuUsage(before);
    console.log(`${name}: ${fetches} fetches, ${(megabytes / (user / 1_000_000)).toFixed(2)} MB a second of user time`);
    const reader = total.trace + total.match + total.life;
    console.log(`  trace, match and life: ${(megabytes / (reader / 1000)).toFixed(2)} MB/s (${showParts(total)})`);
    if (name !== 'second round') continue;
    for (const file of slow.sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 10)) {
      console.log(
        `  ${file.milliseconds.toFixed(0).padStart(6)} ms ${String(file.bytes).padStart(8)} bytes  ${file.name}`,
      );
    }
  }
}

/** The share of each stage. */
export function showParts(parts: Parts): string {
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return Object.entries(parts)
    .map(([part, time]) => `${part} ${((100 * time) / total).toFixed(0)} %`)
    .join(', ');
}

function readFile(
  path: string,
  text: string,
  tree: TreeFiles,
  programs: Map<string, Program | undefined>,
): { readonly parts: Parts; readonly found: number } {
  const parse = (name: string, content: string): Program | undefined => {
    if (programs.has(name)) return programs.get(name);
    const firstLine = content.slice(0, 128).split(/[\r\n]/, 1)[0] ?? '';
    const known = formats.find((format) => format.matches(name, firstLine));
    const format = known ?? (firstLine.startsWith('#!') ? undefined : formats.find(({ id }) => id === 'shell'));
    const program = format?.parse(name, content);
    programs.set(name, program);
    return program;
  };
  const start = performance.now();
  const program = parse(path, text);
  const parsed = performance.now();
  if (program === undefined)
    return { parts: { parse: parsed - start, trace: 0, match: 0, life: 0, classify: 0 }, found: 0 };
  const { events } = trace(program, { tree, wrapper, parse, isFetchCommand });
  const traced = performance.now();
  const matched = matchEvents(events);
  const known = performance.now();
  const fetches = live(matched, archiveNames, tree.read);
  const lived = performance.now();
  const found = classify(fetches, {}).length;
  const end = performance.now();
  const parts = {
    parse: parsed - start,
    trace: traced - parsed,
    match: known - traced,
    life: lived - known,
    classify: end - lived,
  };
  return { parts, found };
}

async function load(folder: string, name: string): Promise<Loaded> {
  const scans = await discover(['.'], join(folder, name), {
    listFiles: async () => ({ refused: 'the walker is enough here' }),
    openTree,
    formats,
    mayFetch,
    selectionOf: async () => ({ include: [], exclude: [] }),
  });
  const [scan] = scans;
  if (scan === undefined) throw new Error(`${name}: no root`);
  const tree = steadyTree(scan.tree, new Map(scan.files.map(({ path, text }) => [path, text])));
  return { name, files: scan.files, tree };
}
