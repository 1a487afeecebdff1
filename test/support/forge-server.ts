import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { devNull } from 'node:os';
import { join } from 'node:path';

/**
 * Answers as code hosts do, for the repositories `root/acme/NAME.git`: git's own protocol under every address by which hosts let themselves be
 * cloned, archives and raw files in the shapes of each host, written down from the hosts' documentation and from nothing of pinlock's. cgit
 * and gitweb are the real programs.
 */
export type ForgeServerOptions = { readonly root: string; readonly folder: string };

type Answer = { readonly repository: string; readonly args: readonly string[]; readonly isBase64?: true };

/** By host, path and query to what git prints: `archive` of a ref, or `cat` of a file at a ref. */
type Shape = readonly [host: RegExp, path: RegExp, kind: 'archive' | 'file' | 'base64'];

const GITHUB = /^github\.com$/;
const GITLAB = /^gitlab\.com$/;
const GITEA = /^codeberg\.org$/;
const SHAPES: readonly Shape[] = [
  [GITHUB, /^\/(?<repository>[^/]+\/[^/]+)\/archive\/(?<ref>.+)\.(?:tar\.gz|zip)$/, 'archive'],
  [GITHUB, /^\/(?<repository>[^/]+\/[^/]+)\/(?:tarball|zipball)\/(?<ref>.+)$/, 'archive'],
  [
    GITHUB,
    /^\/(?<repository>[^/]+\/[^/]+)\/raw\/(?<ref>refs\/heads\/[^/]+|refs\/tags\/[^/]+|[^/]+)\/(?<file>.+)$/,
    'file',
  ],
  [GITHUB, /^\/(?<repository>[^/]+\/[^/]+)\/blob\/(?<ref>[^/]+)\/(?<file>.+)\?raw=true$/, 'file'],
  [/^codeload\.github\.com$/, /^\/(?<repository>[^/]+\/[^/]+)\/(?:legacy\.)?(?:tar\.gz|zip)\/(?<ref>.+)$/, 'archive'],
  [
    /^raw\.githubusercontent\.com$/,
    /^\/(?<repository>[^/]+\/[^/]+)\/(?<ref>refs\/heads\/[^/]+|refs\/tags\/[^/]+|[^/]+)\/(?<file>.+)$/,
    'file',
  ],
  [/^media\.githubusercontent\.com$/, /^\/media\/(?<repository>[^/]+\/[^/]+)\/(?<ref>[^/]+)\/(?<file>.+)$/, 'file'],
  [/^api\.github\.com$/, /^\/repos\/(?<repository>[^/]+\/[^/]+)\/(?:tarball|zipball)(?:\/(?<ref>.+))?$/, 'archive'],
  [
    /^api\.github\.com$/,
    /^\/repos\/(?<repository>[^/]+\/[^/]+)\/contents\/(?<file>[^?]+)(?:\?ref=(?<ref>.+))?$/,
    'file',
  ],
  [GITLAB, /^\/(?<repository>[^/]+\/[^/]+)\/-\/archive\/(?<ref>.+)\/[^/]+\.(?:tar\.gz|zip|tar)$/, 'archive'],
  [GITLAB, /^\/(?<repository>[^/]+\/[^/]+)\/-\/archive\/(?<ref>[^/]+)\.(?:tar\.gz|zip|tar)$/, 'archive'],
  [GITLAB, /^\/(?<repository>[^/]+\/[^/]+)\/repository\/(?<ref>.+)\/archive\.tar\.gz$/, 'archive'],
  [GITLAB, /^\/(?<repository>[^/]+\/[^/]+)\/(?:-\/)?raw\/(?<ref>[^/]+)\/(?<file>.+)$/, 'file'],
  [
    GITLAB,
    /^\/api\/v4\/projects\/(?<repository>[^/]+%2F[^/]+)\/repository\/archive\.tar\.gz(?:\?sha=(?<ref>.+))?$/i,
    'archive',
  ],
  [
    GITLAB,
    /^\/api\/v4\/projects\/(?<repository>[^/]+%2F[^/]+)\/repository\/files\/(?<file>[^/]+)\/raw(?:\?ref=(?<ref>.+))?$/i,
    'file',
  ],
  [GITEA, /^\/(?:api\/v1\/repos\/)?(?<repository>[^/]+\/[^/]+)\/archive\/(?<ref>.+)\.(?:tar\.gz|zip)$/, 'archive'],
  [GITEA, /^\/(?<repository>[^/]+\/[^/]+)\/(?:raw|media)\/(?:branch|tag|commit)\/(?<ref>[^/]+)\/(?<file>.+)$/, 'file'],
  [GITEA, /^\/api\/v1\/repos\/(?<repository>[^/]+\/[^/]+)\/raw\/(?<file>[^?]+)(?:\?ref=(?<ref>.+))?$/, 'file'],
  [/^bitbucket\.org$/, /^\/(?<repository>[^/]+\/[^/]+)\/get\/(?<ref>.+)\.(?:tar\.gz|zip|tar\.bz2)$/, 'archive'],
  [/^bitbucket\.org$/, /^\/(?<repository>[^/]+\/[^/]+)\/raw\/(?<ref>[^/]+)\/(?<file>.+)$/, 'file'],
  [/^git\.sr\.ht$/, /^\/~(?<repository>[^/]+\/[^/]+)\/archive\/(?<ref>.+)\.tar\.gz$/, 'archive'],
  [/^git\.sr\.ht$/, /^\/~(?<repository>[^/]+\/[^/]+)\/blob\/(?<ref>[^/]+)\/(?<file>.+)$/, 'file'],
  [/\.googlesource\.com$/, /^\/(?<repository>[^/]+\/[^/]+)\/\+archive\/(?<ref>.+)\.tar\.gz$/, 'archive'],
  [
    /\.googlesource\.com$/,
    /^\/(?<repository>[^/]+\/[^/]+)\/\+\/(?<ref>refs\/heads\/[^/]+|[^/]+)\/(?<file>.+)\?format=TEXT$/,
    'base64',
  ],
];

