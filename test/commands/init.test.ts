import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git } from '../support/git.ts';
import { requireProgram } from '../support/installed.ts';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
const { run, tree, readTree } = pinlock;

const CLONE = 'git clone https://example.com/acme/';
const PROJECT = {
  'a.sh': `${CLONE}a\n`,
  'third_party/lib/b.sh': `${CLONE}b\n${CLONE}c\n`,
  'src/vendor/d.sh': 'true\n',
};

function text(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

describe('init --yes', () => {
  it('says what it found, and writes settings that the next check takes', async () => {
    const folder = tree(PROJECT);
    const { exitCode, stdout } = await run(['init', '--yes', '--hold', 'file', '--baseline'], { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stdout.replace(folder, 'TREE').split('\nnext\n')[0]).toMatchInlineSnapshot(`
      "TREE
        3 build files read, 3 fetches
            3 moving     the next build may get something else

      what most files depend on, and can change
           1 file  git+https://example.com/acme/a
           1 file  git+https://example.com/acme/b
           1 file  git+https://example.com/acme/c

      folders of other people's code
          2 fetches  third_party/

      written, to be committed: pinlock.baseline, pinlock.yml"
    `);
    const settings = text(folder, 'pinlock.yml')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(settings).toEqual(['hold: file', 'exclude:', '  - "third_party/**"', 'baseline: pinlock.baseline']);
    expect(JSON.parse(text(folder, 'pinlock.baseline')).findings).toEqual([
      { id: expect.stringMatching(/^[0-9a-f]{16}$/), path: 'a.sh', source: 'git+https://example.com/acme/a' },
    ]);
    expect((await run(['check'], { cwd: folder })).exitCode).toBe(0);
    writeFileSync(join(folder, 'a.sh'), `${CLONE}a\n${CLONE}new\n`);
    const check = await run(['check'], { cwd: folder });
    expect([check.exitCode, check.stdout.includes('1 finding')]).toEqual([1, true]);
  });

  it('shows first what feeds most files, then what moves most easily', async () => {
    const files = { 'a.sh': `${CLONE}z\n`, 'b.sh': 'git clone -b v1.0 https://example.com/acme/a\n' };
    const { stdout } = await run(['init', '--yes'], {
      cwd: tree({ ...files, 'c.sh': `${CLONE}m\n`, 'd.sh': `${CLONE}m\n` }),
    });
    expect([...stdout.matchAll(/files? {2}git\+https:\/\/example\.com\/acme\/(\S+)/g)].map(([, name]) => name)).toEqual(
      ['m', 'z', 'a@v1.0'],
    );
  });

  it('sets up many projects at once, and names those that it could not', async () => {
    const [one, two, three] = [tree(PROJECT), tree({ 'b.sh': `${CLONE}b\n`, 'pinlock.yml': '' }), tree(PROJECT)];
    const { exitCode, stderr } = await run(['init', '--yes', one, two, three]);
    expect([exitCode, stderr.includes('pinlock.yml is there already')]).toEqual([2, true]);
    for (const folder of [one, three]) expect(text(folder, 'pinlock.yml')).toContain('third_party/**');
    const again = await run(['init', '--yes', '--baseline', two, tree({ 'c.sh': 'true\n' })]);
    expect(again.exitCode).toBe(0);
    expect(text(two, 'pinlock.yml')).toBe('baseline: pinlock.baseline\n');
  });

  it.each([
    ['settings that are there', { 'a.sh': '', 'pinlock.yml': '# mine\n' }, [], 'pinlock.yml is there already'],
    ['a baseline that is there', { 'a.sh': '', 'pinlock.baseline': '{}' }, ['--baseline'], 'it only shrinks'],
    [
      'a workflow that is there',
      { 'a.sh': '', '.github/workflows/pinlock.yml': '' },
      ['--workflow', 'acme/pinlock@v1'],
      'is there already',
    ],
    [
      'settings to which no line can be added',
      { 'a.sh': '', 'pinlock.yml': '{ hold: file }\n' },
      ['--baseline'],
      'by hand',
    ],
    [
      'a place of an action that is none',
      { 'a.sh': '' },
      ['--workflow', 'acme/pinlock@v1\n      - run: x'],
      'expected OWNER/NAME@REF',
    ],
  ])('leaves %s alone', async (_, files, more, said) => {
    const folder = tree(files);
    const { exitCode, stderr } = await run(['init', '--yes', ...more], { cwd: folder });
    expect([exitCode, stderr.includes(said)]).toEqual([2, true]);
    expect(readTree(folder)).toMatchObject(files);
  });

  it('writes a workflow that pinlock itself reads', async () => {
    const folder = tree({ 'a.sh': 'true\n' });
    expect((await run(['init', '--yes', '--workflow', 'acme/pinlock@v1.2.3'], { cwd: folder })).exitCode).toBe(0);
    const { stdout } = await run(['scan', '--format', 'json'], { cwd: folder });
    const { fetches, problems } = JSON.parse(stdout);
    const sources = fetches.map(({ source, verdict }: Record<string, string>) => `${verdict} ${source}`);
    expect(sources).toEqual([
      expect.stringMatching(/^exact git\+https:\/\/github\.com\/actions\/checkout@[0-9a-f]{40}$/),
      'tag git+https://github.com/acme/pinlock@v1.2.3',
    ]);
    expect(problems).toEqual([]);
    // Without the base the settings of a pull request's base cannot be read.
    expect(text(folder, '.github/workflows/pinlock.yml')).toContain('\n          fetch-depth: 2\n');
    expect((await run(['check'], { cwd: folder })).exitCode).toBe(0);
  });

  it('says how to hold an action that is named by what can move', async () => {
    const init = async (action: string) =>
      (await run(['init', '--yes', '--workflow', action], { cwd: tree({ 'a.sh': 'true\n' }) })).stdout;
    expect(await init('acme/pinlock@v1')).toContain('pinlock apply .github/workflows/pinlock.yml\n');
    expect(await init(`acme/pinlock@${'1'.repeat(40)}`)).not.toContain('pinlock apply .github');
  });

  it('writes no workflow where GitHub does not look for one', async () => {
    const folder = tree({ 'sub/pinlock.yml': '', 'sub/a.sh': 'true\n' });
    git(folder, 'init', '--quiet');
    const more = ['--workflow', 'acme/pinlock@v1'];
    const { exitCode, stderr } = await run(['init', '--yes', ...more], { cwd: join(folder, 'sub') });
    expect([exitCode, stderr.includes('at the top of the repository')]).toEqual([2, true]);
    expect(Object.keys(readTree(folder))).toEqual(['sub/a.sh', 'sub/pinlock.yml']);
  });

  it('writes nothing through a link that leads out of the project', async () => {
    const [folder, outside] = [tree({ 'a.sh': 'true\n' }), tree({ README: '' })];
    symlinkSync(outside, join(folder, '.github'));
    const { exitCode, stderr } = await run(['init', '--yes', '--workflow', 'acme/pinlock@v1'], { cwd: folder });
    expect([exitCode, stderr.includes('leads out of the root')]).toEqual([3, true]);
    expect(Object.keys(readTree(outside))).toEqual(['README']);
  });
});

describe('init --hook', () => {
  const HOOK = '.git/hooks/pre-commit';
  const repository = (files: Readonly<Record<string, string>>): string => {
    const folder = tree(files);
    git(folder, 'init', '--quiet', '--initial-branch=main');
    return folder;
  };
  const commit = (folder: string): { readonly failed: boolean; readonly said: string } => {
    git(folder, 'add', '--all');
    const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
    const done = spawnSync('git', [...person, 'commit', '-q', '-m', 'change'], { cwd: folder, encoding: 'utf8' });
    return { failed: done.status !== 0, said: done.stdout + done.stderr };
  };

  it('writes a hook that finds this program, and says so where it is gone', async () => {
    const folder = repository({ 'a.sh': 'true\n' });
    const { exitCode, stdout } = await run(['init', '--yes', '--hook'], { cwd: folder });
    expect([exitCode, stdout.includes(`written, for this clone alone: ${join(folder, HOOK)}`)]).toEqual([0, true]);
    expect(commit(folder)).toEqual({ failed: false, said: '' });
    writeFileSync(join(folder, 'a.sh'), `${CLONE}a\n`);
    expect(commit(folder)).toEqual({ failed: true, said: expect.stringContaining('git+https://example.com/acme/a') });
    const hook = text(folder, HOOK);
    writeFileSync(join(folder, HOOK), hook.replace(pinlock.program(), '/nowhere/pinlock.js'));
    const { failed, said } = commit(folder);
    expect([failed, said.includes('pinlock is not at /nowhere/pinlock.js any more')]).toEqual([true, true]);
    writeFileSync(join(folder, HOOK), hook);
    // Once more is no mistake, and there is no step left for it.
    const again = await run(['init', '--yes', '--hook'], { cwd: folder });
    expect([again.exitCode, again.stdout.includes('hook')]).toEqual([0, false]);
  });

  it.each([
    ['somebody has a hook', (folder: string) => writeFileSync(join(folder, HOOK), 'mine\n'), 'is there already'],
    [
      'another program keeps the hooks',
      (folder: string) => git(folder, 'config', 'core.hooksPath', 'hooks'),
      'core.hooksPath',
    ],
    [
      'there is no repository',
      (folder: string) => rmSync(join(folder, '.git'), { recursive: true }),
      'no repository of git',
    ],
  ])('leaves all as it is where %s', async (_, prepare, said) => {
    const folder = repository({ 'a.sh': 'true\n' });
    prepare(folder);
    const { exitCode, stderr } = await run(['init', '--yes', '--hook'], { cwd: folder });
    expect([exitCode, stderr.includes(said)]).toEqual([2, true]);
    expect(readTree(folder)).toEqual({ 'a.sh': 'true\n' });
    expect((await run(['init', '--yes'], { cwd: folder })).stdout).not.toContain('init --hook');
  });

  it('proposes the way of the hooks that are there', async () => {
    for (const [file, said] of [
      ['.pre-commit-config.yaml', 'always_run: true'],
      ['.husky/pre-commit', 'a line of .husky/pre-commit'],
      ['lefthook.yml', 'a job of pre-commit'],
    ] as const)
      expect((await run(['init', '--yes'], { cwd: repository({ [file]: '' }) })).stdout).toContain(said);
    expect((await run(['init', '--yes'], { cwd: repository({ 'a.sh': '' }) })).stdout).toContain('pinlock init --hook');
  });
});

describe('init', () => {
  it('writes nothing where nobody can be asked', async () => {
    const folder = tree(PROJECT);
    const { exitCode, stdout, stderr } = await run(['init'], { cwd: folder });
    expect([exitCode, stdout.includes('third_party/'), stderr.includes('pinlock init --yes')]).toEqual([2, true, true]);
    expect(readTree(folder)).toEqual(PROJECT);
  });

  it.runIf(requireProgram('script'))('asks on a terminal', async () => {
    const folder = tree({ ...PROJECT, '.github/': '' });
    git(folder, 'init', '--quiet');
    const asked = await onTerminal(folder, [
      ['leave out third_party/ (2 fetches)?', 'n\n'],
      ['will pins stand in the files', 'pinlock\n'],
      ['keep the 3 findings of today', 'y\n'],
      ['judge each commit', 'y\n'],
      ['a workflow of GitHub', 'acme/pinlock\n'],
      ['a workflow of GitHub', 'acme/pinlock@v1\n'],
    ]);
    expect(asked).toBe(0);
    expect(text(folder, '.git/hooks/pre-commit')).toContain('check --staged');
    expect(text(folder, '.github/workflows/pinlock.yml')).toContain('acme/pinlock@v1');
    expect(text(folder, 'pinlock.yml')).toContain('\nhold: pinlock\n');
    expect(text(folder, 'pinlock.yml')).not.toContain('\nexclude:');
    expect(JSON.parse(text(folder, 'pinlock.baseline')).findings).toHaveLength(3);
  });

  it.runIf(requireProgram('script')).each([
    ['Ctrl-C', '\u0003'],
    ['the end of input', '\u0004'],
  ])('writes nothing after %s', async (_, typed) => {
    const folder = tree(PROJECT);
    expect(
      await onTerminal(folder, [
        ['leave out', 'y\n'],
        ['will pins stand', typed],
      ]),
    ).toBe(130);
    expect(readTree(folder)).toEqual(PROJECT);
  });
});

/** Types an answer when its question stands on the terminal; the exit code. */
function onTerminal(folder: string, answers: readonly (readonly [string, string])[]): Promise<number | null> {
  const home = tree({ home: '' });
  const child = spawn('script', ['-qec', `${process.execPath} ${pinlock.program()} init`, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: home, TERM: 'xterm', SHELL: '/bin/sh' },
  });
  const rest = [...answers];
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    const [next] = rest;
    if (next === undefined || !shown.includes(next[0])) return;
    rest.shift();
    shown = '';
    child.stdin.write(next[1]);
  });
  return new Promise((resolve) => child.on('close', resolve)).then((code) => {
    rmSync(home, { recursive: true });
    expect(rest).toEqual([]);
    return typeof code === 'number' ? code : null;
  });
}
