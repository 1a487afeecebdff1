import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRevisions } from '../../../src/ports/revisions.ts';
import { NO_TRUST, type Trust } from '../../../src/ports/trust.ts';
import { requireProgram } from '../../support/installed.ts';
import { type OtherServer, startMercurial, startSubversion } from '../../support/other-servers.ts';

const ENV = { PATH: process.env.PATH, HOME: tmpdir(), HGRCPATH: '/nowhere', GIT_TRACE: '1', SVN_SSH: 'evil' };
const lookup = async (host: string): Promise<readonly string[]> => {
  throw Object.assign(new Error(`${host} is not known`), { code: 'ENOTFOUND' });
};

function asking(mirrors: Readonly<Record<string, string>>, trust: Partial<Trust> = {}) {
  return createRevisions({
    env: ENV,
    lookup,
    trust: { ...NO_TRUST, mirrors: new Map(Object.entries(mirrors)), ...trust },
  });
}

describe.skipIf(!requireProgram('hg'))('Mercurial (hg)', () => {
  let server: OtherServer;
  beforeAll(async () => {
    server = await startMercurial();
  });
  afterAll(() => server.close());

  it.each([
    ['the default branch, which is not the tip', null, 'default'],
    ['a branch', 'release-1', 'release-1'],
    ['a tag', 'v1.0', 'v1.0'],
    ['tip', 'tip', 'tip'],
  ])('%s is a node', async (_name, asked, revision) => {
    const id = server.run('log', '--rev', revision, '--template', '{node}');
    const found = await asking({ 'example.com': server.url }).find('hg', 'https://example.com/library', asked);
    expect(found).toEqual({ kind: 'revision', id });
    expect(id).toMatch(/^[0-9a-f]{40}$/);
  });

  it('a shortened node is the whole one, and a bookmark @ is what a clone takes', async () => {
    const id = server.run('log', '--rev', 'v1.0', '--template', '{node}');
    const { find } = asking({ 'example.com': server.url });
    expect(await find('hg', 'https://example.com/library', id.slice(0, 12))).toEqual({ kind: 'revision', id });
    server.run('bookmark', '--rev', 'v1.0', '@');
    expect(await find('hg', 'https://example.com/library', null)).toEqual({ kind: 'revision', id });
    server.run('bookmark', '--delete', '@');
  });

  it.each([
    ['a name that is not there', 'gone', 'not-found', "unknown revision 'gone'"],
    ['a revset', 'max(all())', 'invalid', 'no name of a revision'],
    ['an option', '--config=x.y=z', 'invalid', 'no name of a revision'],
  ])('%s has no node', async (_name, asked, reason, words) => {
    const found = await asking({ 'example.com': server.url }).find('hg', 'https://example.com/library', asked);
    expect(found).toMatchObject({ kind: 'fault', reason });
    expect(found).toHaveProperty('message', expect.stringContaining(words));
  });
});

describe.skipIf(!['svn', 'svnserve', 'svnadmin'].every(requireProgram))('Subversion (svn, svnserve)', () => {
  let server: OtherServer;
  beforeAll(async () => {
    server = await startSubversion();
  });
  afterAll(() => server.close());

  it.each([
    ['trunk, whatever happened elsewhere', 'svn://example.com/trunk', '2'],
    ['tags', 'svn://example.com/tags', '3'],
    ['a folder', 'https://example.com/tags/1.0', '3'],
  ])('%s is the revision of its last change', async (_name, url, id) => {
    const { find } = asking({ 'example.com': server.url });
    expect(await find('svn', url, null)).toEqual({ kind: 'revision', id });
    expect(await find('svn', url, 'HEAD')).toEqual({ kind: 'revision', id });
  });

  it.each([
    ['a path that is not there', 'svn://example.com/gone', null, 'not-found', 'check the spelling'],
    ['an at sign in the path is no peg', 'svn://example.com/trunk@1', null, 'not-found', 'check the spelling'],
    ['a date', 'svn://example.com/trunk', '{2020-01-01}', 'invalid', 'no name of a revision'],
  ])('%s', async (_name, url, asked, reason, words) => {
    const found = await asking({ 'example.com': server.url }).find('svn', url, asked);
    expect(found).toMatchObject({ kind: 'fault', reason });
    expect(found).toHaveProperty('message', expect.stringContaining(words));
  });
});

