import { expect, it } from 'vitest';
import { readTree } from '../support/read-tree.ts';

/** Scripts of the tree that others run or source, wherever their names lead from. */

const TOOL = 'https://github.com/acme/tool';
const GET = `#!/bin/sh\ngit clone -b "$1" ${TOOL}\n`;

it.each([
  [
    'sourced below an unknown folder',
    { 'b/build.sh': `. "$ROOT/ci/v.sh"\ngit clone -b $V ${TOOL}`, 'ci/v.sh': 'V=v1.0' },
    ['tag v1.0'],
  ],
  ['run below an unknown folder', { 'build.sh': 'bash $ROOT/ci/get v1.0', 'ci/get': GET }, ['tag v1.0']],
  [
    'two files of that path',
    { 'a/build.sh': `. "$ROOT/ci/v.sh"\ngit clone -b $V ${TOOL}`, 'ci/v.sh': 'V=v1.0', 'a/ci/v.sh': 'V=v2.0' },
    ['dynamic $V'],
  ],
  ['none below the home folder', { 'build.sh': `. ~/v.sh\ngit clone -b $V ${TOOL}`, 'v.sh': 'V=v1.0' }, ['dynamic $V']],
  [
    'copied to the search path',
    { Dockerfile: 'FROM scratch\nCOPY ci/get /usr/local/bin/\nRUN get v1.0', 'ci/get': GET },
    ['tag v1.0'],
  ],
  [
    'copied to a folder that the image puts there',
    { Dockerfile: 'FROM scratch\nENV PATH=/opt/ci:$PATH\nCOPY ci /opt/ci\nRUN get v1.0', 'ci/get': GET },
    ['tag v1.0'],
  ],
  [
    'put there by cp of all',
    { Dockerfile: 'FROM scratch\nCOPY ci /ci\nRUN cp /ci/* /usr/local/bin/\nRUN get v1.0', 'ci/get': GET },
    ['tag v1.0'],
  ],
  [
    'put there by a loop',
    {
      Dockerfile:
        'FROM scratch\nCOPY ci /ci\nRUN for f in get other; do install /ci/$f /usr/local/bin/$f; done\nRUN get v1.0',
      'ci/get': GET,
    },
    ['tag v1.0'],
  ],
  ['a script that is called like a program', { 'build.sh': './install v1.0', install: GET }, ['tag v1.0']],
])('%s', (_name, files, outcomes) => {
  const [entry = ''] = Object.keys(files);
  const { fetches, problems } = readTree(files, [entry]);
  expect(problems).toEqual([]);
  expect(fetches.map(({ verdict, ref }) => `${verdict} ${ref ?? '-'}`)).toEqual(outcomes);
});

it.each([
  ['run by its path', '"$PWD/../lib/get"'],
  ['run from its folder', 'cd "$PWD/../lib"\n./get'],
  ['run from a folder that was made and left', 'mkdir out\ncd out\ncd ..\n../lib/get'],
])('a script above the caller has one name: %s', (_name, text) => {
  const { fetches } = readTree({ 'ci/build.sh': text, 'lib/get': `git clone -b v1.0 ${TOOL}` }, ['ci/build.sh']);
  expect(fetches.map(({ place, ref }) => `${place.file} ${ref}`)).toEqual(['lib/get v1.0']);
});

it.each([
  ['a default behind it', '. ./x; V="${V:-1}"', ['$V']],
  ['what the text sets', 'V=1; . ./x; V=${V:-2}', ['1']],
  ['where it may exist', '[ -f ./x ] && . ./x; V="${V:-1}"', ['1']],
  ['in one arm', 'if [ "$1" ]; then . ./x; fi; V="${V:-1}"', ['$V', '1']],
  ['in a shell of its own', '(. ./x); V="${V:-1}"', ['1']],
  ['what a system says about itself', 'ID=1; . /etc/os-release; V="$ID-${V:-1}"', ['$ID-1']],
  ['a file of paths', '. "$HOME/.cargo/env"; V="${V:-1}"', ['1']],
])('a sourced file that nobody can read: %s', (_name, text, values) => {
  const { fetches } = readTree({ 'build.sh': `${text}\nwget "https://example.com/$V"` });
  expect(fetches.map(({ url }) => url).sort()).toEqual(values.map((value) => `https://example.com/${value}`));
});

const FETCHING = 'Invoke-WebRequest https://example.com/a.zip -OutFile a.zip';

it.each([
  ['copied into an image', 'Dockerfile', 'FROM scratch\nCOPY get.ps1 /', FETCHING, true],
  ['run by a script', 'build.sh', 'pwsh -File get.ps1', FETCHING, true],
  ['run by its path', 'build.sh', './get.ps1', FETCHING, true],
  ['one that fetches nothing', 'build.sh', 'pwsh get.ps1', 'Write-Output "hello"', false],
  ['one that nobody runs', 'build.sh', 'make', FETCHING, false],
])('PowerShell is named where it fetches: %s', (_name, entry, text, script, isNamed) => {
  const { problems } = readTree({ [entry]: text, 'get.ps1': script }, [entry]);
  expect(problems.map(({ path }) => path)).toEqual(isNamed ? ['get.ps1'] : []);
});
