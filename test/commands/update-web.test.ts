import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { requireProgram } from '../support/installed.ts';
import { pushImage, type Registry, startRegistry } from '../support/registry.ts';
import { createRepository } from '../support/repositories.ts';
import { answer, byPath, startWebServer, type WebHandler, type WebServer } from '../support/web-server.ts';
import { type Run, usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
const handlers: Record<string, WebHandler> = {};
let server: WebServer;
beforeAll(async () => {
  server = await startWebServer(byPath(handlers));
});
afterAll(() => server.close());

function treeWith(files: Readonly<Record<string, string>>, mirrors: Readonly<Record<string, string>>): string {
  return pinlock.tree({ ...files, 'trusted.yml': JSON.stringify({ mirrors }) });
}

function run(command: string, cwd: string, ...args: readonly string[]): Promise<Run> {
  return pinlock.run([command, ...args, ...(command === 'apply' ? [] : ['--trusted-config', 'trusted.yml'])], { cwd });
}

function read(cwd: string, path: string): string {
  return readFileSync(join(cwd, path), 'utf8');
}

describe('files', () => {
  it('that may change move, with the sum that stands in the Dockerfile', async () => {
    handlers['/get.sh'] = answer(200, {}, 'one\n');
    const dockerfile = 'FROM scratch\nADD https://example.com/get.sh /get.sh\n';
    const cwd = treeWith({ Dockerfile: dockerfile }, { 'example.com': server.url });
    await run('resolve', cwd);
    expect((await run('apply', cwd)).exitCode).toBe(0);
    const applied = read(cwd, 'Dockerfile');
    expect((await run('update', cwd, '--dry-run')).exitCode).toBe(0);
    handlers['/get.sh'] = answer(200, {}, 'two, and more\n');
    const dry = await run('update', cwd, '--dry-run');
    expect(dry.exitCode).toBe(1);
    expect(dry.stdout).toMatchInlineSnapshot(`
      "would move  https://example.com/get.sh
                  was 2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806, 4 bytes
                  now cdb512683f1ecd8d726a08ed41791ead824dc447a66c784e56bd0b25a5acf563, 14 bytes
                  also in Dockerfile

      pinlock.lock: 1 would move, 0 refused, 0 not asked, 0 pins as before
      "
    `);
    expect(read(cwd, 'Dockerfile')).toBe(applied);
    expect((await run('update', cwd)).exitCode).toBe(0);
    expect(read(cwd, 'Dockerfile')).not.toBe(applied);
    const { exitCode } = await pinlock.run(['check', '--strict'], { cwd });
    expect(exitCode).toBe(0);
  });

  it('that name a version never should: the pin stays until it is allowed', async () => {
    handlers['/tool-1.2.tgz'] = answer(200, {}, 'one\n');
    const cwd = treeWith({ 'build.sh': 'wget https://example.com/tool-1.2.tgz\n' }, { 'example.com': server.url });
    await run('resolve', cwd);
    const before = read(cwd, 'pinlock.lock');
    handlers['/tool-1.2.tgz'] = answer(200, {}, 'two\n');
    const refused = await run('update', cwd);
    expect(refused.exitCode).toBe(3);
    expect(refused.stdout).toContain('CHANGED     https://example.com/tool-1.2.tgz');
    expect(read(cwd, 'pinlock.lock')).toBe(before);
    expect((await run('update', cwd, '--allow-rewritten')).exitCode).toBe(0);
    expect(read(cwd, 'pinlock.lock')).not.toBe(before);
  });
});

describe('when the person has had enough', () => {
  // Four files are downloaded at a time, in the order of the lockfile: the fifth is asked for when the one that ends was handed over.
  const slow = ['/a.sh', '/b.sh', '/c.sh'];
  const names = [...slow, '/d.sh', '/e.sh'];
  const script = names.map((name) => `wget https://example.com${name}\n`).join('');
  const interrupt = async (cwd: string, ...flags: readonly string[]) => {
    const args = [pinlock.program(), 'update', '--trusted-config', 'trusted.yml', ...flags];
    for (const name of slow) handlers[name] = (_request, response) => void response.writeHead(200).write('x');
    handlers['/d.sh'] = answer(200, {}, 'two of /d.sh\n');
    const child = spawn(process.execPath, args, { cwd, env: { PATH: process.env.PATH, HOME: cwd } });
    handlers['/e.sh'] = () => child.kill('SIGINT');
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      said.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said.stderr += chunk;
    });
    return { exitCode: await new Promise((resolve) => child.on('close', resolve)), ...said };
  };
  const pinnedTree = async (): Promise<string> => {
    for (const name of names) handlers[name] = answer(200, {}, `one of ${name}\n`);
    const cwd = treeWith({ 'build.sh': script }, { 'example.com': server.url });
    await run('resolve', cwd);
    await run('apply', cwd);
    return cwd;
  };
  const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

  it('moves that are finished are kept, in lockfile and files, and the next update goes on from there', async () => {
    const cwd = await pinnedTree();
    expect(await interrupt(cwd)).toEqual({
      exitCode: 130,
      stdout: '',
      stderr: 'pinlock: interrupted: 1 pin moved, and kept in pinlock.lock; pinlock update goes on from there\n',
    });
    for (const path of ['pinlock.lock', 'build.sh']) {
      const sums = names.map((name) => sumOf(`${name === '/d.sh' ? 'two' : 'one'} of ${name}\n`));
      expect(sums.filter((sum) => !read(cwd, path).includes(sum))).toEqual([]);
    }
    expect((await pinlock.run(['check', '--strict'], { cwd })).exitCode).toBe(0);
    for (const name of names) handlers[name] = answer(200, {}, `two of ${name}\n`);
    const again = await run('update', cwd);
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('4 moved, 0 refused') });
  });

  it('a dry run says what it knows, and writes nothing', async () => {
    const cwd = await pinnedTree();
    const before = pinlock.readTree(cwd);
    const { exitCode, stderr } = await interrupt(cwd, '--dry-run');
    expect(exitCode).toBe(130);
    expect(stderr).toContain('interrupted: 1 pin of pinlock.lock would move by what is known so far');
    expect(pinlock.readTree(cwd)).toEqual(before);
  });
});

