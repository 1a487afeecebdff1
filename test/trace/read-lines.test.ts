import { expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

/** What loops read line by line: each line is one turn, as the words of `for` are. */

const CLONE = `do git clone -b "$ref" https://example.com/acme/$name; done`;
const LIST = 'a v1.0\nb main\n';
const BOTH = ['tag v1.0 https://example.com/acme/a', 'moving main https://example.com/acme/b'];
const UNKNOWN = ['dynamic $ref https://example.com/acme/$name'];

const fetches = (text: string): readonly string[] => {
  const { fetches: found, problems } = readHost('build.sh', `#!/bin/bash\n${text}\n`, {}, { 'deps.txt': LIST });
  expect(problems).toEqual([]);
  return found.map(({ verdict, ref, url }) => `${verdict} ${ref ?? '-'} ${url}`);
};

it.each([
  ['a here-document', `while read -r name ref; ${CLONE} <<E\n${LIST}E`, BOTH],
  ['a file of the tree', `while read -r name ref; ${CLONE} < deps.txt`, BOTH],
  ['what cat prints', `cat deps.txt | while read -r name ref; ${CLONE}`, BOTH],
  ['what printf prints', `printf '%s %s\\n' a v1.0 b main | while read -r name ref; ${CLONE}`, BOTH],
  ['a variable of several lines', `L="\n${LIST}"\nwhile read -r name ref; ${CLONE} <<< "$L"`, BOTH],
  ['another separator', `while IFS=: read -r name ref; ${CLONE} <<E\na:v1.0\nb:main\nE`, BOTH],
  ['a last line without an end', `while read -r name ref || [ -n "$name" ]; ${CLONE} < deps.txt`, BOTH],
  [
    'lines that are skipped',
    `while read -r name ref; do case $name in \\#*) continue;; esac; git clone -b $ref https://example.com/acme/$name; done <<E\n# them\n\n${LIST}E`,
    BOTH,
  ],
  [
    'an array of fields',
    `while read -ra f; do git clone -b \${f[1]} https://example.com/acme/\${f[0]}; done <<E\n${LIST}E`,
    BOTH,
  ],
  [
    'an array of lines',
    'mapfile -t L <<E\nhttps://example.com/acme/a\nhttps://example.com/acme/b\nE\nfor u in "${L[@]}"; do git clone $u; done',
    ['moving - https://example.com/acme/a', 'moving - https://example.com/acme/b'],
  ],
  [
    'an unknown part of a line',
    `while read -r name ref; ${CLONE} <<E\na $V\nb main\nE`,
    ['dynamic $V https://example.com/acme/a', 'moving main https://example.com/acme/b'],
  ],
  [
    'two loops over one list',
    'while read -r name ref; do git clone https://example.com/acme/$name; done < deps.txt\nwhile read -r name ref; do (cd $name && git checkout $ref); done < deps.txt',
    BOTH,
  ],
  [
    'a line outside of a loop',
    'read -r name ref < deps.txt\ngit clone -b "$ref" https://example.com/acme/$name',
    UNKNOWN,
  ],
  ['what nobody knows', `read -r name ref <<< "$1"\ngit clone -b "$ref" https://example.com/acme/$name`, UNKNOWN],
  ['an unknown line', `while read -r name ref; ${CLONE} <<E\n$V\nb main\nE`, UNKNOWN],
  ['unknown lines', 'while read -r u; do git clone $u; done <<< "$LIST"', ['dynamic - $u']],
  ['two lines a turn', `while read -r name && read -r ref; ${CLONE} < deps.txt`, UNKNOWN],
  ['another descriptor', `while read -u 3 -r name ref; ${CLONE} 3< deps.txt`, UNKNOWN],
  ['another end of a line', `while read -d ';' -r name ref; ${CLONE} < deps.txt`, UNKNOWN],
  ['a backslash', `while read name ref; ${CLONE} <<'E'\na v1.0\\\nb main\nE`, UNKNOWN],
  ['more lines than anybody writes', `while read -r name ref; ${CLONE} <<E\n${LIST.repeat(200)}E`, UNKNOWN],
])('a loop that reads %s', (_name, text, expected) => {
  expect([...fetches(text)].sort()).toEqual([...expected].sort());
});
