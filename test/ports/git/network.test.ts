import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGit, type GitSetup } from '../../../src/ports/git.ts';
import { type GitServer, startGitServer } from '../../support/git-server.mjs';
import { createGitWorld, type GitWorld } from '../../support/git-world.ts';
import { processesWith } from '../../support/processes.ts';
import { createRepository } from '../../support/repositories.ts';

const URL_OF_LIBRARY = 'https://example.com/acme/library';
const AUTHENTICATION = { user: 'ada', password: 's3cret' } as const;

let world: GitWorld;
let commit: string;
let intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
beforeEach(async () => {
  intercept = () => false;
  world = await createGitWorld({ intercept: (request, response) => intercept(request, response) });
  commit = createRepository(world.root, 'acme/library').commit({ 'a.txt': 'one' });
});
afterEach(() => world.close());

function open(setup: Partial<GitSetup> = {}) {
  return createGit({ env: world.env, ...setup });
}

function answer(status: number, headers: Readonly<Record<string, string>> = {}, body = '') {
  return (_request: IncomingMessage, response: ServerResponse): boolean => {
    response.writeHead(status, headers).end(body);
    return true;
  };
}

describe('a host that does not do what was hoped for', () => {
  it.each([
    ['no repository', answer(404), 'not-found', false],
    ['gone', answer(410), 'not-found', false],
    ['asks who it is', answer(401, { 'www-authenticate': 'Basic realm="x"' }), 'authentication', false],
    ['forbids', answer(403), 'authentication', false],
    ['has had enough', answer(429), 'rate-limit', false],
    ['is broken', answer(500), 'unreachable', true],
    ['is overloaded', answer(503), 'unreachable', true],
    ['speaks of other things', answer(200, { 'content-type': 'text/html' }, '<html>\n<body>\n'), 'invalid', false],
    ['leads nowhere', answer(302), 'moved', false],
  ])('%s', async (_name, behaviour, reason, isTransient) => {
    intercept = behaviour;
    const fault = await open().listRefs(URL_OF_LIBRARY, ['HEAD']);
    expect(fault).toMatchObject({ kind: 'fault', reason, isTransient });
    expect(fault).toHaveProperty(
      'message',
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/acme\/library: .+; .+$/),
    );
  });

  it('hangs up', async () => {
    intercept = (request) => request.socket.destroy() !== undefined;
    expect(await open().listRefs(URL_OF_LIBRARY, ['HEAD'])).toMatchObject({ reason: 'unreachable', isTransient: true });
  });

  it('is not there', async () => {
    await world.server.close();
    const fault = await open().listRefs('https://example.com/openssl/openssl', ['HEAD']);
    expect(fault).toMatchObject({ reason: 'unreachable', isTransient: true });
  });

  it('speaks no TLS', async () => {
    world.configure(`[url "https://127.0.0.1:${world.server.port}/"]\n\tinsteadOf = https://tls.example.com/\n`);
    expect(await open().listRefs('https://tls.example.com/a/b', ['HEAD'])).toMatchObject({ reason: 'tls' });
  });

  it('sends more than anybody wants to read', async () => {
    const library = createRepository(world.root, 'acme/large');
    const id = library.commit({ 'a.txt': 'one' });
    for (let index = 0; index < 50; index += 1) library.tag(`v${index}`, id);
    const limits = { byteLimit: 1_000 };
    expect(await open({ limits }).listRefs('https://example.com/acme/large', [])).toMatchObject({
      reason: 'too-large',
    });
  });
});

describe('a host that never answers', () => {
  const hang = (): boolean => true;

  it('is left at the deadline, and no process stays behind', async () => {
    intercept = hang;
    const fault = open({ limits: { deadline: 1_000 } }).listRefs(URL_OF_LIBRARY, ['HEAD']);
    await expect.poll(() => processesWith(`127.0.0.1:${world.server.port}`).length).toBeGreaterThan(0);
    expect(await fault).toMatchObject({ reason: 'timed-out', isTransient: false });
    await expect.poll(() => processesWith(`127.0.0.1:${world.server.port}`)).toEqual([]);
  });

  it('is left when the caller gives up, and no process stays behind', async () => {
    const caller = new AbortController();
    intercept = () => {
      caller.abort(new Error('enough'));
      return true;
    };
    await expect(open().listRefs(URL_OF_LIBRARY, ['HEAD'], caller.signal)).rejects.toThrow('enough');
    await expect.poll(() => processesWith(`127.0.0.1:${world.server.port}`)).toEqual([]);
  });
});

