import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../support/installed.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const SOURCE = 'git+https://github.com/acme/tool@main';
const LOCKFILE = `{
  "lockfileVersion": 1,
  "sources": {
    "${SOURCE}": { "ref": "refs/heads/main", "commit": "${COMMIT}" }
  }
}
`;

const ARMS = '. ./vars.sh\nif [ "$USE" = yes ]; then\n  git clone https://github.com/acme/tool\nfi\n';

type Result = { readonly exitCode: number; readonly output: string };

/** Runs a program in a home of its own; git and pre-commit keep nothing outside of it. */
type Machine = {
  readonly run: (cwd: string, program: string, args: readonly string[]) => Result;
  readonly newRepository: (files: Readonly<Record<string, string>>) => string;
  /** The repository that has the hooks, with the built program committed, and its commit. */
  readonly hooks: () => { readonly url: string; readonly rev: string };
};

/** The user's side: a repository with these hooks installed as its git hook. */
function withHooks(machine: Machine, ids: readonly string[], files: Readonly<Record<string, string>>): string {
  const { url, rev } = machine.hooks();
  const hooks = ids.map((id) => `      - id: ${id}\n`).join('');
  const config = `repos:\n  - repo: ${url}\n    rev: ${rev}\n    hooks:\n${hooks}`;
  const cwd = machine.newRepository({ ...files, '.pre-commit-config.yaml': config });
  expect(machine.run(cwd, 'pre-commit', ['install', '--install-hooks'])).toMatchObject({ exitCode: 0 });
  return cwd;
}

function commit(machine: Machine, cwd: string): Result {
  machine.run(cwd, 'git', ['add', '-A']);
  return machine.run(cwd, 'git', ['commit', '-q', '-m', 'change']);
}

const hasPreCommit = requireProgram('pre-commit');

