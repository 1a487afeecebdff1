import type { ChildProcess } from 'node:child_process';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { mediaTypeOf } from './layout.ts';
import { serveGit, splitGitPath } from './serve-git.ts';

/** What is served: repositories and files by the URL that a build asks for, blobs of images by their digest. */
export type Served = {
  /** Unpacked bare repositories by `repositoryId`. */
  readonly repositories: ReadonlyMap<string, string>;
  /** Absolute paths by URL as `new URL().href` writes it. */
  readonly files: ReadonlyMap<string, string>;
  /** The folder with blobs named by their sha256. */
  readonly blobs: string;
  /** PATH, for git. */
  readonly searchPath: string;
};

export type Mirror = {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** URLs that were asked for and are not there. */
  readonly missed: ReadonlySet<string>;
  readonly close: () => Promise<void>;
};

/**
 * Serves on 127.0.0.1 alone, until it is closed: as a proxy for plain http (`GET http://host/path`), by `/web/SCHEME/HOST/PATH`, and as
 * a registry. Whoever tunnels (https through the proxy) is refused: nothing is let through to the network.
 */
export async function startMirror(served: Served): Promise<Mirror> {
  const missed = new Set<string>();
  const children = new Set<ChildProcess>();
  const server = createServer((request, response) => {
    const url = toMeant(request.url ?? '');
    if (url.startsWith('/v2/')) return serveRegistry(served, url, request, response);
    const child = serveUrl(served, url, request, response);
    if (child === undefined) {
      missed.add(url);
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not vendored\n');
    } else if (child !== null) {
      children.add(child);
      child.once('close', () => children.delete(child));
    }
  });
  server.on('connect', (request, socket) => {
    missed.add(`https://${request.url ?? ''}`);
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the mirror listens on no port');
  return {
    host: `127.0.0.1:${address.port}`,
    missed,
    close: () =>
      new Promise((resolve) => {
        for (const child of children) child.kill('SIGKILL');
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** `/web/https/example.com/a` is `https://example.com/a`; what a proxy is asked stands there whole. */
function toMeant(target: string): string {
  const [, scheme, rest] = /^\/web\/([a-z]+)\/(.*)$/.exec(target) ?? [];
  return scheme === undefined || rest === undefined ? target : `${scheme}://${rest}`;
}

/** How a repository is known whatever protocol it is asked by: host and path. */
export function repositoryId(url: string): string {
  return url.replace(/^[a-z]+:\/\//, '').replace(/(?:\/|\.git)$/, '');
}

/** Undefined when there is no such thing; null when it is served. */
function serveUrl(
  served: Served,
  text: string,
  request: IncomingMessage,
  response: ServerResponse,
): ChildProcess | null | undefined {
  const file = URL.canParse(text) ? served.files.get(new URL(text).href) : undefined;
  if (file !== undefined) {
    sendFile(file, 'application/octet-stream', {}, request, response);
    return null;
  }
  const [path = '', query = ''] = text.split('?', 2);
  const question = splitGitPath(path);
  const repository = question && served.repositories.get(repositoryId(question.repository));
  if (question === undefined || repository === undefined) return undefined;
  const { searchPath } = served;
  return serveGit({ repository, path: question.rest, query }, request, response, searchPath);
}

/** https://github.com/opencontainers/distribution-spec: reading by digest; a name says nothing, since a digest is one thing everywhere. */
function serveRegistry({ blobs }: Served, path: string, request: IncomingMessage, response: ServerResponse): void {
  if (path === '/v2/') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    return;
  }
  const [, kind, hex] = /^\/v2\/.+\/(manifests|blobs)\/sha256:([0-9a-f]{64})$/.exec(path) ?? [];
  const file = hex === undefined ? '' : join(blobs, hex);
  if (hex === undefined || !existsSync(file)) {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"not vendored"}]}');
    return;
  }
  const type = kind === 'blobs' ? 'application/octet-stream' : mediaTypeOf(readFileSync(file));
  sendFile(file, type, { 'docker-content-digest': `sha256:${hex}` }, request, response);
}

function sendFile(
  file: string,
  type: string,
  headers: Readonly<Record<string, string>>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(200, { ...headers, 'content-type': type, 'content-length': statSync(file).size });
  if (request.method === 'HEAD') response.end();
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
}
