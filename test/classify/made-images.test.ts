import { expect, it } from 'vitest';
import { readTree, type Tree } from '../support/read-tree.ts';

const BASE = 'FROM debian:12\n';

const rows: readonly (readonly [name: string, files: Tree, images: readonly string[]])[] = [
  [
    'the base that a script makes',
    { 'build.sh': 'docker build -t base .', Dockerfile: BASE, 'app/tool.Dockerfile': 'FROM base' },
    ['debian:12'],
  ],
  [
    'the base that is made by a file of another name',
    { 'a/build.sh': 'docker build -t base -f base.Dockerfile .', 'a/Dockerfile': 'FROM base:latest' },
    [],
  ],
  [
    'the base that is made in a folder below one that nobody knows',
    { 'build.sh': 'cd "$TOP"/base\ndocker build . -t base', 'app/Dockerfile': 'FROM base' },
    [],
  ],
  ['an image that another script runs', { 'build.sh': 'docker build -t tool .', 'run.sh': 'docker run --rm tool' }, []],
  [
    'a pull asks the registry all the same',
    { 'build.sh': 'docker build -t tool .', 'run.sh': 'docker pull tool' },
    ['tool'],
  ],
  ['another tag', { 'build.sh': 'docker build -t base:dev .', 'a.Dockerfile': 'FROM base' }, ['base']],
  [
    'an image that is called like its base',
    { 'build.sh': 'cd nginx; docker build -t nginx .', 'nginx/Dockerfile': 'FROM nginx' },
    ['nginx'],
  ],
  [
    'a file that nobody knows, which may be this one',
    { 'build.sh': 'docker build -t nginx -f "$FILE" .', 'a.Dockerfile': 'FROM nginx' },
    ['nginx'],
  ],
  [
    'a name with an owner is pushed as well',
    { 'build.sh': 'docker build -t acme/base .', 'a.Dockerfile': 'FROM acme/base' },
    ['acme/base'],
  ],
  ['a name that nobody knows', { 'build.sh': 'docker build -t "$NAME" .', 'a.Dockerfile': 'FROM base' }, ['base']],
];

it.each(rows)('%s', (_name, files, images) => {
  expect(readTree(files).fetches.map(({ url }) => url)).toEqual(images);
});