describe.runIf(hasPreCommit)('hooks, run by the real pre-commit', () => {
  const machine = useMachine();

  it('lets a commit pass, stops one that brings in what moves, and lets it pass when it is fixed', () => {
    const cwd = withHooks(machine, ['pinlock-check'], { 'build.sh': 'echo build\n', 'picture.bin': '\u0000' });
    expect(commit(machine, cwd)).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/pinlock check\.+Passed/),
    });

    writeFileSync(join(cwd, 'build.sh'), 'git clone https://github.com/acme/tool\n');
    const stopped = commit(machine, cwd);
    expect(stopped.exitCode).toBe(1);
    expect(stopped.output).toMatch(/pinlock check\.+Failed/);
    expect(stopped.output).toContain('git+https://github.com/acme/tool');

    writeFileSync(join(cwd, 'build.sh'), `git clone https://github.com/acme/tool\ngit -C tool checkout ${COMMIT}\n`);
    expect(commit(machine, cwd)).toMatchObject({ exitCode: 0, output: expect.stringMatching(/Passed/) });
  });

  it('judges the file that uses a value whose file changed, and no other file', () => {
    const cwd = withHooks(machine, ['pinlock-check'], {
      'vars.sh': `V=${COMMIT}\n`,
      'build.sh': '. ./vars.sh\ngit clone https://github.com/acme/tool\ngit -C tool checkout "$V"\n',
    });
    expect(commit(machine, cwd)).toMatchObject({ exitCode: 0 });
    // What was there before the hook is the business of pinlock-check-all.
    writeFileSync(join(cwd, 'old.sh'), 'git clone https://github.com/acme/old\n');
    machine.run(cwd, 'git', ['add', '-A']);
    machine.run(cwd, 'git', ['commit', '-q', '--no-verify', '-m', 'old']);

    writeFileSync(join(cwd, 'vars.sh'), 'V=main\n');
    const stopped = commit(machine, cwd);
    expect(stopped.exitCode).toBe(1);
    expect(stopped.output).toContain('build.sh');
    expect(stopped.output).not.toContain('old.sh');

    const all = withHooks(machine, ['pinlock-check-all'], { 'old.sh': 'git clone https://github.com/acme/old\n' });
    expect(commit(machine, all)).toMatchObject({ exitCode: 1, output: expect.stringContaining('old.sh') });
  });

  it('sees what a commit takes away, and where a symlink leads now', () => {
    const cwd = withHooks(machine, ['pinlock-check'], {
      sums: `${'a'.repeat(64)}  tool.tgz\n`,
      'build.sh': 'curl -fsSLo tool.tgz https://example.com/latest/tool.tgz\nsha256sum -c sums\n',
      'vars-a.sh': `V=${COMMIT}\n`,
      'vars-b.sh': 'V=main\n',
      'use.sh': '. ./vars.sh\ngit clone https://github.com/acme/tool\ngit -C tool checkout "$V"\n',
    });
    symlinkSync('vars-a.sh', join(cwd, 'vars.sh'));
    expect(commit(machine, cwd)).toMatchObject({ exitCode: 0 });
    for (const args of [
      ['rm', '-q', 'sums'],
      ['mv', 'sums', 'sums2'],
    ]) {
      machine.run(cwd, 'git', args);
      const stopped = commit(machine, cwd);
      expect(stopped).toMatchObject({ exitCode: 1, output: expect.stringContaining('latest/tool.tgz') });
      expect(stopped.output).not.toContain('use.sh');
      machine.run(cwd, 'git', ['reset', '-q', '--hard']);
    }
    rmSync(join(cwd, 'vars.sh'));
    symlinkSync('vars-b.sh', join(cwd, 'vars.sh'));
    const stopped = commit(machine, cwd);
    expect(stopped).toMatchObject({ exitCode: 1, output: expect.stringContaining('use.sh') });
    expect(stopped.output).not.toContain('latest/tool.tgz');
  });

  it('compares with where a range of commits begins', () => {
    const cwd = withHooks(machine, ['pinlock-check'], {
      'vars.sh': 'USE=no\n',
      'build.sh': ARMS,
      'notes.md': 'words\n',
    });
    expect(commit(machine, cwd)).toMatchObject({ exitCode: 0 });
    writeFileSync(join(cwd, 'vars.sh'), 'USE=yes\n');
    machine.run(cwd, 'git', ['add', '-A']);
    machine.run(cwd, 'git', ['commit', '-q', '--no-verify', '-m', 'moving']);
    const range = ['--from-ref', 'HEAD~1', '--to-ref', 'HEAD'];
    const stopped = machine.run(cwd, 'pre-commit', ['run', ...range]);
    expect(stopped).toMatchObject({ exitCode: 1, output: expect.stringContaining('build.sh') });
    expect(machine.run(cwd, 'pre-commit', ['run'])).toMatchObject({ exitCode: 0 });
  });

  it('has nothing to say about files of no known kind', () => {
    const cwd = withHooks(machine, ['pinlock-check'], { 'a file.txt': 'git clone https://github.com/acme/tool\n' });
    machine.run(cwd, 'git', ['add', '-A']);
    const run = machine.run(cwd, 'pre-commit', ['run', '--verbose', '--all-files']);
    expect(run).toMatchObject({ exitCode: 0 });
    // With --verbose whatever the hook prints follows these lines.
    expect(
      run.output
        .trim()
        .split('\n')
        .map((line) => line.replace(/\d+\.\d+s/, '0s').replace(/\.{2,}/, ' ')),
    ).toEqual(['pinlock check Passed', '- hook id: pinlock-check', '- duration: 0s']);
  });

  it('writes pins into the files, and passes the second time', () => {
    const cwd = withHooks(machine, ['pinlock-apply', 'pinlock-check'], {
      'build.sh': 'git clone -b main https://github.com/acme/tool\n',
      'pinlock.lock': LOCKFILE,
      'pinlock.yml': 'hold: file\n',
    });
    const stopped = commit(machine, cwd);
    expect(stopped).toMatchObject({ exitCode: 1, output: expect.stringContaining('files were modified by this hook') });
    expect(readFileSync(join(cwd, 'build.sh'), 'utf8')).toContain(COMMIT);
    expect(commit(machine, cwd)).toMatchObject({ exitCode: 0 });
  });

  it('resolves by hand alone', () => {
    const cwd = withHooks(machine, ['pinlock-resolve'], { 'build.sh': 'echo build\n' });
    const passed = commit(machine, cwd);
    expect(passed).toMatchObject({ exitCode: 0 });
    expect(passed.output).not.toContain('pinlock');
    const run = machine.run(cwd, 'pre-commit', ['run', '--hook-stage', 'manual', '--verbose', 'pinlock-resolve']);
    expect(run).toMatchObject({ exitCode: 0, output: expect.stringContaining('nothing needs a pin') });
  });

  it('is installed by npm as well', () => {
    const cwd = withHooks(machine, ['pinlock-check-node'], { 'build.sh': 'git clone https://github.com/acme/tool\n' });
    const stopped = commit(machine, cwd);
    expect(stopped).toMatchObject({ exitCode: 1, output: expect.stringContaining('git+https://github.com/acme/tool') });
  });
});

