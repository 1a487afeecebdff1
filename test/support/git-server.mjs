// Bare Node and real git: usable from tests and from the demo, which runs without the development dependencies.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import https from 'node:https';
import { devNull } from 'node:os';
import { join, normalize } from 'node:path';

/** @typedef {import('./git-server.d.mts').GitServerOptions} GitServerOptions */
/** @typedef {import('./git-server.d.mts').GitServer} GitServer */

const SERVICE = /^\/([\w.~-]+)\/([\w.-]+?)(?:\.git)?\/(info\/refs|git-upload-pack|HEAD|objects\/.+)$/;
const ARCHIVE = /^\/([\w.~-]+)\/([\w.-]+?)\/archive\/(.+)\.(tar\.gz|zip)$/;
const RAW = /^\/([\w.~-]+)\/([\w.-]+?)\/raw\/(.+)$/;

/**
 * Serves the bare repositories `root/OWNER/NAME.git` on 127.0.0.1: `git clone`, archives and raw files in GitHub's shapes.
 * @param {GitServerOptions} options
 * @returns {Promise<GitServer>}
 */
export async function startGitServer(options) {
  const state = { root: options.root, env: childEnvironment(options.env ?? process.env), children: new Set() };
  /** @type {import('./git-server.d.mts').LoggedRequest[]} */
  const requests = [];
  const listen = async (request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: { ...request.headers } });
    if (options.latency) await new Promise((resolve) => setTimeout(resolve, options.latency));
    if (options.intercept?.(request, response)) return;
    if (options.authentication && !isAuthorised(request, options.authentication)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    serve(state, request, response);
  };
  const server = options.tls ? https.createServer(options.tls, listen) : createServer(listen);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    requests,
    close: () =>
      new Promise((resolve) => {
        for (const child of state.children) child.kill('SIGKILL');
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
}

/** The server's git must not read the caller's configuration, which may lead back to this very server. */
function childEnvironment(env) {
  return {
    PATH: env.PATH ?? '',
    HOME: devNull,
    LC_ALL: 'C',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'uploadpack.allowFilter',
    GIT_CONFIG_VALUE_0: 'true',
    GIT_CONFIG_KEY_1: 'safe.directory',
    GIT_CONFIG_VALUE_1: '*',
  };
}

function isAuthorised(request, { user, password }) {
  return request.headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function serve(state, request, response) {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const path = decodeURIComponent(url.pathname);
  const service = SERVICE.exec(path);
  if (service) return serveGit(state, request, response, url, service);
  const [, owner, name, rest, format] = ARCHIVE.exec(path) ?? RAW.exec(path) ?? [];
  const repository = findRepository(state.root, owner, name);
  if (!repository || (request.method !== 'GET' && request.method !== 'HEAD')) return notFound(response);
  return format
    ? serveArchive(state, response, { repository, name, ref: rest, format })
    : serveRaw(state, response, { repository, path: rest });
}

function findRepository(root, owner, name) {
  if (!owner || !name || normalize(`/${owner}/${name}`) !== `/${owner}/${name}`) return undefined;
  const folder = join(root, owner, `${name}.git`);
  return existsSync(folder) ? folder : undefined;
}

/** CGI, RFC 3875, as far as git http-backend needs it. */
function serveGit(state, request, response, url, [, owner, name, rest]) {
  if (!findRepository(state.root, owner, name)) return notFound(response);
  const child = start(state, ['http-backend'], {
    GIT_PROJECT_ROOT: state.root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: `/${owner}/${name}.git/${rest}`,
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    CONTENT_LENGTH: request.headers['content-length'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    REMOTE_ADDR: '127.0.0.1',
  });
  request.pipe(child.stdin);
  let head = Buffer.alloc(0);
  let isBody = false;
  child.stdout.on('data', (chunk) => {
    if (isBody) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    isBody = true;
    writeHead(response, head.subarray(0, end).toString('latin1'));
    response.write(head.subarray(end + 4));
  });
  child.stdout.on('end', () => (isBody ? response.end() : response.writeHead(500).end()));
}

function writeHead(response, text) {
  let status = 200;
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    if (name === 'status') status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.writeHead(status);
}

/** GitHub's naming: the folder is NAME-REF without `refs/...`, a version tag loses its `v`, slashes become dashes. */
async function serveArchive(state, response, { repository, name, ref, format }) {
  const found = await findCommit(state, repository, ref);
  if (!found) return notFound(response);
  const short = ref.replace(/^refs\/(?:heads|tags)\//, '').replaceAll('/', '-');
  const folder = `${name}-${found.isTag ? short.replace(/^v(?=[0-9])/, '') : short}`;
  const args = ['archive', `--format=${format}`, `--prefix=${folder}/`, found.commit];
  const type = format === 'zip' ? 'application/zip' : 'application/x-gzip';
  const body = await output(state, repository, args);
  if (!body) return notFound(response);
  response.writeHead(200, {
    'content-type': type,
    'content-length': body.length,
    'content-disposition': `attachment; filename=${folder}.${format}`,
  });
  response.end(body);
}

/** The longest leading part that is a ref is the ref. */
async function serveRaw(state, response, { repository, path }) {
  const parts = path.split('/');
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const found = await findCommit(state, repository, parts.slice(0, length).join('/'));
    if (!found) continue;
    const file = parts.slice(length).join('/');
    const body = await output(state, repository, ['cat-file', 'blob', `${found.commit}:${file}`]);
    if (!body) return notFound(response);
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'content-length': body.length });
    return response.end(body);
  }
  return notFound(response);
}

async function findCommit(state, repository, ref) {
  const names = ref.startsWith('refs/') ? [ref] : [`refs/tags/${ref}`, `refs/heads/${ref}`];
  if (/^[0-9a-f]{7,64}$/.test(ref) || ref === 'HEAD') names.push(ref);
  for (const name of names) {
    const id = await output(state, repository, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${name}^{commit}`,
    ]);
    if (id) return { commit: id.toString('latin1').trim(), isTag: name.startsWith('refs/tags/') };
  }
  return undefined;
}

/** Standard output, or undefined when git failed. */
function output(state, repository, args) {
  return new Promise((resolve) => {
    const child = start(state, ['--git-dir', repository, ...args], {});
    const chunks = [];
    child.stdin.end();
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(chunks) : undefined));
  });
}

function start(state, args, env) {
  const child = spawn('git', args, { env: { ...state.env, ...env }, stdio: ['pipe', 'pipe', 'ignore'] });
  state.children.add(child);
  child.on('close', () => state.children.delete(child));
  // A client that hangs up is no fault of the server.
  child.stdin.on('error', () => undefined);
  return child;
}

function notFound(response) {
  response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
}
