import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Source } from '../../src/model/source.ts';
import { type DownloadProgress, type ResolveOptions, resolveSources } from '../../src/resolve/index.ts';
import { answer, byPath, startWebServer, type WebHandler, type WebServer } from '../support/web-server.ts';
import { type WebSetup, webPorts } from './web-ports.ts';

const BODY = Buffer.from('the bytes of a tool\n');
let server: WebServer;
let cdn: WebServer;
let handlers: Record<string, WebHandler>;
beforeEach(async () => {
  handlers = {};
  server = await startWebServer((request, response) => byPath(handlers)(request, response));
  cdn = await startWebServer(byPath({ '/file': answer(200, { 'content-length': String(BODY.length) }, BODY) }));
});
afterEach(async () => {
  await server.close();
  await cdn.close();
});

function file(path: string): Source {
  const key = `https://example.com${path}`;
  return { kind: 'file', key, locator: key, ref: null };
}

function ports(setup: Partial<WebSetup> = {}) {
  return webPorts({ mirrors: { 'example.com': server.url, 'cdn.example.org': cdn.url }, ...setup });
}

async function resolve(source: Source, options: ResolveOptions = {}, setup: Partial<WebSetup> = {}) {
  const [one] = await resolveSources([source], ports(setup), options);
  return one;
}

function pinOf(body: Buffer) {
  return { sha256: createHash('sha256').update(body).digest('hex'), size: body.length };
}

describe('a file', () => {
  it('is pinned by what came, counted and hashed', async () => {
    handlers = { '/tool.tar.gz': answer(200, { 'content-type': 'application/gzip' }, BODY) };
    const source = file('/tool.tar.gz?arch=x86');
    expect(await resolve(source)).toEqual({ kind: 'pinned', source, pin: pinOf(BODY), notes: [] });
    expect(server.requests[0]?.url).toBe('/tool.tar.gz?arch=x86');
  });

  it('of many megabytes is read as it comes, with progress', async () => {
    const big = Buffer.alloc(5_000_000, 'pinlock ');
    handlers = { '/a': answer(200, {}, big), '/b': answer(200, { 'content-length': '8' }, 'pinlock ') };
    const progress: DownloadProgress[] = [];
    const options = { onDownload: (one: DownloadProgress) => progress.push(one), concurrency: 1 };
    const both = await resolveSources([file('/a'), file('/b')], ports(), options);
    expect(both).toMatchObject([{ pin: pinOf(big) }, { pin: pinOf(Buffer.from('pinlock ')) }]);
    expect(progress.length).toBeGreaterThan(5);
    expect(progress.length).toBeLessThan(25);
    expect(progress.at(-1)).toEqual({
      locator: file('/b').locator,
      received: 8,
      size: 8,
      receivedInAll: 5_000_008,
      sizeInAll: 5_000_008,
      files: 2,
    });
  });

  it('that points to the newest release says which that was, by the redirects alone', async () => {
    handlers = {
      '/latest/tool': answer(302, { location: '/download/v1.2/tool' }),
      '/download/v1.2/tool': answer(302, { location: 'https://cdn.example.org/file?signature=abc' }),
    };
    const asked: unknown[] = [];
    const one = await resolve(file('/latest/tool'), {
      releaseOf: (url, passed) => {
        asked.push([url, ...passed.map((text) => text.replace(server.url, ''))]);
        return 'v1.2';
      },
    });
    expect(one).toMatchObject({ pin: { ...pinOf(BODY), version: 'v1.2' } });
    expect(asked).toEqual([['https://example.com/latest/tool', '/download/v1.2/tool', 'https://cdn.example.org/file']]);
  });

  it.each([
    ['a version', 'v1.28.3\n', { version: 'v1.28.3' }],
    ['a version without a line end', '3.0.0-rc.1+build', { version: '3.0.0-rc.1+build' }],
    ['a number', '12\n', {}],
    ['two lines', '1.2\n1.3\n', {}],
    ['a version and much more', `1.2${'.0'.repeat(100)}`, {}],
  ])('with %s in it and nothing else is a pointer', async (_name, text, version) => {
    handlers = { '/stable.txt': answer(200, {}, text) };
    expect(await resolve(file('/stable.txt'))).toMatchObject({ pin: { ...pinOf(Buffer.from(text)), ...version } });
    if (!('version' in version)) expect(await resolve(file('/stable.txt'))).not.toHaveProperty('pin.version');
  });

  it('that is packed for the way is hashed as it was asked for: not packed', async () => {
    handlers = {
      '/a': (request, response) => {
        if (request.headers['accept-encoding'] === 'identity') answer(200, {}, BODY)(request, response);
        else answer(200, { 'content-encoding': 'gzip' }, 'packed')(request, response);
      },
    };
    expect(await resolve(file('/a'))).toMatchObject({ pin: pinOf(BODY) });
  });

  it.each([
    [
      'a redirect to another host',
      '/a',
      answer(302, { location: 'https://cdn.example.org/file?signature=abc' }),
      ['redirects lead to https://cdn.example.org/file'],
    ],
    [
      'no end that could be told from a broken connection',
      '/a',
      (request) => void request.socket.end('HTTP/1.0 200 OK\r\n\r\nx'),
      [expect.stringContaining('does not say where the file ends')],
    ],
    ['nothing', '/a', answer(200), ['the file is empty']],
    [
      'a page instead of an archive',
      '/a.tar.gz',
      answer(200, { 'content-type': 'text/html; charset=utf-8' }, '<html>log in'),
      [expect.stringContaining('is a web page')],
    ],
    ['a page where one may be wanted', '/install', answer(200, { 'content-type': 'text/html' }, '<html>'), []],
    [
      'a redirect within the host',
      '/a',
      (request, response) => answer(301, { location: '/end' })(request, response),
      [],
    ],
  ] satisfies [string, string, WebHandler, unknown[]][])('notes %s', async (_name, path, handler, notes) => {
    handlers = { [path]: handler, '/end': answer(200, {}, BODY) };
    expect(await resolve(file(path))).toMatchObject({ kind: 'pinned', notes });
  });

  it('sends no secret anywhere, whatever it is led through', async () => {
    handlers = {
      '/a': answer(302, { location: 'https://ada:s3cret@cdn.example.org/file', 'set-cookie': 'session=s3cret' }),
    };
    expect(await resolve(file('/a'))).toMatchObject({ kind: 'pinned' });
    expect(cdn.log()).not.toMatch(/s3cret|authorization|cookie|referer/);
  });
});

