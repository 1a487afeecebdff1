import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usePinlock } from '../commands/pinlock.ts';
import { lockedTree, MOVING, PINNED, runGit } from './locked-tree.ts';

const pinlock = usePinlock();
const run = (cwd: string, ...args: readonly string[]) => pinlock.run(['run', ...args], { cwd });

describe('run', () => {
  it('shows the command the pins, and leaves the tree as it is', async () => {
    const tree = lockedTree(pinlock, {}, 'git');
    const result = await run(tree, '--', 'sh', '-c', 'cat Dockerfile; git rev-parse --abbrev-ref HEAD; touch made');
    expect(result).toEqual({
      exitCode: 0,
      stdout: `${PINNED}main\n`,
      stderr: 'pinlock: 2 fetches held, nothing is left open\n',
    });
    expect(pinlock.readTree(tree)).toMatchObject({ Dockerfile: MOVING });
    expect(existsSync(join(tree, 'made'))).toBe(false);
  });

  it('runs in the folder of the copy that is what the one is where it was started, and removes the copy', async () => {
    const tree = lockedTree(pinlock, { 'sub/x': '' });
    const { stdout } = await run(join(tree, 'sub'), '--', 'sh', '-c', 'pwd; echo "$PWD"; chmod 0 ../sub');
    const [place = '', variable] = stdout.trimEnd().split('\n');
    expect(place).toBe(variable);
    expect(place).toMatch(new RegExp(`${basename(tree)}/sub$`));
    expect(place.startsWith(tree)).toBe(false);
    expect(existsSync(place)).toBe(false);
  });

  it.each([
    ['its own status', ['sh', '-c', 'exit 7'], 7],
    ['128 and the number of the signal that ended it', ['sh', '-c', 'kill -9 $$'], 137],
    ['127 when there is no such command', ['no-such-command'], 127],
    ['126 when it cannot be started', ['./Dockerfile'], 126],
    [
      'the status of a command whose options look like its own',
      ['sh', '-c', 'test "$1" = --version', '-', '--version'],
      0,
    ],
  ])('ends with %s', async (_name, command, code) => {
    expect((await run(lockedTree(pinlock), '--', ...command)).exitCode).toBe(code);
  });

  it.each([
    ['an unknown option', ['--bogus', '--', 'touch', 'made'], 'unknown option'],
    ['no command', [], 'missing required argument'],
    ['a result outside of the project', ['--keep', '../x', '--', 'true'], 'expected a path below'],
    ['a result in .git', ['--keep', '.git/config', '--', 'true'], 'expected a path below'],
    ['two ways at once', ['--in-place', '--keep', 'x', '--', 'true'], 'exclude each other'],
    ['a folder that is not there', ['-C', 'nowhere', '--', 'true'], 'no such folder'],
  ])('ends with 125 for %s', async (_name, args, message) => {
    const tree = lockedTree(pinlock);
    const { exitCode, stderr } = await run(tree, ...args);
    expect([exitCode, stderr]).toEqual([125, expect.stringContaining(message)]);
  });

  it('ends with 125 for a lockfile that cannot be used, before anything runs', async () => {
    const tree = lockedTree(pinlock, { 'pinlock.lock': '{}' });
    expect((await run(tree, '--in-place', '--', 'touch', 'made')).exitCode).toBe(125);
    expect(readdirSync(tree)).not.toContain('made');
  });

  it('does not start without a pin, names the fetch, and goes on when told to', async () => {
    const tree = lockedTree(pinlock, { 'build.sh': 'git clone https://example.com/acme/other\n' });
    const refused = await run(tree, '--', 'echo', 'ran');
    expect(refused).toMatchObject({ exitCode: 125, stdout: '' });
    expect(refused.stderr).toContain('build.sh:1 git+https://example.com/acme/other: the lockfile has no pin for it');
    const allowed = await run(tree, '--allow-unpinned', '--', 'echo', 'ran');
    expect(allowed).toMatchObject({ exitCode: 0, stdout: 'ran\n' });
    expect(allowed.stderr).toContain('1 fetch not held');
  });

  const SCRIPT = `git clone -b "\${LIB_REF:-main}" https://example.com/acme/lib\n`;
  const DOCKERFILE = 'FROM debian:bookworm\nARG V=main\nRUN git clone -b $V https://example.com/acme/lib\n';
  it.each<readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, readonly string[]]>([
    ['the environment', { 'build.sh': SCRIPT }, { LIB_REF: 'dev' }, []],
    ['the command', { 'build.sh': SCRIPT }, {}, ['LIB_REF=dev']],
    ['--build-arg', { Dockerfile: DOCKERFILE }, {}, ['--build-arg', 'V=dev']],
    ['--build-arg by name alone', { Dockerfile: DOCKERFILE }, { V: 'dev' }, ['--build-arg', 'V']],
    ['--build-arg in a text', { Dockerfile: DOCKERFILE }, {}, ['sh -c "docker build --build-arg=V=dev ."']],
  ])('does not start where %s sets what names a fetch', async (_name, files, env, words) => {
    const tree = lockedTree(pinlock, files);
    const start = (...args: readonly string[]) =>
      pinlock.run(['run', ...args, '--', 'echo', 'ran', ...words], { cwd: tree, env });
    const refused = await start();
    expect(refused).toMatchObject({ exitCode: 125, stdout: '' });
    expect(refused.stderr).toMatch(/not held \(set from outside\).*the build sets (?:LIB_REF|V), /);
    expect((await start('--allow-unpinned')).stdout).toContain('ran');
    expect((await start('--in-place')).exitCode).toBe(125);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ['other variables are set', { 'build.sh': SCRIPT }, { OTHER: 'dev' }],
    ['an ARG has the name of a variable of the environment', { Dockerfile: DOCKERFILE }, { V: 'dev' }],
  ])('starts where %s', async (_name, files, env) => {
    const tree = lockedTree(pinlock, files);
    expect(await pinlock.run(['run', '--', 'echo', 'ran'], { cwd: tree, env })).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('nothing is left open'),
    });
  });

  it('hands on a signal, and ends as the command ends', async () => {
    const tree = lockedTree(pinlock);
    const script = 'trap "echo ended; exit 9" TERM; echo ready; for i in $(seq 400); do sleep 0.05; done';
    const env = { PATH: process.env.PATH, HOME: tree };
    const child = spawn(process.execPath, [pinlock.program(), 'run', '--', 'sh', '-c', script], { cwd: tree, env });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (String(chunk).includes('ready')) child.kill('SIGTERM');
    });
    const [code] = await once(child, 'close');
    expect([code, output]).toEqual([9, 'ready\nended\n']);
  });

  it('has the standard input of its own', async () => {
    const tree = lockedTree(pinlock);
    const env = { PATH: process.env.PATH, HOME: tree };
    const child = spawn(process.execPath, [pinlock.program(), 'run', '--', 'cat'], { cwd: tree, env });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stdin.end('typed');
    await once(child, 'close');
    expect(output).toBe('typed');
  });
});

