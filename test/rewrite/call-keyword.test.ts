import { describe, expect, it } from 'vitest';
import { apply, unapply } from './scan.ts';

const U = 'https://github.com/acme/tool';
const FILE = 'https://example.com/a-1.2.tgz';
const SUM = 'c'.repeat(64);
const PINS = {
  'git+https://github.com/acme/tool@main': 'a'.repeat(40),
  'git+https://github.com/acme/tool@master': 'b'.repeat(40),
  'git+https://github.com/acme/tool@v1.2': 'd'.repeat(40),
  [FILE]: SUM,
};

describe('keywords of a call', () => {
  it.each<readonly [string, string]>([
    ['a tag', `FetchContent_Declare(t GIT_REPOSITORY ${U} GIT_TAG main)\n`],
    ['a branch of the remote', `FetchContent_Declare(t GIT_REPOSITORY ${U} GIT_TAG origin/main)\n`],
    [
      'a branch of the remote, quoted',
      `ExternalProject_Add(t GIT_REPOSITORY ${U}\n  GIT_TAG "origin/main" GIT_SHALLOW 1)\n`,
    ],
    [
      'a branch of the remote by a variable, twice',
      `set(V origin/main)\nExternalProject_Add(t GIT_REPOSITORY ${U} GIT_TAG \${V})\nExternalProject_Add(s GIT_REPOSITORY ${U} GIT_TAG \${V})\n`,
    ],
    ['no tag', `FetchContent_Declare(t GIT_REPOSITORY ${U})\n`],
    ['no tag, over lines', `FetchContent_Declare(t\r\n\tGIT_REPOSITORY ${U}\r\n)\r\n`],
    ['the default by its name', `FetchContent_Declare(t GIT_REPOSITORY ${U} GIT_TAG master)\n`],
    ['a shallow clone', `ExternalProject_Add(t GIT_REPOSITORY ${U} GIT_TAG main GIT_SHALLOW TRUE)\n`],
    ['a shallow clone without a tag', `ExternalProject_Add(t\n  GIT_REPOSITORY ${U} # x\n  GIT_SHALLOW on # y\n)\n`],
    ['a shallow clone in quotes', `ExternalProject_Add(t GIT_REPOSITORY ${U} GIT_TAG main GIT_SHALLOW "ON")\n`],
    ['a deep clone', `ExternalProject_Add(t GIT_REPOSITORY ${U} GIT_TAG main GIT_SHALLOW FALSE)\n`],
    [
      'a shallow clone by a variable',
      `set(S ON)\nExternalProject_Add(t GIT_REPOSITORY ${U} GIT_TAG main GIT_SHALLOW \${S})\n`,
    ],
    ['a list', `set(L GIT_REPOSITORY ${U} GIT_TAG main GIT_SHALLOW 1)\nFetchContent_Declare(t \${L})\n`],
    ['a hash of an archive', `FetchContent_Declare(t URL "${FILE}")\n`],
    ['a hash of an archive, over lines', `FetchContent_Declare(t\n    URL ${FILE}\n    DOWNLOAD_NO_PROGRESS TRUE)\n`],
    ['a hash of a file', `file(DOWNLOAD ${FILE} a.tgz SHOW_PROGRESS)\n`],
    ['a hash of a file, over lines', `file(DOWNLOAD\n  ${FILE}\n  a.tgz\n)\n`],
    ['a package', 'CPMAddPackage(NAME tool GITHUB_REPOSITORY acme/tool VERSION 1.2)\n'],
    ['a package by its tag', `CPMAddPackage(NAME t GIT_REPOSITORY ${U} GIT_TAG v1.2 VERSION 1.2)\n`],
    ['a package in short', 'CPMAddPackage("gh:acme/tool@1.2")\n'],
    ['a package in short by its branch', 'CPMAddPackage("gh:acme/tool#main")\n'],
  ])('unapply takes back what apply wrote, byte for byte: %s', (_, text) => {
    const applied = apply({ 'CMakeLists.txt': text }, PINS);
    expect(applied.refused).toEqual([]);
    expect(applied.texts['CMakeLists.txt'] ?? text).not.toBe(text);
    expect(apply(applied.texts, PINS).texts).toEqual({});
    expect(unapply(applied.texts, PINS)).toEqual({ texts: { 'CMakeLists.txt': text }, refused: [] });
  });

  it('refuses a pin behind which a step pulls', () => {
    const text = `ExternalProject_Add(t GIT_REPOSITORY ${U} GIT_TAG main UPDATE_COMMAND git pull)\n`;
    expect(apply({ 'CMakeLists.txt': text }, PINS)).toMatchObject({
      texts: {},
      refused: [
        'CMakeLists.txt: the command at CMakeLists.txt:1 runs without a shell, so no second command fits behind it',
      ],
    });
  });

  it.each([
    ['before the address', `FetchContent_Declare(t URL_HASH SHA256=${SUM} URL ${FILE})\n`],
    ['behind another keyword', `FetchContent_Declare(t URL ${FILE} TIMEOUT 9 URL_HASH SHA256=${SUM})\n`],
  ])('unapply leaves a hash that somebody else wrote: %s', (_, text) => {
    expect(unapply({ 'CMakeLists.txt': text }, PINS)).toEqual({
      texts: {},
      refused: ['CMakeLists.txt: the hash of the download at CMakeLists.txt:1 was not written by apply'],
    });
  });
});
