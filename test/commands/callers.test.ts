import { expect, it } from 'vitest';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const getter = (ref: string): string =>
  `set -e\ngit clone https://github.com/acme/a\ngit -C a checkout "\${${ref}:-${COMMIT}}"\n`;
const LIBRARY = `getlib() { curl -fsSL -o l.tgz "https://github.com/acme/a/archive/\${1:-${COMMIT}}.tar.gz"; }\n`;
const WORKFLOW = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./get.sh main\n';

it.each([
  {
    name: 'an exported variable',
    files: { 'a.sh': '#!/bin/sh\nexport REF=main\n./get.sh\n', 'get.sh': getter('REF') },
  },
  { name: 'an argument', files: { 'a.sh': '#!/bin/sh\n./get.sh main\n', 'get.sh': getter('1') } },
  { name: 'a recipe', files: { Makefile: 'all:\n\tREF=main ./get.sh\n', 'get.sh': getter('REF') } },
  { name: 'a workflow', files: { '.github/workflows/a.yml': WORKFLOW, 'get.sh': getter('1') } },
  { name: 'a sourced script', files: { 'a.sh': 'REF=main\n. ./get.sh\n', 'get.sh': getter('REF') } },
  { name: 'a sourced function', files: { 'a.sh': '. ./lib.sh\ngetlib main\n', 'lib.sh': LIBRARY } },
  { name: 'the script alone', asked: ['a.sh'], files: { 'a.sh': './get.sh main\n', 'get.sh': getter('1') } },
])('what a caller without a fetch of its own hands on is followed: $name', async ({ files, asked = [] }) => {
  const run = await pinlock.run(['scan', ...asked], { cwd: pinlock.tree({ ...files, 'pinlock.yml': '' }) });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(run.stdout).toMatch(/moving +git\+https:\/\/github\.com\/acme\/a@main\n/);
});
