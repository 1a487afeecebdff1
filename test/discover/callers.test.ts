import { expect, it } from 'vitest';
import { discover } from '../../src/discover/index.ts';
import { formats } from '../../src/formats/index.ts';
import { mayFetch } from '../../src/match/index.ts';
import { openTree } from '../../src/ports/files.ts';
import { makeTree } from './temporary-tree.ts';

const GET = '#!/bin/sh\ngit clone https://example.com/acme/a\n';

it.each([
  { name: 'runs it', files: { 'build.sh': './get.sh main', 'get.sh': GET }, read: ['build.sh', 'get.sh'] },
  { name: 'sources it', files: { 'build.sh': 'REF=main\n. ./get.sh', 'get.sh': GET }, read: ['build.sh', 'get.sh'] },
  { name: 'by a shell', files: { 'build.sh': 'bash -e get.sh main', 'get.sh': GET }, read: ['build.sh', 'get.sh'] },
  { name: 'by a variable', files: { 'a.sh': '"$DIR"/get.sh main', 'ci/get.sh': GET }, read: ['a.sh', 'ci/get.sh'] },
  { name: 'from its folder', files: { 'a.sh': 'cd ci && ./get main', 'ci/get': GET }, read: ['a.sh', 'ci/get'] },
  { name: 'by a name in part', files: { 'a.sh': './get-$t.sh main', 'get-x.sh': GET }, read: ['a.sh', 'get-x.sh'] },
  { name: 'a recipe', files: { Makefile: 'all:\n\t@./get.sh main', 'get.sh': GET }, read: ['Makefile', 'get.sh'] },
  {
    name: 'a workflow',
    files: { '.github/workflows/a.yml': 'jobs: { a: { steps: [{ run: ./get.sh main }] } }', 'get.sh': GET },
    read: ['.github/workflows/a.yml', 'get.sh'],
  },
  {
    name: 'over two steps',
    files: { 'z.sh': './middle.sh main', 'middle.sh': './get.sh "$@"', 'get.sh': GET },
    read: ['get.sh', 'middle.sh', 'z.sh'],
  },
  {
    name: 'of a text that no format claims',
    files: { 'a.sh': '. "$(dirname "$0")/functions"\nget main', functions: 'get() { git clone x; }' },
    read: ['a.sh'],
  },
  {
    name: 'over texts that no format claims',
    files: { 'a.sh': '. ./middle', middle: '. ./lib.inc', 'lib.inc': 'get() { git clone x; }' },
    read: ['a.sh'],
  },
  { name: 'of an excluded file', files: { 'a.sh': './out/get.sh main', 'out/get.sh': GET }, read: ['a.sh'] },
  { name: 'that calls itself', files: { 'a.sh': './a.sh', 'get.sh': GET }, read: ['get.sh'] },
  { name: 'of nothing that fetches', files: { 'a.sh': './b.sh', 'b.sh': './a.sh', 'get.sh': GET }, read: ['get.sh'] },
  { name: 'of a plain word', files: { 'a.sh': 'echo get', get: GET }, read: ['get'] },
])('a caller is read: $name', async ({ files, read }) => {
  expect(await pathsRead(files, ['.'])).toEqual(read);
});

it.each([
  { name: 'a file that was named', asked: 'ci/build.sh', read: ['ci/build.sh'] },
  { name: 'a folder, whose files lead out of it', asked: 'ci', read: ['ci/build.sh'] },
])('$name', async ({ asked, read }) => {
  const files = { 'pinlock.yml': '', 'ci/build.sh': '../get.sh main', 'ci/idle.sh': 'echo hello', 'get.sh': GET };
  expect(await pathsRead(files, [asked])).toEqual(read);
});

it('a text with a thousand names in part may call anything', async () => {
  const calls = Array.from({ length: 1000 }, (_, index) => `./${index}-$t.sh`).join('\n');
  expect(await pathsRead({ 'a.sh': calls, 'get.sh': GET }, ['.'])).toEqual(['a.sh', 'get.sh']);
});

async function pathsRead(
  files: Readonly<Record<string, string>>,
  asked: readonly string[],
): Promise<readonly string[]> {
  const root = makeTree(files);
  const paths = asked.map((path) => `${root}/${path}`);
  const [scan] = await discover(paths, root, {
    listFiles: async () => ({ refused: 'the walker is enough here' }),
    openTree,
    formats,
    mayFetch,
    selectionOf: async () => ({ include: [], exclude: ['out'] }),
  });
  return scan?.files.map(({ path }) => path) ?? [];
}
