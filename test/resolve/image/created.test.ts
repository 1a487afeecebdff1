import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../../src/model/source.ts';
import { type Cutoff, resolveSources } from '../../../src/resolve/index.ts';
import { requireProgram } from '../../support/installed.ts';
import { ADA, basic, pushImage, type Registry, startRegistry } from '../../support/registry.ts';
import { startWebServer, type WebServer } from '../../support/web-server.ts';
import { type WebSetup, webPorts } from '../web-ports.ts';

const HOST = 'registry.example.com';
const BLOBS = 'blobs.example.com';
const CUTOFF: Cutoff = { kind: 'min-age', age: '3d', seconds: Date.parse('2025-12-29T00:00:00Z') / 1000 };

function image(tag: string): Source {
  return { kind: 'image', key: `docker://${HOST}/acme/tool:${tag}`, locator: `${HOST}/acme/tool`, ref: tag };
}

async function resolve(tag: string, setup: WebSetup) {
  const [one] = await resolveSources([image(tag)], webPorts(setup), { cutoff: CUTOFF });
  return one;
}

describe.skipIf(!requireProgram('docker-registry'))('the age of an image (docker-registry)', () => {
  const tags: readonly (readonly [string, { readonly created?: string; readonly index?: true }])[] = [
    ['old', { created: '2025-12-01T00:00:00.123456789Z' }],
    ['young', { created: '2025-12-31T00:00:00+01:00' }],
    ['young-index', { created: '2025-12-31T00:00:00Z', index: true }],
    ['old-index', { created: '2025-12-01T00:00:00Z', index: true }],
    ['reproducible', { created: '1970-01-01T00:00:00Z' }],
    ['silent', {}],
    ['nonsense', { created: 'yesterday' }],
  ];
  let registry: Registry;
  beforeAll(async () => {
    registry = await startRegistry({ kind: 'password' });
    for (const [tag, options] of tags) {
      await pushImage(registry.url, 'acme/tool', tag, { ...options, authorization: basic(ADA) });
    }
  });
  afterAll(() => registry.close());
  const setup = () => ({
    mirrors: { [HOST]: registry.url },
    credentials: { [registry.host]: { kind: 'password', ...ADA } as const },
  });

  it.each([
    ['old', []],
    ['old-index', []],
    ['reproducible', ['the image does not say when it was made']],
    ['silent', ['the image does not say when it was made']],
    ['nonsense', ['the image does not say when it was made']],
  ])('%s is pinned', async (tag, notes) => {
    expect(await resolve(tag, setup())).toMatchObject({ kind: 'pinned', notes });
  });

  it.each([
    ['young', '2025-12-30T23:00:00Z'],
    ['young-index', '2025-12-31T00:00:00Z'],
  ])('%s is refused', async (tag, made) => {
    expect(await resolve(tag, setup())).toMatchObject({
      kind: 'unresolved',
      reason: 'refused',
      message: expect.stringContaining(`the image was made on ${made}, which is younger than 3d`),
    });
  });
});

describe('a registry that keeps its blobs elsewhere', () => {
  const config = JSON.stringify({ created: '2025-12-31T00:00:00Z' });
  const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: digestOf(config) } });
  const servers: WebServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  async function start(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<WebServer> {
    const server = await startWebServer(answer);
    servers.push(server);
    return server;
  }

  function serveRegistry(request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.authorization === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    } else if (request.url?.includes('/blobs/')) {
      response.writeHead(307, { location: `https://${BLOBS}/store?signature=s` }).end();
    } else {
      const type = 'application/vnd.oci.image.manifest.v1+json';
      const headers = { 'content-type': type, 'docker-content-digest': digestOf(manifest) };
      response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : manifest);
    }
  }

  async function resolveFrom(blob: string) {
    const registry = await start(serveRegistry);
    const blobs = await start((_request, response) => response.writeHead(200).end(blob));
    const one = await resolve('1', {
      mirrors: { [HOST]: registry.url, [BLOBS]: blobs.url },
      credentials: { [new URL(registry.url).host]: { kind: 'password', ...ADA } },
    });
    return { one, blobs };
  }

  it('is followed, and its credentials stay behind', async () => {
    const { one, blobs } = await resolveFrom(config);
    expect(one).toMatchObject({ reason: 'refused', message: expect.stringContaining('made on 2025-12-31') });
    expect(blobs.requests.map(({ url }) => url)).toEqual(['/store?signature=s']);
    expect(blobs.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  it('is not believed when it sends something else', async () => {
    const { one } = await resolveFrom(config.replace('2025', '2015'));
    expect(one).toMatchObject({
      kind: 'unresolved',
      reason: 'invalid',
      message: expect.stringContaining('what came is'),
    });
  });
});

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