describe('a plain hook of git', () => {
  const machine = useMachine();

  it('stops a commit that brings in what moves, and says nothing else', () => {
    const cwd = machine.newRepository({ 'a b/build.sh': 'echo build\n' });
    writeFileSync(join(cwd, '.git/hooks/pre-commit'), '#!/bin/sh\npinlock check --staged --quiet\n', { mode: 0o755 });
    expect(commit(machine, cwd)).toEqual({ exitCode: 0, output: '' });
    writeFileSync(join(cwd, 'a b/build.sh'), 'git clone https://github.com/acme/tool\n');
    expect(commit(machine, cwd)).toMatchObject({ exitCode: 1, output: expect.stringMatching(/^a b\/build\.sh\n/) });
    machine.run(cwd, 'git', ['reset', '-q', '--hard']);
    machine.run(cwd, 'git', ['rm', '-q', '-r', 'a b']);
    expect(commit(machine, cwd)).toEqual({ exitCode: 0, output: '' });
  });
});

function useMachine(): Machine {
  let folder = '';
  let rev = '';
  const run: Machine['run'] = (cwd, program, args) => {
    const home = join(folder, 'home');
    const env = {
      PATH: `${process.env.PATH ?? ''}:${join(folder, 'bin')}`,
      HOME: home,
      PRE_COMMIT_HOME: join(home, 'pre-commit'),
      PRE_COMMIT_COLOR: 'never',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
      npm_config_cache: join(home, 'npm'),
      npm_config_offline: 'true',
    };
    try {
      const output = execFileSync('sh', ['-c', 'exec "$@" 2>&1', 'sh', program, ...args], {
        cwd,
        env,
        encoding: 'utf8',
      });
      return { exitCode: 0, output };
    } catch (error) {
      if (!(error instanceof Error) || !('status' in error) || !('stdout' in error)) throw error;
      return { exitCode: Number(error.status), output: String(error.stdout) };
    }
  };
  const newRepository: Machine['newRepository'] = (files) => {
    const cwd = mkdtempSync(join(folder, 'repository-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(cwd, dirname(path)), { recursive: true });
      writeFileSync(join(cwd, path), text);
    }
    run(cwd, 'git', ['init', '-q', '-b', 'main']);
    return cwd;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pinlock-hooks-'));
    mkdirSync(join(folder, 'home'));
    writeFileSync(join(folder, 'home', 'gitconfig'), '[user]\n\tname = Ada\n\temail = ada@example.com\n');
    const hooks = join(folder, 'hooks');
    mkdirSync(hooks);
    execFileSync(process.execPath, ['scripts/build.mjs', '--outdir', join(hooks, 'dist')], { cwd: ROOT });
    mkdirSync(join(folder, 'bin'));
    symlinkSync(join(hooks, 'dist', 'pinlock.js'), join(folder, 'bin', 'pinlock'));
    cpSync(join(ROOT, '.pre-commit-hooks.yaml'), join(hooks, '.pre-commit-hooks.yaml'));
    // What is bundled needs no registry; npm would fetch it all the same.
    const { dependencies, devDependencies, scripts, ...rest } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    );
    writeFileSync(join(hooks, 'package.json'), JSON.stringify(rest));
    run(hooks, 'git', ['init', '-q', '-b', 'main']);
    run(hooks, 'git', ['add', '-A']);
    run(hooks, 'git', ['commit', '-q', '-m', 'hooks']);
    rev = run(hooks, 'git', ['rev-parse', 'HEAD']).output.trim();
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  return { run, newRepository, hooks: () => ({ url: join(folder, 'hooks'), rev }) };
}
