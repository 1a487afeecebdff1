import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { usePinlock } from '../commands/pinlock.ts';
import { lockedTree, MOVING, PINNED, runGit } from './locked-tree.ts';

const pinlock = usePinlock();
const outside = mkdtempSync(join(tmpdir(), 'pinlock-export-'));
afterAll(() => rmSync(outside, { recursive: true, force: true }));

describe('a pinned copy', () => {
  it('has the pins, and the tree has not', async () => {
    const tree = lockedTree(pinlock);
    const result = await pinlock.run(['export', 'copy'], { cwd: tree });
    expect(result).toEqual({ exitCode: 0, stdout: '', stderr: 'pinlock: 2 fetches held, nothing is left open\n' });
    expect(readFileSync(join(tree, 'copy/Dockerfile'), 'utf8')).toBe(PINNED);
    expect(readFileSync(join(tree, 'Dockerfile'), 'utf8')).toBe(MOVING);
    // The copy lies in the tree, and is not copied into itself.
    expect(readdirSync(join(tree, 'copy'))).toEqual(['Dockerfile', 'pinlock.lock']);
  });

  it('keeps symlinks, modes, times, ignored files and empty folders', async () => {
    const tree = lockedTree(
      pinlock,
      { 'a/run.sh': 'true\n', 'empty/': '', '.gitignore': 'built\n', built: 'x' },
      'git',
    );
    const secret = join(outside, 'secret');
    writeFileSync(secret, 'secret');
    symlinkSync(secret, join(tree, 'link'));
    symlinkSync('nowhere', join(tree, 'dangling'));
    chmodSync(join(tree, 'a/run.sh'), 0o751);
    utimesSync(join(tree, 'a/run.sh'), 1_000_000, 2_000_000);
    chmodSync(join(tree, 'a'), 0o555);
    const copy = join(outside, 'modes');
    expect((await pinlock.run(['export', copy], { cwd: tree })).exitCode).toBe(0);
    expect(readlinkSync(join(copy, 'link'))).toBe(secret);
    expect(readlinkSync(join(copy, 'dangling'))).toBe('nowhere');
    expect(statSync(join(copy, 'a/run.sh'))).toMatchObject({ mode: 0o100751, mtimeMs: 2_000_000_000 });
    expect(statSync(join(copy, 'a')).mode & 0o777).toBe(0o555);
    expect([readFileSync(join(copy, 'built'), 'utf8'), readdirSync(join(copy, 'empty'))]).toEqual(['x', []]);
    expect(runGit(copy, 'rev-parse', 'HEAD')).toBe(runGit(tree, 'rev-parse', 'HEAD'));
    chmodSync(join(tree, 'a'), 0o755);
    chmodSync(join(copy, 'a'), 0o755);
  });

  it('says what it does not copy, and what it does not hold', async () => {
    const tree = lockedTree(pinlock, {
      'build.sh':
        'git clone -b dev https://example.com/acme/other\n# pinlock: ignore the nightly build is what we test\ngit clone https://example.com/acme/nightly\ngit clone $UNKNOWN\n',
    });
    execFileSync('mkfifo', [join(tree, 'pipe')]);
    const { exitCode, stderr } = await pinlock.run(['export', 'copy'], { cwd: tree });
    expect(exitCode).toBe(0);
    expect(stderr).toMatchInlineSnapshot(`
      "pinlock: not held (no pin)  build.sh:1 git+https://example.com/acme/other@dev: the lockfile has no pin for it
      pinlock: not held (ignored)  build.sh:3 git+https://example.com/acme/nightly: the nightly build is what we test
      pinlock: not held (unknown)  build.sh:4 $UNKNOWN: the address holds $UNKNOWN, which the text does not say
      pinlock: note  pipe: a pipe is not copied
      pinlock: 2 fetches held, 3 fetches not held
      "
    `);
    expect(existsSync(join(tree, 'copy/pipe'))).toBe(false);
  });

  it.each([
    ['a folder with something in it', (at: string) => mkdirSync(join(at, 'x'), { recursive: true }), 'is not empty'],
    ['a file', (at: string) => writeFileSync(at, ''), 'is no folder'],
    ['a symlink to a folder', (at: string) => symlinkSync(outside, at), 'is no folder'],
  ])('is not made in %s', async (_name, make, message) => {
    const tree = lockedTree(pinlock);
    make(join(tree, 'copy'));
    const { exitCode, stderr } = await pinlock.run(['export', 'copy'], { cwd: tree });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('comes without .git where that is wanted', async () => {
    const tree = lockedTree(pinlock, {}, 'git');
    await pinlock.run(['export', 'copy', '--no-git'], { cwd: tree });
    expect(readdirSync(join(tree, 'copy'))).toEqual(['Dockerfile', 'pinlock.lock']);
  });

  it('runs no filter and no hook of the repository', async () => {
    const tree = lockedTree(pinlock, { '.gitattributes': '* filter=bad\n' }, 'git');
    const ran = join(outside, 'ran');
    runGit(tree, 'config', 'filter.bad.smudge', `touch ${ran}`);
    runGit(tree, 'config', 'filter.bad.clean', `touch ${ran}`);
    runGit(tree, 'config', 'core.fsmonitor', `touch ${ran}`);
    expect((await pinlock.run(['export', join(outside, 'filtered')], { cwd: tree })).exitCode).toBe(0);
    expect(existsSync(ran)).toBe(false);
  });

  it('of a linked work tree has a repository of its own', async () => {
    const tree = lockedTree(pinlock, {}, 'git');
    const linked = join(outside, 'linked');
    runGit(tree, 'worktree', 'add', '-q', '-b', 'side', linked);
    const copy = join(outside, 'linked-copy');
    expect((await pinlock.run(['export', copy], { cwd: linked })).exitCode).toBe(0);
    expect(lstatSync(join(copy, '.git')).isDirectory()).toBe(true);
    runGit(copy, 'commit', '-q', '--allow-empty', '-m', 'in the copy');
    expect(runGit(copy, 'log', '--format=%s', 'side')).toBe('in the copy\nfirst');
    expect(runGit(tree, 'log', '--format=%s', 'side')).toBe('first');
  });

  it('does not follow a .git file to a place that does not lead back', async () => {
    const other = lockedTree(pinlock, {}, 'git');
    const tree = lockedTree(pinlock, { '.git': `gitdir: ${join(other, '.git')}\n` });
    const { stderr } = await pinlock.run(['export', 'copy'], { cwd: tree });
    expect(stderr).toContain('.git: is a file that leads elsewhere');
    expect(existsSync(join(tree, 'copy/.git'))).toBe(false);
  });
});

describe('a patch', () => {
  it.each([
    ['LF', MOVING],
    ['CRLF', MOVING.replaceAll('\n', '\r\n')],
    ['no final newline', MOVING.trimEnd()],
    ['a byte order mark', `\uFEFF${MOVING}`],
    ['latin1', Buffer.from(`# caf\u00e9\n${MOVING}`, 'latin1')],
  ])('of a file with %s makes with git apply what apply writes', async (_name, text) => {
    const tree = lockedTree(pinlock);
    const applied = lockedTree(pinlock);
    for (const folder of [tree, applied]) writeFileSync(join(folder, 'Dockerfile'), text);
    const { exitCode } = await pinlock.run(['export', '--as', 'patch', 'pins.diff'], { cwd: tree });
    expect(exitCode).toBe(0);
    runGit(tree, 'apply', 'pins.diff');
    await pinlock.run(['apply'], { cwd: applied });
    const [patched, written] = [tree, applied].map((folder) => readFileSync(join(folder, 'Dockerfile')));
    expect(patched).toEqual(written);
    expect(patched).not.toEqual(Buffer.from(text));
  });

  it('goes to stdout for -', async () => {
    const { stdout } = await pinlock.run(['export', '--as', 'patch', '-'], { cwd: lockedTree(pinlock) });
    expect(stdout).toContain(`+FROM debian:bookworm@sha256:`);
  });
});
