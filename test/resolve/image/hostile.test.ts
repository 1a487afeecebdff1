import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Source } from '../../../src/model/source.ts';
import { type ResolveOptions, resolveSources } from '../../../src/resolve/index.ts';
import { answer, startWebServer, type WebHandler, type WebServer } from '../../support/web-server.ts';
import { type WebSetup, webPorts } from '../web-ports.ts';

const HOST = 'registry.example.com';
const OTHER = 'auth.example.org';
const MANIFEST = JSON.stringify({ schemaVersion: 2, config: {} });
const DIGEST = `sha256:${createHash('sha256').update(MANIFEST).digest('hex')}`;
const LIE = `sha256:${'0'.repeat(64)}`;
const TYPE = 'application/vnd.oci.image.index.v1+json';
const PASSWORD = { kind: 'password', user: 'ada', password: 's3cret' } as const;
/** How PASSWORD looks in a header. */
const SHOWN = Buffer.from('ada:s3cret').toString('base64');

const IMAGE: Source = { kind: 'image', key: `docker://${HOST}/acme/tool:1`, locator: `${HOST}/acme/tool`, ref: '1' };

/** The registry, and another server that it may point to. */
let registry: WebServer;
let other: WebServer;
let onRegistry: WebHandler;
let onOther: WebHandler;
beforeEach(async () => {
  onOther = answer(200, {}, JSON.stringify({ token: 't0ken' }));
  registry = await startWebServer((request, response) => onRegistry(request, response));
  other = await startWebServer((request, response) => onOther(request, response));
});
afterEach(async () => {
  await registry.close();
  await other.close();
});

async function resolve(setup: Partial<WebSetup> = {}, options: ResolveOptions = {}) {
  const mirrors = { [HOST]: registry.url, [OTHER]: other.url };
  const [one] = await resolveSources([IMAGE], webPorts({ mirrors, ...setup }), options);
  return one;
}

/** With credentials for the registry, as hostile servers would like them. */
function resolveAsAda(options: ResolveOptions = {}) {
  return resolve({ credentials: { [registry.host]: PASSWORD } }, options);
}

function byMethod(head: WebHandler, get: WebHandler): WebHandler {
  return (request, response) => (request.method === 'HEAD' ? head : get)(request, response);
}

function challenge(header: string): WebHandler {
  return (request, response) => {
    if (request.headers.authorization === 'Bearer t0ken') manifest(request, response);
    else response.writeHead(401, { 'www-authenticate': header }).end();
  };
}

function manifest(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': TYPE, 'docker-content-digest': DIGEST }).end(MANIFEST);
}

const PINNED = { kind: 'pinned', source: IMAGE, pin: { digest: DIGEST }, notes: [] };

describe('digests', () => {
  it.each([
    ['HEAD says it', byMethod(manifest, answer(500)), ['HEAD']],
    [
      'HEAD says nothing',
      byMethod(answer(200, { 'content-type': TYPE }), answer(200, { 'content-type': TYPE }, MANIFEST)),
      ['HEAD', 'GET'],
    ],
    [
      'HEAD says something else',
      byMethod(answer(200, { 'content-type': TYPE, 'docker-content-digest': 'sha256:x' }), manifest),
      ['HEAD', 'GET'],
    ],
    [
      'HEAD answers for a page',
      byMethod(answer(200, { 'content-type': 'text/html', 'docker-content-digest': LIE }), manifest),
      ['HEAD', 'GET'],
    ],
    ['HEAD is not known', byMethod(answer(405), manifest), ['HEAD', 'GET']],
    ['HEAD is not found', byMethod(answer(404), manifest), ['HEAD', 'GET']],
    [
      'another algorithm is no reason to doubt',
      byMethod(answer(405), answer(200, { 'docker-content-digest': `sha512:${'0'.repeat(128)}` }, MANIFEST)),
      ['HEAD', 'GET'],
    ],
  ])('%s', async (_name, handler, methods) => {
    onRegistry = handler;
    expect(await resolve()).toEqual(PINNED);
    expect(registry.requests.map(({ method }) => method)).toEqual(methods);
    expect(new Set(registry.requests.map(({ url }) => url))).toEqual(new Set(['/v2/acme/tool/manifests/1']));
    expect(registry.requests[0]?.headers.accept).toBe(
      [
        'application/vnd.oci.image.index.v1+json',
        'application/vnd.docker.distribution.manifest.list.v2+json',
        'application/vnd.oci.image.manifest.v1+json',
        'application/vnd.docker.distribution.manifest.v2+json',
      ].join(', '),
    );
  });

  it.each([
    [
      'a body that is not what was announced',
      answer(200, { 'docker-content-digest': LIE }, MANIFEST),
      'invalid',
      'the registry says sha256:000',
    ],
    ['a page', answer(200, { 'content-type': 'text/html' }, '<html>'), 'invalid', 'no manifest'],
    ['nothing', answer(200), 'invalid', 'no manifest'],
    ['a list', answer(200, {}, '[]'), 'invalid', 'no manifest'],
    ['the form of before', answer(200, {}, '{"schemaVersion":1}'), 'not-supported', 'before 2016'],
    ['5 MB', answer(200, {}, 'x'.repeat(5_000_000)), 'too-large', 'larger than 4194304 bytes'],
    ['a code that is not known', answer(418), 'invalid', 'answers 418'],
  ])('%s', async (_name, get, reason, words) => {
    onRegistry = byMethod(answer(405), get);
    const one = await resolve();
    expect(one).toMatchObject({ kind: 'unresolved', reason });
    expect(one).toHaveProperty('message', expect.stringContaining(words));
  });
});

