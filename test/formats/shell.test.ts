import { describe, expect, it } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import { shell } from '../../src/formats/shell.ts';

describe('shell', () => {
  it.each([
    ['build.sh', '', true],
    ['a.BASH', '', true],
    ['configure', '#!/bin/sh', true],
    ['tool', '#!/usr/bin/env -S bash -e', true],
    ['tool', '#!/usr/bin/env python3', false],
    ['notes.txt', '', false],
  ])('%s, first line "%s": %s', (path, firstLine, expected) => {
    expect(shell.matches(path, firstLine)).toBe(expected);
  });

  it.each([
    ['#!/bin/sh\nwget a', false, false],
    ['#!/bin/bash -eo pipefail\nwget a', true, true],
    ['wget a', false, false],
  ])('%j is one step', (text, errexit, pipefail) => {
    const at = { file: 'a.sh', start: 0, end: text.length };
    expect(shell.parse('a.sh', text).steps).toEqual([
      {
        kind: 'shell',
        text: { language: 'literal', pieces: [{ kind: 'text', text, at, verbatim: true }] },
        errexit,
        pipefail,
        isolated: false,
        at,
      },
    ]);
  });

  it('an empty file has no text', () => {
    expect(shell.parse('a.sh', '').steps).toMatchObject([{ kind: 'shell', text: { language: 'literal', pieces: [] } }]);
  });
});

it('no file belongs to two formats', () => {
  for (const path of ['Dockerfile', 'Dockerfile.bash', 'dockerfile.sh', 'a.dockerfile', 'a.sh', 'Containerfile.ksh']) {
    expect(formats.filter((format) => format.matches(path, '')).length, path).toBeLessThan(2);
  }
});
