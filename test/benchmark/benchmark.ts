import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { archiveNames, classify } from '../../src/classify/index.ts';
import { formats } from '../../src/formats/index.ts';
import { live } from '../../src/life/index.ts';
import { callPrograms, matchEvents, wrapper } from '../../src/match/index.ts';
import { trace } from '../../src/trace/index.ts';
import { measureResolve } from './resolve.ts';
import { measureFormats, measureTrees, showParts } from './trees.ts';

/**
 * Ratios within one run, because machines are noisy: each figure pairs a command with its yardstick, in turn, and prints the median.
 * `npm run benchmark` makes its own inputs and measures all parts, `npm run benchmark -- resolve` only those that are named. `--files N`
 * sets the size of the folder, `--tree DIR` times a folder of yours, `--repositories N` the number of those that are resolved.
 * `--trees DIR` measures the reader alone, over every folder in DIR, and what all formats cost beside Dockerfiles and scripts.
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repositories: { type: 'string', default: '200' },
    files: { type: 'string', default: '100000' },
    tree: { type: 'string' },
    trees: { type: 'string' },
    runs: { type: 'string', default: '9' },
  },
});
const runs = Number(options.runs);
const program = 'dist/pinlock.js';

const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  start: measureStart,
  reader: measureReader,
  folder: measureFolder,
  hook: measureHook,
  resolve: () => measureResolve(program, Number(options.repositories), Math.max(3, Math.floor(runs / 3))),
};
if (options.trees !== undefined) {
  await measureTrees(options.trees);
  await measureFormats(options.trees, Math.max(3, Math.floor(runs / 3)));
} else {
  for (const name of positionals.length === 0 ? Object.keys(parts) : positionals) {
    const measure = parts[name];
    if (measure === undefined) throw new Error(`no part "${name}"; there are ${Object.keys(parts).join(', ')}`);
    await measure();
  }
}

/** Start-up: `pinlock --version` against an empty program. */
function measureStart(): void {
  const [ratio, own, yardstick] = pair(
    () => run('node', [program, '--version']),
    () => run('node', ['-e', '0']),
    2 * runs + 1,
  );
  console.log(
    `start: ${own.toFixed(0)} ms, node -e 0: ${yardstick.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (goal 1.50)`,
  );
}

/** The reader alone, in this process: scripts through trace, match, life and classify. The yardstick is the time to look at each character. */
function measureReader(): void {
  for (const name of ['build.sh', 'words.sh', 'Dockerfile']) {
    const text = readFileSync(`test/fuzz/corpus/${name}`, 'utf8');
    const tree = { read: () => undefined, kind: () => undefined, list: () => [] };
    const parse = (path: string, content: string) =>
      formats.find((format) => format.matches(path, content.split('\n', 1)[0] ?? ''))?.parse(path, content);
    const parts = { parse: 0, trace: 0, match: 0, life: 0, classify: 0 };
    const rounds = 600;
    for (let round = -150; round < rounds; round++) {
      if (round === 0) parts.parse = parts.trace = parts.match = parts.life = parts.classify = 0;
      const start = performance.now();
      const program = parse(name, text);
      if (program === undefined) return;
      const parsed = performance.now();
      const { events } = trace(program, { tree, wrapper, parse, callPrograms });
      const traced = performance.now();
      const matched = matchEvents(events);
      const known = performance.now();
      const fetches = live(matched, archiveNames);
      const lived = performance.now();
      classify(fetches);
      const end = performance.now();
      parts.parse += parsed - start;
      parts.trace += traced - parsed;
      parts.match += known - traced;
      parts.life += lived - known;
      parts.classify += end - lived;
    }
    const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
    const speed = (text.length * rounds) / 1000 / total;
    console.log(`reader, ${name}: ${speed.toFixed(2)} MB/s (${showParts(parts)})`);
  }
}

/** A folder scan against ripgrep looking for the words of fetches in the same files, both warm. */
function measureFolder(): void {
  const folder = options.tree ?? makeFolder(Number(options.files));
  const pattern = 'git|wget|curl|FROM|uses:|image:';
  if (run('rg', ['--version']) === undefined) {
    console.log('folder: ripgrep is not installed (Debian: ripgrep), so there is no yardstick');
  } else {
    const [ratio, own, yardstick] = pair(
      () => run('node', [program, '-C', folder, 'scan', '--format', 'json', '.']),
      () => run('rg', ['-uu', '-l', '-e', pattern, folder]),
      Math.max(3, Math.floor(runs / 2)),
    );
    console.log(`folder: ${own.toFixed(0)} ms, rg: ${yardstick.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (goal 5.00)`);
  }
  if (options.tree === undefined) rmSync(folder, { recursive: true, force: true });
}

/** What a hook costs for each commit: one changed file in a repository of 2,000 files, against an empty program. */
function measureHook(): void {
  const folder = options.tree ?? makeFolder(2_000);
  if (options.tree === undefined) {
    run('git', ['init', '-q', folder]);
    writeFileSync(join(folder, 'changed.sh'), `git clone https://example.com/acme/tool\n`);
  }
  const file = options.tree === undefined ? 'changed.sh' : 'README.md';
  const [ratio, own, yardstick] = pair(
    () => run('node', [program, '-C', folder, 'check', '--changed', '--quiet', file]),
    () => run('node', ['-e', '0']),
    runs,
  );
  console.log(`hook: ${own.toFixed(0)} ms, node -e 0: ${yardstick.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`);
  if (options.tree === undefined) rmSync(folder, { recursive: true, force: true });
}

/** Sources, a few build files and a few scripts, as a large repository has them: one build file for some two hundred others. */
function makeFolder(count: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-benchmark-'));
  const script = readFileSync('test/fuzz/corpus/build.sh', 'utf8');
  const dockerfile = readFileSync('test/fuzz/corpus/Dockerfile', 'utf8');
  const source = 'export function add(a, b) {\n  return a + b; // from the image: see the digit\n}\n'.repeat(40);
  for (let index = 0; index < count; index++) {
    const parent = join(folder, `d${index % 97}`, `e${index % 13}`);
    if (index < 97 * 13) mkdirSync(parent, { recursive: true });
    if (index % 400 === 0) writeFileSync(join(parent, `build-${index}.sh`), script);
    else if (index % 400 === 200) writeFileSync(join(parent, `Dockerfile.${index}`), dockerfile);
    else if (index % 40 === 7) writeFileSync(join(parent, `LICENSE-${index}`), source);
    else writeFileSync(join(parent, `f${index}.js`), source);
  }
  return folder;
}

/** Medians of alternating runs: ratio, own time, yardstick's time, in milliseconds. */
function pair(
  own: () => number | undefined,
  yardstick: () => number | undefined,
  count: number,
): readonly [number, number, number] {
  own();
  yardstick();
  const pairs = Array.from({ length: count }, () => [own() ?? Number.NaN, yardstick() ?? Number.NaN] as const);
  return [median(pairs.map(([a, b]) => a / b)), median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))];
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Wall time of a command in milliseconds; undefined when it cannot be started. */
function run(command: string, args: readonly string[]): number | undefined {
  const started = performance.now();
  const { error } = spawnSync(command, args, { stdio: 'ignore' });
  return error === undefined ? performance.now() - started : undefined;
}
