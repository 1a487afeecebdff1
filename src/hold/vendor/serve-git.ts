import { type ChildProcess, spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What git's own server program is told about one request: a bare repository and the path behind it (`/info/refs`). */
export type GitRequest = { readonly repository: string; readonly path: string; readonly query: string };

const PATH = /^(.*)\/(info\/refs|git-upload-pack)$/;

/** The repository's part of a path and what is asked of it; undefined for what is no question of git's. */
export function splitGitPath(path: string): { readonly repository: string; readonly rest: string } | undefined {
  const [, repository, rest] = PATH.exec(path) ?? [];
  return repository === undefined || rest === undefined ? undefined : { repository, rest: `/${rest}` };
}

/** Answers by `git http-backend` (CGI, RFC 3875), for reading alone. `path` is that of PATH, for git. */
export function serveGit(
  { repository, path, query }: GitRequest,
  request: IncomingMessage,
  response: ServerResponse,
  searchPath: string,
): ChildProcess {
  const child = spawn('git', ['-c', 'safe.directory=*', '-c', 'uploadpack.allowAnySHA1InWant=true', 'http-backend'], {
    env: {
      PATH: searchPath,
      LC_ALL: 'C',
      HOME: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROJECT_ROOT: repository,
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: request.headers['content-length'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // A client that hangs up is no fault of ours.
  child.stdin.on('error', () => {});
  child.on('error', () => response.destroy());
  request.pipe(child.stdin);
  let head = Buffer.alloc(0);
  let isBody = false;
  child.stdout.on('data', (chunk: Buffer) => {
    if (isBody) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    isBody = true;
    writeHead(response, head.toString('latin1', 0, end));
    response.write(head.subarray(end + 4));
  });
  child.stdout.on('end', () => {
    if (!isBody) response.writeHead(500);
    response.end();
  });
  return child;
}

function writeHead(response: ServerResponse, text: string): void {
  let status = 200;
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    if (name === 'status') status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.writeHead(status);
}
