import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { atomicWrite } from '../../src/ports/atomic-write.ts';
import { isInside, openTree } from '../../src/ports/files.ts';
import { makeTree } from '../discover/temporary-tree.ts';

describe('reading', () => {
  const outside = () => makeTree({ 'secret.txt': 'secret' });
  const tree = () =>
    openTree(
      makeTree({
        'a.txt': 'text',
        'sub/b.txt': '\uFEFFb\r\n',
        link: { link: 'sub/b.txt' },
        folder: { link: 'sub' },
        out: { link: join(outside(), 'secret.txt') },
        away: { link: outside() },
        loop: { link: 'loop' },
        '.git/config': 'token',
        git: { link: '.git' },
        'latin.txt': new Uint8Array([0x61, 0xe9, 0x0a]),
        'late-nul.txt': new Uint8Array([...new Uint8Array(8000).fill(0x61), 0]),
      }),
    );

  it.each([
    ['a.txt', 'text'],
    ['./sub//../a.txt', 'text'],
    ['sub/b.txt', '\uFEFFb\r\n'],
    ['link', '\uFEFFb\r\n'],
    ['folder/b.txt', '\uFEFFb\r\n'],
    ['latin.txt', 'a\u00E9\n'],
    ['late-nul.txt', `${'a'.repeat(8000)}\0`],
    ['missing', undefined],
    ['a.txt/b', undefined],
    ['sub', undefined],
    ['', undefined],
    ['.', undefined],
    ['..', undefined],
    ['../x', undefined],
    ['sub/../../x', undefined],
    ['/etc/passwd', undefined],
    ['a.txt\0', undefined],
    ['out', undefined],
    ['away/secret.txt', undefined],
    ['loop', undefined],
    ['.git/config', undefined],
    ['.GIT/config', undefined],
    ['git/config', undefined],
    [`${'a'.repeat(300)}`, undefined],
  ])('%.40s', (path, text) => {
    expect(tree().read(path)).toBe(text);
  });

  it('sees files and folders, nothing else', () => {
    const { kind, list } = tree();
    const paths = ['', '.', 'a.txt', 'sub', 'link', 'folder', 'out', 'away', 'loop', '.git', 'git', 'missing', '..'];
    expect(paths.map((path) => kind(path))).toEqual([
      'folder',
      'folder',
      'file',
      'folder',
      'file',
      'folder',
      ...Array(7).fill(undefined),
    ]);
    expect(list('folder')).toEqual(['b.txt']);
    expect(list('')).not.toContain('.git');
    expect([...list('away'), ...list('..'), ...list('a.txt'), ...list('missing')]).toEqual([]);
  });

  it.each([
    ['missing', 'missing'],
    ['sub', 'folder'],
    ['link', 'symlink'],
    ['away/secret.txt', 'outside'],
  ])('says why: %s is %s', (path, trouble) => {
    expect(tree().open(path, 'refuse')).toMatchObject({ kind: 'trouble', trouble });
  });

  it('does not wait for a FIFO or a socket', () => {
    const root = makeTree({});
    execFileSync('mkfifo', [join(root, 'fifo')]);
    expect(openTree(root).open('fifo', 'refuse')).toMatchObject({ trouble: 'not-regular' });
    expect(openTree(root).head('fifo')).toBeUndefined();
  });

  it('reads a large file behind a small one and the reverse', () => {
    const large = 'x'.repeat(1_000_000);
    const { read } = openTree(makeTree({ small: 'small', large }));
    expect([read('small'), read('large') === large, read('small')]).toEqual(['small', true, 'small']);
  });
});