describe('a least age', () => {
  const seconds = Date.parse('2025-12-29T00:00:00Z') / 1000;
  const options = { cutoff: { kind: 'min-age', age: '3d', seconds } } as const;
  it.each([
    ['old enough', { 'last-modified': 'Mon, 01 Dec 2025 00:00:00 GMT' }, { kind: 'pinned', notes: [] }],
    ['not said', {}, { kind: 'pinned', notes: ['the host does not say when the file changed'] }],
    ['no date', { 'last-modified': 'x' }, { kind: 'pinned', notes: ['the host does not say when the file changed'] }],
    [
      'too young',
      { 'last-modified': 'Tue, 30 Dec 2025 00:00:00 GMT' },
      {
        kind: 'unresolved',
        reason: 'refused',
        message: expect.stringContaining('the file changed on 2025-12-30T00:00:00Z, which is younger than 3d'),
      },
    ],
  ])('%s', async (_name, headers, expected) => {
    handlers = { '/a': answer(200, headers, BODY) };
    expect(await resolve(file('/a'), options)).toMatchObject(expected);
  });
});

describe('a token of the user', () => {
  it('goes to its host alone, and along with no redirect away from it, not even to a host that has one too', async () => {
    handlers = {
      '/a': answer(302, { location: '/b' }),
      '/b': answer(302, { location: 'https://cdn.example.org/file' }),
    };
    const trust = { tokens: new Map([[server.host, 's3cret'] as const, [cdn.host, 'ada:0ther'] as const]) };
    expect(await resolve(file('/a'), {}, { http: { trust } })).toMatchObject({ kind: 'pinned', pin: pinOf(BODY) });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer s3cret', 'Bearer s3cret']);
    expect(cdn.log()).not.toMatch(/s3cret|0ther|authorization/);
  });

  it('with a user is shown as such', async () => {
    handlers = { '/a': answer(200, {}, BODY) };
    const trust = { tokens: new Map([[server.host, 'ada:s3cret']]) };
    expect(await resolve(file('/a'), {}, { http: { trust } })).toMatchObject({ kind: 'pinned' });
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('ada:s3cret')}`);
  });

  it('for another host is not sent', async () => {
    handlers = { '/a': answer(200, {}, BODY) };
    const trust = { tokens: new Map([['example.com', 's3cret']]) };
    expect(await resolve(file('/a'), {}, { http: { trust } })).toMatchObject({ kind: 'pinned' });
    expect(server.log()).not.toContain('authorization');
  });
});

describe('a file that cannot be pinned', () => {
  it.each([
    ['is not there', answer(404), 'not-found', 'check the spelling'],
    ['is not open', answer(403), 'authentication', "the host's token under 'tokens'"],
    [
      'is guarded',
      answer(401, { 'www-authenticate': 'Basic realm="x"' }),
      'authentication',
      'by a checksum in the file',
    ],
    ['comes in parts', answer(206, {}, 'x'), 'invalid', 'answers 206'],
    [
      'leads away from https',
      answer(302, { location: 'http://cdn.example.org/file' }),
      'refused',
      'from https to http://cdn.example.org/file',
    ],
    ['leads to a metadata service', answer(302, { location: 'https://169.254.169.254/' }), 'refused', 'an address'],
    ['leads in a circle', answer(302, { location: 'https://example.com/a' }), 'moved', 'more than 10 redirects'],
    [
      'leads to a host that is not allowed',
      answer(302, { location: 'https://cdn.example.net/file' }),
      'refused',
      'not among the hosts',
    ],
    ['is too large, and says so', answer(200, { 'content-length': '1001' }), 'too-large', 'larger than 1000 bytes'],
    [
      'is too large',
      (_request, response) => void response.end(Buffer.alloc(2_000)),
      'too-large',
      'larger than 1000 bytes',
    ],
    [
      'stands still',
      (_request, response) => void response.writeHead(200).write('x'),
      'timed-out',
      'nothing came for 0.2 s',
    ],
  ] satisfies [string, WebHandler, string, string][])('%s', async (_name, handler, reason, words) => {
    handlers = { '/a': handler };
    const trust = { hosts: ['example.com', 'cdn.example.org', '169.254.169.254'] };
    const one = await resolve(file('/a'), { fileLimits: { byteLimit: 1_000, stall: 200 } }, { http: { trust } });
    expect(one).toMatchObject({ kind: 'unresolved', source: file('/a'), reason });
    expect(one).toHaveProperty('message', expect.stringContaining(words));
  });

  it('is cut off each time: the parts are not pinned', async () => {
    handlers = {
      '/a': (request, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('x', () => request.socket.destroy());
      },
    };
    const waits: number[] = [];
    expect(await resolve(file('/a'), {}, { waits })).toMatchObject({ kind: 'unresolved', reason: 'unreachable' });
    expect(waits).toEqual([500, 2_000]);
  });

  it('is cut off once: the second time counts from the start', async () => {
    let turn = 0;
    handlers = {
      '/a': (request, response) => {
        turn += 1;
        if (turn > 1) return answer(200, {}, BODY)(request, response);
        response.writeHead(200, { 'content-length': String(BODY.length) });
        response.write(BODY.subarray(0, 5), () => request.socket.destroy());
      },
    };
    expect(await resolve(file('/a'), {}, { waits: [] })).toMatchObject({ pin: pinOf(BODY) });
  });

  it.each([
    ['ftp', 'ftp://example.com/a', 'not-supported', 'https alone'],
    ['plain http', 'http://example.org/a', 'refused', "'http' in your own"],
    ['this machine', 'https://localhost/a', 'refused', 'this machine'],
    ['an address', 'https://192.0.2.1/a', 'refused', 'an address'],
  ])('%s', async (_name, locator, reason, words) => {
    const one = await resolve({ kind: 'file', key: locator, locator, ref: null });
    expect(one).toMatchObject({ kind: 'unresolved', reason });
    expect(one).toHaveProperty('message', expect.stringContaining(words));
  });
});

describe('order', () => {
  it('files come last, and every resolution is handed over at once', async () => {
    handlers = {
      '/v2/acme/tool/manifests/1': answer(404),
      '/a': answer(200, {}, BODY),
      '/b': answer(200, {}, BODY),
    };
    const image: Source = {
      kind: 'image',
      key: 'docker://example.com/acme/tool:1',
      locator: 'example.com/acme/tool',
      ref: '1',
    };
    const events: string[] = [];
    const found = await resolveSources([file('/a'), image, file('/b'), file('/a')], ports(), {
      concurrency: 1,
      onResolution: ({ source, kind }) => events.push(`${source.key} ${kind}, ${server.requests.length} requests`),
      onProgress: ({ done, total }) => events.push(`${done}/${total}`),
    });
    expect(events).toEqual([
      'docker://example.com/acme/tool:1 unresolved, 2 requests',
      '1/3',
      'https://example.com/a pinned, 3 requests',
      '2/3',
      'https://example.com/b pinned, 4 requests',
      '3/3',
    ]);
    expect(found.map(({ source }) => source.key)).toEqual([
      'https://example.com/a',
      image.key,
      'https://example.com/b',
    ]);
  });

  it('many at once listen to one signal without a warning', async () => {
    const warnings: string[] = [];
    const listen = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', listen);
    const names = Array.from({ length: 30 }, (_, index) => `example.com/acme/tool-${index}`);
    const images = names.map((locator): Source => ({ kind: 'image', key: `docker://${locator}`, locator, ref: null }));
    const options = { concurrency: 30, signal: new AbortController().signal };
    const found = await resolveSources(images, ports(), options);
    await new Promise(setImmediate);
    process.off('warning', listen);
    expect(found.map((one) => one.kind === 'unresolved' && one.reason)).toEqual(names.map(() => 'not-found'));
    expect(warnings).toEqual([]);
  });

  it('what is finished when the caller gives up has been handed over', async () => {
    const caller = new AbortController();
    handlers = { '/a': answer(200, {}, BODY), '/b': () => caller.abort(new Error('enough')) };
    const finished: string[] = [];
    const options = {
      concurrency: 1,
      signal: caller.signal,
      onResolution: ({ source }: { readonly source: Source }) => finished.push(source.key),
    };
    await expect(resolveSources([file('/a'), file('/b'), file('/c')], ports(), options)).rejects.toThrow('enough');
    expect(finished).toEqual(['https://example.com/a']);
    expect(server.requests.map(({ url }) => url)).toEqual(['/a', '/b']);
  });
});
