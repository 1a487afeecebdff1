import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGit, type GitSetup } from '../../../src/ports/git.ts';
import type { Trust } from '../../../src/ports/trust.ts';
import { type Certificate, createCertificate } from '../../support/certificate.ts';
import { type GitServer, startGitServer } from '../../support/git-server.mjs';
import { createGitWorld, type GitWorld } from '../../support/git-world.ts';
import { requireProgram } from '../../support/installed.ts';
import { createRepository } from '../../support/repositories.ts';
import { answer, startWebServer, type WebServer } from '../../support/web-server.ts';

const URL_OF_LIBRARY = 'https://git.example.com/acme/library';

let world: GitWorld;
let refs: ReadonlyMap<string, string>;
beforeEach(async () => {
  world = await createGitWorld();
  refs = new Map([['HEAD', createRepository(world.root, 'acme/library').commit({ 'a.txt': 'one' })]]);
});
afterEach(() => world.close());

function ask(trust: Partial<Trust>, setup: Partial<GitSetup> = {}) {
  return createGit({ env: world.env, trust, ...setup }).listRefs(URL_OF_LIBRARY, ['HEAD']);
}

describe('a mirror', () => {
  it('is asked by its own path, and named as what it is', async () => {
    const mirror = `${world.server.url}/acme`;
    createRepository(world.root, 'acme/acme');
    const git = createGit({ env: world.env, trust: { mirrors: new Map([['git.example.com:8443', mirror]]) } });
    expect(await git.listRefs('https://git.example.com:8443/library', ['HEAD'])).toMatchObject({
      kind: 'refs',
      refs,
      mirror,
      movedTo: null,
    });
  });

  it('that redirects within itself is followed, and its place is not told as that of the source', async () => {
    const moving = await startGitServer({
      root: world.root,
      intercept: (request, response) => {
        if (!request.url?.startsWith('/old/')) return false;
        response.writeHead(301, { location: request.url.replace('/old/', '/') }).end();
        return true;
      },
    });
    const result = await ask({ mirrors: new Map([['git.example.com', `${moving.url}/old`]]) });
    expect(result).toMatchObject({ kind: 'refs', refs, movedTo: null });
    await moving.close();
  });

  it('on this machine is reached past the proxy of the environment', async () => {
    const proxy = await startWebServer(answer(500));
    const env = { ...world.env, http_proxy: proxy.url, ALL_PROXY: proxy.url };
    expect(await ask({ mirrors: new Map([['git.example.com', world.server.url]]) }, { env })).toMatchObject({ refs });
    expect(proxy.requests).toEqual([]);
    await proxy.close();
  });
});

describe('a token', () => {
  const demand = (expected: string) =>
    startGitServer({
      root: world.root,
      intercept: (request, response) => {
        if (request.headers.authorization === expected) return false;
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
        return true;
      },
    });
  it.each([
    ['alone', 's3cret', 'x-access-token:s3cret'],
    ['with a user', 'ada:s3cret', 'ada:s3cret'],
  ])('%s opens its host, and no other host sees it', async (_name, token, shown) => {
    const server = await demand(`Basic ${btoa(shown)}`);
    const { host } = new URL(server.url);
    const mirrors = new Map([['git.example.com', server.url]]);
    expect(await ask({ mirrors, tokens: new Map([[host, token]]) })).toMatchObject({ kind: 'refs', refs });
    await server.close();
    const fault = await ask({
      mirrors: new Map([['git.example.com', world.server.url]]),
      tokens: new Map([[host, token]]),
    });
    expect(fault).toMatchObject({ kind: 'refs' });
    expect(JSON.stringify(world.server.requests)).not.toMatch(/authorization/i);
  });

  it('that is refused stands in no message, and does not follow a redirect', async () => {
    const other = await startGitServer({ root: world.root });
    const server = await startGitServer({
      root: world.root,
      intercept: (request, response) => {
        response.writeHead(302, { location: `${other.url}${request.url}` }).end();
        return true;
      },
    });
    const fault = await ask({
      mirrors: new Map([['git.example.com', server.url]]),
      tokens: new Map([
        [new URL(server.url).host, 's3cret'],
        [new URL(other.url).host, '0ther'],
      ]),
    });
    expect(fault).toMatchObject({ kind: 'fault', reason: 'moved' });
    expect(JSON.stringify(fault)).not.toContain('s3cret');
    expect(other.requests).toEqual([]);
    await Promise.all([server.close(), other.close()]);
  });
});

