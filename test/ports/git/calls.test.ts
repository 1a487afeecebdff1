import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGit, type GitSetup } from '../../../src/ports/git.ts';

/** A `git` that writes down how it was called and answers by its subcommand. */
const FAKE = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const args = process.argv.slice(2);
const input = args.includes('--stdin') || process.env.GIT_NO_REPLACE_OBJECTS ? readFileSync(0, 'utf8') : '';
appendFileSync(join(__dirname, 'log'), JSON.stringify({ args, env: process.env, cwd: process.cwd(), input }) + '\\n');
if (args.includes('config') && process.env.GIT_DIR === '/dev/null') {
  process.stdout.write('global\\0core.sshcommand\\nssh -i key\\0global\\0http.proxy\\n\\0' +
    'global\\0url.http://mirror.example.com/.insteadof\\nhttps://plain.example.com/\\0' +
    'global\\0url.https://ada:p%40ss@mirror.example.com/.insteadof\\nhttps://secret.example.com/\\0');
} else if (args.includes('config')) {
  process.stdout.write('global\\0core.sshcommand\\nssh -i key\\0global\\0url.https://m.example.com/.insteadof\\nw:\\0' +
    'local\\0http.extraheader\\nAuthorization: x\\0local\\0remote.origin.url\\nu\\0');
}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinlock-fake-git-'));
  mkdirSync(join(folder, 'tree'));
  writeFileSync(join(folder, 'git'), FAKE);
  chmodSync(join(folder, 'git'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Call = {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly input: string;
};

function calls(): readonly Call[] {
  const log = join(folder, 'log');
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  return lines.map((line): Call => JSON.parse(line));
}

function callerEnvironment(): Record<string, string> {
  return {
    PATH: `.::relative:${folder}`,
    HOME: folder,
    USER: 'ada',
    LANG: 'de_DE.UTF-8',
    XDG_CONFIG_HOME: '/xdg',
    SSH_AUTH_SOCK: '/agent',
    no_proxy: 'internal',
    GIT_SSL_CAINFO: '/ca.pem',
    GIT_CONFIG_GLOBAL: '/global',
    GIT_DIR: '/elsewhere/.git',
    GIT_INDEX_FILE: '/elsewhere/index',
    GIT_TRACE_CURL: '1',
    GIT_EXEC_PATH: '/evil',
    GIT_PROXY_COMMAND: '/evil/proxy',
    GIT_SSH_COMMAND: '/evil/ssh',
    GIT_SSH: '/evil/ssh',
    GIT_ASKPASS: '/evil/askpass',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_PARAMETERS: "'core.fsmonitor=/evil'",
    SSH_ASKPASS: '/evil/askpass',
    LD_PRELOAD: '',
    EDITOR: 'vi',
    PAGER: 'less',
    GITHUB_TOKEN: 'secret',
  };
}

const KEPT = {
  HOME: expect.any(String),
  PATH: expect.any(String),
  USER: 'ada',
  XDG_CONFIG_HOME: '/xdg',
  SSH_AUTH_SOCK: '/agent',
  no_proxy: 'internal',
  GIT_SSL_CAINFO: '/ca.pem',
  GIT_CONFIG_GLOBAL: '/global',
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  SSH_ASKPASS_REQUIRE: 'never',
  GCM_INTERACTIVE: 'never',
};
const NETWORK = {
  ...KEPT,
  GIT_DIR: '/dev/null',
  GIT_ALLOW_PROTOCOL: 'https',
  GIT_PROTOCOL_FROM_USER: '0',
  GIT_SSH_COMMAND: 'ssh -i key -oBatchMode=yes -oConnectTimeout=15',
};
const OFFLINE = { ...KEPT, GIT_DIR: '/dev/null', GIT_ALLOW_PROTOCOL: 'none' };
const CURL = ['-c', 'http.followRedirects=false', '-c', 'http.lowSpeedLimit=1000', '-c', 'http.lowSpeedTime=20'];

type Pair = readonly [string, string];

/** As git takes settings from the environment. */
function settings(...pairs: readonly Pair[]): Readonly<Record<string, string>> {
  const entries = pairs.flatMap(([key, value], index): readonly Pair[] => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(pairs.length), ...Object.fromEntries(entries) };
}

/** What holds git to the place that was judged. */
function keep(url: string): Pair {
  return [`url.${url}.insteadOf`, url];
}

function open(setup: Partial<GitSetup> = {}) {
  return createGit({ env: callerEnvironment(), lookup: async () => ['192.0.2.1', '2001:db8::1'], ...setup });
}

describe('the exact calls', () => {
  it('of ls-remote', async () => {
    await open().listRefs('https://user:token@Example.com:443/acme/library', ['HEAD', 'refs/tags/v1']);
    const [config, list, ...others] = calls();
    expect(others).toEqual([]);
    expect(config?.args).toEqual([...['--no-pager', 'config', '--show-scope', '--includes', '--null', '--list']]);
    expect(config?.env).toEqual(OFFLINE);
    expect(list?.args).toEqual([
      ...['--no-pager', ...CURL, '-c', 'http.curloptResolve=example.com:443:192.0.2.1,[2001:db8::1]'],
      ...['ls-remote', '--symref', '--', 'https://example.com/acme/library', 'HEAD', 'refs/tags/v1'],
    ]);
    expect(list?.env).toEqual({ ...NETWORK, ...settings(keep('https://example.com/acme/library')) });
    expect(list?.env.PATH).toBe(folder);
    expect(list?.cwd).toBe(tmpdir());
  });

  it('of ls-remote over ssh', async () => {
    await open().listRefs('git@example.com:acme/library', ['HEAD']);
    const list = calls().at(-1);
    expect(list?.args).toEqual([
      '--no-pager',
      ...CURL,
      'ls-remote',
      '--symref',
      '--',
      'git@example.com:acme/library',
      'HEAD',
    ]);
    expect(list?.env).toEqual({
      ...NETWORK,
      GIT_ALLOW_PROTOCOL: 'ssh',
      ...settings(keep('git@example.com:acme/library')),
    });
  });

  it('of fetch', async () => {
    const cache = join(folder, 'cache');
    await open().fetch('https://example.com/acme/library', cache, [
      '+refs/heads/main:refs/tips/1',
      '+HEAD:refs/tips/2',
    ]);
    const [init, fetch] = calls().slice(1);
    expect(init?.args).toEqual(['--no-pager', 'init', '--quiet', '--bare', '--template=', '--object-format=sha1']);
    // Made aside and renamed.
    const aside = init?.env.GIT_DIR ?? '';
    expect(init?.env).toEqual({ ...OFFLINE, GIT_DIR: aside });
    expect(aside).toMatch(/\/cache\.[0-9a-f]{16}\.new$/);
    expect(fetch?.args).toEqual([
      ...['--no-pager', ...CURL, '-c', 'http.curloptResolve=example.com:443:192.0.2.1,[2001:db8::1]'],
      ...['-c', 'core.hooksPath=/dev/null', '-c', 'fetch.fsckObjects=true'],
      ...['-c', 'fetch.fsck.badDate=ignore', '-c', 'fetch.fsck.badDateOverflow=ignore'],
      ...['-c', 'fetch.fsck.badEmail=ignore', '-c', 'fetch.fsck.badName=ignore'],
      ...['-c', 'fetch.fsck.badTimezone=ignore', '-c', 'fetch.fsck.missingEmail=ignore'],
      ...['-c', 'fetch.fsck.missingNameBeforeEmail=ignore', '-c', 'fetch.fsck.missingSpaceBeforeDate=ignore'],
      ...['-c', 'fetch.fsck.missingSpaceBeforeEmail=ignore', '-c', 'fetch.fsck.zeroPaddedDate=ignore'],
      ...['-c', 'transfer.bundleURI=false', '-c', 'fetch.uriProtocols=', '-c', 'gc.auto=0'],
      ...['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance'],
      ...['--no-write-fetch-head', '--filter=tree:0', '--stdin'],
      ...['--', 'https://example.com/acme/library'],
    ]);
    expect(fetch?.env).toEqual({ ...NETWORK, GIT_DIR: cache, ...settings(keep('https://example.com/acme/library')) });
    expect(fetch?.input).toBe('+refs/heads/main:refs/tips/1\n+HEAD:refs/tips/2\n');
  });

  it.each(['cat-file', 'merge-base', 'rev-list', 'rev-parse'] as const)(
    'of %s in a repository of the cache',
    async (command) => {
      const cache = join(folder, 'cache');
      const result = await open().cached(cache, command, ['--an-option'], { input: 'asked\n' });
      expect(result).toMatchObject({ kind: 'output', code: 0 });
      const [call, ...others] = calls();
      expect(others).toEqual([]);
      expect(call?.args).toEqual([
        ...['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '--no-pager', command, '--an-option'],
      ]);
      expect(call?.env).toEqual({
        ...KEPT,
        GIT_DIR: cache,
        GIT_ALLOW_PROTOCOL: 'none',
        GIT_NO_LAZY_FETCH: '1',
        GIT_OPTIONAL_LOCKS: '0',
        GIT_NO_REPLACE_OBJECTS: '1',
      });
      expect(call?.cwd).toBe(tmpdir());
      expect(call?.input).toBe('asked\n');
    },
  );

  it.each(['ls-files', 'cat-file', 'rev-parse', 'rev-list', 'config', 'diff-index'] as const)(
    'of %s in a work tree',
    async (command) => {
      await open().local(join(folder, 'tree'), command, ['--an-option', '--', 'path']);
      const [call, ...others] = calls();
      expect(others).toEqual([]);
      expect(call?.args).toEqual([
        ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'safe.bareRepository=explicit'],
        ...['--no-pager', command, '--an-option', '--', 'path'],
      ]);
      expect(call?.env).toEqual({
        ...KEPT,
        GIT_ALLOW_PROTOCOL: 'none',
        GIT_NO_LAZY_FETCH: '1',
        GIT_OPTIONAL_LOCKS: '0',
        // simple-git's own.
        GIT_TEST_DISALLOW_ABBREVIATED_OPTIONS: 'true',
      });
      expect(call?.cwd).toBe(join(folder, 'tree'));
    },
  );
});

describe('what counts inside a folder only', () => {
  it.each([
    ['includeIf of the user', false, []],
    ['and the settings of the tree, where they are trusted', true, [['http.extraheader', 'Authorization: x']]],
  ] as const)('%s goes along in the environment', async (_name, trustLocalConfig, more) => {
    const git = open({ folder: join(folder, 'tree'), trustLocalConfig });
    await git.listRefs('https://example.com/acme/library', ['HEAD']);
    const [, inside, list] = calls();
    expect(inside?.cwd).toBe(join(folder, 'tree'));
    const expected = settings(
      ['url.https://m.example.com/.insteadof', 'w:'],
      ...more,
      keep('https://example.com/acme/library'),
    );
    expect(list?.env).toEqual({ ...NETWORK, ...expected });
    expect(list?.args.join(' ')).not.toContain('Authorization');
  });
});

describe('credentials that the user has put into insteadOf', () => {
  it('go through the environment, not through arguments', async () => {
    await open().listRefs('https://secret.example.com/acme/library', ['HEAD']);
    const bare = 'https://mirror.example.com/acme/library';
    const list = calls().at(-1);
    expect(list?.args).toContain(bare);
    const secret = `Authorization: Basic ${Buffer.from('ada:p@ss').toString('base64')}`;
    expect(list?.env).toMatchObject(settings(keep(bare), [`http.${bare}.extraHeader`, secret]));
    for (const call of calls()) expect(call.args.join(' ')).not.toMatch(/p(%40|@)ss/);
  });
});

describe("pinlock's own settings", () => {
  const mirror = 'https://mirror.example.com/git/acme/library';
  const trust = {
    mirrors: new Map([['example.com', 'https://mirror.example.com/git']]),
    proxies: new Map([['https', 'http://ada:pr0xy@proxy.example.com:3128']]),
    tokens: new Map([
      ['mirror.example.com', 's3cret'],
      ['example.com', 'never'],
    ]),
  };

  it('go through the environment, bound to the host, not through arguments', async () => {
    await open({ trust }).listRefs('https://example.com/acme/library', ['HEAD']);
    const list = calls().at(-1);
    expect(list?.args).toEqual([
      ...['--no-pager', ...CURL, '-c', 'http.curloptResolve=mirror.example.com:443:192.0.2.1,[2001:db8::1]'],
      ...['ls-remote', '--symref', '--', mirror, 'HEAD'],
    ]);
    expect(list?.env).toEqual({
      ...NETWORK,
      ...settings(
        keep(mirror),
        ['http.https://mirror.example.com/.proxy', 'http://ada:pr0xy@proxy.example.com:3128/'],
        ['http.https://mirror.example.com/.extraHeader', `Authorization: Basic ${btoa('x-access-token:s3cret')}`],
      ),
    });
  });

  it.each([
    ['an ssh URL goes to the mirror too', 'ssh://git@example.com/acme/library'],
    ['and the form of scp', 'git@example.com:acme/library'],
    ['and the git protocol', 'git://example.com/acme/library'],
  ])('%s', async (_name, url) => {
    expect(await open({ trust }).listRefs(url, ['HEAD'])).toMatchObject({
      kind: 'refs',
      mirror: 'https://mirror.example.com/git',
    });
    expect(calls().at(-1)?.args).toContain(mirror);
  });

  it.each([
    ['another port is another host', 'https://example.com:8443/acme/library', {}],
    ['plain http to a host that is named for it sees no token', 'http://plain.example.org/acme/library', {}],
    ['ssh needs none', 'ssh://git@other.example.com/acme/library', {}],
  ])('%s', async (_name, url, more) => {
    const tokens = new Map([...trust.tokens, ['plain.example.org', 'never'], ['other.example.com', 'never']] as const);
    const git = open({ trust: { ...trust, tokens, http: ['plain.example.org'], proxies: new Map(), ...more } });
    expect(await git.listRefs(url, ['HEAD'])).toMatchObject({ kind: 'refs', mirror: null });
    expect(calls().at(-1)?.env).toMatchObject(settings(keep(url)));
  });

  it('a proxy that nobody speaks is named', async () => {
    const git = open({ trust: { proxies: new Map([['https', 'ftp://proxy']]) } });
    expect(await git.listRefs('https://example.com/a/b', ['HEAD'])).toMatchObject({ reason: 'unreachable' });
  });

  it.each([
    ['a host that is not allowed', 'https://example.org/a/b'],
    ['another port of one that is', 'https://example.com:8443/a/b'],
    ['the same over ssh', 'git@example.org:a/b'],
  ])('%s is not asked', async (_name, url) => {
    expect(await open({ trust: { hosts: ['example.com'] } }).listRefs(url, ['HEAD'])).toMatchObject({
      reason: 'refused',
    });
    expect(calls().filter((call) => call.args.includes('--symref'))).toEqual([]);
  });
});

describe('--public-only', () => {
  const PROXIED = { ...callerEnvironment(), https_proxy: 'http://proxy.example.com:3128' };
  const known = async (): Promise<readonly string[]> => ['10.0.0.1'];
  const unknown = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));

  it.each([
    ['a private address behind a name', 'https://example.com/a/b', {}, { lookup: known }],
    ['a name that only the proxy knows', 'https://example.com/a/b', {}, { lookup: unknown, env: PROXIED }],
    ['ssh', 'git@example.com:a/b', {}, {}],
    ['git, which cannot be held to an address', 'git://example.com/a/b', {}, {}],
    ['ssh to a host that is not on the list', 'git@example.com:a/b', { hosts: ['example.org'] }, {}],
  ])('refuses %s', async (_name, url, trust, setup) => {
    const git = open({ ...setup, trust: { ...trust, publicOnly: true } });
    expect(await git.listRefs(url, ['HEAD'])).toMatchObject({ kind: 'fault', reason: 'refused' });
    expect(calls().filter((call) => call.args.includes('--symref'))).toEqual([]);
  });

  it.each([
    ['public addresses', 'https://example.com/a/b', {}, {}],
    ['ssh to a host of the list', 'git@example.com:a/b', { hosts: ['example.com'] }, {}],
    [
      'a private mirror that the settings name',
      'https://example.com/a/b',
      { mirrors: new Map([['example.com', 'https://mirror.corp.example']]) },
      { lookup: known },
    ],
  ])('asks %s', async (_name, url, trust, setup) => {
    const git = open({ ...setup, trust: { ...trust, publicOnly: true } });
    expect(await git.listRefs(url, ['HEAD'])).toMatchObject({ kind: 'refs' });
  });
});