describe('redirects', () => {
  it('within the host are followed, with what the host was shown', async () => {
    onRegistry = (request, response) => {
      if (request.url === '/moved') challenge(`Basic realm="x"`)(request, response);
      else response.writeHead(307, { location: '/moved' }).end();
    };
    const one = await resolve({ credentials: { [registry.host]: PASSWORD } });
    expect(one).toMatchObject({ kind: 'unresolved', reason: 'authentication' });
    expect(registry.requests.map(({ url, headers }) => `${url} ${headers.authorization ?? ''}`)).toEqual([
      '/v2/acme/tool/manifests/1 ',
      '/moved ',
      `/v2/acme/tool/manifests/1 Basic ${SHOWN}`,
      `/moved Basic ${SHOWN}`,
    ]);
  });

  it.each([
    ['at once', () => answer(307, { location: `https://${OTHER}/x` })],
    [
      'after the credentials were shown',
      (): WebHandler => (request, response) => {
        if (request.headers.authorization === undefined)
          response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
        else response.writeHead(307, { location: `https://${OTHER}/x` }).end();
      },
    ],
  ])('to another host are not followed: %s', async (_name, toHandler) => {
    onRegistry = toHandler();
    const one = await resolveAsAda();
    expect(one).toMatchObject({ kind: 'unresolved', reason: 'moved' });
    expect(one).toHaveProperty('message', expect.stringContaining(`https://${OTHER}/x`));
    expect(other.requests).toEqual([]);
  });

  it('in a circle end', async () => {
    onRegistry = answer(307, { location: '/v2/acme/tool/manifests/1' });
    expect(await resolve()).toMatchObject({ reason: 'moved' });
    expect(registry.requests).toHaveLength(11);
  });
});

describe('realms', () => {
  const realm = (url: string): string =>
    `Bearer realm="${url}",service="s",scope="repository:acme/secret:pull,push,delete"`;

  it('of another host are asked without credentials, and for pulling what is wanted alone', async () => {
    onRegistry = challenge(realm(`https://${OTHER}/token?x=1`));
    expect(await resolveAsAda()).toEqual(PINNED);
    expect(other.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /token?x=1&service=s&scope=repository%3Aacme%2Ftool%3Apull',
    ]);
    expect(other.log()).not.toContain(SHOWN);
    expect(other.log()).not.toContain('authorization');
    expect(registry.log()).not.toContain(SHOWN);
  });

  it('of the same host see the password', async () => {
    onRegistry = (request, response) => {
      if (request.url?.startsWith('/token')) answer(200, {}, '{"access_token":"t0ken"}')(request, response);
      else challenge(realm(`${registry.url}/token`))(request, response);
    };
    expect(await resolveAsAda()).toEqual(PINNED);
    expect(registry.requests[1]?.headers.authorization).toBe(`Basic ${SHOWN}`);
  });

  it.each([
    ['a pair of the user', { [HOST]: OTHER }, 'the name', false],
    ['a pair for the host that is asked', null, 'the host', true],
  ])('%s', async (_name, realms, _what, isShown) => {
    onRegistry = challenge(realm(`https://${OTHER}/token`));
    expect(await resolveAsAda({ realms: new Map(Object.entries(realms ?? { [registry.host]: OTHER })) })).toEqual(
      PINNED,
    );
    expect(other.log().includes(SHOWN)).toBe(isShown);
  });

  it.each([
    ['by http', `http://${OTHER}/token`, 'refused'],
    ['at an address', 'https://192.0.2.1/token', 'refused'],
    ['at a metadata service', 'http://169.254.169.254/token', 'refused'],
    ['at another port of this machine', () => `${other.url}/token`, 'refused'],
    ['in a file', 'file:///etc/passwd', 'refused'],
    ['with a user', `https://ada@${OTHER}/token`, 'refused'],
    ['nowhere', '', 'invalid'],
    ['at a host that nobody knows', 'https://gone.example.org/token', 'unreachable'],
  ])('%s: %s', async (_name, url, reason) => {
    onRegistry = challenge(realm(typeof url === 'string' ? url : url()));
    expect(await resolveAsAda()).toMatchObject({ kind: 'unresolved', reason });
    expect(other.requests).toEqual([]);
  });

  it.each([
    ['leads elsewhere', answer(302, { location: `https://${HOST}/token` }), 'moved'],
    ['refuses', answer(401), 'authentication'],
    ['gives no JSON', answer(200, {}, 'x'), 'invalid'],
    ['gives no token', answer(200, {}, '{}'), 'invalid'],
    ['gives a number', answer(200, {}, '{"token":1}'), 'invalid'],
    ['gives a second header', answer(200, {}, '{"token":"a\\r\\nx-b: c"}'), 'invalid'],
    ['gives a megabyte', answer(200, {}, JSON.stringify({ token: 'x'.repeat(100_000) })), 'invalid'],
    ['gives more than that', answer(200, {}, 'x'.repeat(2_000_000)), 'too-large'],
    ['has had enough', answer(429), 'rate-limit'],
  ])('one that %s', async (_name, handler, reason) => {
    onRegistry = challenge(realm(`https://${OTHER}/token`));
    onOther = handler;
    const before = registry.requests.length;
    expect(await resolveAsAda()).toMatchObject({ kind: 'unresolved', reason });
    expect(registry.requests).toHaveLength(before + 1);
    expect(other.requests).toHaveLength(1);
  });

  it('a registry that refuses every token is not asked for ever', async () => {
    onRegistry = answer(401, { 'www-authenticate': realm(`https://${OTHER}/token`) });
    expect(await resolve()).toMatchObject({ reason: 'authentication' });
    expect(registry.requests).toHaveLength(2);
    expect(other.requests).toHaveLength(1);
  });

  it.each([
    ['none', {}],
    ['one that nobody speaks', { 'www-authenticate': 'Negotiate' }],
    ['Digest', { 'www-authenticate': 'Digest realm="x"' }],
  ])('%s: no password is shown', async (_name, headers) => {
    onRegistry = answer(401, headers);
    expect(await resolveAsAda()).toMatchObject({ reason: 'authentication' });
    expect(registry.requests).toHaveLength(1);
  });
});

