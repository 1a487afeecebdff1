import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';
import { startWebServer, type WebHandler, type WebServer } from '../support/web-server.ts';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
/** What a terminal or a log would act upon or hide, but for the line breaks that pinlock itself writes. */
const HARMFUL = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u;
const EVIL = '\u001b[2J\u001b]0;title\u0007\u202eevil\u200b\u2028::error::x ##[error]y';

let world: GitWorld;
let web: WebServer;
let onWeb: WebHandler;
let intercept: ((url: string) => { readonly status: number; readonly body: string } | undefined) | undefined;
beforeAll(async () => {
  web = await startWebServer((request, response) => onWeb(request, response));
  world = await createGitWorld({
    intercept: (request, response) => {
      const answer = intercept?.(request.url ?? '');
      if (answer === undefined) return false;
      response.writeHead(answer.status, { 'content-type': 'text/plain', 'www-authenticate': 'Basic realm="x"' });
      response.end(answer.body);
      return true;
    },
  });
});
beforeEach(() => {
  intercept = undefined;
  onWeb = (_request, response) => void response.writeHead(404).end();
});
afterAll(async () => {
  await Promise.all([world.close(), web.close()]);
});

function expectInert(...texts: readonly string[]): void {
  for (const text of texts) {
    expect(text).not.toMatch(HARMFUL);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toContain('##[');
  }
}

describe('what a server says is shown as text', () => {
  it.each([401, 403, 404, 429, 500])('git and a page of %s', async (status) => {
    intercept = () => ({ status, body: `${EVIL}\n::error::line\n` });
    const cwd = pinlock.tree({ 'build.sh': 'git clone https://example.com/acme/tool\n' });
    const run = await pinlock.run(['resolve'], { cwd, env: world.env });
    expect(run.exitCode).toBe(3);
    expectInert(run.stdout, run.stderr);
  });

  it('a default branch with a name that turns text around', async () => {
    const repository = createRepository(world.root, 'acme/turned');
    const commit = repository.commit({ a: 'a' });
    repository.branch('ma\u202ein', commit);
    repository.setHead({ branch: 'ma\u202ein' });
    const cwd = pinlock.tree({ 'build.sh': 'git clone https://example.com/acme/turned\n' });
    const run = await pinlock.run(['resolve'], { cwd, env: world.env });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('ma\\u{202e}in');
    const lockfile = readFileSync(join(cwd, 'pinlock.lock'), 'utf8');
    expectInert(run.stdout, run.stderr, lockfile);
    expect(JSON.parse(lockfile)).toHaveProperty(
      ['sources', 'git+https://example.com/acme/turned', 'ref'],
      'refs/heads/ma\u202ein',
    );
    expect((await pinlock.run(['check'], { cwd, env: world.env })).exitCode).toBe(0);
  });

  it.each([
    ['a redirect', 302, { location: `https://example.org/${encodeURI(EVIL)}` }],
    ['a redirect to nowhere', 302, { location: 'https://\u00ff::error::' }],
    ['a challenge', 401, { 'www-authenticate': 'Bearer realm="https://::error::/",service="\u009b2J"' }],
    ['a limit', 429, { 'ratelimit-limit': '\u009b2J', 'retry-after': '\u009b2J' }],
  ])('%s', async (_name, status, headers) => {
    onWeb = (_request, response) => void response.writeHead(status, headers).end(EVIL);
    const trusted = `mirrors: { example.com: "${web.url}", registry.example.com: "${web.url}" }\n`;
    const cwd = pinlock.tree({
      'build.sh': 'wget https://example.com/tool-1.2.tar.gz\n',
      Dockerfile: 'FROM registry.example.com/acme/base:1\n',
      'trusted.yml': trusted,
    });
    const run = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], { cwd });
    expect(run.exitCode).toBe(3);
    expectInert(run.stdout, run.stderr);
  });
});