describe('git is not called at all for', () => {
  it.each([
    ['an option', '--upload-pack=touch /tmp/x'],
    ['a remote helper', 'ext::sh -c date'],
    ['a remote helper without blanks', 'ext::date'],
    ['an scp address that looks like a helper', 'git@example.com::a/b'],
    ['an unknown scheme', 'ext://date'],
    ['a file', 'file:///etc'],
    ['a path', '/etc'],
    ['the name of a remote', 'origin'],
    ['an encoded line break', 'https://example.com/acme%0ahost=evil/library'],
    ['a line break', 'https://example.com/acme\nlibrary'],
    ['an encoded NUL', 'https://example.com/a%00b'],
    ['a backslash before the host', 'https://evil.example\\@example.com/a/b'],
    ['two users', 'https://a@b@example.com/a/b'],
    ['an ssh user that is an option', 'ssh://-oProxyCommand=date@example.com/a/b'],
    ['an ssh host that is an option', 'ssh://-oProxyCommand=date/a/b'],
    ['an scp host that is an option', '-oProxyCommand=date:a/b'],
    ['an scp path that is an option', 'git@example.com:--upload-pack=x'],
    ['a path that is an option', 'ssh://example.com/-x'],
    ['a host alone', 'https://example.com/'],
    ['an open port', 'https://example.com:99999/a/b'],
    ['ftp', 'ftp://example.com/a/b'],
  ])('%s', async (_name, url) => {
    expect(await open().listRefs(url, ['HEAD'])).toMatchObject({
      kind: 'fault',
      reason: 'refused',
      isTransient: false,
    });
    expect(calls().filter((call) => !call.args.includes('config'))).toEqual([]);
  });
});

