import { describe, expect, it } from 'vitest';
import { parseTrustedConfig } from '../../src/config.ts';
import type { Source } from '../../src/model/source.ts';
import { refusal, warnOfUnused } from '../../src/run/trust.ts';

const GIT: Source = {
  kind: 'git',
  key: 'git+https://git.example.com/a/b',
  locator: 'https://git.example.com/a/b',
  ref: null,
};
const IMAGE: Source = {
  kind: 'image',
  key: 'docker://registry.example.com:5000/a/b',
  locator: 'registry.example.com:5000/a/b',
  ref: null,
};
const HUB: Source = {
  kind: 'image',
  key: 'docker://docker.io/library/debian',
  locator: 'docker.io/library/debian',
  ref: null,
};
const FILE: Source = {
  kind: 'file',
  key: 'https://example.com:8443/a',
  locator: 'https://example.com:8443/a',
  ref: null,
};

describe('hosts that may be asked', () => {
  it.each([
    ['git', GIT, 'git.example.com', 'git.example.org'],
    ['an image', IMAGE, 'registry.example.com:5000', 'registry.example.com'],
    ["an image of Docker Hub's", HUB, 'docker.io', 'example.com'],
    ['a file', FILE, 'example.com:8443', 'example.com'],
  ])('%s', async (_name, source, allowed, other) => {
    expect(refusal(source, await parseTrustedConfig(`hosts: ["${allowed}"]`, 'x'))).toBeUndefined();
    expect(refusal(source, await parseTrustedConfig('', 'x'))).toBeUndefined();
    expect(refusal(source, await parseTrustedConfig(`hosts: ["${other}"]`, 'x'))).toMatchObject({ reason: 'refused' });
  });
});

describe('settings that git does not obey', () => {
  it.each([
    ['a mirror of its host', 'mirrors: { git.example.com: "https://m.example.com" }', [GIT], ['mirrors']],
    ['a mirror of another host', 'mirrors: { docker.io: "https://m.example.com" }', [GIT, HUB], []],
    ['plain http', 'http: [git.example.com]', [GIT], ['http']],
    [
      'proxies and certificates',
      'proxies: { https: "http://p" }\ncertificates: [/a]',
      [GIT],
      ['proxies', 'certificates'],
    ],
    ['without a repository', 'proxies: { https: "http://p" }\ncertificates: [/a]', [IMAGE, FILE], []],
  ])('%s', async (_name, text, sources, expected) => {
    const warnings: string[] = [];
    warnOfUnused(await parseTrustedConfig(text, 'x'), sources, [], { warn: (message) => warnings.push(message) });
    expect(warnings.map((warning) => warning.split(' ', 1)[0])).toEqual(expected);
  });
});

it('a mirror of the host of an archive is in use', async () => {
  const warnings: string[] = [];
  const trusted = await parseTrustedConfig('mirrors: { git.example.com: "https://m.example.com" }', 'x');
  const archive = 'https://git.example.com/a/b/archive/{commit}.tar.gz';
  warnOfUnused(trusted, [GIT], [archive], { warn: (message) => warnings.push(message) });
  expect(warnings).toEqual([]);
});