describe('Docker Hub', () => {
  const hub: Source = {
    kind: 'image',
    key: 'docker://docker.io/library/debian:12',
    locator: 'docker.io/library/debian',
    ref: '12',
  };
  const refusals = (headers: Readonly<Record<string, string>>): WebHandler =>
    answer(429, headers, '{"errors":[{"code":"TOOMANYREQUESTS"}]}');

  it('is known by its two hosts, whose names are looked up', async () => {
    const asked: string[] = [];
    const lookup = async (host: string): Promise<readonly string[]> => {
      asked.push(host);
      throw Object.assign(new Error('unknown'), { code: 'ENOTFOUND' });
    };
    const [one] = await resolveSources([hub], webPorts({ http: { lookup } }));
    expect(one).toMatchObject({ reason: 'unreachable' });
    expect(one).toHaveProperty(
      'message',
      expect.stringContaining('https://registry-1.docker.io/v2/library/debian/manifests/12'),
    );
    expect(asked).toEqual(['registry-1.docker.io']);
  });

  it('that has had enough is named with the time when it will have forgotten', async () => {
    onRegistry = refusals({
      'x-retry-after': '1767229200',
      'ratelimit-limit': '100;w=21600',
      'ratelimit-remaining': '0;w=21600',
    });
    const [one] = await resolveSources([hub], webPorts({ mirrors: { 'docker.io': registry.url } }));
    expect(one).toMatchObject({ kind: 'unresolved', reason: 'rate-limit' });
    expect(one).toHaveProperty(
      'message',
      expect.stringContaining(
        'the host refuses more requests until 2026-01-01T01:00:00Z (429; it allows 100 in 21600 s)',
      ),
    );
    expect(registry.requests).toHaveLength(1);
  });
});

describe('faults that may pass', () => {
  it('are waited for', async () => {
    const answers: WebHandler[] = [answer(503), answer(429, { 'retry-after': '7' }), manifest];
    onRegistry = (request, response) => (answers.shift() ?? answer(500))(request, response);
    const waits: number[] = [];
    expect(await resolve({ waits })).toEqual(PINNED);
    expect(waits).toEqual([500, 7_000]);
  });

  it('are given up with the caller', async () => {
    const caller = new AbortController();
    onRegistry = () => caller.abort(new Error('enough'));
    await expect(resolve({}, { signal: caller.signal })).rejects.toThrow('enough');
  });
});

describe('plain http', () => {
  const insecure: Source = {
    kind: 'image',
    key: 'docker://old.example.com/a:1',
    locator: 'old.example.com/a',
    ref: '1',
  };
  it.each([
    ['is for registries that the user names', ['old.example.com'], 'http://old.example.com/v2/a/manifests/1'],
    ['is not for others', [], 'https://old.example.com/v2/a/manifests/1'],
  ])('%s', async (_name, http, place) => {
    const [one] = await resolveSources([insecure], webPorts({ http: { trust: { http } } }));
    expect(one).toHaveProperty('message', expect.stringContaining(`${place}: the name of the host is not known`));
  });
});
