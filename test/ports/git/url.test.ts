import { describe, expect, it } from 'vitest';
import { withoutCredentials } from '../../../src/ports/fault.ts';
import { parseGitUrl } from '../../../src/ports/git/url.ts';

describe('what git is given', () => {
  it.each([
    ['https://example.com/acme/library', 'https://example.com/acme/library'],
    ['HTTPS://Example.COM:443/Acme/Library.git', 'https://example.com/Acme/Library.git'],
    ['https://ada:token@example.com/a/b', 'https://example.com/a/b'],
    ['https://token@example.com:8443/a/b', 'https://example.com:8443/a/b'],
    ['https://example.com/a%20b/c', 'https://example.com/a%20b/c'],
    ['ssh://git:password@example.com:22/a/b', 'ssh://git@example.com/a/b'],
    ['ssh://example.com:2222/~ada/b', 'ssh://example.com:2222/~ada/b'],
    ['git@example.com:acme/library.git', 'git@example.com:acme/library.git'],
    ['git://example.com/a', 'git://example.com/a'],
    ['https://[2001:DB8::1]:8443/a/b', 'https://[2001:db8::1]:8443/a/b'],
  ])('%s', (text, given) => {
    expect(parseGitUrl(text)).toMatchObject({ text: given });
  });
});

describe('credentials leave every text', () => {
  it.each([
    [
      "fatal: unable to access 'https://ada:p@example.com/a/': x",
      "fatal: unable to access 'https://example.com/a/': x",
    ],
    ['https://token@example.com/a https://b:c@d.example/e', 'https://example.com/a https://d.example/e'],
    ['git@example.com: Permission denied', 'git@example.com: Permission denied'],
    ['mail ada@example.com, see https://example.com/a@b', 'mail ada@example.com, see https://example.com/a@b'],
  ])('%s', (text, clean) => {
    expect(withoutCredentials(text)).toBe(clean);
  });
});
