import { expect, it } from 'vitest';
import { mayFetch } from '../../src/match/index.ts';

it.each([
  ['git clone x', true],
  ['\t/usr/bin/wget x', true],
  ['x=$(curl y)', true],
  ['RUN CURL x', true],
  ['from debian', true],
  ['  ONBUILD add x y', true],
  ['# https://github.com/acme', false],
  ['digit', false],
  ['"$GIT_BIN" x', true],
  ['git-lfs', false],
  ['add-apt-repository x', false],
  ['echo from here', false],
  ['make all', false],
  ['\t$(MAKE) -C sub', true],
  ['make -C sub V=1', true],
  ['cmake -C sub V=1', false],
  ['made by cmake', false],
  ['cmake -S . \\\n  -DV=1', true],
  ['cmake -S . -B b\nx -DV=1', false],
  ['docker-compose build', true],
  ['', false],
])('%s: %s', (text, expected) => {
  expect(mayFetch(text)).toBe(expected);
});
