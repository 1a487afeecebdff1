import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGit } from '../../../src/ports/git.ts';

const LIST = ['-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];

let folder: string;
let tree: string;
let mark: string;
let env: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinlock-local-'));
  tree = join(folder, 'tree');
  mark = join(folder, 'program-ran');
  mkdirSync(tree);
  env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(folder, 'none'),
  };
  run('init', '--quiet');
  writeFileSync(join(tree, 'Dockerfile'), 'FROM scratch\n');
  run('add', 'Dockerfile');
  run('commit', '--quiet', '--message', 'one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: readonly string[]): string {
  const person = ['-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', [...person, ...args], {
    cwd: tree,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function program(): string {
  const path = join(folder, 'program');
  writeFileSync(path, `#!/bin/sh\ntouch ${mark}\n`);
  chmodSync(path, 0o755);
  return path;
}

it('lists tracked files and untracked ones that are not ignored', async () => {
  writeFileSync(join(tree, '.gitignore'), 'ignored\n');
  for (const name of ['ignored', 'new', 'with\nbreak']) writeFileSync(join(tree, name), '');
  const result = await createGit({ env }).local(tree, 'ls-files', LIST);
  const names = result.kind === 'output' ? result.text.split('\0').filter((name) => name !== '') : [];
  expect(names.sort()).toEqual(['.gitignore', 'Dockerfile', 'new', 'with\nbreak']);
});

it('is not led elsewhere by the variables of a hook', async () => {
  const hook = {
    ...env,
    GIT_DIR: join(folder, 'nowhere'),
    GIT_INDEX_FILE: join(folder, 'nothing'),
    GIT_WORK_TREE: '/',
  };
  expect(await createGit({ env: hook }).local(tree, 'ls-files', [])).toEqual({ kind: 'output', text: 'Dockerfile\n' });
});

describe('a hostile tree runs nothing:', () => {
  it('core.fsmonitor', async () => {
    run('config', 'core.fsmonitor', program());
    expect(await createGit({ env }).local(tree, 'ls-files', LIST)).toMatchObject({ kind: 'output' });
    expect(existsSync(mark)).toBe(false);
    // The same call without the settings of the adapter: the danger is real.
    run('ls-files', ...LIST);
    expect(existsSync(mark)).toBe(true);
  });

  it('a bare repository in a sub-folder', async () => {
    const inner = join(tree, 'inner');
    mkdirSync(inner);
    execFileSync('git', ['init', '--quiet', '--bare', inner], { env });
    execFileSync('git', ['--git-dir', inner, 'config', 'core.bare', 'false'], { env });
    execFileSync('git', ['--git-dir', inner, 'config', 'core.worktree', '.'], { env });
    execFileSync('git', ['--git-dir', inner, 'config', 'core.fsmonitor', program()], { env });
    const result = await createGit({ env }).local(inner, 'ls-files', LIST);
    expect(result).toMatchObject({ kind: 'failed', reason: 'no-repository' });
    expect(existsSync(mark)).toBe(false);
  });

  it("a promisor remote's uploadpack", async () => {
    run('config', 'extensions.partialClone', 'origin');
    run('config', 'remote.origin.promisor', 'true');
    run('config', 'remote.origin.url', tree);
    run('config', 'remote.origin.uploadpack', program());
    const missing = 'f'.repeat(40);
    expect(await createGit({ env }).local(tree, 'cat-file', ['-t', missing])).toMatchObject({ kind: 'failed' });
    expect(existsSync(mark)).toBe(false);
    expect(() => run('cat-file', '-t', missing)).toThrow();
    expect(existsSync(mark)).toBe(true);
  });

  it('a git beside the files, with a relative PATH', async () => {
    writeFileSync(join(tree, 'git'), `#!/bin/sh\ntouch ${mark}\n`);
    chmodSync(join(tree, 'git'), 0o755);
    const careless = { ...env, PATH: `.::${env.PATH}` };
    expect(await createGit({ env: careless }).local(tree, 'ls-files', [])).toMatchObject({ kind: 'output' });
    expect(existsSync(mark)).toBe(false);
  });
});

describe('says why it cannot tell:', () => {
  it.each([
    ['no repository', () => folder, 'ls-files', [], 'no-repository'],
    ['no folder', () => join(folder, 'gone'), 'ls-files', [], 'no-repository'],
    [
      'a revision that is not there',
      () => tree,
      'rev-parse',
      ['--verify', '--quiet', '--end-of-options', 'gone'],
      'other',
    ],
    ['an unknown option', () => tree, 'ls-files', ['--no-such-option'], 'other'],
  ] as const)('%s', async (_name, where, command, args, reason) => {
    const result = await createGit({ env }).local(where(), command, args);
    expect(result).toMatchObject({ kind: 'failed', reason });
    expect(result).toHaveProperty('message', expect.stringMatching(/\S/));
  });

  it.runIf(process.getuid?.() === 0)('a repository of somebody else', async () => {
    execFileSync('chown', ['-R', '12345', tree]);
    const result = await createGit({ env }).local(tree, 'ls-files', LIST);
    expect(result).toMatchObject({ kind: 'failed', reason: 'dubious-ownership' });
  });
});
