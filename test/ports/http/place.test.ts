import { describe, expect, it } from 'vitest';
import { findAddresses, judgeUrl } from '../../../src/ports/http/place.ts';
import { NO_TRUST, type Trust } from '../../../src/ports/trust.ts';

const NOBODY = NO_TRUST;

function trusting(trust: Partial<Trust>): Trust {
  return { ...NOBODY, ...trust };
}

describe('a URL that is never asked', () => {
  it.each([
    ['no URL', 'example', 'it is no URL'],
    ['a line break', 'https://example.com/a\nb', 'it is no URL'],
    ['a file', 'file:///etc/passwd', 'neither https nor http'],
    ['ftp', 'ftp://example.com/a', 'neither https nor http'],
    ['plain http', 'http://example.com/a', 'plain http'],
    ['a user', 'https://ada@example.com/a', 'a user or a password'],
    ['a password', 'https://ada:s3cret@example.com/a', 'a user or a password'],
    ['an address', 'https://192.0.2.1/a', 'an address'],
    ['a private address', 'https://10.0.0.1/a', 'an address'],
    ['a number', 'https://2130706433/a', 'an address'],
    ['a short address', 'https://127.1/a', 'an address'],
    ['an octal address', 'https://0177.0.0.1/a', 'an address'],
    ['a hexadecimal address', 'https://0x7f.1/a', 'an address'],
    ['wide digits', 'https://１２７.０.０.１/a', 'an address'],
    ['an address with a dot behind', 'https://127.0.0.1./a', 'an address'],
    ['loopback in IPv6', 'https://[::1]/a', 'an address'],
    ['IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/a', 'an address'],
    ['a metadata service', 'https://169.254.169.254/latest/meta-data', 'an address'],
    ['this machine', 'https://localhost/a', 'this machine'],
    ['this machine under another name', 'https://a.localhost./a', 'this machine'],
  ])('%s', (_name, url, words) => {
    const judged = judgeUrl(url, NOBODY);
    expect(judged).toMatchObject({ kind: 'fault', reason: 'refused', isTransient: false });
    expect(judged).toHaveProperty('message', expect.stringContaining(words));
    expect(judged).toHaveProperty('message', expect.not.stringContaining('s3cret'));
  });

  it.each([
    ['a host that is not allowed', 'https://example.org/a', trusting({ hosts: ['example.com'] })],
    ['a port that is not allowed', 'https://example.com:8443/a', trusting({ hosts: ['example.com'] })],
    [
      'http on another port than the one that is trusted',
      'http://example.com:81/a',
      trusting({ http: ['example.com'] }),
    ],
  ])('%s', (_name, url, trust) => {
    expect(judgeUrl(url, trust)).toMatchObject({ kind: 'fault', reason: 'refused' });
  });
});

describe('a URL that may be asked', () => {
  it.each([
    ['https', 'https://example.com/a?b', NOBODY, 'https://example.com/a?b', false],
    [
      'a host that is allowed',
      'https://example.com/a',
      trusting({ hosts: ['example.com'] }),
      'https://example.com/a',
      false,
    ],
    [
      'http where the user trusts it',
      'http://example.com/a',
      trusting({ http: ['example.com'] }),
      'http://example.com/a',
      true,
    ],
    [
      'a mirror',
      'https://example.com/a?b',
      trusting({ mirrors: new Map([['example.com', 'http://127.0.0.1:1']]) }),
      'http://127.0.0.1:1/a?b',
      true,
    ],
    [
      'a mirror with a path',
      'https://example.com/a',
      trusting({ mirrors: new Map([['example.com', 'https://m.example.org/x/']]) }),
      'https://m.example.org/x/a',
      true,
    ],
    [
      'a mirror of a host that is spelled as an address',
      'https://10.0.0.1:5000/v2/',
      trusting({ mirrors: new Map([['10.0.0.1:5000', 'https://10.0.0.1:5000']]) }),
      'https://10.0.0.1:5000/v2/',
      true,
    ],
    [
      "Docker Hub's mirror",
      'https://registry-1.docker.io/v2/',
      trusting({ mirrors: new Map([['docker.io', 'https://m.example.org']]) }),
      'https://m.example.org/v2/',
      true,
    ],
    [
      'Docker Hub where it is allowed',
      'https://registry-1.docker.io/v2/',
      trusting({ hosts: ['docker.io'] }),
      'https://registry-1.docker.io/v2/',
      false,
    ],
  ])('%s', (_name, url, trust, asked, isUsersChoice) => {
    expect(judgeUrl(url, trust)).toEqual({
      url: new URL(asked),
      isUsersChoice,
      isSecure: url.startsWith('https:'),
    });
  });

  it('is what was read at the same origin, another origin is judged anew', () => {
    const mirror = { url: new URL('http://127.0.0.1:5000/v2/'), isUsersChoice: true, isSecure: true };
    expect(judgeUrl('http://127.0.0.1:5000/token', NOBODY, mirror)).toEqual({
      ...mirror,
      url: new URL('http://127.0.0.1:5000/token'),
    });
    expect(judgeUrl('http://127.0.0.1:5001/token', NOBODY, mirror)).toMatchObject({ reason: 'refused' });
  });
});

