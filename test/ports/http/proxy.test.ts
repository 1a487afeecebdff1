import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProxy } from '../../../src/ports/http/proxy.ts';
import type { HttpSetup } from '../../../src/ports/http.ts';
import { type Certificate, createCertificate } from '../../support/certificate.ts';
import { requireProgram } from '../../support/installed.ts';
import { answer, startWebServer, type WebServer } from '../../support/web-server.ts';
import { get, httpWith, LIMITS, lookupIn } from './world.ts';

describe('which proxy', () => {
  const NONE = new Map<string, string>();
  it.each([
    ['none', 'https://example.com/', {}, null],
    ['https', 'https://example.com/', { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128/'],
    ['lower case first', 'https://example.com/', { https_proxy: 'http://a', HTTPS_PROXY: 'http://b' }, 'http://a/'],
    ['for all', 'https://example.com/', { ALL_PROXY: 'http://proxy' }, 'http://proxy/'],
    ['without a scheme', 'https://example.com/', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128/'],
    ['HTTP_PROXY may be a header in disguise', 'http://example.com/', { HTTP_PROXY: 'http://proxy' }, null],
    ['http', 'http://example.com/', { http_proxy: 'http://proxy' }, 'http://proxy/'],
    ['http is not for https', 'https://example.com/', { http_proxy: 'http://proxy' }, null],
    ['never to this machine', 'http://127.0.0.1:5000/', { ALL_PROXY: 'http://proxy' }, null],
    [
      'not to an excepted host',
      'https://example.com/',
      { HTTPS_PROXY: 'http://proxy', NO_PROXY: 'a.org, example.com' },
      null,
    ],
    [
      'not to an excepted domain',
      'https://a.example.com/',
      { HTTPS_PROXY: 'http://proxy', no_proxy: '.example.com' },
      null,
    ],
    [
      'not to an excepted domain with a star',
      'https://a.example.com/',
      { HTTPS_PROXY: 'http://proxy', no_proxy: '*.example.com' },
      null,
    ],
    [
      'to a host that only ends alike',
      'https://anexample.com/',
      { HTTPS_PROXY: 'http://proxy', NO_PROXY: 'example.com' },
      'http://proxy/',
    ],
    [
      'not to an excepted port',
      'https://example.com/',
      { HTTPS_PROXY: 'http://proxy', NO_PROXY: 'example.com:443' },
      null,
    ],
    [
      'to another port',
      'https://example.com:8443/',
      { HTTPS_PROXY: 'http://proxy', NO_PROXY: 'example.com:443' },
      'http://proxy/',
    ],
    ['nowhere', 'https://example.com/', { HTTPS_PROXY: 'http://proxy', NO_PROXY: '*' }, null],
  ])('%s', (_name, url, env, expected) => {
    const proxy = findProxy(new URL(url), NONE, env);
    expect(proxy instanceof URL ? proxy.href : proxy).toBe(expected);
  });

  it("the user's settings come before the environment", () => {
    const proxy = findProxy(new URL('https://example.com/'), new Map([['https', 'http://mine']]), {
      HTTPS_PROXY: 'http://proxy',
    });
    expect(proxy).toEqual(new URL('http://mine'));
  });

  it('of a kind that nobody speaks here is said', async () => {
    const result = await httpWith({}, { env: { HTTPS_PROXY: 'socks5://proxy' } }).send(get('https://example.com/'));
    expect(result).toMatchObject({ kind: 'fault', reason: 'unreachable' });
    expect(result).toHaveProperty('message', expect.stringContaining('neither an http:// nor an https:// URL'));
  });
});

describe.skipIf(!requireProgram('openssl'))('through a proxy (openssl)', () => {
  let certificate: Certificate;
  let server: WebServer;
  let proxy: WebServer;
  let status: string;
  beforeEach(async () => {
    certificate = createCertificate(['example.com', 'proxy.example.org']);
    server = await startWebServer(answer(200, {}, 'hello'), { tls: certificate });
    status = '200 OK';
    const port = Number(server.host.split(':')[1]);
    proxy = await startWebServer(answer(200, { 'x-by': 'proxy' }, 'forwarded'), {
      onConnect: (_request, socket) => {
        socket.write(`HTTP/1.1 ${status}\r\n\r\n`);
        if (!status.startsWith('200')) return void socket.end();
        const way = connect(port, '127.0.0.1');
        way.on('error', () => socket.destroy());
        socket.pipe(way).pipe(socket);
      },
    });
  });
  afterEach(async () => {
    await proxy.close();
    await server.close();
    certificate.remove();
  });

  const send = (url: string, setup: Partial<HttpSetup> = {}) => {
    const env = { HTTPS_PROXY: `http://ada:s3cret@${proxy.host}`, http_proxy: proxy.url };
    const trust = { certificates: [certificate.path], ...setup.trust };
    return httpWith({}, { env, ...setup, trust }).send(get(url));
  };

  it('https goes by CONNECT; the proxy sees the host alone, and its own password; the host does not see that', async () => {
    // No name is known on this machine: the proxy knows them.
    expect(await send('https://example.com/a?b')).toMatchObject({ kind: 'answer', status: 200 });
    expect(proxy.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['CONNECT example.com:443']);
    expect(proxy.requests[0]?.headers['proxy-authorization']).toBe(
      `Basic ${Buffer.from('ada:s3cret').toString('base64')}`,
    );
    expect(server.requests.map(({ url }) => url)).toEqual(['/a?b']);
    expect(server.log()).not.toContain('proxy-authorization');
  });

  it('the host must prove itself behind the proxy too', async () => {
    expect(await send('https://example.net/a')).toMatchObject({ reason: 'tls' });
    expect(await send('https://example.com/a', { trust: { certificates: [] } })).toMatchObject({ reason: 'tls' });
    expect(server.requests).toEqual([]);
  });

  it('addresses that this machine knows are judged all the same', async () => {
    const lookup = lookupIn({ 'example.com': ['169.254.169.254'] });
    expect(await send('https://example.com/a', { lookup })).toMatchObject({ reason: 'refused' });
    expect(proxy.requests).toEqual([]);
  });

  it('a name that only the proxy knows may be anything: --public-only refuses it', async () => {
    const answered = await send('https://example.com/a', { trust: { publicOnly: true } });
    expect(answered).toMatchObject({ kind: 'fault', reason: 'refused' });
    expect(proxy.requests).toEqual([]);
  });

  it.each([
    ['407 Proxy Authentication Required', 'authentication'],
    ['502 Bad Gateway', 'unreachable'],
  ])('that answers %s', async (answered, reason) => {
    status = answered;
    const result = await send('https://example.com/a');
    expect(result).toMatchObject({ kind: 'fault', reason });
    expect(result).toHaveProperty('message', expect.not.stringContaining('s3cret'));
  });

  it('that is not there', async () => {
    await proxy.close();
    const result = await send('https://example.com/a');
    expect(result).toMatchObject({ kind: 'fault', reason: 'unreachable' });
    expect(result).toHaveProperty('message', expect.not.stringContaining('s3cret'));
  });

  it('that never answers', async () => {
    const silent = await startWebServer(answer(200), { onConnect: () => {} });
    const http = httpWith({}, { env: { HTTPS_PROXY: silent.url } });
    const request = get('https://example.com/a', { limits: { ...LIMITS, deadline: 100 } });
    expect(await http.send(request)).toMatchObject({ kind: 'fault', reason: 'timed-out' });
    await silent.close();
  });

  it('a proxy that is reached by TLS itself', async () => {
    const port = Number(server.host.split(':')[1]);
    const secure = await startWebServer(answer(500), {
      tls: certificate,
      onConnect: (_request, socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(connect(port, '127.0.0.1')).pipe(socket);
      },
    });
    expect(await send('https://example.com/a', { trust: { proxies: new Map([['https', secure.url]]) } })).toMatchObject(
      {
        status: 200,
      },
    );
    await secure.close();
  });

  it('plain http, where the user trusts it, is forwarded by the whole URL', async () => {
    const result = await send('http://example.com/a', { trust: { http: ['example.com'] } });
    expect(result).toMatchObject({ kind: 'answer', status: 200 });
    expect(proxy.requests.map(({ method, url, headers }) => [method, url, headers.host])).toEqual([
      ['GET', 'http://example.com/a', 'example.com'],
    ]);
  });
});
