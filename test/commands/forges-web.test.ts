import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, createCertificate } from '../support/certificate.ts';
import { forgeHandler } from '../support/forge-server.ts';
import { requireProgram } from '../support/installed.ts';
import { createRepository, type Repository } from '../support/repositories.ts';
import { startWebServer, type WebServer } from '../support/web-server.ts';
import { usePinlock } from './pinlock.ts';

/**
 * For each code host: resolve and apply against a server that serves its URL shapes, then the rewritten script run by a real shell with the
 * real curl and tar, after the branch moved on. What lies on disk must be what was pinned.
 */
const pinlock = usePinlock();

/** Addresses of the file `a/get.sh` of acme/tool, and of archives that hold it; `plain` ones are the file itself. */
const FORGES: Readonly<Record<string, readonly string[]>> = {
  github: [
    'https://github.com/acme/tool/archive/main.tar.gz',
    'https://github.com/acme/tool/archive/refs/heads/main.tar.gz',
    'https://github.com/acme/tool/archive/refs/tags/v1.2.tar.gz',
    'https://github.com/acme/tool/tarball/main',
    'https://codeload.github.com/acme/tool/tar.gz/main',
    'https://codeload.github.com/acme/tool/legacy.tar.gz/refs/heads/main',
    'https://raw.githubusercontent.com/acme/tool/refs/heads/main/a/get.sh',
    'https://raw.githubusercontent.com/acme/tool/main/get.sh',
    'https://github.com/acme/tool/raw/main/get.sh',
    'https://github.com/acme/tool/blob/main/get.sh?raw=true',
    'https://media.githubusercontent.com/media/acme/tool/main/get.sh',
    'https://api.github.com/repos/acme/tool/tarball/main',
    'https://api.github.com/repos/acme/tool/tarball',
    'https://api.github.com/repos/acme/tool/contents/a/get.sh?ref=main',
  ],
  gitlab: [
    'https://gitlab.com/acme/tool/-/archive/main/tool-main.tar.gz',
    'https://gitlab.com/acme/tool/-/archive/main.tar.gz',
    'https://gitlab.com/acme/tool/repository/main/archive.tar.gz',
    'https://gitlab.com/acme/tool/-/raw/main/get.sh',
    'https://gitlab.com/acme/tool/raw/main/get.sh',
    'https://gitlab.com/api/v4/projects/acme%2Ftool/repository/archive.tar.gz?sha=main',
    'https://gitlab.com/api/v4/projects/acme%2Ftool/repository/archive.tar.gz',
    'https://gitlab.com/api/v4/projects/acme%2Ftool/repository/files/a%2Fget.sh/raw?ref=main',
  ],
  gitea: [
    'https://codeberg.org/acme/tool/archive/main.tar.gz',
    'https://codeberg.org/acme/tool/raw/branch/main/a/get.sh',
    'https://codeberg.org/acme/tool/raw/tag/v1.2/a/get.sh',
    'https://codeberg.org/acme/tool/media/branch/main/get.sh',
    'https://codeberg.org/api/v1/repos/acme/tool/archive/main.tar.gz',
    'https://codeberg.org/api/v1/repos/acme/tool/raw/a/get.sh?ref=main',
    'https://codeberg.org/api/v1/repos/acme/tool/raw/a/get.sh',
  ],
  bitbucket: ['https://bitbucket.org/acme/tool/get/main.tar.gz', 'https://bitbucket.org/acme/tool/raw/main/get.sh'],
  sourcehut: ['https://git.sr.ht/~acme/tool/archive/main.tar.gz', 'https://git.sr.ht/~acme/tool/blob/main/get.sh'],
  gitiles: [
    'https://go.googlesource.com/acme/tool/+archive/refs/heads/main.tar.gz',
    'https://go.googlesource.com/acme/tool/+archive/main.tar.gz',
    'https://go.googlesource.com/acme/tool/+/refs/heads/main/get.sh?format=TEXT',
  ],
  cgit: [
    'https://git.kernel.org/pub/scm/acme/tool.git/snapshot/tool-main.tar.gz',
    'https://git.kernel.org/pub/scm/acme/tool.git/snapshot/tool-v1.2.tar.gz',
    'https://git.kernel.org/pub/scm/acme/tool.git/plain/a/get.sh?h=main',
    'https://git.kernel.org/pub/scm/acme/tool.git/plain/a/get.sh',
  ],
  gitweb: [
    'https://sourceware.org/git/?p=tool.git;a=snapshot;h=refs/heads/main;sf=tgz',
    'https://sourceware.org/git/?p=tool.git;a=blob_plain;f=a/get.sh;hb=HEAD',
    'https://sourceware.org/git/?p=tool.git;a=blob_plain;f=a/get.sh;hb=main',
    'https://repo.or.cz/tool.git/snapshot/refs/heads/main.tar.gz',
    'https://repo.or.cz/tool.git/blob_plain/refs/heads/main:/a/get.sh',
  ],
};

