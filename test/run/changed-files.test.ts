import { describe, expect, it } from 'vitest';
import { filesThatUse } from '../../src/run/changed-files.ts';

const FILES = [
  { path: 'Dockerfile', format: 'dockerfile', text: 'RUN sh /a.sh' },
  { path: 'a.sh', format: 'shell', text: '. ./lib/b.sh' },
  { path: 'CMakeLists.txt', format: 'cmake', text: 'add_subdirectory(deps)\ninclude(versions)' },
  { path: 'cmake/versions.cmake', format: 'cmake', text: 'set(V 1)' },
  { path: 'deps/CMakeLists.txt', format: 'cmake', text: 'find_package(zlib)' },
  { path: 'lib/b.sh', format: 'shell', text: '. ./c.inc' },
  { path: 'other.sh', format: 'shell', text: 'docker build -f Dockerfile .' },
];

describe('filesThatUse', () => {
  it.each([
    ['nothing else', ['other.sh'], ['other.sh']],
    ['those that call it, over several steps', ['lib/b.sh'], ['Dockerfile', 'a.sh', 'lib/b.sh']],
    ['those that call a file of no known kind', ['c.inc'], ['Dockerfile', 'a.sh', 'lib/b.sh']],
    ['a Dockerfile alone: nothing reads it in its own place', ['Dockerfile'], ['Dockerfile']],
    ['a module', ['cmake/versions.cmake'], ['CMakeLists.txt', 'cmake/versions.cmake']],
    ['a list of a folder', ['deps/CMakeLists.txt'], ['CMakeLists.txt', 'deps/CMakeLists.txt']],
    ['a file that nobody names', ['notes.md'], []],
    ['a file whose name is a part of another word', ['dep'], []],
    ['a folder of CMake: no script names it so', ['other/CMakeLists.txt'], []],
  ])('%s', (_name, files, used) => {
    expect(filesThatUse(FILES, { folders: [], files }).map(({ path }) => path)).toEqual(used);
  });

  it.each([
    [{ folders: [], files: ['sub/pinlock.lock'] }],
    [{ folders: [], files: ['pinlock.yml'] }],
    [{ folders: [], files: ['.env'] }],
    [{ folders: [''], files: [] }],
  ])('all files for %j', (asked) => {
    expect(filesThatUse(FILES, asked)).toBe(FILES);
  });

  it('what lies in a folder, and those that use it', () => {
    expect(filesThatUse(FILES, { folders: ['lib'], files: [] }).map(({ path }) => path)).toEqual([
      'Dockerfile',
      'a.sh',
      'lib/b.sh',
    ]);
  });
});
