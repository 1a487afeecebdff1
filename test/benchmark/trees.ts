import { archiveNames, classify } from '../../src/classify/index.ts';
import { type Format, formats } from '../../src/formats/index.ts';
import { live } from '../../src/life/index.ts';
import { callPrograms, isFetchCommand, matchEvents, wrapper } from '../../src/match/index.ts';
import type { TreeFiles } from '../../src/model/ports.ts';
import type { Program } from '../../src/model/program.ts';
import { trace } from '../../src/trace/index.ts';
import { loadTrees } from '../support/trees.ts';

/** Milliseconds of each stage of the reader. */
export type Parts = { parse: number; trace: number; match: number; life: number; classify: number };

/** Reads every build file of every tree in a folder as a scan does and prints bytes a second, the stages' shares and the slowest files. */
export async function measureTrees(folder: string): Promise<void> {
  const trees = await loadTrees(folder);
  const files = trees.reduce((sum, tree) => sum + tree.files.length, 0);
  const bytes = trees.reduce((sum, tree) => sum + tree.files.reduce((own, { text }) => own + text.length, 0), 0);
  const megabytes = bytes / 1_000_000;
  console.log(`trees: ${trees.length} trees, ${files} build files with words of fetches, ${megabytes.toFixed(2)} MB`);
  for (const name of ['first round', 'second round']) {
    const before = process.cpuUsage();
    const total: Parts = { parse: 0, trace: 0, match: 0, life: 0, classify: 0 };
    const slow: { name: string; milliseconds: number; bytes: number }[] = [];
    let fetches = 0;
    for (const { name: treeName, files: own, tree, newParse } of trees) {
      const parse = newParse();
      for (const { path, text } of own) {
        const { parts, found } = readFile(path, text, tree, parse);
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

/** What all formats cost beside Dockerfiles and shell scripts alone: finding and reading every file of the trees, in turn, with the median ratio. */
export async function measureFormats(folder: string, runs: number): Promise<void> {
  const alone = formats.filter(({ id }) => id === 'dockerfile' || id === 'shell');
  const ratios: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const [few, all] = [await readAll(folder, alone), await readAll(folder, formats)];
    // The first run warms up.
    if (run === 0) console.log(`formats: ${few.files} files of Dockerfile and shell, ${all.files} of all formats`);
    else ratios.push(all.milliseconds / few.milliseconds);
  }
  ratios.sort((a, b) => a - b);
  const median = ratios[Math.floor(ratios.length / 2)];
  console.log(`formats: a scan with all formats takes ${median?.toFixed(2)} times as long`);
}

async function readAll(folder: string, counting: readonly Format[]) {
  const { user } = process.cpuUsage();
  const trees = await loadTrees(folder, counting);
  for (const { files, tree, newParse } of trees) {
    const parse = newParse();
    for (const { path, text } of files) readFile(path, text, tree, parse);
  }
  const files = trees.reduce((sum, tree) => sum + tree.files.length, 0);
  return { files, milliseconds: (process.cpuUsage().user - user) / 1000 };
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
  parse: (path: string, text: string) => Program | undefined,
): { readonly parts: Parts; readonly found: number } {
  const start = performance.now();
  const program = parse(path, text);
  const parsed = performance.now();
  if (program === undefined)
    return { parts: { parse: parsed - start, trace: 0, match: 0, life: 0, classify: 0 }, found: 0 };
  const { events } = trace(program, { tree, wrapper, parse, callPrograms, isFetchCommand });
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
