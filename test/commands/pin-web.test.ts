import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../support/installed.ts';
import { ADA, basic, pushImage, type Registry, startRegistry } from '../support/registry.ts';
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
