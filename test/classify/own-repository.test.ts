import { describe, expect, it } from 'vitest';
import { toRepositoryKey } from '../../src/classify/index.ts';

describe('toRepositoryKey', () => {
  it.each([
    ['https://github.com/acme/tool.git', 'git+https://github.com/acme/tool'],
    ['git@github.com:acme/tool.git', 'git+https://github.com/acme/tool'],
    ['https://user:secret@example.com/acme/tool', 'git+https://example.com/acme/tool'],
    ['/srv/git/tool.git', undefined],
    ['../tool', undefined],
    ['', undefined],
  ])('%s', (url, expected) => {
    expect(toRepositoryKey(url)).toBe(expected);
  });
});
