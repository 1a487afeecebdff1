import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { fullNames, isAbbreviation, isRefName } from '../../src/resolve/ref-name.ts';

function acceptedByGit(name: string): boolean {
  try {
    execFileSync('git', ['check-ref-format', '--allow-onelevel', name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a ref name is what git says', () => {
  it.each([
    ...[
      'main',
      'v1.2.1',
      'feature/a',
      'refs/heads/a.b',
      'a@b',
      'ü',
      'a-',
      'x{y}',
      'a.lock.b',
      '#1',
      'a,b',
      "it's",
      '"x"',
    ],
    ...['', '/a', 'a/', 'a//b', '.a', 'a/.b', 'a.', 'a..b', 'a.lock', 'a.lock/b', 'a b', 'a\tb', 'a\nb', 'a\u007fb'],
    ...['a~1', 'a^', 'a:b', 'a?', 'a*', 'a[b', 'a\\b', '@', 'a@{1}', 'a@{', '@/b'],
  ])('%j', (name) => {
    expect(isRefName(name)).toBe(acceptedByGit(name));
  });

  it('but for what could be an option', () => {
    expect(isRefName('-x')).toBe(false);
    expect(isRefName('--upload-pack=x')).toBe(false);
  });
});

it.each([
  ['v1', false, ['refs/tags/v1', 'refs/heads/v1']],
  ['v1', true, ['refs/heads/v1', 'refs/tags/v1']],
  ['tags/v1', false, ['refs/tags/v1', 'refs/tags/tags/v1', 'refs/heads/tags/v1']],
  ['heads/v1', true, ['refs/heads/v1', 'refs/heads/heads/v1', 'refs/tags/heads/v1']],
  ['refs/pull/1/head', false, ['refs/pull/1/head']],
])('%s may stand for (branch first: %s)', (ref, isBranchFirst, names) => {
  expect(fullNames(ref, isBranchFirst)).toEqual(names);
});

it.each([
  ['abcdef1', true],
  ['abcdef', false],
  ['1234567', true],
  ['a'.repeat(39), true],
  ['a'.repeat(40), false],
  ['abcdefg', false],
])('%s reads like a shortened commit: %s', (ref, expected) => {
  expect(isAbbreviation(ref)).toBe(expected);
});
