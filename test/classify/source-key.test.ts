import { describe, expect, it } from 'vitest';
import { classify, parseSourceKey } from '../../src/classify/index.ts';
import { fetchOf } from './fetches.ts';

const HEX = '0123456789abcdef'.repeat(4);

describe('keys that stand', () => {
  it.each([
    ['git+https://github.com/acme/tool', 'git', 'https://github.com/acme/tool', null],
    ['git+https://github.com/acme/tool@master', 'git', 'https://github.com/acme/tool', 'master'],
    ['git+https://github.com/acme/tool@refs/heads/a/b', 'git', 'https://github.com/acme/tool', 'refs/heads/a/b'],
    ['git+https://github.com/acme/tool@a%40b%23c%25d%20e', 'git', 'https://github.com/acme/tool', 'a@b#c%d e'],
    ['git+https://git.example.com:8443/a%40b/c%20d@x', 'git', 'https://git.example.com:8443/a%40b/c%20d', 'x'],
    ['git+ssh://git@git.example.com/a/b@x', 'git', 'ssh://git@git.example.com/a/b', 'x'],
    ['git+ssh://git.example.com/a/b', 'git', 'ssh://git.example.com/a/b', null],
    ['git+git://git.example.com/a@x', 'git', 'git://git.example.com/a', 'x'],
    ['git+http://git.example.com/a?p=b.git@x', 'git', 'http://git.example.com/a?p=b.git', 'x'],
    ['git+https://gist.github.com/0123456789abcdef', 'git', 'https://gist.github.com/0123456789abcdef', null],
    ['git+https://gitlab.example.com/a/b/c@x', 'git', 'https://gitlab.example.com/a/b/c', 'x'],
    ['hg+https://example.com/r@tip', 'hg', 'https://example.com/r', 'tip'],
    ['svn+https://example.com/r/trunk@12', 'svn', 'https://example.com/r/trunk', '12'],
    ['svn+svn+ssh://me@example.com/r', 'svn', 'svn+ssh://me@example.com/r', null],
    ['hg+ssh://hg@example.com/r@tip', 'hg', 'ssh://hg@example.com/r', 'tip'],
    ['docker://docker.io/library/debian', 'image', 'docker.io/library/debian', null],
    ['docker://docker.io/library/debian:bookworm', 'image', 'docker.io/library/debian', 'bookworm'],
    ['docker://localhost:5000/x:1', 'image', 'localhost:5000/x', '1'],
    [`docker://ghcr.io/acme/tool@sha256:${HEX}`, 'image', 'ghcr.io/acme/tool', `sha256:${HEX}`],
    ['https://example.com/tool-1.2.tar.gz', 'file', 'https://example.com/tool-1.2.tar.gz', null],
    ['https://example.com/', 'file', 'https://example.com/', null],
    ['https://example.com/a@b%25?c=d@e', 'file', 'https://example.com/a@b%25?c=d@e', null],
    ['http://example.com:8080/x', 'file', 'http://example.com:8080/x', null],
  ])('%s', (key, kind, locator, ref) => {
    expect(parseSourceKey(key)).toEqual({ key, kind, locator, ref });
  });
});

describe('keys in another spelling', () => {
  it.each([
    '',
    'master',
    'git+https://github.com/acme/tool.git',
    'git+https://github.com/acme/tool/',
    'git+https://GitHub.com/acme/tool',
    'git+http://github.com/acme/tool',
    'git+ssh://git@github.com/acme/tool',
    'git+https://www.github.com/acme/tool',
    'git+https://github.com:443/acme/tool',
    'git+https://user:secret@git.example.com/a/b',
    'git+https://github.com/acme/tool@',
    'git+https://github.com/acme/tool@HEAD',
    'git+https://github.com/acme/tool@a@b',
    'git+https://github.com/acme/tool@a b',
    'git+https://github.com/acme/tool@a%2fb',
    'git+git@github.com:acme/tool',
    'git+file:///srv/tool',
    'git+/srv/tool',
    'git+ssh://git:secret@git.example.com/a',
    'git+https://git.example.com',
    'git+ext::sh -c id',
    'docker://debian',
    'docker://docker.io/debian',
    'docker://index.docker.io/library/debian',
    `docker://docker.io/library/debian:1@sha256:${HEX}`,
    'docker://{x}',
    'https://Example.com/x',
    'https://example.com',
    'https://example.com:443/x',
    'https://example.com/x#y',
    'https://example.com/%7ex',
    'https://user@example.com/x',
    'example.com/x',
    '__proto__',
  ])('%j is none', (key) => {
    expect(parseSourceKey(key)).toBeUndefined();
  });
});

describe('what classify makes is what is read again', () => {
  it.each([
    ['git', 'git@github.com:acme/a%20b.git', 'feature/x@y'],
    ['git', 'https://git.example.com//a//b c.git', '100%'],
    ['git', 'https://git.example.com/a%2Fb/c?d=e f', 'x'],
    ['git', 'ssh://me@git.example.com:29418/ü', 'ü'],
    ['git', 'https://github.com/acme/x?y=z', null],
    ['git', 'https://git.example.com/%zz/%25', '#'],
    ['git', 'https://git.example.com/a/.git', null],
    ['hg', 'https://Example.com/r/', 'default'],
    ['svn', 'svn+ssh://me@example.com/r/trunk', null],
    ['file', 'https://example.com/%zz/a%2Fb%252F|"<>?x=ü y', null],
    ['file', 'https://user@EXAMPLE.com:443/../a/./b/', null],
    ['image', 'Docker.io/debian:12', null],
  ] as const)('%s %s @ %s', (what, url, ref) => {
    const [fetch] = classify([fetchOf({ what, url, history: ref === null ? ['fetched'] : [`fetched ${ref}`] })]);
    const source = fetch?.source;
    expect(source).not.toBeNull();
    expect(parseSourceKey(source?.key ?? '')).toEqual(source);
  });
});
