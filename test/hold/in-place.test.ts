import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill } from 'node:process';
import { afterAll, describe, expect, it } from 'vitest';
import { usePinlock } from '../commands/pinlock.ts';
import { lockedTree, MOVING, PINNED, runGit } from './locked-tree.ts';

const pinlock = usePinlock();
const state = mkdtempSync(join(tmpdir(), 'pinlock-state-'));
afterAll(() => rmSync(state, { recursive: true, force: true }));

const env = { XDG_STATE_HOME: state };
const run = (cwd: string, ...args: readonly string[]) => pinlock.run(args, { cwd, env });
const inPlace = (cwd: string, script: string) => run(cwd, 'run', '--in-place', '--', 'sh', '-c', script);
const textOf = (tree: string) => readFileSync(join(tree, 'Dockerfile'), 'utf8');

/** A build that was killed together with its command while the pins stood in the tree. */
async function killedBuild(tree: string): Promise<void> {
  const { child, command } = await runningBuild(tree);
  child.kill('SIGKILL');
  kill(command, 'SIGKILL');
  await once(child, 'close');
}

async function runningBuild(tree: string): Promise<{ readonly child: ChildProcess; readonly command: number }> {
  const args = [pinlock.program(), 'run', '--in-place', '--', 'sh', '-c', 'echo $$; exec sleep 60'];
  const child = spawn(process.execPath, args, { cwd: tree, env: { PATH: process.env.PATH, HOME: tree, ...env } });
  const [line] = await once(child.stdout, 'data');
  return { child, command: Number(String(line)) };
}

describe('run --in-place', () => {
  it('shows the command the pins in the tree itself, and puts the text back', async () => {
    const tree = lockedTree(pinlock, {}, 'git');
    chmodSync(join(tree, 'Dockerfile'), 0o640);
    const { exitCode, stdout } = await inPlace(tree, 'cat Dockerfile; pwd; touch made; exit 3');
    expect([exitCode, stdout]).toEqual([3, `${PINNED}${tree}\n`]);
    expect(textOf(tree)).toBe(MOVING);
    expect(statSync(join(tree, 'Dockerfile')).mode & 0o777).toBe(0o640);
    expect(runGit(tree, 'status', '--porcelain')).toBe('?? made');
  });

  it.each([
    ['127 when there is no such command', 'no-such-command', 127],
    ['126 when it cannot be started', './Dockerfile', 126],
  ])('ends with %s', async (_name, command, code) => {
    const tree = lockedTree(pinlock);
    expect((await run(tree, 'run', '--in-place', '--', command)).exitCode).toBe(code);
    expect(textOf(tree)).toBe(MOVING);
  });

  it('keeps what the command changed', async () => {
    const tree = lockedTree(pinlock, { 'a/Dockerfile': MOVING });
    const { stderr } = await inPlace(tree, 'echo "RUN true" >> Dockerfile');
    expect(textOf(tree)).toBe(`${PINNED}RUN true\n`);
    expect(readFileSync(join(tree, 'a/Dockerfile'), 'utf8')).toBe(MOVING);
    expect(stderr).toContain('Dockerfile: was changed since; it is left as it is');
  });

  it('keeps its journal for the user alone, outside of the tree, and only as long as it is needed', async () => {
    const tree = lockedTree(pinlock);
    const script = `cd ${state}/pinlock && stat -c %a . in-place && cat in-place/*/journal.json`;
    const { stdout } = await inPlace(tree, script);
    const [top, folder, journal = ''] = stdout.split('\n');
    expect([top, folder]).toEqual(['700', '700']);
    expect(JSON.parse(journal)).toMatchObject({ root: tree, files: [{ path: 'Dockerfile' }] });
    const left = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(left.map(({ name }) => name)).toEqual([]);
  });

  it('refuses a tree that cannot be written, before anything runs', async () => {
    const tree = lockedTree(pinlock, { 'a/Dockerfile': MOVING });
    chmodSync(tree, 0o555);
    const own = { HOME: tree, XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'pinlock-nobody-')) };
    chmodSync(own.XDG_STATE_HOME, 0o777);
    const args = ['run', '--in-place', '--', 'echo', 'ran'];
    const { exitCode, stdout, stderr } = await pinlock.run(args, { cwd: tree, env: own, isUnprivileged: true });
    expect([exitCode, stdout]).toEqual([125, '']);
    expect(stderr).toContain('the tree cannot be written (EACCES)');
    expect(textOf(tree)).toBe(MOVING);
    chmodSync(tree, 0o755);
    rmSync(own.XDG_STATE_HOME, { recursive: true });
  });

  it('has the tree for itself; another command says so, and changes nothing', async () => {
    const tree = lockedTree(pinlock);
    const { child, command } = await runningBuild(tree);
    const second = await inPlace(tree, 'echo ran');
    expect(second).toMatchObject({ exitCode: 125, stdout: '' });
    expect(second.stderr).toContain('another build has the pins in this tree');
    const restored = await run(tree, 'restore');
    expect([restored.exitCode, restored.stdout]).toEqual([1, expect.stringContaining('still running')]);
    expect((await run(tree, 'scan')).stderr).toContain('is running in this tree');
    expect(textOf(tree)).toBe(PINNED);
    kill(command, 'SIGTERM');
    await once(child, 'close');
    expect(textOf(tree)).toBe(MOVING);
  });
});

