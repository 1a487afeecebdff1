import { describe, expect, it } from 'vitest';
import { cargo } from '../../src/formats/cargo.ts';
import { apply, commit, scan, unapply } from '../rewrite/scan.ts';

const HELD = commit('a1');

function read(text: string, more: Readonly<Record<string, string>> = {}, path = 'Cargo.toml') {
  return scan({ [path]: text, ...more }).fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

const MOVING = ['moving git+https://github.com/acme/tool@main'];
const EXACT = [`exact git+https://github.com/acme/tool@${HELD}`];
const BRANCH = '{ git = "https://github.com/acme/tool", branch = "main" }';

describe('Cargo.toml', () => {
  it.each([
    ['Cargo.toml', true],
    ['crates/a/Cargo.toml', true],
    ['Cargo.lock', false],
    ['cargo.toml.in', false],
  ])('%s: %s', (path, expected) => {
    expect(cargo.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['crates by name and path', '[dependencies]\na = "1"\nb = { version = "1", path = "../b" }\n', []],
    ['a branch', `[dependencies]\ntool = ${BRANCH}\n`, MOVING],
    [
      'a table of its own',
      '[dev-dependencies.tool]\nbranch = "main"\ngit = \'https://github.com/acme/tool\'\n',
      MOVING,
    ],
    ['dotted keys', '[build-dependencies]\ntool.git = "https://github.com/acme/tool"\ntool.branch = "main"\n', MOVING],
    ['a workspace', `[workspace.dependencies]\ntool = ${BRANCH}\n`, MOVING],
    ['some targets', `[target."cfg(unix)".dependencies]\ntool = ${BRANCH}\n`, MOVING],
    ['a patch', `[patch.crates-io]\ntool = ${BRANCH}\n`, MOVING],
    [
      'no ref',
      '[dependencies]\ntool = { git = "https://github.com/acme/tool" }',
      ['moving git+https://github.com/acme/tool'],
    ],
    ['a commit', `[dependencies]\ntool = ${BRANCH.replace('branch = "main"', `rev = "${HELD}"`)}\n`, EXACT],
    ['behind a broken line', `[dependencies]\na = = 1\nb = """\nx\\\n y"""\ntool = ${BRANCH}\n`, MOVING],
    ['what is no dependency', `[package.metadata.x]\ntool = ${BRANCH}\n`, []],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('ends in time on deep nesting', () => {
    expect(read(`[dependencies]\ngit = ${'['.repeat(200_000)}\n${'a.'.repeat(100_000)}a = 1\n`)).toEqual([]);
  });

  it('gives a part of a commit back as rev', () => {
    const text = '[dependencies]\ntool = { git = "https://github.com/acme/tool", rev = "a101234" }\n';
    const pins = { 'git+https://github.com/acme/tool@a101234': HELD };
    const { texts } = apply({ 'Cargo.toml': text }, pins);
    expect(texts['Cargo.toml']).toContain(`rev = "${HELD}"`);
    expect(unapply(texts, pins)).toEqual({ refused: [], texts: { 'Cargo.toml': text } });
  });

  it('names the commit as rev, and leaves every other byte alone', () => {
    const text = `[dependencies]\r\ntool = { branch="main" , git = "https://github.com/acme/tool" } # why\r\n`;
    const { texts, refused } = apply({ 'Cargo.toml': text }, { 'git+https://github.com/acme/tool@main': HELD });
    expect(refused).toEqual([]);
    expect(texts['Cargo.toml']).toBe(text.replace('branch="main"', `rev="${HELD}"`));
  });
});

const PACKAGE = `[[package]]\nname = "tool"\nversion = "1.0.0"\nsource = "git+https://github.com/acme/tool?branch=main#${HELD}"\n`;
const MEMBER = '[[package]]\nname = "a"\nversion = "1.0.0"\n\n';

describe('Cargo.lock', () => {
  const manifest = `[package]\nname = "a"\n[dependencies]\ntool = ${BRANCH}\n`;

  it.each<readonly [string, string, string, readonly string[]]>([
    ['holds the commit', PACKAGE, 'Cargo.toml', EXACT],
    ['was made for another branch', PACKAGE.replace('branch=main', 'branch=dev'), 'Cargo.toml', MOVING],
    ['was made for a tag of this name', PACKAGE.replace('branch=', 'tag='), 'Cargo.toml', MOVING],
    ['holds no whole commit', PACKAGE.replace(HELD, HELD.slice(1)), 'Cargo.toml', MOVING],
    ['speaks for its members', MEMBER + PACKAGE, 'crates/a/Cargo.toml', EXACT],
    ['speaks not for another crate', PACKAGE, 'crates/a/Cargo.toml', MOVING],
  ])('%s', (_, lock, path, expected) => {
    expect(read(manifest, { 'Cargo.lock': lock }, path)).toEqual(expected);
  });
});
