import { describe, expect, it } from 'vitest';
import { npmManifest } from '../../src/formats/npm-manifest.ts';
import { apply, commit, scan } from '../rewrite/scan.ts';

const HELD = commit('a1');

function read(specification: string, more: Readonly<Record<string, string>> = {}, path = 'package.json') {
  const text = JSON.stringify({ name: 'x', homepage: 'https://example.com', dependencies: { tool: specification } });
  return scan({ [path]: text, ...more }).fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('package.json', () => {
  it.each([
    ['package.json', true],
    ['a/package.json', true],
    ['package-lock.json', false],
    ['my-package.json', false],
  ])('%s: %s', (path, expected) => {
    expect(npmManifest.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, readonly string[]]>([
    ['^1.2.3', []],
    ['file:../tool', []],
    ['workspace:*', []],
    ['npm:@acme/tool@1.2', []],
    ['acme/tool', ['moving git+https://github.com/acme/tool']],
    ['acme/tool#main', ['moving git+https://github.com/acme/tool@main']],
    ['github:acme/tool#v1.2', ['tag git+https://github.com/acme/tool@v1.2']],
    ['git+ssh://git@github.com/acme/tool.git#main', ['moving git+https://github.com/acme/tool@main']],
    [`acme/tool#${HELD}`, [`exact git+https://github.com/acme/tool@${HELD}`]],
    ['https://example.com/tool-1.2.tgz', ['versioned https://example.com/tool-1.2.tgz']],
  ])('%s', (specification, expected) => {
    expect(read(specification)).toEqual(expected);
  });

  it('reads an escaped text and what stands before a fault', () => {
    const { fetches } = scan({ 'package.json': '{"dependencies": {"a": "acme\\/tool#main", "b": "acme/b", nonsense' });
    expect(fetches.map(({ url, ref }) => `${url} ${ref}`)).toEqual([
      'https://github.com/acme/tool main',
      'https://github.com/acme/b null',
    ]);
  });

  it('leaves every other byte alone', () => {
    const text = '{\r\n\t"devDependencies": {\r\n\t\t"tool" :"acme/tool#main",\r\n\t\t"b": "1"}\r\n}';
    const { texts, refused } = apply({ 'package.json': text }, { 'git+https://github.com/acme/tool@main': HELD });
    expect(refused).toEqual([]);
    expect(texts['package.json']).toBe(text.replace('main', HELD));
  });

  it('ends in time on deep nesting', () => {
    expect(scan({ 'package.json': '{"dependencies":'.repeat(100_000) }).fetches).toEqual([]);
  });
});

const RESOLVED = `git+ssh://git@github.com/acme/tool.git#${HELD}`;
const NPM = JSON.stringify({
  packages: {
    '': { dependencies: { tool: 'acme/tool#main' } },
    'packages/a': { dependencies: { tool: 'acme/tool#main' } },
    'node_modules/tool': { resolved: RESOLVED },
  },
});
const OLD_NPM = JSON.stringify({
  dependencies: { tool: { version: `github:acme/tool#${HELD}`, from: 'github:acme/tool#main' } },
});
const YARN = `# yarn lockfile v1\n\n"tool@acme/tool#main", "tool@acme/tool#dev":\n  version "1.0"\n  resolved "https://codeload.github.com/acme/tool/tar.gz/${HELD}"\n`;
const BERRY = `"tool@acme/tool#main":\n  version: 1.0\n  resolution: "tool@https://github.com/acme/tool.git#commit=${HELD}"\n`;
const PNPM = `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      tool:\n        specifier: acme/tool#main\n        version: https://codeload.github.com/acme/tool/tar.gz/${HELD}\n`;

describe('a lockfile of the same tool', () => {
  const exact = [`exact git+https://github.com/acme/tool@${HELD}`];
  const moving = ['moving git+https://github.com/acme/tool@main'];

  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['of npm holds the commit', { 'package-lock.json': NPM }, exact],
    ['of an old npm', { 'npm-shrinkwrap.json': OLD_NPM.replace('github:acme/tool#main', 'acme/tool#main') }, exact],
    ['of an old npm for another specification', { 'package-lock.json': OLD_NPM }, moving],
    ['of Yarn', { 'yarn.lock': YARN }, exact],
    ['of Yarn 2 and later', { 'yarn.lock': BERRY }, exact],
    ['of pnpm', { 'pnpm-lock.yaml': PNPM }, exact],
    ['was made for another branch', { 'package-lock.json': NPM.replaceAll('#main', '#dev') }, moving],
    ['was made for another branch, by Yarn', { 'yarn.lock': YARN.replaceAll('#main', '#old') }, moving],
    ['was made for another branch, by pnpm', { 'pnpm-lock.yaml': PNPM.replaceAll('#main', '#old') }, moving],
    ['holds no commit', { 'yarn.lock': YARN.replace(HELD, 'main') }, moving],
    ['is broken', { 'package-lock.json': NPM.slice(0, -3) }, moving],
    [
      'holds another commit than that of another tool',
      { 'package-lock.json': NPM, 'yarn.lock': YARN.replace(HELD, commit('b2')) },
      moving,
    ],
    ['is not read', { 'package-lock.json': NPM, '.npmrc': 'a=b\npackage-lock = false\n' }, moving],
    ['is not read by pnpm', { 'pnpm-lock.yaml': PNPM, '.npmrc': 'lockfile=false' }, moving],
    ['is read', { 'package-lock.json': NPM, '.npmrc': '# package-lock=false\npackage-lock=true\n' }, exact],
    ['holds the same as that of another tool', { 'package-lock.json': NPM, 'yarn.lock': YARN }, exact],
  ])('%s', (_, more, expected) => {
    expect(read('acme/tool#main', more)).toEqual(expected);
  });

  it('speaks for the folders below it, until one has its own', () => {
    const path = 'packages/a/package.json';
    expect(read('acme/tool#main', { 'package-lock.json': NPM }, path)).toEqual(exact);
    expect(read('acme/tool#main', { 'package-lock.json': NPM, 'packages/a/yarn.lock': '' }, path)).toEqual(moving);
    expect(read('acme/tool#main', { 'package-lock.json': NPM }, 'packages/b/package.json')).toEqual(moving);
    expect(read('acme/tool#main', { 'yarn.lock': YARN }, path)).toEqual(moving);
    const workspace = '"a@workspace:packages/a":\n  version: 0.0.0-use.local\n';
    expect(read('acme/tool#main', { 'yarn.lock': BERRY + workspace }, path)).toEqual(exact);
  });

  it.each<readonly [string, string, string]>([
    ['a strong hash', `sha512-${btoa('\u0000\u00ff'.repeat(32))}`, `exact checksum sha512:${'00ff'.repeat(32)}`],
    ['a weak one', `sha1-${btoa('\u0000'.repeat(20))}`, 'versioned'],
  ])('holds a file by %s', (_, integrity, expected) => {
    const url = 'https://example.com/tool-1.2.tgz';
    const lock = {
      packages: { '': { dependencies: { tool: url } }, 'node_modules/tool': { resolved: url, integrity } },
    };
    const tree = {
      'package.json': JSON.stringify({ dependencies: { tool: url } }),
      'package-lock.json': JSON.stringify(lock),
    };
    const [fetch] = scan(tree).fetches;
    expect([fetch?.verdict, ...Object.values(fetch?.identity ?? {})].join(' ')).toBe(expected);
  });

  it('holds a file by a hash, in the words of Yarn', () => {
    const url = 'https://example.com/tool-1.2.tgz';
    const lock = `"tool@${url}":\n  version "1.2"\n  resolved "${url}#${HELD}"\n  integrity sha512-${btoa('\u0001'.repeat(64))}\n`;
    const [fetch] = scan({
      'package.json': JSON.stringify({ dependencies: { tool: url } }),
      'yarn.lock': lock,
    }).fetches;
    expect(fetch?.identity).toEqual({ kind: 'checksum', value: `sha512:${'01'.repeat(64)}` });
  });

  it('is named in the reason', () => {
    const text = JSON.stringify({ dependencies: { tool: 'acme/tool#main' } });
    const { fetches } = scan({ 'a/package.json': text, 'a/yarn.lock': YARN });
    expect(fetches.map(({ why, identity }) => [why, identity])).toEqual([
      ['a/yarn.lock holds the commit', { kind: 'commit', value: HELD }],
    ]);
  });
});
