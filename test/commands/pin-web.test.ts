import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { requireProgram } from '../support/installed.ts';
import { ADA, basic, pushImage, type Registry, startRegistry } from '../support/registry.ts';
import { createRepository } from '../support/repositories.ts';
import { answer, byPath, startWebServer, type WebHandler, type WebServer } from '../support/web-server.ts';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
const BODY = 'the bytes of a tool\n';
const SHA256 = createHash('sha256').update(BODY).digest('hex');
const handlers: Record<string, WebHandler> = { '/tool-1.2.tar.gz': answer(200, {}, BODY) };
let server: WebServer;
beforeAll(async () => {
  server = await startWebServer(byPath(handlers));
});
afterAll(() => server.close());

function trusting(mirrors: Readonly<Record<string, string>>): string {
  return JSON.stringify({ mirrors });
}

describe('files', () => {
  it('are pinned by checksum through the mirror of the user, under their own name', async () => {
    const cwd = pinlock.tree({
      'build.sh': 'wget https://example.com/tool-1.2.tar.gz\n',
      'trusted.yml': trusting({ 'example.com': server.url }),
    });
    const run = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], { cwd });
    expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(pinlock.readTree(cwd)['pinlock.lock']).toBe(
      `{\n  "lockfileVersion": 1,\n  "sources": {\n    "https://example.com/tool-1.2.tar.gz": { "sha256": "${SHA256}", "size": ${BODY.length} }\n  }\n}\n`,
    );
    const before = server.requests.length;
    const again = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], { cwd });
    expect(again.stdout).toContain('pinlock.lock unchanged: 0 pinned, 1 kept');
    expect(server.requests).toHaveLength(before);
    expect((await pinlock.run(['check'], { cwd })).exitCode).toBe(0);
  });

  it('that follow the newest release are pinned with the release that it was, without a question to an API', async () => {
    handlers['/acme/tool/releases/latest/download/tool'] = answer(302, {
      location: 'https://github.com/acme/tool/releases/download/v1.2/tool',
    });
    handlers['/acme/tool/releases/download/v1.2/tool'] = answer(302, { location: 'https://cdn.example.com/1/2?sig=x' });
    handlers['/1/2'] = answer(200, {}, BODY);
    const cwd = pinlock.tree({
      'build.sh': 'curl -LO https://github.com/acme/tool/releases/latest/download/tool\n',
      'trusted.yml': trusting({ 'github.com': server.url, 'cdn.example.com': server.url }),
    });
    const run = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], { cwd });
    expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain(`v1.2, sha256 ${SHA256}`);
    expect(pinlock.readTree(cwd)['pinlock.lock']).toContain(
      `"https://github.com/acme/tool/releases/latest/download/tool": { "sha256": "${SHA256}", "size": ${BODY.length}, "version": "v1.2" }`,
    );
  });

  it('what is pinned is kept when the person has had enough, and the next run goes on from there', async () => {
    // Four files are downloaded at a time: the fifth is asked for when the one that ends has been taken.
    const slow = ['/slow-1.tar.gz', '/slow-2.tar.gz', '/slow-3.tar.gz'];
    const names = [...slow, '/tool-1.2.tar.gz', '/last-5.tar.gz'];
    const cwd = pinlock.tree({
      'build.sh': names.map((name) => `wget https://example.com${name}\n`).join(''),
      'trusted.yml': trusting({ 'example.com': server.url }),
    });
    const args = [pinlock.program(), 'resolve', '--trusted-config', 'trusted.yml'];
    const child = spawn(process.execPath, args, { cwd, env: { PATH: process.env.PATH, HOME: cwd } });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    for (const name of slow) handlers[name] = (_request, response) => void response.writeHead(200).write('x');
    handlers['/last-5.tar.gz'] = () => child.kill('SIGINT');
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect(exitCode).toBe(130);
    expect(stderr).toContain('interrupted: 1 new pins are kept in pinlock.lock');
    expect(pinlock.readTree(cwd)['pinlock.lock']).toContain(SHA256);

    for (const name of names) handlers[name] = answer(200, {}, BODY);
    const again = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], { cwd });
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain('4 pinned, 1 kept');
  });
});

