import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../../src/model/source.ts';
import { type ResolveOptions, resolveSources } from '../../../src/resolve/index.ts';
import { type Certificate, createCertificate } from '../../support/certificate.ts';
import { requireProgram } from '../../support/installed.ts';
import { ADA, basic, pushImage, type Registry, startRegistry } from '../../support/registry.ts';
import { REFRESH_TOKEN, startTokenServer } from '../../support/token-server.ts';
import { startWebServer, type WebServer } from '../../support/web-server.ts';
import { type WebSetup, webPorts } from '../web-ports.ts';

const HOST = 'registry.example.com';
const PASSWORD = { kind: 'password', ...ADA } as const;
const WRONG = { kind: 'password', user: 'ada', password: 'wr0ng' } as const;

function image(name: string, ref: string | null = null): Source {
  const locator = `${HOST}/${name}`;
  return { kind: 'image', key: `docker://${locator}${ref === null ? '' : `:${ref}`}`, locator, ref };
}

async function resolveOne(source: Source, setup: WebSetup, options: ResolveOptions = {}) {
  const [one] = await resolveSources([source], webPorts(setup), options);
  return one;
}

function pinned(source: Source, digest: string) {
  return { kind: 'pinned', source, pin: { digest }, notes: [] };
}

describe.skipIf(!requireProgram('docker-registry'))('an open registry (docker-registry)', () => {
  let registry: Registry;
  const digests: Record<string, string> = {};
  beforeAll(async () => {
    registry = await startRegistry();
    digests.latest = (await pushImage(registry.url, 'acme/tool', 'latest')).digest;
    digests.single = (await pushImage(registry.url, 'acme/tool', '1.0')).digest;
    digests.index = (await pushImage(registry.url, 'acme/tool', '2.0', { index: true })).digest;
    digests.deep = (await pushImage(registry.url, 'acme/deep/er/tool', 'x')).digest;
    digests.hub = (await pushImage(registry.url, 'library/debian', 'bookworm')).digest;
  });
  afterAll(() => registry.close());
  const setup = () => ({ mirrors: { [HOST]: registry.url, 'docker.io': registry.url } });

  it.each([
    ['no tag is latest', image('acme/tool'), 'latest'],
    ['an image for one platform', image('acme/tool', '1.0'), 'single'],
    ['of an image for several platforms the index', image('acme/tool', '2.0'), 'index'],
    ['a name of many parts', image('acme/deep/er/tool', 'x'), 'deep'],
    [
      'Docker Hub, behind the mirror of docker.io',
      {
        kind: 'image',
        key: 'docker://docker.io/library/debian:bookworm',
        locator: 'docker.io/library/debian',
        ref: 'bookworm',
      } as const,
      'hub',
    ],
  ])('%s', async (_name, source, id) => {
    expect(digests[id]).toMatch(/^sha256:/);
    expect(await resolveOne(source, setup())).toEqual(pinned(source, digests[id] ?? ''));
  });

  it('a digest is its own pin, nobody is asked', async () => {
    const source = image('acme/tool', `sha256:${'a'.repeat(64)}`);
    expect(await resolveOne(source, {})).toEqual(pinned(source, `sha256:${'a'.repeat(64)}`));
  });

  it('a tag that moves gives another digest', async () => {
    const before = await pushImage(registry.url, 'acme/moving', 'edge', { text: 'one' });
    expect(await resolveOne(image('acme/moving', 'edge'), setup())).toMatchObject({ pin: { digest: before.digest } });
    const after = await pushImage(registry.url, 'acme/moving', 'edge', { text: 'two' });
    expect(after.digest).not.toBe(before.digest);
    expect(await resolveOne(image('acme/moving', 'edge'), setup())).toMatchObject({ pin: { digest: after.digest } });
  });

  it.each([
    ['a tag that is not there', image('acme/tool', 'gone'), 'not-found', 'there is no such tag'],
    ['a repository that is not there', image('acme/gone', '1.0'), 'not-found', 'or no such repository'],
    ['a tag that is none', image('acme/tool', '-x'), 'invalid', 'no name of an image'],
    ['a tag that leads elsewhere', image('acme/tool', '../../x'), 'invalid', 'no name of an image'],
    ['a name that leads elsewhere', image('acme/../tool', '1.0'), 'invalid', 'no name of an image'],
    ['a name with a query', image('acme/tool?x', '1.0'), 'invalid', 'no name of an image'],
    [
      'no name',
      { kind: 'image', key: 'docker://x', locator: 'x', ref: null } as const,
      'invalid',
      'no name of an image',
    ],
  ])('%s', async (_name, source, reason, words) => {
    const one = await resolveOne(source, setup());
    expect(one).toMatchObject({ kind: 'unresolved', source, reason });
    expect(one).toHaveProperty('message', expect.stringContaining(words));
  });
});