describe('credentials', () => {
  const demand = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { user, password } = AUTHENTICATION;
    const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    if (request.headers.authorization === expected) return false;
    return answer(401, { 'www-authenticate': 'Basic realm="x"' })(request, response);
  };
  const helper = '[credential]\n\thelper = "!f() { echo username=ada; echo password=s3cret; }; f"\n';

  it('come from the helper of the user', async () => {
    intercept = demand;
    world.configure(helper);
    expect(await open().listRefs(URL_OF_LIBRARY, ['HEAD'])).toMatchObject({ kind: 'refs' });
  });

  it('are never asked of a person or a program', async () => {
    intercept = demand;
    const mark = join(world.folder, 'asked');
    const askpass = join(world.folder, 'askpass');
    writeFileSync(askpass, `#!/bin/sh\ntouch ${mark}\necho x\n`);
    chmodSync(askpass, 0o755);
    world.configure(`[core]\n\taskPass = ${askpass}\n`);
    const env = { ...world.env, GIT_ASKPASS: askpass, SSH_ASKPASS: askpass, DISPLAY: ':0' };
    expect(await open({ env }).listRefs(URL_OF_LIBRARY, ['HEAD'])).toMatchObject({ reason: 'authentication' });
    expect(existsSync(mark)).toBe(false);
  });

  it('in insteadOf work, and stand in no message', async () => {
    const { user, password } = AUTHENTICATION;
    const own = (secret: string): string =>
      `[url "http://${user}:${secret}@127.0.0.1:${world.server.port}/"]\n\tinsteadOf = https://private.example.com/\n`;
    intercept = demand;
    world.configure(own(password));
    const private_ = 'https://private.example.com/acme/library';
    expect(await open().listRefs(private_, ['HEAD'])).toMatchObject({
      kind: 'refs',
      refs: new Map([['HEAD', commit]]),
    });
    world.configure(own('wr0ng'));
    const fault = await open().listRefs(private_, ['HEAD']);
    expect(fault).toMatchObject({ reason: 'authentication' });
    expect(JSON.stringify(fault)).not.toContain('wr0ng');
  });
});

it('credentials in insteadOf and a second rewriting of the same place are refused', async () => {
  const base = `127.0.0.1:${world.server.port}/`;
  world.configure(
    [
      `[url "http://ada:s3cret@${base}"]\n\tinsteadOf = https://private.example.com/`,
      `[url "http://127.0.0.1:1/elsewhere"]\n\tinsteadOf = http://${base}acme/library\n`,
    ].join('\n'),
  );
  const fault = await open().listRefs('https://private.example.com/acme/library', ['HEAD']);
  expect(fault).toMatchObject({ reason: 'refused' });
  expect(JSON.stringify(fault)).not.toContain('s3cret');
  expect(world.server.requests).toEqual([]);
});

describe('a redirect', () => {
  let other: GitServer;
  beforeEach(async () => {
    other = await startGitServer({ root: world.root });
    world.configure(
      [
        `[http "${world.server.url}/"]\n\textraHeader = Authorization: Basic c2VjcmV0`,
        '[credential]\n\thelper = "!f() { echo username=ada; echo password=s3cret; }; f"\n',
      ].join('\n'),
    );
  });
  afterEach(() => other.close());

  const redirectTo =
    (base: () => string) =>
    (request: IncomingMessage, response: ServerResponse): boolean =>
      answer(301, { location: `${base()}${request.url}` })(request, response);

  it('to another host is named and not followed, and that host learns nothing', async () => {
    intercept = redirectTo(() => other.url);
    const fault = await open().listRefs(URL_OF_LIBRARY, ['HEAD']);
    expect(fault).toMatchObject({ reason: 'moved' });
    expect(fault).toHaveProperty('message', expect.stringContaining(`${other.url}/acme/library`));
    expect(other.requests).toEqual([]);
    // The question where it went carries nothing either.
    const sent = world.server.requests.map((request) => request.headers.authorization);
    expect(sent).toEqual(['Basic c2VjcmV0', undefined]);
  });

  it('within the host is followed and named', async () => {
    intercept = (request, response) => {
      if (!request.url?.startsWith('/old/name')) return false;
      return answer(301, { location: request.url.replace('/old/name', '/acme/library') })(request, response);
    };
    expect(await open().listRefs('https://example.com/old/name', ['HEAD'])).toMatchObject({
      kind: 'refs',
      refs: new Map([['HEAD', commit]]),
      movedTo: `${world.server.url}/acme/library`,
    });
  });

  it('within the host carries no choice of the user to another host', async () => {
    world.configure(`[url "${world.server.url}/"]\n\tinsteadOf = https://led.example.com/\n`);
    intercept = redirectTo(() => 'http://localhost:1');
    expect(await open().listRefs('https://led.example.com/a/b', ['HEAD'])).toMatchObject({ reason: 'moved' });
  });

  it('in a circle ends', async () => {
    intercept = redirectTo(() => '');
    expect(await open().listRefs(URL_OF_LIBRARY, ['HEAD'])).toMatchObject({ reason: 'moved' });
    expect(world.server.requests.length).toBeLessThan(20);
  });
});

