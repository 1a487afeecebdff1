import { expect, it } from 'vitest';
import type { Source } from '../../../src/model/source.ts';
import { choosePins } from '../../../src/run/pins/choose-pins.ts';

const TOOL: Source = {
  key: 'git+https://example.com/acme/tool@main',
  kind: 'git',
  locator: 'https://example.com/acme/tool',
  ref: 'main',
};
const LIBRARY: Source = {
  key: 'git+https://example.com/acme/library',
  kind: 'git',
  locator: 'https://example.com/acme/library',
  ref: null,
};
const IMAGE: Source = {
  key: 'docker://example.com/acme/base:1',
  kind: 'image',
  locator: 'example.com/acme/base',
  ref: '1',
};
const ALL = [TOOL, LIBRARY, IMAGE];

it.each([
  ['nothing: all', [], ALL],
  ['a part of a key', ['tool@main'], [TOOL]],
  ['a whole key', [LIBRARY.key], [LIBRARY]],
  ['a part of several', ['acme/'], ALL],
  ['a glob over the key', ['docker://**'], [IMAGE]],
  ['a glob over the locator', ['https://example.com/acme/*'], [TOOL, LIBRARY]],
  ['several patterns', ['tool', 'base'], [TOOL, IMAGE]],
])('%s', (_name, patterns, expected) => {
  expect([...choosePins(ALL, patterns)]).toEqual(expected.map(({ key }) => key));
});

it.each([
  ['a misspelt name', 'libary', ALL, `did you mean ${LIBRARY.key}?`],
  ['a misspelt key', 'git+https://example.com/acme/tols@main', ALL, `did you mean ${TOOL.key}?`],
  ['a misspelt owner', 'acmee/tool', ALL, `did you mean ${TOOL.key}?`],
  ['nothing near', 'completely-different', ALL, `the pins are ${ALL.map(({ key }) => key).join(', ')}`],
  ['an empty lockfile', 'tool', [], 'the lockfile holds no pin; pinlock resolve makes them'],
  ['a glob that fits none', 'svn://**', ALL, `the pins are ${ALL.map(({ key }) => key).join(', ')}`],
])('%s is an error with a hint', (_name, pattern, sources, hint) => {
  expect(() => choosePins(sources, [pattern])).toThrow(
    expect.objectContaining({ message: `no pin of the lockfile fits '${pattern}'`, hint }),
  );
});
