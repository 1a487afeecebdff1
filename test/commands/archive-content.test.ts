import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { requireProgram } from '../support/installed.ts';
import { createRepository } from '../support/repositories.ts';
import { type Run, usePinlock } from './pinlock.ts';

const SCRIPT = `set -e
curl -sSfL -o lib.tar.gz https://github.com/acme/library/archive/main.tar.gz
tar xzf lib.tar.gz --strip-components=1
`;
const KEY = 'git+https://github.com/acme/library@main';

/** What the host answers for every archive, in place of what git makes of the commit; null: that. */
type Answer = { readonly status: number; readonly body: Buffer } | null;

describe('an archive of a pinned commit', () => {
  const pinlock = usePinlock();
  let world: GitWorld;
  let answer: Answer = null;
  let [honest, evil]: readonly Buffer[] = [];
  let env: Readonly<Record<string, string>>;
  let tree: string;
  let lock: string;
  const run = (...args: readonly string[]): Promise<Run> => pinlock.run(args, { cwd: tree, env });
  const vendorFolder = (name: string): string => join(world.folder, name);
  const offline = (vendor: string): Promise<Run> =>
    run('run', '--offline', '--vendor', vendorFolder(vendor), '--', 'sh', '-c', 'sh build.sh && cat a');

  beforeAll(async () => {
    world = await createGitWorld({
      intercept: ({ url = '' }, response) => {
        if (answer === null || !url.includes('/archive/')) return false;
        response.writeHead(answer.status, { 'content-length': answer.body.length }).end(answer.body);
        return true;
      },
    });
    const library = createRepository(world.root, 'acme/library');
    const archiveOf = (id: string): Buffer =>
      execFileSync('git', ['-C', library.folder, 'archive', '--format=tar.gz', '--prefix=library-x/', id]);
    const good = library.commit({ a: 'good\n' });
    honest = archiveOf(good);
    // Of a tree, so that it does not say of which commit it is.
    evil = archiveOf(`${library.commit({ a: 'evil\n' }, { branch: 'side' })}^{tree}`);
    const trusted = join(world.folder, 'trusted.yml');
    writeFileSync(trusted, `mirrors:\n  github.com: ${world.server.url}\n`);
    env = { ...world.env, PINLOCK_TRUSTED_CONFIG: trusted };
    tree = pinlock.tree({ 'build.sh': SCRIPT });
    expect(await run('resolve')).toMatchObject({ exitCode: 0 });
    expect(await run('vendor', vendorFolder('made-in-time'))).toMatchObject({ exitCode: 0 });
    lock = readFileSync(join(tree, 'pinlock.lock'), 'utf8');
  });
  afterAll(() => world.close());
  beforeEach(() => writeFileSync(join(tree, 'pinlock.lock'), lock));

  describe('that was packed again', () => {
    beforeAll(() => {
      answer = { status: 200, body: gzipSync(gunzipSync(honest ?? ''), { level: 1 }) };
      expect(answer.body.equals(honest ?? Buffer.alloc(0))).toBe(false);
    });

    it.each([{ args: ['update', '--dry-run'] }, { args: ['update'] }])('is as before for $args', async ({ args }) => {
      expect(await run(...args)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 pin as before') });
      expect(readFileSync(join(tree, 'pinlock.lock'), 'utf8')).toBe(lock);
    });

    it.skipIf(!requireProgram('curl'))('is kept by vendor, and built from (curl)', async () => {
      expect(await run('vendor', vendorFolder('repacked'))).toMatchObject({ exitCode: 0 });
      expect(await offline('repacked')).toMatchObject({ exitCode: 0, stdout: 'good\n' });
    });
  });

  describe('that holds something else', () => {
    beforeAll(() => {
      answer = { status: 200, body: evil ?? Buffer.alloc(0) };
    });

    it.each([{ args: ['update', '--dry-run'] }, { args: ['update'] }])(
      'is named by $args, and the pin stays',
      async ({ args }) => {
        const { exitCode, stdout } = await run(...args);
        expect(exitCode).toBe(3);
        expect(stdout).toContain(`CHANGED     ${KEY}\n`);
        const said = stdout.replace(/\s+/g, ' ');
        expect(said).toContain('changed content for the same commit: what the host serves as tar.gz of ');
        expect(said).toMatch(/was content of its tar\.gz sha256-\S+ now content of its tar\.gz sha256-/);
        expect(readFileSync(join(tree, 'pinlock.lock'), 'utf8')).toBe(lock);
        const json = await run(...args, '--format', 'json');
        expect(JSON.parse(json.stdout)).toMatchObject({ lockfiles: [{ refused: [{ reason: 'content-changed' }] }] });
        const markdown = await run(...args, '--format', 'markdown');
        expect(markdown.stdout).toMatch(/content of its tar\.gz sha256-.*content of its tar\.gz sha256-/);
      },
    );

    it('is taken by update when it is allowed', async () => {
      expect(await run('update', '--allow-rewritten')).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('written: 1 moved'),
      });
      const hash = /sha256-[^"]+/;
      expect(readFileSync(join(tree, 'pinlock.lock'), 'utf8').replace(hash, '')).toBe(lock.replace(hash, ''));
      expect(readFileSync(join(tree, 'pinlock.lock'), 'utf8')).not.toBe(lock);
    });

    it('is not kept by vendor', async () => {
      const { exitCode, stderr } = await run('vendor', vendorFolder('changed'));
      expect(exitCode).toBe(3);
      expect(stderr).toMatch(/not kept .*moved: .*changed content for the same commit/);
      expect(readFileSync(join(vendorFolder('changed'), 'vendor.json'), 'utf8')).not.toContain('archive');
    });

    it.skipIf(!requireProgram('curl'))('is not needed where the copy was made in time (curl)', async () => {
      expect(await run('vendor', vendorFolder('made-in-time'))).toMatchObject({ exitCode: 0 });
      expect(await offline('made-in-time')).toMatchObject({ exitCode: 0, stdout: 'good\n' });
    });

    it('is not built from, whatever vendor.json says, and made again once the host is honest', async () => {
      // As a version of pinlock that compares nothing would have kept it.
      writeFileSync(join(tree, 'pinlock.lock'), lock.replace(/, "archives": \{[^}]*\}/, ''));
      expect(await run('vendor', vendorFolder('blind'))).toMatchObject({ exitCode: 0 });
      writeFileSync(join(tree, 'pinlock.lock'), lock);
      const { exitCode, stdout, stderr } = await offline('blind');
      expect([exitCode, stdout]).toEqual([125, '']);
      expect(stderr).toContain('is not what is pinned: changed content for the same commit');
      expect(await run('vendor', vendorFolder('blind'))).toMatchObject({ exitCode: 3 });
      answer = null;
      expect(await run('vendor', vendorFolder('blind'))).toMatchObject({ exitCode: 0 });
    });
  });

  it.each([
    ['cannot be had', 404, 'gone', 'not-found: '],
    ['is a page', 200, '<html>', 'it is no archive'],
  ])('that %s is a failure of update', async (_name, status, body, words) => {
    answer = { status, body: Buffer.from(body) };
    const { exitCode, stdout } = await run('update');
    expect(exitCode).toBe(3);
    expect(stdout).toContain(`not asked   ${KEY}\n`);
    expect(stdout.replace(/\s+/g, ' ')).toContain(words);
    expect(readFileSync(join(tree, 'pinlock.lock'), 'utf8')).toBe(lock);
  });
});