describe('replacing', () => {
  it.each([
    ['text', 'master\n', 'main\n'],
    ['CRLF, a mark and no final newline', '\uFEFFa\r\nmaster', '\uFEFFa\r\nmain'],
    ['many bytes a character', '\u{1F600} master é\n', '\u{1F600} main é\n'],
  ])('keeps %s', (_, before, after) => {
    const root = makeTree({ 'a.sh': before });
    expect(openTree(root).replace('a.sh', before, after)).toBeUndefined();
    expect(readFileSync(join(root, 'a.sh'), 'utf8')).toBe(after);
    expect(readdirSync(root)).toEqual(['a.sh']);
  });

  it('keeps bytes that are no UTF-8', () => {
    const root = makeTree({ 'a.sh': new Uint8Array([0xe9, 0x61, 0xff, 0xc3, 0xa9]) });
    const tree = openTree(root);
    const before = tree.read('a.sh') ?? '';
    expect(tree.replace('a.sh', before, before.replace('a', 'bb'))).toBeUndefined();
    expect([...readFileSync(join(root, 'a.sh'))]).toEqual([0xe9, 0x62, 0x62, 0xff, 0xc3, 0xa9]);
    expect(tree.replace('a.sh', before.replace('a', 'bb'), '\u0100')).toBe('the new text cannot be written as latin1');
  });

  it('keeps the mode, and the link that leads to the file', () => {
    const root = makeTree({ 'sub/a.sh': 'x', link: { link: 'sub/a.sh' } });
    chmodSync(join(root, 'sub/a.sh'), 0o750);
    expect(openTree(root).replace('link', 'x', 'y')).toBeUndefined();
    expect(lstatSync(join(root, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(root, 'sub/a.sh'), 'utf8')).toBe('y');
    expect(statSync(join(root, 'sub/a.sh')).mode & 0o7777).toBe(0o750);
  });

  it('leaves another name of the file with the old text', () => {
    const root = makeTree({ a: 'x' });
    linkSync(join(root, 'a'), join(root, 'b'));
    expect(openTree(root).replace('a', 'x', 'y')).toBeUndefined();
    expect(readFileSync(join(root, 'b'), 'utf8')).toBe('x');
  });

  it.each([
    ['a file that was changed', 'a.sh', 'other', 'the file was changed since it was read'],
    ['a file that is gone', 'gone.sh', 'x', 'the file is missing or leads out of the root'],
    ['a link out of the root', 'out.sh', 'x', 'the file is missing or leads out of the root'],
    ['a lone surrogate', 'a.sh', 'x', 'the new text cannot be written as utf8'],
  ])('refuses %s', (name, path, before, reason) => {
    const outside = makeTree({ 'a.sh': 'x' });
    const root = makeTree({ 'a.sh': 'x', 'out.sh': { link: join(outside, 'a.sh') } });
    expect(openTree(root).replace(path, before, name === 'a lone surrogate' ? '\uD800' : 'y')).toBe(reason);
    expect([readFileSync(join(root, 'a.sh'), 'utf8'), readFileSync(join(outside, 'a.sh'), 'utf8')]).toEqual(['x', 'x']);
    expect(readdirSync(root).sort()).toEqual(['a.sh', 'out.sh']);
  });

  it('refuses a folder that became a symlink after it was read', () => {
    const outside = makeTree({ 'a.sh': 'x' });
    const root = makeTree({ 'sub/a.sh': 'x' });
    const tree = openTree(root);
    expect(tree.read('sub/a.sh')).toBe('x');
    renameSync(join(root, 'sub'), join(root, 'old'));
    symlinkSync(outside, join(root, 'sub'));
    expect(tree.replace('sub/a.sh', 'x', 'y')).toBe('the file is missing or leads out of the root');
    expect(readFileSync(join(outside, 'a.sh'), 'utf8')).toBe('x');
  });

  it('writes nothing when the last look says no', () => {
    const root = makeTree({ a: 'x' });
    expect(atomicWrite(join(root, 'a'), Buffer.from('y'), { keep: null, isStillRight: () => false })).toBe(false);
    expect(readdirSync(root)).toEqual(['a']);
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('x');
  });

  it('leaves nothing behind when the rename fails', () => {
    const root = makeTree({ 'a/b': 'x' });
    expect(() => atomicWrite(join(root, 'a'), Buffer.from('y'), { keep: null })).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(root)).toEqual(['a']);
  });

  it('notices a change between the writing and the rename', () => {
    const root = makeTree({ a: 'x' });
    const path = join(root, 'a');
    const { ino } = statSync(path);
    const isStillRight = () => {
      rmSync(path);
      writeFileSync(path, 'other');
      return statSync(path).ino === ino && readFileSync(path, 'utf8') === 'x';
    };
    expect(atomicWrite(path, Buffer.from('y'), { keep: null, isStillRight })).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('other');
  });
});

it.each([
  ['/a', '/a', true],
  ['/a', '/a/b', true],
  ['/a', '/ab', false],
  ['/', '/b', true],
  ['/a/b', '/a', false],
])('%s holds %s: %s', (folder, path, holds) => {
  expect(isInside(folder, path)).toBe(holds);
});