/** Where a clone's address ends; not every host has the owner in it. */
const SERVICE = /^\/(?:.*\/)?([\w.-]+?)(?:\.git)?\/(info\/refs|git-upload-pack)$/;

/** A handler for requests whose host and path are given (the path with its query). */
export function forgeHandler({ root, folder }: ForgeServerOptions) {
  const configuration = writeConfiguration(root, folder);
  return (host: string, url: string, request: IncomingMessage, response: ServerResponse): void => {
    const [path = '', query = ''] = url.split('?', 2);
    const service = SERVICE.exec(path);
    if (service !== null) {
      runCgi('git', ['http-backend'], `/acme/${service[1]}.git/${service[2]}`, query, request, response, {
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
      });
      return;
    }
    if (host === 'git.kernel.org') {
      runCgi('/usr/lib/cgit/cgit.cgi', [], path, query, request, response, { CGIT_CONFIG: configuration.cgit });
      return;
    }
    if (host === 'sourceware.org' || host === 'repo.or.cz') {
      const script = host === 'sourceware.org' ? '/git' : '';
      runCgi('/usr/share/gitweb/gitweb.cgi', [], path.slice(script.length), query, request, response, {
        GITWEB_CONFIG: configuration.gitweb,
        SCRIPT_NAME: script,
      });
      return;
    }
    const answer = answerOf(host, url, root);
    if (answer === undefined) return void response.writeHead(404).end('not found\n');
    const { status, stdout } = spawnSync('git', ['--git-dir', answer.repository, ...answer.args], {
      env: environment(),
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) response.writeHead(404).end('not found\n');
    else response.writeHead(200).end(answer.isBase64 ? stdout.toString('base64') : stdout);
  };
}

function answerOf(host: string, url: string, root: string): Answer | undefined {
  for (const [hosts, shape, kind] of SHAPES) {
    const groups = hosts.test(host) ? shape.exec(url)?.groups : undefined;
    if (groups === undefined) continue;
    const repository = join(root, `${decodeURIComponent(groups.repository ?? '')}.git`);
    const ref = decodeURIComponent(groups.ref ?? 'HEAD');
    if (kind === 'archive')
      return {
        repository,
        args: ['archive', `--format=${url.includes('zip') ? 'zip' : 'tar.gz'}`, '--prefix=x/', ref],
      };
    const args = ['cat-file', 'blob', `${ref}:${decodeURIComponent(groups.file ?? '')}`];
    return kind === 'base64' ? { repository, args, isBase64: true } : { repository, args };
  }
  return undefined;
}

/** Both read their repositories from a file: those of `acme`, under the names that the addresses in the test have. */
function writeConfiguration(root: string, folder: string): { readonly cgit: string; readonly gitweb: string } {
  const [cgit, gitweb] = [join(folder, 'cgitrc'), join(folder, 'gitweb.conf')];
  const repository = `repo.url=pub/scm/acme/tool.git\nrepo.path=${join(root, 'acme/tool.git')}\n`;
  writeFileSync(cgit, `virtual-root=/\nsnapshots=tar.gz zip\ncache-size=0\nenable-http-clone=0\n${repository}`);
  writeFileSync(
    gitweb,
    `$projectroot = '${join(root, 'acme')}';\n$feature{'snapshot'}{'default'} = ['tgz', 'zip'];\n$feature{'pathinfo'}{'default'} = [1];\n1;\n`,
  );
  return { cgit, gitweb };
}

/** CGI, RFC 3875, as far as these programs need it. */
function runCgi(
  program: string,
  args: readonly string[],
  path: string,
  query: string,
  request: IncomingMessage,
  response: ServerResponse,
  env: Readonly<Record<string, string>>,
): void {
  const child = spawn(program, args, {
    env: {
      ...environment(),
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: request.headers['content-length'] ?? '',
      HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      SERVER_NAME: 'localhost',
      SERVER_PORT: '80',
      SERVER_PROTOCOL: 'HTTP/1.1',
      GATEWAY_INTERFACE: 'CGI/1.1',
      SCRIPT_NAME: '',
      REMOTE_ADDR: '127.0.0.1',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // A program that needs no input may be gone before it is written.
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('error', () => response.writeHead(500).end());
  child.on('close', () => {
    const whole = Buffer.concat(chunks);
    const end = /\r?\n\r?\n/.exec(whole.toString('latin1'));
    if (end === null) return void response.writeHead(500).end();
    let status = 200;
    for (const line of whole.subarray(0, end.index).toString('latin1').split(/\r?\n/)) {
      const [name = '', value = ''] = line.split(/:\s*/, 2);
      if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
      else if (name !== '') response.setHeader(name, line.slice(line.indexOf(':') + 1).trim());
    }
    response.writeHead(status).end(whole.subarray(end.index + end[0].length));
  });
}

function environment(): Readonly<Record<string, string>> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: devNull,
    LC_ALL: 'C',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
  };
}
