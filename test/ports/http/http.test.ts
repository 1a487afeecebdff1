import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/ports/fault.ts';
import type { HttpAnswer, HttpRequest } from '../../../src/ports/http.ts';
import { answer, startWebServer, type WebHandler, type WebServer } from '../../support/web-server.ts';
import { get, httpWith, LIMITS, lookupIn } from './world.ts';

const FILE = 'https://example.com/a/tool.tar.gz?token=s3cret';
let server: WebServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function ask(handler: WebHandler, request: Partial<HttpRequest> = {}): Promise<HttpAnswer | Fault> {
  server = await startWebServer(handler);
  return httpWith({ 'example.com': server.url }).send(get(FILE, request));
}

function text({ body }: HttpAnswer): string {
  return Buffer.from(body).toString('utf8');
}

describe('one request', () => {
  it('asks for the bytes as they are, names itself and nothing of the machine', async () => {
    const result = await ask(answer(200, { 'X-One': 'a' }, 'hello'));
    if (result.kind === 'fault') throw new Error(result.message);
    expect({ status: result.status, body: text(result), one: result.headers.get('x-one') }).toEqual({
      status: 200,
      body: 'hello',
      one: 'a',
    });
    expect(server?.requests).toEqual([
      {
        method: 'GET',
        url: '/a/tool.tar.gz?token=s3cret',
        headers: { host: server?.host, 'user-agent': 'pinlock', 'accept-encoding': 'identity', connection: 'close' },
      },
    ]);
  });

  it('sends what a POST is given', async () => {
    const echo: WebHandler = (request, response) => {
      response.writeHead(200);
      request.pipe(response);
    };
    const result = await ask(echo, { method: 'POST', body: 'grünes', headers: { 'content-type': 'text/plain' } });
    expect(result.kind === 'answer' ? text(result) : result).toBe('grünes');
  });

  it('hands over a body piece by piece, with the size that was announced, and keeps nothing of it', async () => {
    const body = Buffer.alloc(300_000, 'x');
    const sizes = new Set<number | null>();
    let received = 0;
    const result = await ask(answer(200, { 'content-length': String(body.length) }, body), {
      onBody: (chunk, size) => {
        received += chunk.length;
        sizes.add(size);
      },
    });
    expect(result).toMatchObject({ kind: 'answer', isFramed: true, body: new Uint8Array() });
    expect({ received, sizes }).toEqual({ received: 300_000, sizes: new Set([300_000]) });
  });

  it.each([
    ['announced', answer(200, { 'content-length': '1' }, 'x'), true],
    ['in chunks', (_request, response) => void response.writeHead(200).end('x'), true],
    ['by the closed connection', (request) => void request.socket.end('HTTP/1.0 200 OK\r\n\r\nx'), false],
  ] satisfies [string, WebHandler, boolean][])('tells how the body ends: %s', async (_name, handler, isFramed) => {
    expect(await ask(handler)).toMatchObject({ kind: 'answer', status: 200, isFramed });
  });

  it('keeps the explanation of a failure, not the whole of a flood', async () => {
    const result = await ask((_request, response) => {
      response.writeHead(404);
      const pour = (): void => {
        if (response.write(Buffer.alloc(65_536, 'x'))) setImmediate(pour);
        else response.once('drain', pour);
      };
      pour();
    });
    expect(result).toMatchObject({ kind: 'answer', status: 404 });
    expect(result.kind === 'answer' ? result.body.length : 0).toBeLessThan(1_000_000);
  });

  it('follows nothing by itself', async () => {
    expect(await ask(answer(302, { location: 'https://example.org/' }))).toMatchObject({ status: 302 });
    expect(server?.requests).toHaveLength(1);
  });
});

