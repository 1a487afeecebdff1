import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followRedirects } from '../../../src/ports/http/follow.ts';
import { answer, byPath, startWebServer, type WebHandler, type WebServer } from '../../support/web-server.ts';
import { get, httpWith, LIMITS } from './world.ts';

/** `example.com` and `cdn.example.org` are two servers; both are led to by the user's mirrors, since tests have loopback alone. */
let first: WebServer;
let second: WebServer;
let handlers: Record<string, WebHandler>;
beforeEach(async () => {
  handlers = {};
  first = await startWebServer((request, response) => byPath(handlers)(request, response));
  second = await startWebServer(byPath({ '/file': answer(200, {}, 'there'), '/back': to('https://example.com/loop') }));
});
afterEach(async () => {
  await first.close();
  await second.close();
});

function to(location: string, status = 302): WebHandler {
  return answer(status, { location });
}

function http() {
  return httpWith({ 'example.com': first.url, 'cdn.example.org': second.url });
}

const START = 'https://example.com/start?token=s3cret';

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('%d within the host is followed', async (status) => {
    handlers = { '/start': to('/end', status), '/end': answer(200, {}, 'here') };
    expect(await followRedirects(http(), get(START), 'same-host')).toMatchObject({
      kind: 'followed',
      answer: { status: 200 },
      passed: [`${first.url}/end`],
    });
  });

  it.each([
    ['relative', 'end'],
    ['absolute', () => `${first.url}/end`],
    ['with a fragment', '/end#part'],
    ['of the canonical name', 'https://example.com/end'],
  ])('%s', async (_name, location) => {
    handlers = { '/start': to(typeof location === 'string' ? location : location()), '/end': answer(200, {}, 'here') };
    const rule = _name === 'of the canonical name' ? 'any-host' : 'same-host';
    expect(await followRedirects(http(), get(START), rule)).toMatchObject({
      kind: 'followed',
      answer: { status: 200 },
    });
    expect(first.requests.at(-1)?.url).toBe('/end');
  });

  it('to another host: only where any host may be asked, named without query, and without authorization', async () => {
    handlers = { '/start': to('https://cdn.example.org/file?signature=abc') };
    const request = get(START, { headers: { authorization: 'Bearer s3cret' } });
    expect(await followRedirects(http(), request, 'same-host')).toMatchObject({ kind: 'fault', reason: 'moved' });
    expect(second.requests).toEqual([]);
    const followed = await followRedirects(http(), request, 'any-host');
    expect(followed).toMatchObject({ kind: 'followed', passed: ['https://cdn.example.org/file'] });
    expect(second.requests).toHaveLength(1);
    expect(second.log()).toContain('signature=abc');
    expect(second.log()).not.toContain('s3cret');
  });

  it.each([
    ['from https to http', 'http://cdn.example.org/file', 'refused'],
    ['to an address', 'https://192.0.2.1/file', 'refused'],
    ['to a metadata service', 'http://169.254.169.254/latest', 'refused'],
    ['to this machine', 'https://localhost/file', 'refused'],
    ['to a file', 'file:///etc/passwd', 'refused'],
    ['to no URL', 'https://', 'moved'],
    ['to a host that nobody knows', 'https://gone.example.org/', 'unreachable'],
  ])('%s: %s', async (_name, location, reason) => {
    handlers = { '/start': to(location) };
    expect(await followRedirects(http(), get(START), 'any-host')).toMatchObject({ kind: 'fault', reason });
    expect(second.requests).toEqual([]);
  });

  it('to the other server on this machine, which the first has no right to name', async () => {
    handlers = { '/start': to(`${second.url}/file`) };
    expect(await followRedirects(http(), get(START), 'any-host')).toMatchObject({ kind: 'fault', reason: 'refused' });
    expect(second.requests).toEqual([]);
  });

  it('carry no user and password along', async () => {
    handlers = { '/start': to('https://ada:s3cret@cdn.example.org/file') };
    expect(await followRedirects(http(), get('https://example.com/start'), 'any-host')).toMatchObject({
      passed: ['https://cdn.example.org/file'],
    });
    expect(second.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('in a circle end, and say who is in it', async () => {
    handlers = { '/start': to('https://cdn.example.org/back'), '/loop': to('https://cdn.example.org/back') };
    const result = await followRedirects(http(), get(START), 'any-host');
    expect(result).toMatchObject({ kind: 'fault', reason: 'moved' });
    expect(result).toHaveProperty('message', expect.stringContaining('https://example.com/loop'));
    expect(first.requests.length + second.requests.length).toBe(11);
  });

  it('share one deadline', async () => {
    handlers = { '/start': (_request, response) => void setTimeout(() => to('/start')(_request, response), 15) };
    const request = get(START, { limits: { ...LIMITS, deadline: 60 } });
    expect(await followRedirects(http(), request, 'any-host')).toMatchObject({ reason: 'timed-out' });
    expect(first.requests.length).toBeLessThan(8);
  });

  it('without a place are an answer', async () => {
    handlers = { '/start': answer(302) };
    expect(await followRedirects(http(), get(START), 'any-host')).toMatchObject({
      answer: { status: 302 },
      passed: [],
    });
  });
});
