import { describe, expect, it } from 'vitest';
import { PREDICATE_FUNCTIONS } from '../../src/match/predicates.ts';
import { newReading, type Reading } from '../../src/match/reading.ts';
import type { PredicateName } from '../../src/match/rule.ts';
import { show, toWords } from './words.ts';

function call(name: PredicateName, line: string, reading: Reading = newReading(), index = 0): string | undefined {
  const word = PREDICATE_FUNCTIONS[name](line === '' ? [] : toWords(line), { reading, index });
  return word === undefined ? undefined : show([word]);
}

function curl(outputs: readonly string[], marks: readonly string[] = [], folder?: string): Reading {
  const reading = newReading();
  for (const output of outputs) {
    const [word] = toWords(output);
    if (output === '-O') reading.outputs.push({ kind: 'remote' });
    else if (word !== undefined) reading.outputs.push({ kind: 'file', word });
  }
  for (const mark of marks) reading.marks.add(mark);
  const [word] = folder === undefined ? [] : toWords(folder);
  if (word !== undefined) reading.words.set('folder', [{ word, option: null, prefix: '' }]);
  return reading;
}

describe('the folder that a clone makes', () => {
  it.each([
    ['https://example.com/acme/tool', 'tool'],
    ['https://example.com/acme/tool.git', 'tool'],
    ['https://example.com/acme/tool.git/', 'tool'],
    ['https://example.com/acme/tool/.git', 'tool'],
    ['https://example.com/acme/tool///', 'tool'],
    ['git@example.com:acme/tool.git', 'tool'],
    ['git@example.com:tool', 'tool'],
    ['ssh://git@example.com:22/tool.git', 'tool'],
    ['../tool', 'tool'],
    ['/srv/git/tool.bundle', 'tool'],
    ['https://example.com/%OWNER/tool', 'tool'],
    ['https://example.com/acme/%NAME', '$NAME'],
    ['https://example.com/acme/%NAME.git', '$NAME'],
    ['https://example.com/acme/lib-%NAME', 'lib-$NAME'],
    ['%URL', 'directory-of $URL'],
    ['%BASE/tool.git', 'tool'],
  ])('%s: %s', (url, expected) => {
    expect(call('directory-of', url)).toBe(expected);
  });

  it('keeps .git when it is bare', () => {
    expect(call('directory-of', 'https://example.com/acme/tool', curl([], ['mirror']))).toBe('tool.git');
  });

  it('takes no quadratic time over slashes', () => {
    expect(call('directory-of', `https://example.com/${'/'.repeat(300_000)}x`)).toBe('x');
  });
});

describe('the name of a downloaded file', () => {
  it.each([
    ['file-name', 'https://example.com/a/b.tgz', 'b.tgz'],
    ['file-name', 'https://example.com/a/b.tgz?x=/y#z', 'b.tgz'],
    ['file-name', 'https://example.com/', undefined],
    ['file-name', 'https://example.com', undefined],
    ['file-name', 'https://example.com/a/b-%V.tgz', 'b-$V.tgz'],
    ['file-name', '%URL', 'file-name $URL'],
    ['file-name', 'example.com/a', 'a'],
    ['saved-name', 'https://example.com/a/b.tgz?x=/y#z', 'b.tgz?x=/y'],
    ['saved-name', 'https://example.com/a/', 'index.html'],
  ] as const)('%s(%s): %s', (name, url, expected) => {
    expect(call(name, url)).toBe(expected);
  });
});

describe('where curl puts it', () => {
  const url = 'https://example.com/d/f.tgz';
  it.each([
    ['nowhere said', curl([]), 0, '-'],
    ['-o', curl(['x']), 0, 'x'],
    ['-O', curl(['-O']), 0, 'f.tgz'],
    ['-o -', curl(['-']), 0, '-'],
    ['the second URL', curl(['x', '-O']), 1, 'f.tgz'],
    ['more URLs than outputs', curl(['x']), 1, '-'],
    ['--output-dir with -o', curl(['x'], [], '/opt'), 0, '/opt/x'],
    ['--output-dir with -O', curl(['-O'], [], '%D'), 0, '$D/f.tgz'],
    ['-J: the server says', curl(['-O'], ['server-names']), 0, undefined],
    ['--remote-name-all', curl([], ['remote-name-all']), 3, 'f.tgz'],
  ] as const)('%s', (_, reading, index, expected) => {
    expect(call('output-of', url, reading, index)).toBe(expected);
  });
});

it.each([
  ['in-folder', '/opt f', '/opt/f'],
  ['repository-of', 'tool/.git', 'tool'],
  ['repository-of', 'tool/.git/', 'tool'],
  ['repository-of', '.git', '.'],
  ['repository-of', 'tool.git', 'tool.git'],
  ['into-folder', '/opt/ f', '/opt//f'],
  ['into-folder', '/opt f', '/opt'],
  ['into-folder', '. f', './f'],
  ['contents-of', 'urls.txt', 'the list in urls.txt'],
] as const)('%s(%s): %s', (name, line, expected) => {
  expect(call(name, line)).toBe(expected);
});