describe('a host that does not do what was hoped for', () => {
  const promise: WebHandler = (_request, response) =>
    void response.writeHead(200, { 'content-length': '100' }).write('x');
  it.each([
    ['hangs up', (request) => void request.socket.destroy(), {}, 'unreachable', true],
    [
      'hangs up in the middle',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('x', () => request.socket.destroy());
      },
      {},
      'unreachable',
      true,
    ],
    [
      'wants to speak something else',
      (request) =>
        void request.socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
      { limits: { ...LIMITS, stall: 2_000 } },
      'unreachable',
      true,
    ],
    ['speaks no HTTP', (request) => void request.socket.end('SSH-2.0-x\r\n'), {}, 'invalid', false],
    ['says nothing', () => {}, { limits: { ...LIMITS, stall: 30 } }, 'timed-out', false],
    ['stops in the middle', promise, { limits: { ...LIMITS, stall: 30 } }, 'timed-out', false],
    ['takes too long', () => {}, { limits: { ...LIMITS, deadline: 30 } }, 'timed-out', false],
    ['announces too much', answer(200, { 'content-length': '2000000' }), {}, 'too-large', false],
    [
      'sends too much',
      (_request, response) => void response.writeHead(200).end(Buffer.alloc(2_000_000)),
      {},
      'too-large',
      false,
    ],
    ['sends too many headers', answer(200, { 'x-long': 'x'.repeat(100_000) }), {}, 'invalid', false],
  ] satisfies [string, WebHandler, Partial<HttpRequest>, string, boolean][])(
    '%s',
    async (_name, handler, request, reason, isTransient) => {
      const result = await ask(handler, request);
      expect(result).toMatchObject({ kind: 'fault', reason, isTransient });
      // The query may hold a signature.
      expect(result).toHaveProperty(
        'message',
        expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/a\/tool\.tar\.gz: .+; .+$/),
      );
    },
  );

  it('drips byte by byte: the deadline counts all', async () => {
    const result = await ask(
      (_request, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write('x'), 5);
        response.on('close', () => clearInterval(drip));
      },
      { limits: { ...LIMITS, deadline: 120, stall: 60 } },
    );
    expect(result).toMatchObject({ reason: 'timed-out' });
    expect(result).toHaveProperty('message', expect.stringContaining('not done within 0.12 s'));
  });

  it('is not there', async () => {
    server = await startWebServer(answer(200));
    const { url } = server;
    await server.close();
    server = undefined;
    expect(await httpWith({ 'example.com': url }).send(get(FILE))).toMatchObject({
      reason: 'unreachable',
      isTransient: true,
    });
  });

  it('has no name', async () => {
    expect(await httpWith({}).send(get(FILE))).toMatchObject({ reason: 'unreachable', isTransient: false });
  });

  it('is given up with the caller, before and within', async () => {
    const caller = new AbortController();
    await expect(httpWith({}).send(get(FILE, { signal: AbortSignal.abort(new Error('before')) }))).rejects.toThrow(
      'before',
    );
    await expect(ask(() => caller.abort(new Error('enough')), { signal: caller.signal })).rejects.toThrow('enough');
  });

  it('is given up while its name is looked up', async () => {
    const caller = new AbortController();
    const lookup = (): Promise<readonly string[]> => {
      caller.abort(new Error('enough'));
      return new Promise(() => {});
    };
    await expect(httpWith({}, { lookup }).send(get(FILE, { signal: caller.signal }))).rejects.toThrow('enough');
  });
});

describe('addresses at the moment of the connection', () => {
  it.each([
    ['loopback', '127.0.0.1'],
    ['link-local', '169.254.169.254'],
  ])('%s behind an innocent name gets no request', async (_name, address) => {
    const connections: string[] = [];
    const trap: Server = createServer((socket) => connections.push(String(socket.remotePort)) && socket.destroy());
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const listening = trap.address();
    const port = typeof listening === 'object' && listening !== null ? listening.port : 0;
    const http = httpWith({}, { lookup: lookupIn({ 'example.com': [address] }) });
    expect(await http.send(get(`https://example.com:${port}/`))).toMatchObject({ reason: 'refused' });
    expect(connections).toEqual([]);
    await new Promise((resolve) => trap.close(resolve));
  });

  it('the connection goes where the judged lookup said, names are looked up once', async () => {
    server = await startWebServer(answer(200, {}, 'hello'));
    const asked: string[] = [];
    const lookup = async (host: string): Promise<readonly string[]> => {
      asked.push(host);
      return ['127.0.0.1'];
    };
    const port = server.host.split(':')[1] ?? '';
    const http = httpWith({ 'example.com': `http://mirror.example.org:${port}` }, { lookup });
    expect(await http.send(get(FILE))).toMatchObject({ status: 200 });
    expect(asked).toEqual(['mirror.example.org']);
  });
});
