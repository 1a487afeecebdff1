import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DiscoverPorts, discover, type ListFiles, lockFolderOf, type RootScan } from '../../src/discover/index.ts';
import { UserError } from '../../src/errors.ts';
import { openTree } from '../../src/ports/files.ts';
import { makeTree } from './temporary-tree.ts';

const RUN = 'RUN wget https://example.com/acme/tool.tar.gz\n';
const SCRIPT = '#!/bin/sh\ngit clone https://example.com/acme/tool\n';
const isRoot = process.getuid?.() === 0;

const formats = [
  { id: 'dockerfile', matches: (path: string) => /(?:^|\/)Dockerfile$/.test(path) },
  { id: 'shell', matches: (path: string, line: string) => path.endsWith('.sh') || /^#!.*\b(?:ba)?sh\b/.test(line) },
];

const gitList: ListFiles = async (folder) =>
  execFileSync('git', ['-C', folder, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
    .split('\0')
    .filter((path) => path !== '');

function scan(paths: readonly string[], cwd: string, ports: Partial<DiscoverPorts> = {}): Promise<readonly RootScan[]> {
  return discover(paths, cwd, {
    listFiles: gitList,
    openTree,
    formats,
    mayFetch: (text) => /wget|git/.test(text),
    selectionOf: async () => ({ include: [], exclude: [] }),
    ...ports,
  });
}

async function scanOne(paths: readonly string[], cwd: string, ports: Partial<DiscoverPorts> = {}): Promise<RootScan> {
  const scans = await scan(paths, cwd, ports);
  expect(scans).toHaveLength(1);
  const [first] = scans;
  if (first === undefined) throw new Error('no scan');
  return first;
}

function pathsOf(result: RootScan): readonly string[] {
  return result.files.map((file) => `${file.path}:${file.format}`);
}

function git(root: string, ...args: readonly string[]): void {
  execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    stdio: 'ignore',
  });
}

const TREE = {
  Dockerfile: RUN,
  'ci/build.sh': SCRIPT,
  'ci/hook': SCRIPT,
  'ci/notes': 'git clone is a command\n',
  'ci/empty.sh': 'echo hello\n',
  'README.md': 'wget it',
  '.gitignore': 'out/\n*.log\n',
  'out/generated.sh': SCRIPT,
  link: { link: 'ci/hook' },
  'linked.sh': { link: 'ci/build.sh' },
};
const TREE_FILES = ['Dockerfile:dockerfile', 'ci/build.sh:shell', 'ci/hook:shell'];

describe('a folder', () => {
  it.each([
    { name: 'as git sees it', isGit: true },
    { name: 'without a repository, by .gitignore', isGit: false },
  ])('$name', async ({ isGit }) => {
    const root = makeTree(TREE);
    if (isGit) git(root, 'init', '-q');
    const result = await scanOne([], root);
    expect(pathsOf(result)).toEqual(TREE_FILES);
    expect(result.filesRead).toBe(4);
    expect(result.skipped).toEqual([{ path: 'linked.sh', why: 'symlink' }]);
    expect(result.problems).toEqual([]);
    expect(result.isWhole).toBe(true);
    expect(result.tree.root).toBe(root);
  });

  it('falls back to .gitignore and says so when git refuses', async () => {
    const root = makeTree({ ...TREE, 'sub/pinlock.yml': '', 'sub/a.sh': SCRIPT, 'sub/b.log/c.sh': SCRIPT });
    git(root, 'init', '-q');
    const listFiles: ListFiles = async () => ({ refused: 'dubious ownership' });
    const result = await scanOne(['sub'], root, { listFiles });
    expect(result.tree.root).toBe(join(root, 'sub'));
    expect(pathsOf(result)).toEqual(['a.sh:shell']);
    expect(result.problems).toEqual([
      {
        kind: 'fallback',
        path: '.',
        message:
          'git would not list the files (dubious ownership); .gitignore was followed instead, so tracked files that it names were not read',
      },
    ]);
  });

  it('reads only below the folder that was asked for', async () => {
    const root = makeTree(TREE);
    git(root, 'init', '-q');
    const result = await scanOne(['ci'], root);
    expect(pathsOf(result)).toEqual(['ci/build.sh:shell', 'ci/hook:shell']);
    expect(result.isWhole).toBe(false);
  });

  it('reads an ignored folder that was asked for by name', async () => {
    const root = makeTree(TREE);
    git(root, 'init', '-q');
    expect(pathsOf(await scanOne(['out'], root))).toEqual(['out/generated.sh:shell']);
  });

  it('does not mind a tracked file that was deleted', async () => {
    const root = makeTree(TREE);
    git(root, 'init', '-q');
    git(root, 'add', '.');
    rmSync(join(root, 'Dockerfile'));
    const result = await scanOne([], root);
    expect(pathsOf(result)).toEqual(TREE_FILES.slice(1));
    expect(result.problems).toEqual([]);
  });

  it.each([{ isGit: true }, { isGit: false }])('leaves other repositories alone (git: $isGit)', async ({ isGit }) => {
    const root = makeTree({ ...TREE, 'nested/build.sh': SCRIPT });
    git(join(root, 'nested'), 'init', '-q');
    if (isGit) git(root, 'init', '-q');
    const result = await scanOne([], root);
    expect(pathsOf(result)).toEqual(TREE_FILES);
    expect(result.skipped).toContainEqual({ path: 'nested', why: 'repository' });
  });

  it('names a submodule', async () => {
    const root = makeTree({ ...TREE, 'nested/build.sh': SCRIPT });
    git(join(root, 'nested'), 'init', '-q');
    git(join(root, 'nested'), 'add', '.');
    git(join(root, 'nested'), 'commit', '-qm', 'x');
    git(root, 'init', '-q');
    git(root, 'add', '.');
    const result = await scanOne([], root);
    expect(pathsOf(result)).toEqual(TREE_FILES);
    expect(result.skipped).toContainEqual({ path: 'nested', why: 'repository' });
  });

  it('counts what include and exclude keep out', async () => {
    const root = makeTree(TREE);
    const without = await scanOne([], root, { selectionOf: async () => ({ include: [], exclude: ['ci', '*.md'] }) });
    expect(pathsOf(without)).toEqual(['Dockerfile:dockerfile']);
    expect(without.excluded).toBe(3);
    const only = await scanOne([], root, {
      selectionOf: async () => ({ include: ['ci/**/*.sh'], exclude: ['**/e*'] }),
    });
    expect(pathsOf(only)).toEqual(['ci/build.sh:shell']);
    expect(only.excluded).toBe(4);
  });

  it.each([
    { name: 'an empty tree', exclude: [], message: 'no build file of a known format was read here' },
    {
      name: 'a tree that is excluded',
      exclude: ['**'],
      message: 'no build file of a known format was read here (1 excluded by pinlock.yml)',
    },
  ])('says that nothing was read: $name', async ({ exclude, message }) => {
    const root = makeTree(exclude.length === 0 ? { 'README.md': '' } : { 'a.sh': SCRIPT });
    const result = await scanOne([], root, { selectionOf: async () => ({ include: [], exclude }) });
    expect(result.problems).toEqual([{ kind: 'no-files', path: '.', message }]);
  });

  it('names the folders that have a lockfile of their own', async () => {
    const root = makeTree({ ...TREE, 'pinlock.lock': '', 'ci/pinlock.lock': '', 'ci/deep/pinlock.lock': '' });
    const { lockFolders } = await scanOne([], root);
    expect(lockFolders).toEqual(['ci', 'ci/deep']);
    const served = ['Dockerfile', 'ci/a', 'ci/deep/b', 'ci/deeper/c', 'cis/d'].map((path) =>
      lockFolderOf(path, lockFolders),
    );
    expect(served).toEqual(['', 'ci', 'ci/deep', 'ci', '']);
  });

  it('reports what it could not read', async () => {
    const root = makeTree({
      'a.sh': SCRIPT,
      'binary.sh': new Uint8Array([0x23, 0x21, 0, 1]),
      'utf16.sh': new Uint8Array([0xff, 0xfe, 0x23, 0]),
      'large.sh': new Uint8Array(17 * 1024 * 1024),
    });
    execFileSync('mkfifo', [join(root, 'pipe.sh')]);
    mkdirSync(join(root, 'closed'));
    chmodSync(join(root, 'closed'), 0);
    const result = await scanOne([], root);
    expect(pathsOf(result)).toEqual(['a.sh:shell']);
    const expected = [
      ...(isRoot ? [] : [{ kind: 'unreadable', path: 'closed' }]),
      { kind: 'binary', path: 'binary.sh' },
      { kind: 'too-large', path: 'large.sh' },
      { kind: 'not-regular', path: 'pipe.sh' },
      { kind: 'binary', path: 'utf16.sh' },
    ];
    expect(result.problems.map(({ kind, path }) => ({ kind, path }))).toEqual(expected);
  });

  it('does not enter a folder that became a symlink after git recorded its files', async () => {
    const outside = makeTree({ 'a.sh': SCRIPT });
    const root = makeTree({ 'in/a.sh': SCRIPT, 'b.sh': SCRIPT });
    git(root, 'init', '-q');
    git(root, 'add', '.');
    rmSync(join(root, 'in'), { recursive: true });
    execFileSync('ln', ['-s', outside, join(root, 'in')]);
    expect(pathsOf(await scanOne([], root))).toEqual(['b.sh:shell']);
  });
});

describe('a file named by the user', () => {
  it('is read whatever it is called, even if excluded', async () => {
    const root = makeTree({ 'weird.txt': SCRIPT, 'picture.png': new Uint8Array([0x89, 0x50, 0]), 'notes.md': 'git' });
    const result = await scanOne(['weird.txt', 'picture.png', 'notes.md'], root, {
      selectionOf: async () => ({ include: [], exclude: ['**'] }),
    });
    expect(pathsOf(result)).toEqual(['weird.txt:shell']);
    expect(result.skipped).toEqual([
      { path: 'notes.md', why: 'unknown-format' },
      { path: 'picture.png', why: 'unknown-format' },
    ]);
    expect(result.problems).toEqual([]);
  });

  it('is read once when its folder is asked for as well', async () => {
    const root = makeTree(TREE);
    const result = await scanOne(['ci/build.sh', '.', 'ci'], root);
    expect(pathsOf(result)).toEqual(TREE_FILES);
  });

  it('is found through a symlink, under its real name', async () => {
    const root = makeTree(TREE);
    expect(pathsOf(await scanOne(['link'], root))).toEqual(['ci/hook:shell']);
  });

  it.each(['missing.sh', 'a.sh/b', 'dangling', 'pipe', '.git/config'])('cannot be opened: %s', async (path) => {
    const root = makeTree({ 'a.sh': SCRIPT, dangling: { link: 'nowhere' } });
    git(root, 'init', '-q');
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const error = await scan([path], root).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ exitCode: 3, message: expect.stringContaining(path) });
  });
});

