import { describe, expect, it } from 'vitest';
import { bakeJson } from '../../src/formats/bake-json.ts';
import { apply, commit, scan } from '../rewrite/scan.ts';

function read(target: object, variable: object = {}): readonly string[] {
  const { fetches } = scan({ 'docker-bake.json': JSON.stringify({ variable, target: { app: target } }) });
  return fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('docker-bake.json', () => {
  it.each([
    ['docker-bake.json', true],
    ['a/docker-bake.override.json', true],
    ['bake.json', false],
    ['docker-bake.hcl', false],
  ])('%s: %s', (path, expected) => {
    expect(bakeJson.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, object, object, readonly string[]]>([
    ['a folder', { context: '.', contexts: { a: '../a', b: 'target:base' } }, {}, []],
    [
      'a repository',
      { context: 'https://github.com/acme/tool.git#main' },
      {},
      ['moving git+https://github.com/acme/tool@main'],
    ],
    ['an image', { contexts: { base: 'docker-image://debian:12' } }, {}, ['tag docker://docker.io/library/debian:12']],
    [
      'a variable',
      { context: 'https://github.com/acme/tool.git#${REF}' },
      { REF: { default: 'v1.2' } },
      ['tag git+https://github.com/acme/tool@v1.2'],
    ],
    [
      'a dollar without braces',
      { contexts: { base: 'docker-image://debian:$REF' } },
      { REF: { default: '12' } },
      ['dynamic debian:$REF'],
    ],
    [
      'an expression',
      { contexts: { base: 'docker-image://debian:${REF == "" ? "11" : REF}' } },
      { REF: { default: '12' } },
      ['dynamic debian:${REF == "" ? "11" : REF}'],
    ],
  ])('%s', (_, target, variable, expected) => {
    expect(read(target, variable)).toEqual(expected);
  });

  it('knows variables at the top', () => {
    const text = '{"REF": "v1.2", "target": {"a": {"context": "https://github.com/acme/tool.git#${REF}"}}}';
    expect(scan({ 'docker-bake.json': text }).fetches.map(({ source }) => source?.key)).toEqual([
      'git+https://github.com/acme/tool@v1.2',
    ]);
  });

  it('leaves every other byte alone', () => {
    const text = '{"target":\r\n\t{"a": {"context" : "https://github.com/acme/tool.git#main" }}}';
    const { texts, refused } = apply(
      { 'docker-bake.json': text },
      { 'git+https://github.com/acme/tool@main': commit('a1') },
    );
    expect(refused).toEqual([]);
    expect(texts['docker-bake.json']).toBe(text.replace('main', commit('a1')));
  });
});