describe('after a build was killed', () => {
  it.each([
    ['scan', ['scan']],
    ['check', ['check']],
    ['apply --dry-run', ['apply', '--dry-run']],
    ['another build', ['run', '--in-place', '--', 'true']],
    ['a build in a copy', ['run', '--', 'true']],
  ])('%s puts the text back and says so', async (_name, args) => {
    const tree = lockedTree(pinlock);
    await killedBuild(tree);
    expect(textOf(tree)).toBe(PINNED);
    const { stderr } = await run(tree, ...args);
    expect(stderr).toContain('a build with pins in place was killed here: Dockerfile put back');
    expect(textOf(tree)).toBe(MOVING);
  });

  it('restore does it by hand, from a folder below too', async () => {
    const tree = lockedTree(pinlock, { 'sub/x': '' });
    await killedBuild(tree);
    expect(await run(join(tree, 'sub'), 'restore')).toEqual({
      exitCode: 0,
      stdout: 'put back  Dockerfile\n',
      stderr: '',
    });
    expect(await run(tree, 'restore')).toEqual({ exitCode: 0, stdout: 'nothing to put back\n', stderr: '' });
  });

  it('a checkout of another branch is not overwritten', async () => {
    const tree = lockedTree(pinlock, {}, 'git');
    runGit(tree, 'checkout', '-q', '-b', 'other');
    writeFileSync(join(tree, 'Dockerfile'), 'FROM scratch\n');
    runGit(tree, 'commit', '-q', '-a', '-m', 'other');
    runGit(tree, 'checkout', '-q', 'main');
    await killedBuild(tree);
    runGit(tree, 'checkout', '-q', '-f', 'other');
    const { exitCode, stdout } = await run(tree, 'restore');
    expect([exitCode, stdout]).toEqual([1, 'left      Dockerfile: was changed since\n']);
    expect(runGit(tree, 'status', '--porcelain')).toBe('');
  });

  it('while its command lives, nothing is put back', async () => {
    const tree = lockedTree(pinlock);
    const { child, command } = await runningBuild(tree);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await run(tree, 'restore')).stdout).toContain(`still running (process ${command})`);
    expect(textOf(tree)).toBe(PINNED);
    kill(command, 'SIGKILL');
    child.stdout?.destroy();
    await run(tree, 'restore');
    expect(textOf(tree)).toBe(MOVING);
  });

  it('a journal of another version is not touched', async () => {
    const tree = lockedTree(pinlock);
    await killedBuild(tree);
    const folder = join(state, 'pinlock/in-place');
    const journal = readdirSync(folder)
      .map((name) => join(folder, name, 'journal.json'))
      .find((path) => existsSync(path));
    expect(journal).toBeDefined();
    writeFileSync(journal ?? '', '{"version":2}');
    const { exitCode, stderr } = await run(tree, 'restore');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is no journal of this version')]);
    rmSync(journal ?? '');
  });
});
