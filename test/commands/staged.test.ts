import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git } from '../support/git.ts';
import { usePinlock } from './pinlock.ts';

const { run, tree, program } = usePinlock();

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const CLONE = 'git clone https://example.com/acme/tool\n';
const PINNED = `${CLONE}git -C tool checkout ${COMMIT}\n`;
const LOCKFILE = `{
  "lockfileVersion": 1,
  "sources": {
    "git+https://example.com/acme/tool": { "ref": "refs/heads/main", "commit": "${COMMIT}" }
  }
}
`;

/** A repository with one commit. */
function repository(files: Readonly<Record<string, string>>): string {
  const cwd = tree(files);
  git(cwd, 'init', '--quiet', '--initial-branch=main');
  git(cwd, 'add', '--all');
  git(cwd, 'commit', '--quiet', '--message', 'before');
  return cwd;
}

/** What `check --staged` says fails, as `path source`. */
async function staged(cwd: string): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await run(['check', '--staged', '--format', 'json'], { cwd });
  if (stdout === '') throw new Error(stderr);
  const report: { fetches: readonly { path: string; source: string; outcome: string }[] } = JSON.parse(stdout);
  const failing = report.fetches
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ path, source }) => `${path} ${source}`);
  expect(exitCode).toBe(failing.length === 0 ? 0 : 1);
  return failing;
}

const FOUND = ['build.sh git+https://example.com/acme/tool'];

describe('check --staged', () => {
  it('judges what is staged, not what stands on disk', async () => {
    const cwd = repository({ 'build.sh': 'make\n' });
    writeFileSync(join(cwd, 'build.sh'), CLONE);
    expect(await staged(cwd)).toEqual([]);
    git(cwd, 'add', 'build.sh');
    writeFileSync(join(cwd, 'build.sh'), 'make\n');
    expect(await staged(cwd)).toEqual(FOUND);
    rmSync(join(cwd, 'build.sh'));
    expect(await staged(cwd)).toEqual(FOUND);
  });

  it('leaves alone what did not change, and what is not in git', async () => {
    const cwd = repository({ 'build.sh': CLONE, 'notes.md': 'words\n' });
    writeFileSync(join(cwd, 'new.sh'), CLONE);
    writeFileSync(join(cwd, 'notes.md'), 'other words\n');
    git(cwd, 'add', 'notes.md');
    expect(await staged(cwd)).toEqual([]);
  });

  it('takes settings and lockfile as they are staged', async () => {
    const cwd = repository({ 'build.sh': CLONE, 'pinlock.lock': LOCKFILE, 'pinlock.yml': 'hold: pinlock\n' });
    writeFileSync(join(cwd, 'build.sh'), `# words\n${CLONE}`);
    git(cwd, 'add', 'build.sh');
    rmSync(join(cwd, 'pinlock.lock'));
    expect(await staged(cwd)).toEqual([]);
    git(cwd, 'rm', '--quiet', '--cached', 'pinlock.lock');
    writeFileSync(join(cwd, 'pinlock.lock'), LOCKFILE);
    expect(await staged(cwd)).toEqual(FOUND);
  });

  it('sees a file that is deleted or called otherwise', async () => {
    const sums = `${'a'.repeat(64)}  tool.tgz\n`;
    const build = 'curl -fsSLo tool.tgz https://example.com/latest/tool.tgz\nsha256sum -c sums\n';
    const cwd = repository({ 'build.sh': build, sums });
    git(cwd, 'mv', 'sums', 'sums2');
    expect(await staged(cwd)).toEqual(['build.sh https://example.com/latest/tool.tgz']);
    // The file is still there, and will not be in the commit.
    writeFileSync(join(cwd, 'sums'), sums);
    expect(await staged(cwd)).toEqual(['build.sh https://example.com/latest/tool.tgz']);
  });

  it('follows what a symlink leads to', async () => {
    const cwd = tree({
      'vars-a.sh': `V=${COMMIT}\n`,
      'build.sh': '. ./vars.sh\ngit clone https://example.com/acme/tool\n',
    });
    writeFileSync(
      join(cwd, 'build.sh'),
      '. ./vars.sh\ngit clone https://example.com/acme/tool\ngit -C tool checkout "$V"\n',
    );
    symlinkSync('vars-a.sh', join(cwd, 'vars.sh'));
    git(cwd, 'init', '--quiet', '--initial-branch=main');
    git(cwd, 'add', '--all');
    git(cwd, 'commit', '--quiet', '--message', 'before');
    writeFileSync(join(cwd, 'vars-a.sh'), 'V=main\n');
    git(cwd, 'add', '--all');
    expect(await staged(cwd)).toEqual(['build.sh git+https://example.com/acme/tool@main']);
  });

  it('judges everything before the first commit', async () => {
    const cwd = tree({ 'build.sh': CLONE });
    git(cwd, 'init', '--quiet');
    expect(await staged(cwd)).toEqual([]);
    git(cwd, 'add', '--all');
    expect(await staged(cwd)).toEqual(FOUND);
  });

  it('judges what a commit of all files would hold, in its hook', () => {
    const cwd = repository({ 'build.sh': PINNED });
    const hook = join(cwd, '.git/hooks/pre-commit');
    writeFileSync(hook, `#!/bin/sh\nexec node '${program()}' check --staged --quiet\n`);
    chmodSync(hook, 0o755);
    writeFileSync(join(cwd, 'build.sh'), CLONE);
    expect(() => git(cwd, 'commit', '--quiet', '--all', '--message', 'moving')).toThrow();
    writeFileSync(join(cwd, 'build.sh'), `# words\n${PINNED}`);
    git(cwd, 'commit', '--quiet', '--all', '--message', 'exact');
  });

  it('says nothing with --quiet where nothing is wrong, and what is wrong with the use', async () => {
    const cwd = repository({ 'build.sh': PINNED });
    expect(await run(['check', '--staged', '--quiet'], { cwd })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(await run(['check', '--staged', 'build.sh'], { cwd })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--staged takes no paths'),
    });
    expect(await run(['check', '--staged'], { cwd: tree({ 'build.sh': CLONE }) })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no repository'),
    });
  });
});
