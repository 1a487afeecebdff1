import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRevision, type Revision } from '../../../src/ports/git/revision.ts';

let folder: string;
let top: string;
let env: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinlock-revision-'));
  top = join(folder, 'tree');
  mkdirSync(join(top, 'sub'), { recursive: true });
  env = { PATH: process.env.PATH ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(top, 'Dockerfile'), 'FROM scratch\n');
  writeFileSync(join(top, 'sub', 'ä b\n.sh'), Buffer.from([0x23, 0xe4, 0x0a]));
  symlinkSync('../Dockerfile', join(top, 'sub', 'linked'));
  symlinkSync('linked', join(top, 'sub', 'twice'));
  symlinkSync('round', join(top, 'sub', 'round'));
  symlinkSync('/etc/hostname', join(top, 'sub', 'away'));
  git('add', '--all');
  git('commit', '--quiet', '--message', 'one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  const person = ['-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', [...person, ...args], { cwd: top, env, encoding: 'utf8' }).trim();
}

async function open(at = top, revision = 'HEAD'): Promise<Revision> {
  const opened = await openRevision(env, at, revision);
  if (opened.kind === 'none') throw new Error(opened.message);
  expect(await opened.load(opened.paths)).toBeUndefined();
  return opened;
}

describe('a revision', () => {
  it('answers as the tree on disk did', async () => {
    const { tree, missed } = await open();
    expect(tree.list('')).toEqual(['Dockerfile', 'sub']);
    expect(tree.list('sub')).toEqual(['away', 'linked', 'round', 'twice', 'ä b\n.sh']);
    expect([tree.kind('sub'), tree.kind('sub/linked'), tree.kind('none'), tree.kind('sub/round')]).toEqual([
      'folder',
      'file',
      undefined,
      undefined,
    ]);
    expect(tree.read('sub/../sub/twice')).toBe('FROM scratch\n');
    expect(tree.open('sub/twice', 'refuse')).toMatchObject({ trouble: 'symlink' });
    expect(tree.open('sub/away', 'inside')).toMatchObject({ trouble: 'outside' });
    expect(tree.open('sub', 'inside')).toMatchObject({ trouble: 'folder' });
    expect(tree.open('sub/ä b\n.sh', 'refuse')).toEqual({ kind: 'text', text: '#ä\n', encoding: 'latin1' });
    expect([tree.head('Dockerfile'), tree.head('sub/linked')]).toEqual(['FROM scratch\n', undefined]);
    expect(missed()).toEqual([]);
  });

  it('is that of a folder, out of which no path leads', async () => {
    const { tree, paths } = await open(join(top, 'sub'));
    expect(paths).not.toContain('Dockerfile');
    expect(tree.read('linked')).toBeUndefined();
    expect(tree.open('linked', 'inside')).toMatchObject({ trouble: 'outside' });
  });

  it('notes what was not loaded', async () => {
    const opened = await openRevision(env, top, 'HEAD');
    if (opened.kind === 'none') throw new Error(opened.message);
    expect(opened.tree.read('sub/linked')).toBeUndefined();
    expect(opened.missed()).toEqual(['Dockerfile']);
    await opened.load(opened.missed());
    expect([opened.tree.read('sub/linked'), opened.missed()]).toEqual(['FROM scratch\n', []]);
  });

  it('holds what was committed, whatever git replace says, and what stands in the work tree or index', async () => {
    const other = execFileSync('git', ['hash-object', '-w', '--stdin'], { cwd: top, env, input: 'FROM evil\n' });
    git('replace', git('rev-parse', 'HEAD:Dockerfile'), other.toString().trim());
    writeFileSync(join(top, 'Dockerfile'), 'FROM new\n');
    expect((await open()).tree.read('Dockerfile')).toBe('FROM scratch\n');
  });

  it('runs nothing that the settings of the tree name', async () => {
    const mark = join(folder, 'program-ran');
    const program = join(folder, 'program');
    writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`);
    chmodSync(program, 0o755);
    writeFileSync(join(top, '.gitattributes'), '* filter=evil diff=evil\n');
    for (const key of ['core.fsmonitor', 'filter.evil.smudge', 'diff.evil.textconv', 'remote.origin.uploadpack'])
      git('config', key, program);
    git('config', 'remote.origin.url', folder);
    git('config', 'remote.origin.promisor', 'true');
    git('config', 'extensions.partialClone', 'origin');
    const blob = git('rev-parse', 'HEAD:Dockerfile');
    rmSync(join(top, '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
    const { tree } = await open();
    expect(tree.open('Dockerfile', 'refuse')).toMatchObject({ trouble: 'unreadable' });
    expect(existsSync(mark)).toBe(false);
  });
});
