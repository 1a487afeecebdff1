import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
const CLONE = 'git clone https://example.com/acme/tool\n';

/** Two repositories beside each other, the second with something of its own. */
function twoRepositories(extra: Readonly<Record<string, string>> = {}): string {
  const cwd = pinlock.tree({ 'a/build.sh': CLONE, 'b/build.sh': CLONE, ...extra });
  for (const name of ['a', 'b']) execFileSync('git', ['init', '-q'], { cwd: join(cwd, name) });
  return cwd;
}

describe('several roots at once', () => {
  it('give each fetch its root, in JSON and in text, and code hosts a path that is its own', async () => {
    const cwd = twoRepositories();
    const [json, text, quality] = await Promise.all(
      ['json', 'text', 'codeclimate'].map((format) => pinlock.run(['scan', '--format', format, 'a', 'b'], { cwd })),
    );
    const report = JSON.parse(json?.stdout ?? '');
    expect(report.fetches).toMatchObject([
      { root: 'a', path: 'build.sh' },
      { root: 'b', path: 'build.sh' },
    ]);
    expect(report.roots).toEqual([
      { root: 'a', base: 'a' },
      { root: 'b', base: 'b' },
    ]);
    expect(text?.stdout).toMatch(/^a\/build\.sh$/m);
    expect(text?.stdout).toMatch(/^b\/build\.sh$/m);
    const issues: readonly { fingerprint: string; location: { path: string } }[] = JSON.parse(quality?.stdout ?? '');
    expect(issues.map(({ location }) => location.path)).toEqual(['a/build.sh', 'b/build.sh']);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it('name the root whose settings cannot be used', async () => {
    const cwd = twoRepositories({ 'b/pinlock.yml': 'unknown: 1\n' });
    const run = await pinlock.run(['scan', 'a', 'b'], { cwd });
    expect(run).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('pinlock: b: pinlock.yml:1:1: '),
    });
  });

  it('name the root whose lockfile cannot be used', async () => {
    const cwd = twoRepositories({ 'b/pinlock.lock': '{' });
    const [scan, check] = await Promise.all(
      ['scan', 'check'].map((command) => pinlock.run([command, 'a', 'b'], { cwd })),
    );
    expect(scan).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('pinlock: b: pinlock.lock:1:2: ') });
    expect(check).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/^b\/pinlock\.lock\n {2}problem/m) });
  });
});

describe('a lockfile that is named', () => {
  it.each(['check', 'scan'])('and is not there ends %s', async (command) => {
    const cwd = pinlock.tree({ 'build.sh': CLONE });
    const run = await pinlock.run([command, '--lockfile', 'other.lock'], { cwd });
    expect(run).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: expect.stringContaining('other.lock: no such lockfile'),
    });
  });
});

describe('paths of code hosts', () => {
  it('begin at the top of the repository, wherever the root is', async () => {
    const cwd = pinlock.tree({ 'sub/pinlock.yml': '', 'sub/tools/build.sh': CLONE });
    execFileSync('git', ['init', '-q'], { cwd });
    const run = await pinlock.run(['check', '--format', 'github'], { cwd: join(cwd, 'sub', 'tools') });
    expect(run.stdout).toMatch(/^::error file=sub\/tools\/build\.sh,line=1,/);
  });
});
