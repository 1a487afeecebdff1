import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitServer, startGitServer } from './git-server.mjs';
import { createRepository } from './repositories.ts';

let folder: string;
let server: GitServer;
let first: string;
let second: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pinlock-server-'));
  const library = createRepository(join(folder, 'root'), 'acme/library');
  first = library.commit({ 'src/a.txt': 'one\n', 'build.sh': '#!/bin/sh\n' });
  library.annotatedTag('v1.2.1', first);
  library.tag('vanilla', first);
  second = library.commit({ 'src/a.txt': 'two\n' });
  library.branch('feature/x', second);
  server = await startGitServer({ root: join(folder, 'root') });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function unpack(path: string): Promise<readonly string[]> {
  const response = await fetch(server.url + path);
  const input = Buffer.from(await response.arrayBuffer());
  const list = execFileSync('tar', ['-tzf', '-'], { input, encoding: 'utf8' }).trim().split('\n');
  return [`${response.headers.get('content-disposition')}`, ...list];
}

describe('archives have the names that GitHub gives them', () => {
  it.each([
    ['main', 'main'],
    ['refs/heads/main', 'main'],
    ['v1.2.1', '1.2.1'],
    ['refs/tags/v1.2.1', '1.2.1'],
    ['vanilla', 'vanilla'],
    ['feature/x', 'feature-x'],
    ['refs/heads/feature/x', 'feature-x'],
  ])('%s', async (ref, short) => {
    expect(await unpack(`/acme/library/archive/${ref}.tar.gz`)).toEqual([
      `attachment; filename=library-${short}.tar.gz`,
      ...['', 'build.sh', 'src/', 'src/a.txt'].map((name) => `library-${short}/${name}`),
    ]);
  });

  it('a commit', async () => {
    expect((await unpack(`/acme/library/archive/${first}.tar.gz`))[1]).toBe(`library-${first}/`);
  });

  it('the same bytes each time', async () => {
    const get = async () =>
      Buffer.from(await (await fetch(`${server.url}/acme/library/archive/main.tar.gz`)).arrayBuffer());
    expect((await get()).equals(await get())).toBe(true);
  });
});

it.each([
  ['/acme/library/raw/main/src/a.txt', 200, 'two\n'],
  ['/acme/library/raw/v1.2.1/src/a.txt', 200, 'one\n'],
  ['/acme/library/raw/refs/heads/feature/x/src/a.txt', 200, 'two\n'],
  ['/acme/library/raw/main/gone', 404, 'not found\n'],
  ['/acme/library/raw/gone/src/a.txt', 404, 'not found\n'],
  ['/acme/library/archive/gone.tar.gz', 404, 'not found\n'],
  ['/acme/gone/archive/main.tar.gz', 404, 'not found\n'],
  ['/acme/..%2flibrary/archive/main.tar.gz', 404, 'not found\n'],
  ['/', 404, 'not found\n'],
])('%s: %i', async (path, status, body) => {
  const response = await fetch(server.url + path);
  expect([response.status, await response.text()]).toEqual([status, body]);
});

it('a shallow clone, a fetch of one commit, a checkout', async () => {
  const target = join(folder, 'clone');
  const script = [
    `git clone -q --depth 1 ${server.url}/acme/library.git ${target}`,
    `git -C ${target} fetch -q --depth 1 origin ${first}`,
    `git -C ${target} checkout -q ${first}`,
  ].join(' && ');
  // Not with execFileSync: the server answers from this very process.
  await promisify(execFile)('sh', ['-c', script], {
    env: { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
  });
  expect(readFileSync(join(target, 'src/a.txt'), 'utf8')).toBe('one\n');
});

it('repositories are the same each time', () => {
  const again = createRepository(join(folder, 'again'), 'acme/library');
  expect(again.commit({ 'src/a.txt': 'one\n', 'build.sh': '#!/bin/sh\n' })).toBe(first);
  expect(again.git('log', '-1', '--format=%aI %an', first)).toBe('2019-10-16T00:00:00+00:00 Ada Example');
});
