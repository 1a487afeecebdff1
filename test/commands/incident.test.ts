import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';
import { type Run, usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
let world: GitWorld;
let product = '';

const BUILD = `#!/bin/sh
set -e
git clone -q -b main https://example.com/acme/lib
mkdir -p dist
cat lib/version > dist/product
`;

/** The lines of a part of the README's page, without what they say behind '#'. */
function linesOf(heading: string): readonly string[] {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, page = ''] = text.split(`\n${heading}\n`);
  return (page.split(/\n###+ /)[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    '))
    .map((line) => (line.split(' # ')[0] ?? '').trim());
}

/** The world on the morning after: v1.4 was built from the library's second commit, and since then a third one came. */
beforeAll(async () => {
  world = await createGitWorld();
  const lib = createRepository(world.root, 'acme/lib');
  lib.commit({ version: '1' }, { on: '2019-10-01T10:00:00Z' });
  lib.commit({ version: '2' }, { on: '2019-10-03T10:00:00Z' });
  const own = createRepository(world.root, 'acme/product');
  own.tag('v1.4', own.commit({ 'build.sh': BUILD }, { on: '2019-10-04T10:00:00Z' }));
  own.commit({ 'build.sh': `${BUILD}# next\n` }, { on: '2019-10-10T10:00:00Z' });
  lib.commit({ version: 'broken' }, { on: '2019-10-15T10:00:00Z', message: 'rewrite the queue' });
  product = join(world.folder, 'product');
  const bin = join(world.folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'pinlock'), `#!/bin/sh\nexec ${process.execPath} ${pinlock.program()} "$@"\n`);
  chmodSync(join(bin, 'pinlock'), 0o755);
  await shell(`git clone -q https://example.com/acme/product ${product}`, world.folder);
  await shell('chmod +x build.sh', product);
});
afterAll(() => world.close());

function shell(line: string, cwd: string): Promise<Run> {
  const env = {
    ...world.env,
    PATH: `${join(world.folder, 'bin')}:${process.env.PATH}`,
    XDG_CACHE_HOME: join(world.folder, 'cache'),
    XDG_STATE_HOME: join(world.folder, 'state'),
  };
  return new Promise((resolve) =>
    execFile('bash', ['-c', line], { cwd, env }, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : typeof error.code === 'number' ? error.code : null, stdout, stderr }),
    ),
  );
}

describe('the README on an incident at night', () => {
  it('holds in every line: the cause is named, and the rebuild has the bytes of that day', async () => {
    const lines = linesOf('### Incident at night');
    expect(lines.length).toBeGreaterThan(4);
    const runs = new Map<string, Run>();
    for (const line of lines) runs.set(line, await shell(line, product));
    const wrong = [...runs].filter(([line, { exitCode }]) => exitCode !== (line.includes('--dry-run') ? 1 : 0));
    expect(wrong).toEqual([]);
    expect(runs.get('pinlock scan')?.stdout).toMatch(/moving +git\+https:\/\/example\.com\/acme\/lib@main/);
    expect(runs.get('pinlock update --dry-run')?.stdout).toContain('rewrite the queue');
    expect(readFileSync(join(product, 'dist', 'product'), 'utf8').trim()).toBe('2');
    expect(existsSync(join(product, 'lib'))).toBe(false);
  });

  it('holds after an earlier resolve: what contradicts the day is named, and its lines lead back', async () => {
    const again = join(world.folder, 'again');
    await shell(
      `git clone -q https://example.com/acme/product ${again} && cd ${again} && git checkout -q v1.4`,
      world.folder,
    );
    await shell('chmod +x build.sh && pinlock resolve', again);
    const kept = await shell('pinlock resolve --as-of v1.4', again);
    expect(kept).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('stays ') });
    expect(kept.stdout).toContain('pinlock update --as-of 2019-10-04T10:00:00Z moves it there');
    const lines = linesOf('#### After an earlier `resolve`');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(await shell(line, again)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(again, 'dist', 'product'), 'utf8').trim()).toBe('2');
  });
});
