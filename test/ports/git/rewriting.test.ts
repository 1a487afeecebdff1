import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Setting } from '../../../src/ports/git/environment.ts';
import { findRewritings, keepAsItIs, rewriteUrl } from '../../../src/ports/git/rewriting.ts';

const MIRROR = 'https://mirror.example.com/';

function insteadOf(base: string, prefix: string): Setting {
  return { key: `url.${base}.insteadOf`, value: prefix };
}

/** What git itself makes of it, with nothing of this machine's own settings. */
function byGit(settings: readonly Setting[], url: string): string {
  const entries = settings.flatMap(({ key, value }, index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  const env = {
    PATH: process.env.PATH,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_DIR: '/dev/null',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(entries),
  };
  return execFileSync('git', ['ls-remote', '--get-url', '--', url], { env, encoding: 'utf8' }).trim();
}

describe('a URL becomes what git makes of it', () => {
  it.each([
    ['no rewriting', [], 'https://example.com/a/b', 'https://example.com/a/b'],
    ['a host', [insteadOf(MIRROR, 'https://example.com/')], 'https://example.com/a/b', `${MIRROR}a/b`],
    ['another host', [insteadOf(MIRROR, 'https://example.com/')], 'https://example.org/a/b', 'https://example.org/a/b'],
    [
      'the longest prefix',
      [insteadOf('ssh://short/', 'https://'), insteadOf(MIRROR, 'https://example.com/'), insteadOf('git://x/', 'http')],
      'https://example.com/a/b',
      `${MIRROR}a/b`,
    ],
    [
      'the first of two that are as long',
      [insteadOf(MIRROR, 'https://example.com/'), insteadOf('git://x/', 'https://example.com/')],
      'https://example.com/a/b',
      `${MIRROR}a/b`,
    ],
    [
      'the first of two, where its base stands first for another reason',
      [
        insteadOf('git://x/', 'w:'),
        insteadOf(MIRROR, 'https://example.com/'),
        insteadOf('git://x/', 'https://example.com/'),
      ],
      'https://example.com/a/b',
      'git://x/a/b',
    ],
    [
      'once, not again',
      [insteadOf(MIRROR, 'https://example.com/'), insteadOf('git://x/', MIRROR)],
      'https://example.com/a/b',
      `${MIRROR}a/b`,
    ],
    [
      'the form of scp',
      [insteadOf('https://example.com/', 'git@example.com:')],
      'git@example.com:a/b',
      'https://example.com/a/b',
    ],
    ['an empty prefix', [insteadOf(MIRROR, '')], 'https://example.com/a/b', `${MIRROR}https://example.com/a/b`],
    [
      'letters count',
      [insteadOf(MIRROR, 'HTTPS://example.com/')],
      'https://example.com/a/b',
      'https://example.com/a/b',
    ],
    [
      'pushInsteadOf does not',
      [{ key: `url.${MIRROR}.pushInsteadOf`, value: 'https://' }],
      'https://e.com/a',
      'https://e.com/a',
    ],
    [
      'a base with dots and a port',
      [insteadOf('http://127.0.0.1:80/x.y/', 'w:')],
      'w:a/b',
      'http://127.0.0.1:80/x.y/a/b',
    ],
  ])('%s', (_name, settings, url, expected) => {
    expect(byGit(settings, url)).toBe(expected);
    expect(rewriteUrl(findRewritings(settings), url)).toBe(expected);
  });

  it('and stays there', () => {
    const settings = [insteadOf(MIRROR, 'https://example.com/'), insteadOf('git://x/', 'https://example.com/a')];
    const url = 'https://example.com/a/b';
    expect(byGit([...settings, keepAsItIs(url)], url)).toBe(url);
    expect(rewriteUrl(findRewritings([...settings, keepAsItIs(url)]), url)).toBe(url);
  });
});