describe('a program that says what it is given', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pinlock-program-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Puts a program of this name on PATH that writes down its arguments and environment and then runs `script`. */
  function install(name: string, script: string): void {
    const path = join(folder, name);
    writeFileSync(
      path,
      `#!/bin/sh\nfor word do printf '%s\\n' "$word" >>${folder}/args; done\nenv >${folder}/env\npwd >${folder}/cwd\n${script}\n`,
    );
    chmodSync(path, 0o755);
  }
  const find = (kind: 'hg' | 'svn', url: string, name: string | null, trust: Partial<Trust> = {}, deadline = 60_000) =>
    createRevisions({
      env: { ...ENV, PATH: `${folder}:/usr/bin:/bin` },
      lookup: async () => ['192.0.2.7'],
      deadline,
      trust: { ...NO_TRUST, ...trust },
    }).find(kind, url, name);
  const args = (): readonly string[] => readFileSync(join(folder, 'args'), 'utf8').trim().split('\n');

  it('Mercurial is asked one thing, without a question to anybody', async () => {
    install('hg', `echo sending; echo ${'a'.repeat(40)}`);
    expect(await find('hg', 'https://example.com/a', 'x')).toEqual({ kind: 'revision', id: 'a'.repeat(40) });
    expect(args()).toEqual([
      ...[
        '--noninteractive',
        '--config',
        'ui.ssh=ssh -oBatchMode=yes -oConnectTimeout=15',
        '--config',
        'http.timeout=20',
      ],
      ...['identify', '--id', '--debug', '--rev', 'x', '--', 'https://example.com/a'],
    ]);
    const env = readFileSync(join(folder, 'env'), 'utf8');
    expect(env).toContain('HGPLAIN=+strictflags\n');
    expect(env).not.toMatch(/HGRCPATH|GIT_TRACE/);
    expect(readFileSync(join(folder, 'cwd'), 'utf8').trim()).toBe(tmpdir());
  });

  it('Subversion is asked one thing, without a question to anybody', async () => {
    install('svn', 'echo 12');
    expect(await find('svn', 'svn+ssh://ada@example.com/a', null)).toEqual({ kind: 'revision', id: '12' });
    expect(args()).toEqual([
      ...['info', '--non-interactive', '--no-auth-cache', '--config-option', 'servers:global:http-timeout=20'],
      ...['--show-item', 'last-changed-revision', '--', 'svn+ssh://ada@example.com/a@HEAD'],
    ]);
    expect(readFileSync(join(folder, 'env'), 'utf8')).toContain('SVN_SSH=ssh -oBatchMode=yes -oConnectTimeout=15\n');
  });

  it.each([
    ['hg', 'file:///a', 'its scheme is none of https, http, ssh'],
    ['svn', 'file:///a', 'its scheme is none of'],
    ['svn', 'svn+evil://example.com/a', 'its scheme is none of'],
    ['hg', 'ssh://-oProxyCommand=x/a', 'cannot be read'],
    ['hg', 'ssh://example.com/-x', 'starts with "-"'],
    ['hg', 'https://ada:secret@example.com/a', 'a user or a password'],
    ['hg', 'http://example.com/a', 'plain http'],
    ['svn', 'svn://127.0.0.1/a', 'this machine itself'],
    ['svn', 'svn://169.254.169.254/a', 'an address'],
  ] as const)('%s is never given %s', async (kind, url, words) => {
    install(kind, 'echo 12');
    const found = await find(kind, url, null);
    expect(found).toMatchObject({ kind: 'fault', reason: 'refused' });
    expect(found).toHaveProperty('message', expect.stringContaining(words));
    expect(found).not.toHaveProperty('message', expect.stringContaining('secret'));
    expect(() => args()).toThrow('ENOENT');
  });

  it('nor anything with --public-only, and no host that is not allowed', async () => {
    install('hg', 'echo 12');
    expect(await find('hg', 'https://example.com/a', null, { publicOnly: true })).toMatchObject({ reason: 'refused' });
    expect(await find('hg', 'https://example.com/a', null, { hosts: ['example.org'] })).toMatchObject({
      reason: 'refused',
    });
    expect(() => args()).toThrow('ENOENT');
  });

  it.each([
    [
      'a redirect to another host',
      'echo "real URL is https://example.org/b"; echo 12',
      'moved',
      'https://example.org/b',
    ],
    ['a login', 'echo "abort: authorization failed" >&2; exit 255', 'authentication', 'without a question'],
    ['a broken certificate', 'echo "abort: error: certificate verify failed" >&2; exit 255', 'tls', 'certificate'],
    [
      'a host that is not there',
      'echo "abort: error: Name or service not known" >&2; exit 255',
      'unreachable',
      'not known',
    ],
    ['nothing', 'true', 'invalid', 'without a revision'],
    ['a torrent', 'yes', 'too-large', 'printed too much'],
  ])('%s is a fault', async (_name, script, reason, words) => {
    install('hg', script);
    const found = await find('hg', 'https://example.com/a', 'x');
    expect(found).toMatchObject({ kind: 'fault', reason });
    expect(found).toHaveProperty('message', expect.stringContaining(words));
  });

  it('that does not end is ended', async () => {
    install('svn', 'exec tail -f /dev/null');
    expect(await find('svn', 'svn://example.com/a', null, {}, 300)).toMatchObject({ reason: 'timed-out' });
  });

  it('that is not installed is named', async () => {
    const { find: ask } = createRevisions({ env: { PATH: folder }, lookup: async () => ['192.0.2.7'] });
    const found = await ask('hg', 'https://example.com/a', null);
    expect(found).toMatchObject({ kind: 'fault', reason: 'not-supported' });
    expect(found).toHaveProperty('message', expect.stringContaining('install hg and put it on PATH'));
  });
});
