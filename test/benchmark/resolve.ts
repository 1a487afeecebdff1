import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';

/** Milliseconds after which the server answers each request. */
const LATENCY = 100;
/** Calls of the yardstick side by side; pinlock's own number. */
const AT_A_TIME = 16;

type Turn = { readonly own: number; readonly yardstick: number; readonly connections: number; readonly memory: number };

/**
 * `pinlock resolve` over many repositories behind a slow server, against `xargs -P 16 git ls-remote` over the same list: wall time as a
 * ratio, connections (questions for refs) of pinlock, and the peak memory of its own process.
 */
export async function measureResolve(pinlock: string, repositories: number, turns: number): Promise<void> {
  const world = await createGitWorld({ latency: LATENCY });
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-benchmark-'));
  try {
    const names = Array.from({ length: repositories }, (_, index) => `acme/library-${index}`);
    for (const name of names) createRepository(world.root, name).commit({ 'a.txt': name });
    writeFileSync(join(folder, 'build.sh'), names.map((name) => `git clone https://example.com/${name}\n`).join(''));
    writeFileSync(join(folder, 'list'), names.map((name) => `https://example.com/${name}\n`).join(''));
    await measureOnce(pinlock, folder, world);
    const results: Turn[] = [];
    for (let turn = 0; turn < turns; turn++) results.push(await measureOnce(pinlock, folder, world));
    const middle = (of: (turn: Turn) => number): number =>
      results.map(of).sort((a, b) => a - b)[Math.floor(turns / 2)] ?? Number.NaN;
    console.log(
      [
        `resolve: ${repositories} repositories, ${LATENCY} ms each answer: ${(middle(({ own }) => own) / 1000).toFixed(2)} s`,
        `xargs -P ${AT_A_TIME} git ls-remote: ${(middle(({ yardstick }) => yardstick) / 1000).toFixed(2)} s`,
        `ratio ${middle(({ own, yardstick }) => own / yardstick).toFixed(2)} (goal 1.20)`,
        `${middle(({ connections }) => connections)} connections`,
        `${(middle(({ memory }) => memory) / 1024).toFixed(0)} MB at most`,
      ].join(', '),
    );
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureOnce(pinlock: string, folder: string, world: GitWorld): Promise<Turn> {
  const [memory, list] = [join(folder, 'memory'), join(folder, 'list')];
  rmSync(join(folder, 'pinlock.lock'), { force: true });
  const before = world.server.requests.length;
  const own = await time(process.execPath, ['--import', reporter(memory), pinlock, '-C', folder, 'resolve'], world);
  const asked = world.server.requests.slice(before).filter(({ url }) => url.includes('/info/refs'));
  const yardstick = await time('xargs', ['-P', String(AT_A_TIME), '-n', '1', '-a', list, 'git', 'ls-remote'], world);
  return { own, yardstick, connections: asked.length, memory: Number(readFileSync(memory, 'utf8')) };
}

/** Writes the peak of a process's memory, in kilobytes, into a file when it ends. */
function reporter(path: string): string {
  const module = join(path, '..', 'reporter.mjs');
  const write = `writeFileSync(${JSON.stringify(path)}, String(process.resourceUsage().maxRSS))`;
  writeFileSync(module, `import { writeFileSync } from 'node:fs';\nprocess.on('exit', () => ${write});\n`);
  return pathToFileURL(module).href;
}

/** Wall time in milliseconds; the server lives in this process, so nothing may block it. */
function time(program: string, args: readonly string[], world: GitWorld): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: world.env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(performance.now() - started);
      else reject(new Error(`${program} ended with ${code}`));
    });
  });
}