describe('no place of the network is asked for', () => {
  it.each([
    ['plain http', 'http://example.com/a/b', ['192.0.2.1']],
    ['loopback', 'https://127.0.0.1/a/b', []],
    ['loopback as one number', 'https://2130706433/a/b', []],
    ['loopback, shortened', 'https://127.1/a/b', []],
    ['loopback, hexadecimal', 'https://0x7f.0.0.1/a/b', []],
    ['loopback with a dot behind', 'https://127.0.0.1./a/b', []],
    ['loopback over IPv6', 'https://[::1]/a/b', []],
    ['loopback mapped into IPv6', 'https://[::ffff:127.0.0.1]/a/b', []],
    ['a private address in the tree', 'https://10.0.0.1/a/b', []],
    ['localhost', 'https://localhost/a/b', ['127.0.0.1']],
    ['a name that leads to loopback', 'https://rebound.example.com/a/b', ['127.0.0.1']],
    ['a name that leads to metadata', 'https://rebound.example.com/a/b', ['192.0.2.1', '169.254.169.254']],
    ['a name that leads to mapped metadata', 'https://rebound.example.com/a/b', ['::ffff:169.254.169.254']],
    ['a name that leads to metadata through NAT64', 'https://rebound.example.com/a/b', ['64:ff9b::a9fe:a9fe']],
    ['a name that leads to a link-local address', 'git://rebound.example.com/a/b', ['fe80::1']],
    ['an address over ssh', 'ssh://git@169.254.169.254/a/b', []],
  ])('%s', async (_name, url, addresses) => {
    const git = open({ lookup: async () => addresses });
    expect(await git.listRefs(url, ['HEAD'])).toMatchObject({ kind: 'fault', reason: 'refused' });
    expect(calls().filter((call) => call.args.includes('--symref'))).toEqual([]);
  });

  it.each([
    ['a name that does not exist', 'ENOTFOUND', false],
    ['a name server that is busy', 'EAI_AGAIN', true],
  ])('%s', async (_name, code, isTransient) => {
    const lookup = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code }));
    const answer = await open({ lookup }).listRefs('https://example.com/a/b', ['HEAD']);
    expect(answer).toMatchObject({ kind: 'fault', reason: 'unreachable', isTransient });
    const proxied = { ...callerEnvironment(), https_proxy: 'http://proxy.example.com:3128' };
    expect(await open({ lookup, env: proxied }).listRefs('https://example.com/a/b', ['HEAD'])).toMatchObject({
      kind: 'refs',
    });
  });
});

describe('plain http', () => {
  const failing = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));

  it('is refused before anybody is asked for the host', async () => {
    expect(await open({ lookup: failing }).listRefs('http://example.com/a/b', ['HEAD'])).toMatchObject({
      reason: 'refused',
    });
  });

  it('to a name that only a proxy knows may lead anywhere', async () => {
    const env = { ...callerEnvironment(), http_proxy: 'http://proxy.example.com:3128' };
    const answer = await open({ lookup: failing, env }).listRefs('https://plain.example.com/a/b', ['HEAD']);
    expect(answer).toMatchObject({ kind: 'fault', reason: 'unreachable' });
  });
});

it('says so where there is no git', async () => {
  const git = open({ env: { PATH: join(folder, 'tree') } });
  expect(await git.listRefs('https://example.com/a/b', ['HEAD'])).toMatchObject({ reason: 'not-supported' });
  expect(await git.local(join(folder, 'tree'), 'ls-files', [])).toMatchObject({ kind: 'failed', reason: 'no-git' });
});