describe('addresses', () => {
  const [tree, user] = [false, true].map((isUsersChoice) => ({
    url: new URL('https://example.com/a'),
    isUsersChoice,
    isSecure: true,
  }));
  it.each([
    // Without settings, with settings that lead there, and with --public-only.
    ['public', ['192.0.2.1', '2001:db8::1'], true, true, true],
    ['private', ['10.1.2.3'], true, true, false],
    ['private, the others', ['172.31.0.1'], true, true, false],
    ['private at home', ['192.168.0.1'], true, true, false],
    ["a provider's inside", ['100.64.0.1'], true, true, false],
    ['private in IPv6', ['fd12:3456::1'], true, true, false],
    ['private in IPv6 dress', ['::ffff:10.0.0.1'], true, true, false],
    ['private through NAT64', ['64:ff9b::a00:1'], true, true, false],
    ['public through NAT64', ['64:ff9b::808:808'], true, true, true],
    ['private through 6to4', ['2002:a00:1::1'], true, true, false],
    ['private among others', ['192.0.2.1', '10.0.0.1'], true, true, false],
    ['to many', ['224.0.0.1'], true, true, false],
    ['loopback', ['127.0.0.1'], false, true, false],
    ['loopback in IPv6', ['::1'], false, true, false],
    ['loopback in IPv6 dress', ['::ffff:127.0.0.1'], false, true, false],
    ['loopback among others', ['192.0.2.1', '127.0.0.2'], false, true, false],
    ['link-local', ['169.254.169.254'], false, false, false],
    ['link-local among others', ['192.0.2.1', 'fe80::1'], false, false, false],
    ['link-local in IPv6 dress', ['::ffff:a9fe:a9fe'], false, false, false],
    ['a metadata service elsewhere', ['100.100.100.200'], false, false, false],
  ])('%s', async (_name, addresses, forTree, forUser, forPublic) => {
    if (tree === undefined || user === undefined) throw new Error('unreachable');
    const lookup = async (): Promise<readonly string[]> => addresses;
    const isAsked = async (place: typeof tree, publicOnly: boolean): Promise<boolean> =>
      typeof (await findAddresses(place, { lookup, publicOnly })) !== 'string';
    expect(await isAsked(tree, false)).toBe(forTree);
    expect(await isAsked(user, false)).toBe(forUser);
    expect(await isAsked(tree, true)).toBe(forPublic);
    expect(await isAsked(user, true)).toBe(forUser);
  });

  it('of a mirror that is spelled as one need no lookup', async () => {
    const place = { url: new URL('http://[::1]:5000/a'), isUsersChoice: true, isSecure: true };
    const lookup = (): Promise<readonly string[]> => Promise.reject(new Error('nothing was to be looked up'));
    expect(await findAddresses(place, { lookup, publicOnly: false })).toEqual(['::1']);
    const metadata = { url: new URL('http://169.254.169.254/a'), isUsersChoice: true, isSecure: true };
    expect(await findAddresses(metadata, { lookup, publicOnly: false })).toMatch(/link-local/);
  });
});
