import { expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

/** A hundred choices, in each of which an archive is unpacked here and programs run that may lie in it. */
it('an archive that is unpacked and used under very many choices keeps a bounded list of uses', () => {
  const lines = ['#!/bin/sh', 'curl -LO https://example.com/tool-1.2.tgz'];
  for (let index = 0; index < 100; index++) {
    lines.push(
      `if [ "$A${index}" ]; then tar xf tool-1.2.tgz; fi`,
      `if [ "$B${index}" ]; then ./run${index} a/b c/d e/f; fi`,
    );
  }
  lines.push(`echo '${'0'.repeat(64)}  tool-1.2.tgz' | sha256sum -c`);
  const { fetches } = readHost('build.sh', lines.join('\n'));
  expect(fetches.map(({ verdict }) => verdict)).toEqual(['versioned']);
});
