import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileForges } from '../../src/classify/compile-forges.ts';
import { compileNames } from '../../src/classify/compile-names.ts';

const FORGE = `id: acme
title: Acme
hosts: [acme.example.com]
forms:
  - id: archive
    kind: archive
    match: https://acme.example.com/{name}/{ref}.zip
    repository: https://acme.example.com/{name}
    pinned: https://acme.example.com/{name}/{commit}.zip
examples:
  is:
    - { url: https://acme.example.com/tool/main.zip, form: archive }
  is-not:
    - { url: https://example.com/tool/main.zip, because: another host }
`;

function compile(text: string, path = 'rules/forges/acme.yml'): string {
  return compileForges([{ path, text }]);
}

it('compiles a forge to data', () => {
  const module = compile(FORGE);
  expect(module).toContain('export const FORGES: readonly Forge[]');
  expect(module).toContain('"id":"archive"');
  expect(module).not.toContain('is-not');
});

describe('faults are named with their place', () => {
  it.each([
    [
      'an unknown key',
      (text: string) => text.replace('title:', 'titel:'),
      /^rules\/forges\/acme\.yml:2: titel: unknown key$/m,
    ],
    [
      'an unknown key of a form',
      (text: string) => text.replace('    kind:', '    sort:'),
      /acme\.yml:\d+: forms\.0\.sort: /,
    ],
    ['an unknown kind', (text: string) => text.replace('kind: archive', 'kind: box'), /acme\.yml:6: forms\.0\.kind: /],
    ['broken YAML', (text: string) => text.replace('hosts: [', 'hosts: [['), /^rules\/forges\/acme\.yml:\d+: /],
    ['a broken template', (text: string) => text.replace('{ref}.zip\n', '{ref.zip\n'), /form 'archive': expected '}'/],
    [
      'an unknown capture',
      (text: string) => text.replace('/{commit}', '/{sha}'),
      /pinned: '{sha}' is no capture; there are name, ref, commit/,
    ],
    [
      'an unknown filter',
      (text: string) => text.replace('{name}\n    pinned', '{name|upper}\n    pinned'),
      /'upper' is no filter; there are short/,
    ],
    ['no repository', (text: string) => text.replace(/ {4}repository.*\n/, ''), /repository: missing/],
    ['no examples', (text: string) => text.replace(/ {2}is-not:.*/s, ''), /examples/],
  ])('%s', (_name, change, message) => {
    expect(change(FORGE)).not.toBe(FORGE);
    expect(() => compile(change(FORGE))).toThrow(message);
  });

  it('a name that is not the id', () => {
    expect(() => compile(FORGE, 'rules/forges/other.yml')).toThrow(/expected 'other'/);
  });

  it('a form that stands twice', () => {
    const form = FORGE.slice(FORGE.indexOf('  - id'), FORGE.indexOf('examples:'));
    expect(() => compile(FORGE.replace('examples:', `${form}examples:`))).toThrow(/used twice/);
  });

  it.each([
    ['rules/moving-names.yml', '- { name: tip, alone: [file], reason: x }', /moving-names\.yml:1: 0\.alone\.0: /],
    ['rules/image-tags.yml', '{ rolling: [{ name: Tip, reason: x }], variants: [] }', /lower-case/],
    ['rules/image-tags.yml', '{ rolling: [], variants: [al-pine] }', /lower-case letters and digits/],
    ['rules/other.yml', '[]', /expected image-tags\.yml or moving-names\.yml/],
  ])('%s: %s', (path, text, message) => {
    expect(() => compileNames([{ path, text }])).toThrow(message);
  });
});

describe('what is built in is current', () => {
  const read = (path: string) => ({ path, text: readFileSync(path, 'utf8') });

  it('forges', () => {
    const files = readdirSync('rules/forges').map((name) => read(`rules/forges/${name}`));
    expect(compileForges(files)).toBe(read('src/classify/forges.generated.ts').text);
  });

  it('names', () => {
    const files = ['rules/image-tags.yml', 'rules/moving-names.yml'].map(read);
    expect(compileNames(files)).toBe(read('src/classify/names.generated.ts').text);
  });
});
