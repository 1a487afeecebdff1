import { expect, it } from 'vitest';
import { readShebang, readShellWords } from '../../src/syntax/shell-start.ts';

const shell = { isShell: true, errexit: false, pipefail: false };

it.each([
  ['plain', '#!/bin/sh', { ...shell, program: 'sh' }],
  ['with blanks', '#! /bin/bash -e ', { ...shell, program: 'bash', errexit: true }],
  ['a cluster of options', '#!/bin/bash -xeu', { ...shell, program: 'bash', errexit: true }],
  [
    'pipefail behind a cluster',
    '#!/bin/bash -euo pipefail',
    { ...shell, program: 'bash', errexit: true, pipefail: true },
  ],
  ['through env', '#!/usr/bin/env bash', { ...shell, program: 'bash' }],
  ['through env -S', '#!/usr/bin/env -S bash -e', { ...shell, program: 'bash', errexit: true }],
  ['through env with a variable', '#!/usr/bin/env -S A=b dash', { ...shell, program: 'dash' }],
  ['behind a byte order mark, before CR', '\uFEFF#!/bin/sh\r', { ...shell, program: 'sh' }],
  ['another language', '#!/usr/bin/env python3', { ...shell, program: 'python3', isShell: false }],
  ['env alone', '#!/usr/bin/env', undefined],
  ['a comment', '# !/bin/sh', undefined],
  ['nothing behind it', '#!', undefined],
])('shebang: %s', (_name, line, expected) => {
  expect(readShebang(line)).toEqual(expected);
});

it.each([
  ['a login shell', ['/bin/bash', '-lc'], { ...shell, program: 'bash' }],
  ['e in a long option is no errexit', ['bash', '--noprofile', '-c'], { ...shell, program: 'bash' }],
  ['Windows', ['C:\\Windows\\PowerShell.EXE', '-Command'], { ...shell, program: 'powershell', isShell: false }],
  [
    'a shell behind a launcher',
    ['conda', 'run', '/bin/bash', '-o', 'errexit'],
    { ...shell, program: 'bash', errexit: true },
  ],
  ['no words', [], undefined],
])('words: %s', (_name, words, expected) => {
  expect(readShellWords(words)).toEqual(expected);
});