describe.skipIf(!requireProgram('openssl'))("TLS with an authority of one's own (openssl)", () => {
  let certificate: Certificate;
  let server: GitServer;
  let proxy: WebServer;
  let demandsUser: boolean;
  beforeEach(async () => {
    demandsUser = false;
    certificate = createCertificate(['git.example.com', 'mirror.example.com']);
    server = await startGitServer({ root: world.root, tls: certificate });
    proxy = await startWebServer(answer(500), {
      onConnect: (request, socket) => {
        // git shows a proxy its password when it is asked for it.
        if (demandsUser && request.headers['proxy-authorization'] === undefined) {
          socket.end(
            'HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm="x"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
          );
          return;
        }
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const way = connect(server.port, '127.0.0.1');
        way.on('error', () => socket.destroy());
        socket.pipe(way).pipe(socket);
      },
    });
  });
  afterEach(async () => {
    await Promise.all([server.close(), proxy.close()]);
    certificate.remove();
  });

  const behindMirror = (trust: Partial<Trust>, setup: Partial<GitSetup> = {}) =>
    ask(
      { mirrors: new Map([['git.example.com', `https://mirror.example.com:${server.port}`]]), ...trust },
      { lookup: async () => ['127.0.0.1'], ...setup },
    );

  it('is trusted by name of its file; the list for git lies in the cache and is made once', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await behindMirror({ certificates: [certificate.path] })).toMatchObject({ kind: 'refs', refs });
    }
    const folder = join(world.env.HOME ?? '', '.cache/pinlock/certificates');
    const [name, ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const text = readFileSync(join(folder, name ?? ''), 'utf8');
    expect(text).toContain(certificate.cert.trim());
    // git's own authorities still count.
    expect(text.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(20);
    writeFileSync(join(folder, name ?? ''), 'damaged');
    expect(await behindMirror({ certificates: [certificate.path] })).toMatchObject({ kind: 'refs', refs });
  });

  it.each([
    ['nobody vouches', [], 'no trusted connection'],
    ['the file is not there', ['/no/such/file.pem'], '/no/such/file.pem, which cannot be read'],
  ])('%s: no request is sent', async (_name, certificates, words) => {
    const fault = await behindMirror({ certificates });
    expect(fault).toMatchObject({ kind: 'fault', reason: 'tls' });
    expect(fault).toHaveProperty('message', expect.stringContaining(words));
    expect(server.requests).toEqual([]);
  });

  it("is trusted beside the one that the user's git knows", async () => {
    const second = createCertificate(['else.example.com']);
    const env = { ...world.env, GIT_SSL_CAINFO: certificate.path };
    expect(await behindMirror({ certificates: [second.path] }, { env })).toMatchObject({ kind: 'refs' });
    world.configure(`[http]\n\tsslCAInfo = ${certificate.path}\n`);
    expect(await behindMirror({ certificates: [second.path] })).toMatchObject({ kind: 'refs' });
    second.remove();
  });

  it('is reached through the proxy of the settings, which knows the name and sees no more than it', async () => {
    demandsUser = true;
    const trust = {
      certificates: [certificate.path],
      proxies: new Map([['https', proxy.url.replace('//', '//ada:pr0xy@')]]),
      tokens: new Map([['git.example.com', 's3cret']]),
    };
    const unknown = () => Promise.reject(Object.assign(new Error('not known'), { code: 'ENOTFOUND' }));
    expect(await ask(trust, { lookup: unknown })).toMatchObject({ kind: 'refs', refs, mirror: null });
    const [first] = proxy.requests;
    expect(first).toMatchObject({ method: 'CONNECT', url: 'git.example.com:443' });
    expect(proxy.requests.at(-1)?.headers['proxy-authorization']).toBe(`Basic ${btoa('ada:pr0xy')}`);
    expect(proxy.log()).not.toContain(btoa('x-access-token:s3cret'));
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('x-access-token:s3cret')}`);
    expect(JSON.stringify(server.requests)).not.toContain('proxy-authorization');
  });

  it('NO_PROXY counts', async () => {
    const env = { ...world.env, NO_PROXY: '.example.com' };
    const proxies = new Map([['https', proxy.url]]);
    expect(await behindMirror({ certificates: [certificate.path], proxies }, { env })).toMatchObject({ refs });
    expect(proxy.requests).toEqual([]);
  });
});
