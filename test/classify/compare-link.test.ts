import { expect, it } from 'vitest';
import { compareLink } from '../../src/classify/index.ts';
import { isCommit } from '../../src/model/pin.ts';

it.each([
  ['https://github.com/acme/tool', 'https://github.com/acme/tool/compare/aaaaaaaaaaaa...bbbbbbbbbbbb'],
  ['https://gitlab.com/acme/deep/tool', 'https://gitlab.com/acme/deep/tool/-/compare/aaaaaaaaaaaa...bbbbbbbbbbbb'],
  ['https://codeberg.org/acme/tool', 'https://codeberg.org/acme/tool/compare/aaaaaaaaaaaa...bbbbbbbbbbbb'],
  ['https://bitbucket.org/acme/tool', null],
  ['https://acme.googlesource.com/tool', 'https://acme.googlesource.com/tool/+log/aaaaaaaaaaaa..bbbbbbbbbbbb'],
  ['https://git.example.com/acme/tool', 'https://git.example.com/acme/tool/-/compare/aaaaaaaaaaaa...bbbbbbbbbbbb'],
  ['https://example.com/acme/tool', null],
  ['ssh://git@example.com/acme/tool', null],
])('%s', (locator, expected) => {
  const [from, to] = ['a'.repeat(40), 'b'.repeat(40)];
  if (!isCommit(from) || !isCommit(to)) throw new Error('no commits');
  const own = new Map([['git.example.com', 'gitlab']]);
  expect(compareLink({ kind: 'git', locator }, from, to, own)).toBe(expected);
});

it('only repositories of git have one', () => {
  const commit = 'a'.repeat(40);
  if (!isCommit(commit)) throw new Error('no commit');
  const locator = 'https://github.com/acme/tool';
  expect(compareLink({ kind: 'hg', locator }, commit, commit, new Map())).toBeNull();
});