describe('archives', () => {
  let world: GitWorld;
  beforeAll(async () => {
    world = await createGitWorld();
  });
  afterAll(() => world.close());

  it('are hashed anew with the commit that they are of', async () => {
    const library = createRepository(world.root, 'acme/library');
    library.commit({ a: '1' });
    const script = 'wget https://github.com/acme/library/archive/main.tar.gz\ntar xzf main.tar.gz\n';
    const cwd = treeWith({ 'build.sh': script }, { 'github.com': world.server.url });
    const env = world.env;
    const args = ['--trusted-config', 'trusted.yml'];
    await pinlock.run(['resolve', ...args], { cwd, env });
    await pinlock.run(['apply'], { cwd });
    const nar = /"tar\.gz": "(sha256-[^"]+)"/;
    const [, old] = nar.exec(read(cwd, 'pinlock.lock')) ?? [];
    expect(old).toBeDefined();
    const next = library.commit({ a: '2' });
    const updated = await pinlock.run(['update', ...args], { cwd, env });
    expect(updated.exitCode).toBe(0);
    expect(updated.stdout).toContain('https://github.com/acme/library/compare/');
    expect(read(cwd, 'build.sh')).toContain(`tar xzf ${next}.tar.gz`);
    const [, hash] = nar.exec(read(cwd, 'pinlock.lock')) ?? [];
    expect(hash).toBeDefined();
    expect(hash).not.toBe(old);
    rmSync(join(cwd, 'trusted.yml'));
  });
});

describe.skipIf(!requireProgram('docker-registry'))('images (docker-registry)', () => {
  let registry: Registry;
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(() => registry.close());

  it('move with the digest that stands behind FROM, in every stage', async () => {
    const old = await pushImage(registry.url, 'acme/base', '12', { text: 'old', index: true });
    const dockerfile = 'FROM registry.example.com/acme/base:12 AS build\nFROM registry.example.com/acme/base:12\n';
    const cwd = treeWith({ Dockerfile: dockerfile }, { 'registry.example.com': registry.url });
    await run('resolve', cwd);
    await run('apply', cwd);
    expect(read(cwd, 'Dockerfile')).toBe(dockerfile.replaceAll(':12', `:12@${old.digest}`));
    const next = await pushImage(registry.url, 'acme/base', '12', { text: 'new', index: true });
    const updated = await run('update', cwd);
    expect(updated).toMatchObject({ exitCode: 0, stderr: '' });
    expect(updated.stdout).toContain(`was ${old.digest}\n            now ${next.digest}\n`);
    expect(read(cwd, 'Dockerfile')).toBe(dockerfile.replaceAll(':12', `:12@${next.digest}`));
    expect(read(cwd, 'pinlock.lock')).toContain(`{ "digest": "${next.digest}", "applied": ["Dockerfile"] }`);
  });
});