describe('the root', () => {
  it.each([
    { name: 'git top', marks: [], start: 'a/b', root: '' },
    { name: 'nearest lockfile', marks: ['a/pinlock.lock', 'pinlock.yml'], start: 'a/b', root: 'a' },
    { name: 'configuration above', marks: ['pinlock.yml'], start: 'a/b', root: '' },
    { name: 'configuration at the start', marks: ['a/b/pinlock.yml'], start: 'a/b', root: 'a/b' },
  ])('is the $name', async ({ marks, start, root }) => {
    const top = makeTree({ 'a/b/x.sh': SCRIPT, ...Object.fromEntries(marks.map((mark) => [mark, ''])) });
    git(top, 'init', '-q');
    const result = await scanOne([], join(top, start));
    expect(result.tree.root).toBe(join(top, root));
    expect(result.gitTop).toBe(top);
  });

  it('does not lie beyond the top of git', async () => {
    const outer = makeTree({ 'pinlock.yml': '', 'in/x.sh': SCRIPT });
    git(join(outer, 'in'), 'init', '-q');
    expect((await scanOne(['in'], outer)).tree.root).toBe(join(outer, 'in'));
  });

  it('is the start where there is neither', async () => {
    const top = makeTree({ 'a/x.sh': SCRIPT });
    expect((await scanOne(['a'], top)).tree.root).toBe(join(top, 'a'));
  });

  it('is found for each path on its own', async () => {
    const top = makeTree({
      'one/pinlock.yml': '',
      'one/x.sh': SCRIPT,
      'two/pinlock.lock': '',
      'two/deep/y.sh': SCRIPT,
    });
    const scans = await scan(['one', 'two/deep', 'one/x.sh'], top);
    expect(scans.map((one) => [one.tree.root.slice(top.length), pathsOf(one), one.isWhole])).toEqual([
      ['/one', ['x.sh:shell'], true],
      ['/two', ['deep/y.sh:shell'], false],
    ]);
  });
});