describe.skipIf(!requireProgram('docker-registry'))('a registry with passwords (docker-registry)', () => {
  let registry: Registry;
  let digest: string;
  beforeAll(async () => {
    registry = await startRegistry({ kind: 'password' });
    ({ digest } = await pushImage(registry.url, 'acme/tool', '1.0', { authorization: basic(ADA) }));
  });
  afterAll(() => registry.close());
  const mirrors = () => ({ [HOST]: registry.url });

  it('shows the password of the host that is asked', async () => {
    const setup = { mirrors: mirrors(), credentials: { [registry.host]: PASSWORD } };
    expect(await resolveOne(image('acme/tool', '1.0'), setup)).toEqual(pinned(image('acme/tool', '1.0'), digest));
  });

  it.each([
    ['no password', {}, undefined, 'holds no credentials for 127.0.0.1'],
    [
      'the password of the name behind which another host stands',
      { [HOST]: PASSWORD },
      undefined,
      'holds no credentials for 127.0.0.1',
    ],
    [
      'no password, and it is known why',
      {},
      'docker-credential-x failed (exit 3)',
      'docker-credential-x failed (exit 3)',
    ],
  ])('%s', async (_name, credentials, trouble, words) => {
    const setup = { mirrors: mirrors(), credentials, ...(trouble === undefined ? {} : { trouble }) };
    const one = await resolveOne(image('acme/tool', '1.0'), setup);
    expect(one).toMatchObject({ kind: 'unresolved', reason: 'authentication' });
    expect(one).toHaveProperty('message', expect.stringContaining(words));
  });

  it('a wrong password is said to be refused, and not said', async () => {
    const setup = { mirrors: mirrors(), credentials: { [registry.host]: WRONG } };
    const one = await resolveOne(image('acme/tool', '1.0'), setup);
    expect(one).toMatchObject({ reason: 'authentication' });
    expect(one).toHaveProperty('message', expect.stringContaining('were refused'));
    expect(JSON.stringify(one)).not.toContain('wr0ng');
  });
});

describe.skipIf(!requireProgram('docker-registry') || !requireProgram('openssl'))(
  'a registry with tokens (docker-registry, openssl)',
  () => {
    const REALM = 'auth.example.com';
    let certificate: Certificate;
    let realm: WebServer;
    let registry: Registry;
    let open: string;
    let closed: string;
    beforeAll(async () => {
      certificate = createCertificate([REALM]);
      realm = await startTokenServer(certificate);
      registry = await startRegistry({ kind: 'token', realm: `https://${REALM}/token`, certificate: certificate.path });
      const push = async (name: string) => {
        const answer = await fetch(`${realm.url}/token?scope=repository:${name}:pull,push`, {
          headers: { authorization: basic(ADA) },
        });
        const { token } = JSON.parse(await answer.text());
        return (await pushImage(registry.url, name, '1.0', { authorization: `Bearer ${token}` })).digest;
      };
      open = await push('public/tool');
      closed = await push('private/tool');
    });
    afterAll(async () => {
      await registry.close();
      await realm.close();
      certificate.remove();
    });
    const mirrors = () => ({ [HOST]: registry.url, [REALM]: realm.url });
    const trusted = () => ({ realms: new Map([[registry.host, REALM]]) });

    it('gives everybody what is open, by a token for pulling this repository alone', async () => {
      const before = realm.requests.length;
      expect(await resolveOne(image('public/tool', '1.0'), { mirrors: mirrors() })).toEqual(
        pinned(image('public/tool', '1.0'), open),
      );
      expect(realm.requests.slice(before)).toMatchObject([
        { method: 'GET', url: '/token?service=registry.example.com&scope=repository%3Apublic%2Ftool%3Apull' },
      ]);
      expect(realm.requests.at(-1)?.headers).not.toHaveProperty('authorization');
    });

    it('one token serves all tags of a repository', async () => {
      const before = realm.requests.length;
      const tags = ['1.0', 'gone', 'gone-too'].map((tag) => image('public/tool', tag));
      const found = await resolveSources(tags, webPorts({ mirrors: mirrors() }));
      expect(found.map((one) => (one.kind === 'pinned' ? 'pinned' : one.reason))).toEqual([
        'pinned',
        'not-found',
        'not-found',
      ]);
      expect(realm.requests).toHaveLength(before + 1);
    });

    it.each([
      ['a password', PASSWORD],
      ['an identity token', { kind: 'identity-token', token: REFRESH_TOKEN } as const],
    ])('takes %s at a realm that the user trusts', async (_name, credentials) => {
      const setup = { mirrors: mirrors(), credentials: { [registry.host]: credentials } };
      expect(await resolveOne(image('private/tool', '1.0'), setup, trusted())).toEqual(
        pinned(image('private/tool', '1.0'), closed),
      );
    });

    it.each([
      ['a password', PASSWORD, ADA.password],
      ['an identity token', { kind: 'identity-token', token: REFRESH_TOKEN } as const, REFRESH_TOKEN],
    ])('never sends %s to a realm that nobody trusts: it is asked anonymously', async (_name, credentials, secret) => {
      const before = realm.requests.length;
      const setup = { mirrors: mirrors(), credentials: { [registry.host]: credentials } };
      const one = await resolveOne(image('private/tool', '1.0'), setup);
      expect(one).toMatchObject({ kind: 'unresolved', reason: 'authentication' });
      expect(one).toHaveProperty('message', expect.stringContaining(`were not shown to ${REALM}`));
      const asked = realm.requests.slice(before);
      expect(asked.length).toBeGreaterThan(0);
      for (const text of [secret, basic(ADA).slice(6)]) expect(JSON.stringify(asked)).not.toContain(text);
    });

    it('says that credentials were refused', async () => {
      const setup = { mirrors: mirrors(), credentials: { [registry.host]: WRONG } };
      const one = await resolveOne(image('private/tool', '1.0'), setup, trusted());
      expect(one).toMatchObject({ reason: 'authentication' });
      expect(one).toHaveProperty('message', expect.stringContaining('were refused'));
      expect(JSON.stringify(one)).not.toContain('wr0ng');
    });

    it('a realm that is down is named', async () => {
      const gone = await startWebServer(() => {});
      await gone.close();
      const waits: number[] = [];
      const one = await resolveOne(image('public/tool', '1.0'), {
        mirrors: { [HOST]: registry.url, [REALM]: gone.url },
        waits,
      });
      expect(one).toMatchObject({ reason: 'unreachable' });
      expect(one).toHaveProperty('message', expect.stringContaining(`${gone.url}/token`));
      expect(waits).toEqual([500, 2_000]);
    });
  },
);
