import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { walk } from '../../src/discover/walk.ts';
import { openTree } from '../../src/ports/files.ts';
import { makeTree } from './temporary-tree.ts';

const NAMES = ['a', 'b', 'B', 'x.log', 'a b', '#c', '!d', 'e[1]', 'f*', 'g\\h', '.hid', 'sp '];
const FOLDERS = ['', 'a/', 'b/', 'b/a/', 'build/', 'build/a/', 'e[1]/', 'f*/a/', 'a b/', '#c/b/', '!d/'];
const PATHS = FOLDERS.flatMap((folder) => NAMES.map((name) => `${folder}${name}`));
const FILES = Object.fromEntries(
  PATHS.filter((path) => !FOLDERS.some((folder) => folder.startsWith(`${path}/`))).map((path) => [path, '']),
);

// What git itself says is the expectation: the walker stands in for it where there is no repository, or git refuses.
describe('the walker ignores what git ignores', () => {
  it.each<[string, Readonly<Record<string, readonly string[]>>]>([
    ['nothing', {}],
    ['names, folders and globs', { '': ['x.log', '/a', 'b/a/', '*d', '!.hid'] }],
    ['a deeper file that takes back', { '': ['*.log', 'a'], b: ['!x.log', '!a'] }],
    ['nothing taken back below an ignored folder', { '': ['build/'], 'build/a': ['!x.log'] }],
    ['a folder taken back with its files', { '': ['a'], build: ['!a'] }],
    ['all but some', { '': ['/*', '!/b', '!/.gitignore', '/b/*', '!/b/a'] }],
    [
      'patterns that mean less in a folder',
      { b: ['/a', 'a/x.log', '/B', '/', '!'], 'a b': ['#', '# a', '\\#c', '\\!d'] },
    ],
    [
      'folders whose names are patterns',
      { 'e[1]': ['x.log'], 'f*': ['/a/b', '**/x.log'], '#c': ['b/a'], '!d': ['a', '!b'] },
    ],
    ['escapes and trailing blanks', { '': ['e\\[1\\]', 'g\\\\h', 'sp\\ ', 'a\\ b ', 'f\\*'] }],
    ['case as written', { '': ['B', 'X.LOG'] }],
    ['double stars', { '': ['**/a/b', 'build/**', 'b/**/x.log'], build: ['!**/a'] }],
  ])('%s', (_, rules) => {
    const ignores = Object.entries(rules).map(([folder, lines]) => [
      folder === '' ? '.gitignore' : `${folder}/.gitignore`,
      `${lines.join('\r\n')}\n`,
    ]);
    const root = makeTree({ ...FILES, ...Object.fromEntries(ignores) });
    execFileSync('git', ['init', '-q', root]);
    const listed = execFileSync('git', ['-C', root, 'ls-files', '-z', '--others', '--exclude-standard'], {
      encoding: 'utf8',
    });
    const expected = listed
      .split('\0')
      .filter((path) => path !== '')
      .sort();
    expect(expected.length).toBeGreaterThan(5);
    expect([...walk({ top: root, from: '', read: openTree(root).read }).files].sort()).toEqual(expected);
    const below = walk({ top: root, from: 'b', read: openTree(root).read }).files;
    expect([...below].sort()).toEqual(expected.filter((path) => path.startsWith('b/')));
  });
});
