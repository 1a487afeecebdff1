import { execFileSync, spawn } from 'node:child_process';
import {
  type FSWatcher,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMIT, DIGEST, LOCKFILE, MOVING, PINNED, runGit } from './locked-tree.ts';

/** What was killed, and in which state the files were then; `faults` are sentences, none is right. */
export type KillReport = {
  readonly kills: number;
  /** Kills that found some files changed and others not. */
  readonly halfway: number;
  /** Kills that came when the program had ended by itself. */
  readonly late: number;
  readonly faults: readonly string[];
};

export type KillOptions = { readonly program: string; readonly seed: number; readonly count: number };

const FILES = Array.from({ length: 24 }, (_, index) => `part${index}/Dockerfile`);
const OTHER = 'FROM scratch\n';

/**
 * Kills `apply` and `run --in-place` in turn with SIGKILL at seeded moments, and after each looks whether every file is whole, and whether
 * the next command puts all in order. Every third time another branch is checked out in between.
 */
export async function killAtMoments({ program, seed, count }: KillOptions): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-kill-'));
  const random = randomFrom(seed);
  const faults: string[] = [];
  let [halfway, late] = [0, 0];
  try {
    const world = {
      folder,
      program,
      env: { PATH: process.env.PATH, HOME: folder, XDG_STATE_HOME: join(folder, 'state') },
    };
    const whole = { apply: await measure('apply', world), inPlace: await measure('inPlace', world) };
    for (let kill = 0; kill < count; kill += 1) {
      const kind = kill % 2 === 0 ? 'apply' : 'inPlace';
      const tree = makeTree(folder);
      // Half of them some time after the start, half shortly after the first file changed: most of a run is reading.
      const moment =
        random() < 0.5 ? { after: 'start', wait: random() * whole[kind] } : { after: 'write', wait: random() * 60 };
      const hasEnded = await start(kind, tree, world, moment);
      if (hasEnded) late += 1;
      const texts = FILES.map((path) => readFileSync(join(tree, path), 'utf8'));
      const label = `seed ${seed}, kill ${kill} (${kind}, ${moment.after} + ${Math.round(moment.wait)} ms)`;
      if (!texts.every((text) => text === MOVING || text === PINNED))
        faults.push(`${label}: a file is neither old nor new`);
      if (new Set(texts).size === 2) halfway += 1;
      const isOther = kill % 3 === 0;
      if (isOther) runGit(tree, 'checkout', '-q', '-f', 'other');
      faults.push(...finish(kind, tree, world, isOther).map((fault) => `${label}: ${fault}`));
      rmSync(tree, { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { kills: count, halfway, late, faults };
}

type Kind = 'apply' | 'inPlace';
type Moment = { readonly after: string; readonly wait: number };
type World = { readonly folder: string; readonly program: string; readonly env: NodeJS.ProcessEnv };

const ARGUMENTS = {
  apply: ['apply'],
  inPlace: ['run', '--in-place', '--', 'true'],
} as const satisfies Readonly<Record<Kind, readonly string[]>>;

/** The next command, and what must be true behind it. */
function finish(kind: Kind, tree: string, { program, env }: World, isOther: boolean): readonly string[] {
  const next = kind === 'apply' ? ['apply', '-q'] : ['scan', '-q'];
  try {
    execFileSync(process.execPath, [program, ...next], { cwd: tree, env, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return [`the next command failed: ${String(error)}`];
  }
  const wanted = isOther ? OTHER : kind === 'apply' ? PINNED : MOVING;
  const faults = FILES.filter((path) => readFileSync(join(tree, path), 'utf8') !== wanted).map(
    (path) => `${path} is not what it should be after the next command`,
  );
  const strangers = readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !path.startsWith('.git') && /(?:\.tmp|\.new|^\.pinlock-)/.test(path),
  );
  if (strangers.length > 0) faults.push(`left behind: ${strangers.join(', ')}`);
  if (kind === 'inPlace' && runGit(tree, 'status', '--porcelain') !== '') faults.push('git sees a change');
  const lockfile = readFileSync(join(tree, 'pinlock.lock'), 'utf8');
  if (!lockfile.includes(COMMIT) || !lockfile.includes(DIGEST)) faults.push('the lockfile has lost a pin');
  return faults;
}

/** Milliseconds that the whole thing takes. */
async function measure(kind: Kind, world: World): Promise<number> {
  const tree = makeTree(world.folder);
  const before = performance.now();
  await start(kind, tree, world, { after: 'start', wait: 60_000 });
  rmSync(tree, { recursive: true });
  return performance.now() - before;
}

/** True when it ended before it could be killed. */
function start(kind: Kind, tree: string, { program, env }: World, { after, wait }: Moment): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...ARGUMENTS[kind]], {
      cwd: tree,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let timer: NodeJS.Timeout | undefined;
    const watchers: FSWatcher[] = [];
    const arm = (): void => {
      timer ??= setTimeout(() => child.kill('SIGKILL'), wait);
    };
    if (after === 'start') arm();
    else for (const path of FILES) watchers.push(watch(join(tree, path, '..'), arm));
    // The output is closed when the command of the build has ended as well.
    child.stdout.resume();
    child.once('close', (code) => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      resolve(code !== null);
    });
  });
}

function makeTree(folder: string): string {
  const tree = mkdtempSync(join(folder, 'tree-'));
  const write = (text: string): void => {
    for (const path of FILES) {
      mkdirSync(join(tree, path, '..'), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
  };
  write(OTHER);
  writeFileSync(join(tree, 'pinlock.lock'), LOCKFILE);
  runGit(tree, 'init', '-q', '-b', 'other');
  runGit(tree, 'add', '-A');
  runGit(tree, 'commit', '-q', '-m', 'other');
  runGit(tree, 'checkout', '-q', '-b', 'main');
  write(MOVING);
  runGit(tree, 'commit', '-q', '-a', '-m', 'main');
  return tree;
}

/** mulberry32: small, seeded, the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