describe('insteadOf leads', () => {
  it.each([
    ['to a program', 'ext::sh -c "touch MARK" '],
    ['to a file', 'file:///etc/'],
    ['to a folder', '/etc/'],
    ['to plain http', 'http://192.0.2.1/'],
    ['to metadata', 'http://169.254.169.254/'],
    ['to an option', '--upload-pack=touch MARK;'],
  ])('%s: refused', async (_name, base) => {
    const mark = join(world.folder, 'mark');
    const escaped = base.replace('MARK', mark).replaceAll('"', '\\"');
    world.configure(`[url "${escaped}"]\n\tinsteadOf = https://led.example.com/\n`);
    expect(await open().listRefs('https://led.example.com/a/b', ['HEAD'])).toMatchObject({ reason: 'refused' });
    expect(existsSync(mark)).toBe(false);
  });

  it('to a host that the user has tied to an address: that address stands', async () => {
    const host = `tied.invalid:${world.server.port}`;
    const way = `[url "http://${host}/"]\n\tinsteadOf = https://led.example.com/\n`;
    world.configure(`${way}[http]\n\tcurloptResolve = ${host}:127.0.0.1\n`);
    const git = open({ lookup: async () => ['127.0.0.2'] });
    expect(await git.listRefs('https://led.example.com/acme/library', ['HEAD'])).toMatchObject({ kind: 'refs' });
  });

  it('to a name: the connection goes to the address that was judged', async () => {
    world.configure(`[url "http://judged.invalid:${world.server.port}/"]\n\tinsteadOf = https://led.example.com/\n`);
    const git = open({ lookup: async () => ['127.0.0.1'] });
    expect(await git.listRefs('https://led.example.com/acme/library', ['HEAD'])).toMatchObject({ kind: 'refs' });
    expect(world.server.requests.at(-1)?.headers.host).toBe(`judged.invalid:${world.server.port}`);
  });
});

describe('ssh', () => {
  it.each([
    ['no key', 'git@example.com: Permission denied (publickey).', 255, 'authentication'],
    ['an unknown host key', 'Host key verification failed.', 255, 'refused'],
    ['no repository', 'ERROR: Repository not found.', 1, 'not-found'],
    ['no route', 'ssh: Could not resolve hostname example.com: Name or service not known', 255, 'unreachable'],
    ['nobody there', 'ssh: connect to host example.com port 22: Connection refused', 255, 'unreachable'],
    ['nobody answers', 'ssh: connect to host example.com port 22: Connection timed out', 255, 'timed-out'],
  ])('%s', async (_name, words, code, reason) => {
    const ssh = join(world.folder, 'own-ssh');
    writeFileSync(ssh, `#!/bin/sh\nprintf '%s\\n' "$@" > ${ssh}.log\necho '${words}' >&2\nexit ${code}\n`);
    chmodSync(ssh, 0o755);
    world.configure(`[core]\n\tsshCommand = ${ssh} -F /dev/null\n`);
    expect(await open().listRefs('ssh://git@example.com/acme/library', ['HEAD'])).toMatchObject({ reason });
    expect(readFileSync(`${ssh}.log`, 'utf8')).toMatch(/^-F\n\/dev\/null\n-oBatchMode=yes\n-oConnectTimeout=15\n/);
  });
});

it('asks a git daemon and says that nobody is there', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  await new Promise((resolve) => closed.close(resolve));
  world.configure(`[url "git://127.0.0.1:${port}/"]\n\tinsteadOf = https://daemon.example.com/\n`);
  expect(await open().listRefs('https://daemon.example.com/a/b', ['HEAD'])).toMatchObject({ reason: 'unreachable' });
});

describe('fetch', () => {
  it('brings commits without trees, and neither tags nor hooks', async () => {
    const library = createRepository(world.root, 'acme/history');
    const first = library.commit({ 'a.txt': 'one' });
    const second = library.commit({ 'a.txt': 'two' });
    library.tag('v1', second);
    const mark = join(world.folder, 'hook-ran');
    const hooks = join(world.folder, 'hooks');
    createRepository(hooks, 'template');
    const hook = join(hooks, 'reference-transaction');
    writeFileSync(hook, `#!/bin/sh\ntouch ${mark}\n`);
    chmodSync(hook, 0o755);
    world.configure(`[core]\n\thooksPath = ${hooks}\n`);
    const cache = join(world.folder, 'cache');
    const result = await open().fetch('https://example.com/acme/history', cache, ['+refs/heads/*:refs/heads/*']);
    expect(result).toEqual({ kind: 'fetched' });
    const list = await open().local(cache, 'rev-list', ['main']);
    expect(list).toMatchObject({ kind: 'failed', reason: 'no-repository' });
    expect(readFileSync(join(cache, 'refs/heads/main'), 'utf8').trim()).toBe(second);
    expect(existsSync(join(cache, 'refs/tags/v1'))).toBe(false);
    expect(existsSync(join(cache, 'FETCH_HEAD'))).toBe(false);
    expect(existsSync(join(cache, 'hooks'))).toBe(false);
    expect(existsSync(mark)).toBe(false);
    expect(first).not.toBe(second);
  });
});