describe('archives', () => {
  let world: GitWorld;
  let commit: string;
  beforeAll(async () => {
    world = await createGitWorld();
    commit = createRepository(world.root, 'acme/library').commit({ 'a.c': 'int a;\n' });
  });
  afterAll(() => world.close());

  const treeWith = (script: string): string =>
    pinlock.tree({ 'build.sh': script, 'trusted.yml': trusting({ 'github.com': world.server.url }) });
  const ARCHIVE = 'wget https://github.com/acme/library/archive/main.tar.gz\n';
  // By `nix-hash --type sha256` over the one file.
  const NAR = 'sha256-RdUrldlVZ4Y2TLfBdvDwLfIT8Zbfb/Y3VQcJRCMY1LI=';
  const args = ['resolve', '--trusted-config', 'trusted.yml'];
  const key = 'git+https://github.com/acme/library@main';

  it('of a repository are pinned by commit and content', async () => {
    const cwd = treeWith(ARCHIVE);
    const run = await pinlock.run(args, { cwd, env: world.env });
    expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain(`content of its tar.gz ${NAR}\n`);
    expect(pinlock.readTree(cwd)['pinlock.lock']).toContain(
      `"${key}": { "ref": "refs/heads/main", "commit": "${commit}", "archives": { "tar.gz": "${NAR}" } }`,
    );
    expect((await pinlock.run(['check'], { cwd })).exitCode).toBe(0);
    expect((await pinlock.run(['apply'], { cwd })).exitCode).toBe(0);
    const before = world.server.requests.length;
    expect((await pinlock.run(args, { cwd, env: world.env })).stdout).toContain('0 pinned, 1 kept');
    expect(world.server.requests).toHaveLength(before);
  });

  it('of a branch with slashes too, where only the repository knows how long its name is', async () => {
    const slashes = createRepository(world.root, 'acme/slashes');
    const id = slashes.commit({ 'a.c': 'int a;\n' }, { branch: 'release/1.0' });
    const cwd = treeWith(ARCHIVE.replace('library/archive/main', 'slashes/archive/release/1.0'));
    const run = await pinlock.run(args, { cwd, env: world.env });
    expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain(`content of its tar.gz ${NAR}\n`);
    expect(pinlock.readTree(cwd)['pinlock.lock']).toContain(
      `"ref": "refs/heads/release/1.0", "commit": "${id}", "archives": { "tar.gz": "${NAR}" } }`,
    );
    expect(world.server.requests.filter(({ url }) => url.includes('slashes/archive'))).toHaveLength(1);
  });

  it('are left out with --kind, and a later run completes the pin', async () => {
    const cwd = treeWith(`${ARCHIVE}wget https://example.com/tool-1.2.tar.gz\n`);
    const first = await pinlock.run([...args, '--kind', 'git,image'], { cwd, env: world.env });
    expect(first.exitCode).toBe(0);
    expect(first.stdout).toContain('1 pinned, 0 kept, 0 dropped, 0 sources without a pin; 1 source left out by --kind');
    expect(pinlock.readTree(cwd)['pinlock.lock']).not.toContain('archives');
    writeFileSync(join(cwd, 'trusted.yml'), trusting({ 'github.com': world.server.url, 'example.com': server.url }));
    const second = await pinlock.run(args, { cwd, env: world.env });
    expect(second.stdout).toContain(`completed   ${key}\n            content of its tar.gz ${NAR}\n`);
    expect(second.stdout).toContain('1 pinned, 1 kept');
    expect(pinlock.readTree(cwd)['pinlock.lock']).toContain(`"archives": { "tar.gz": "${NAR}" }`);
  });

  it('that cannot be had leave the commit, and the next run says so again', async () => {
    const cwd = treeWith('wget https://codeload.github.com/acme/library/tar.gz/main\n');
    const mirrors = { 'github.com': world.server.url, 'codeload.github.com': server.url };
    writeFileSync(join(cwd, 'trusted.yml'), trusting(mirrors));
    for (const said of ['pinned      ', 'kept        ']) {
      const run = await pinlock.run(args, { cwd, env: world.env });
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toContain(`${said}${key}\n`);
      expect(run.stdout.replace(/\s+/g, ' ')).toContain('its archive is not hashed, the commit alone pins it');
    }
  });

  it('a word that is no kind is named', async () => {
    const run = await pinlock.run(['resolve', '--kind', 'git,images'], { cwd: treeWith(ARCHIVE) });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toContain('"images" is no kind of source');
  });
});

describe.skipIf(!requireProgram('docker-registry'))('images (docker-registry)', () => {
  let registry: Registry;
  let digest: string;
  beforeAll(async () => {
    registry = await startRegistry({ kind: 'password' });
    ({ digest } = await pushImage(registry.url, 'acme/base', '12', { index: true, authorization: basic(ADA) }));
  });
  afterAll(() => registry.close());

  const treeWith = (host: string) =>
    pinlock.tree({ Dockerfile: `FROM ${host}/acme/base:12\n`, 'trusted.yml': trusting({ [host]: registry.url }) });

  it("are pinned by digest with the credentials of the user's own docker, and written into the file", async () => {
    const cwd = treeWith('registry.example.com');
    const home = pinlock.tree({
      '.docker/config.json': JSON.stringify({ auths: { [registry.host]: { auth: basic(ADA).slice(6) } } }),
    });
    const run = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], { cwd, env: { HOME: home } });
    expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(pinlock.readTree(cwd)['pinlock.lock']).toContain(
      `"docker://registry.example.com/acme/base:12": { "digest": "${digest}" }`,
    );
    expect((await pinlock.run(['apply'], { cwd })).exitCode).toBe(0);
    expect(pinlock.readTree(cwd).Dockerfile).toBe(`FROM registry.example.com/acme/base:12@${digest}\n`);
    expect((await pinlock.run(['check', '--strict'], { cwd })).exitCode).toBe(0);
  });

  it('a docker configuration in the tree is not used, and its helper not run', async () => {
    const cwd = treeWith('registry.example.com');
    const bin = join(cwd, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'docker-credential-evil'), `#!/bin/sh\ntouch ${cwd}/mark\n`, { mode: 0o755 });
    writeFileSync(
      join(cwd, 'config.json'),
      JSON.stringify({ credsStore: 'evil', auths: { [registry.host]: { auth: basic(ADA).slice(6) } } }),
    );
    const env = { DOCKER_CONFIG: cwd, PATH: `${bin}:${process.env.PATH}` };
    const run = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], { cwd, env });
    expect(run.exitCode).toBe(3);
    expect(run.stdout.replace(/\s+/g, ' ')).toContain('config.json lies in the tree that is read, and was not used');
    expect(pinlock.readTree(cwd)).not.toHaveProperty('mark');
  });

  it('of a host that the user does not allow are not asked for', async () => {
    const cwd = pinlock.tree({
      Dockerfile: 'FROM registry.example.com/acme/base:12\n',
      'trusted.yml': 'hosts: [docker.io]\n',
    });
    const run = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], { cwd });
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain('refused: registry.example.com is not among the hosts');
  });
});