const NEEDED: Readonly<Record<string, string>> = {
  cgit: '/usr/lib/cgit/cgit.cgi',
  gitweb: '/usr/share/gitweb/gitweb.cgi',
};
const HOSTS = [
  ...new Set(
    Object.values(FORGES)
      .flat()
      .map((url) => new URL(url).host),
  ),
];

let folder: string;
let tool: Repository;
let certificate: Certificate;
/** `plain`: asked by pinlock, the host is the first component of the path; `secure`: asked by curl, which is told to connect to it. */
let plain: WebServer;
let secure: WebServer;
let first: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pinlock-forges-'));
  const root = join(folder, 'repositories');
  tool = createRepository(root, 'acme/tool');
  first = tool.commit({ 'get.sh': 'echo one\n', 'a/get.sh': 'echo one\n' });
  tool.tag('v1.2', first);
  const handle = forgeHandler({ root, folder });
  plain = await startWebServer((request, response) => {
    const [, host = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? '') ?? [];
    handle(host, path, request, response);
  });
  certificate = createCertificate(HOSTS);
  secure = await startWebServer(
    (request, response) => handle(String(request.headers.host), request.url ?? '', request, response),
    { tls: certificate },
  );
});

afterAll(async () => {
  await plain.close();
  await secure.close();
  certificate.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(Object.entries(FORGES))('%s', (forge, urls) => {
  const isInstalled = requireProgram('curl') && requireFile(NEEDED[forge]);

  it.skipIf(!isInstalled)('what apply wrote brings what was pinned', async () => {
    tool.branch('main', first);
    const mirrors = Object.fromEntries(HOSTS.map((host) => [host, `${plain.url}/${host}`]));
    const cwd = pinlock.tree({
      'build.sh': `#!/bin/sh\nset -e\n${urls.map((url, index) => `curl -fsSL -o ${nameOf(url, index)} '${url}'\n`).join('')}`,
      'trusted.yml': JSON.stringify({ mirrors }),
    });
    const resolved = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], { cwd });
    expect(resolved).toMatchObject({ exitCode: 0, stderr: '' });
    const applied = await pinlock.run(['apply'], { cwd });
    expect(applied).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await pinlock.run(['check', '--strict'], { cwd })).exitCode).toBe(0);
    const script = readFileSync(join(cwd, 'build.sh'), 'utf8');
    expect(script.split(first).length - 1).toBeGreaterThanOrEqual(urls.length);

    tool.commit({ 'get.sh': 'echo two\n', 'a/get.sh': 'echo two\n' });
    expect(await contentsAfter(script)).toEqual(urls.map(() => 'echo one\n'));
    // The server does move: the script as it was brings the new text, but for tags.
    const before = urls.map((url, index) => `curl -fsSL -o ${nameOf(url, index)} '${url}'\n`).join('');
    expect(await contentsAfter(`set -e\n${before}`)).toEqual(
      urls.map((url) => (url.includes('v1.2') ? 'echo one\n' : 'echo two\n')),
    );
  });
});

function nameOf(url: string, index: number): string {
  const kind = url.includes('format=TEXT')
    ? 'base64'
    : /archive|snapshot|tarball|tar\.gz|\/get\//.test(url)
      ? 'archive'
      : 'file';
  return `${String(index).padStart(2, '0')}-${kind}`;
}

/** Runs a script in a folder of its own, where every host is the secure server; the text of get.sh in each file that it made. */
async function contentsAfter(script: string): Promise<readonly string[]> {
  const cwd = mkdtempSync(join(folder, 'run-'));
  writeFileSync(join(cwd, '.curlrc'), `connect-to = "::${secure.host}"\ncacert = "${certificate.path}"\n`);
  await run('sh', ['-c', script], cwd);
  const names = readdirSync(cwd).filter((name) => /^\d\d-/.test(name));
  return Promise.all(
    names.sort().map(async (name) => {
      if (name.endsWith('-file')) return readFileSync(join(cwd, name), 'utf8');
      if (name.endsWith('-base64')) return Buffer.from(readFileSync(join(cwd, name), 'utf8'), 'base64').toString();
      return run('tar', ['-xOzf', name, '--wildcards', '*/a/get.sh'], cwd);
    }),
  );
}

function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: cwd, CURL_HOME: cwd };
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(`${error.message}\n${stderr}`)),
    );
  });
}

/** As `requireProgram`, for a program that is called by its path. */
function requireFile(path: string | undefined): boolean {
  if (path === undefined || existsSync(path)) return true;
  if (process.env.CI === 'true') throw new Error(`${path} is not installed; .ci/run installs it`);
  return false;
}