describe('--keep', () => {
  it('brings files, folders and symlinks back, whatever the command ended with', async () => {
    const tree = lockedTree(pinlock, { 'dist/old': 'old', 'dist/same': 'same' });
    const script =
      'mkdir -p dist/a; echo 1 > dist/a/x; echo new > dist/old; ln -s a/x dist/link; echo r > report; exit 3';
    const { exitCode, stderr } = await run(tree, '--keep', 'dist', '--keep', './report', '--', 'sh', '-c', script);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('pinlock: 5 files kept');
    expect(pinlock.readTree(tree)).toMatchObject({
      'dist/a/x': '1\n',
      'dist/old': 'new\n',
      'dist/same': 'same',
      report: 'r\n',
    });
    expect(readlinkSync(join(tree, 'dist/link'))).toBe('a/x');
  });

  it('leaves the text of files with pins alone, names what was not made, and writes nothing through a symlink', async () => {
    const tree = lockedTree(pinlock, { 'd/Dockerfile': MOVING });
    const elsewhere = pinlock.tree({});
    mkdirSync(join(elsewhere, 'in'));
    symlinkSync(join(elsewhere, 'in'), join(tree, 'out'));
    const script = 'echo changed >> d/Dockerfile; rm out; mkdir out; echo x > out/x';
    const { stderr } = await run(tree, '--keep', 'd', '--keep', 'none', '--keep', 'out', '--', 'sh', '-c', script);
    expect(stderr).toContain('--keep d/Dockerfile: its text in the copy has the pins');
    expect(stderr).toContain('--keep none: the build made no such thing');
    expect(stderr).toContain('--keep out/x: its folder is a symlink that leads out of the tree');
    expect(readdirSync(join(elsewhere, 'in'))).toEqual([]);
    expect(pinlock.readTree(tree)).toMatchObject({ 'd/Dockerfile': MOVING });
  });
});

it('a copy of a repository has a repository of its own: what the build commits stays there', async () => {
  const tree = lockedTree(pinlock, {}, 'git');
  const env = 'git -c user.name=A -c user.email=a@example.com';
  await run(tree, '--', 'sh', '-c', `${env} commit -q -a -m pinned`);
  expect(runGit(tree, 'log', '--format=%s')).toBe('first');
});
