import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { schemaErrors } from '../reports/schema.ts';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
const CLONE = 'git clone https://example.com/acme/tool\n';

describe('streams', () => {
  it.each([
    [[], {}, false],
    [['--color', 'always'], {}, true],
    [['--color', 'always'], { NO_COLOR: '1' }, true],
    [['--color', 'never'], {}, false],
  ])('colours with %j and %j: %s', async (args, env, isColored) => {
    const cwd = pinlock.tree({ 'build.sh': CLONE });
    const run = await pinlock.run(['scan', ...args], { cwd, env });
    expect(run.exitCode).toBe(0);
    expect(run.stdout.includes('\u001b[')).toBe(isColored);
  });

  it.each([
    [{ TERM: 'xterm' }, true],
    [{ TERM: 'xterm', NO_COLOR: '1' }, false],
    [{ TERM: 'dumb' }, false],
  ])('on a terminal with %j colours: %s', (env, isColored) => {
    const cwd = pinlock.tree({ 'build.sh': CLONE });
    const command = `${process.execPath} ${pinlock.program()} scan`;
    const shown = execFileSync('script', ['-qec', command, '/dev/null'], {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd, ...env },
      encoding: 'utf8',
    });
    expect(shown).toContain('build.sh');
    expect(shown.includes('\u001b[')).toBe(isColored);
  });

  it('a reader that closes the pipe early is no error', async () => {
    const cwd = pinlock.tree(Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`s${index}.sh`, CLONE])));
    const child = spawn(process.execPath, [pinlock.program(), 'check'], { cwd, env: { PATH: process.env.PATH } });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  });

  it('works in another folder with -C, before and behind the command', async () => {
    const cwd = pinlock.tree({ 'inner/build.sh': CLONE });
    const [behind, before] = await Promise.all([
      pinlock.run(['scan', '-C', 'inner'], { cwd }),
      pinlock.run(['-C', 'inner', 'scan'], { cwd }),
    ]);
    expect(behind.stdout).toMatch(/^build\.sh\n/);
    expect(before).toEqual(behind);
  });
});

describe('the project itself', () => {
  it('is no source from outside, whatever URL a script clones it by', async () => {
    const script = 'git clone git@github.com:acme/product.git a\ngit clone https://github.com/acme/tool b\n';
    const cwd = pinlock.tree({ 'build.sh': script });
    execFileSync('git', ['init', '-q'], { cwd });
    execFileSync('git', ['remote', 'add', 'origin', 'https://github.com/acme/product'], { cwd });
    const { stdout } = await pinlock.run(['scan', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout).fetches).toMatchObject([{ line: 2, source: 'git+https://github.com/acme/tool' }]);
  });
});

describe('--report', () => {
  it('writes further reports beside the one on stdout', async () => {
    const cwd = pinlock.tree({ 'build.sh': CLONE });
    const run = await pinlock.run(['check', '--report', 'json=out.json', '--report', 'text=out.txt'], { cwd });
    expect(run.exitCode).toBe(1);
    const report = JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'));
    expect(schemaErrors(report)).toEqual([]);
    expect(report.counts.failing).toBe(1);
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toBe(run.stdout);
  });

  it('a folder that is not there is named, exit 3', async () => {
    const cwd = pinlock.tree({ 'build.sh': CLONE });
    const run = await pinlock.run(['scan', '--report', 'json=missing/out.json'], { cwd });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain('missing/out.json: the report cannot be written (ENOENT)');
  });
});

describe('the build', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));

  it('gives the same bytes for the same sources', () => {
    const [first, second] = ['a', 'b'].map((name) => {
      const folder = mkdtempSync(join(tmpdir(), `pinlock-build-${name}-`));
      const outdir = join(folder, 'dist');
      execFileSync(process.execPath, ['scripts/build.mjs', '--outdir', outdir], { cwd: root });
      const files = pinlock.readTree(outdir);
      execFileSync('rm', ['-r', folder]);
      return files;
    });
    expect(Object.keys(first ?? {})).toEqual(expect.arrayContaining(['licenses.txt', 'pinlock.js']));
    expect(second).toEqual(first);
  });

  it('needs no node_modules and names every licence', () => {
    const licenses = readFileSync(join(pinlock.program(), '..', 'licenses.txt'), 'utf8');
    expect(licenses).toMatch(/^commander \d/m);
    expect(licenses).toMatch(/^unbash \d/m);
  });
});
