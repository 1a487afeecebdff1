import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { fullNames, isAbbreviation, isBeginning, isRefName } from '../../src/resolve/ref-name.ts';
import { REF_ORDERS } from '../../src/resolve/ref-order.ts';

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
  ['v1', 'hosted', ['refs/tags/v1', 'refs/heads/v1']],
  ['v1', 'local', ['refs/tags/v1', 'refs/heads/v1']],
  ['v1', 'cloned', ['refs/heads/v1', 'refs/tags/v1']],
  ['v1', 'commit', []],
  ['tags/v1', 'hosted', ['refs/tags/v1', 'refs/tags/tags/v1', 'refs/heads/tags/v1']],
  ['heads/v1', 'cloned', ['refs/heads/v1', 'refs/heads/heads/v1', 'refs/tags/heads/v1']],
  ['refs/pull/1/head', 'hosted', ['refs/pull/1/head']],
] as const)('%s may stand for (%s)', (ref, order, names) => {
  expect(fullNames(ref, REF_ORDERS[order])).toEqual(names);
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

it.each([
  ['abcd', true],
  ['abc', false],
  ['feature', false],
])('%s is what git may find a commit by: %s', (ref, expected) => {
  expect(isBeginning(ref)).toBe(expected);
});
