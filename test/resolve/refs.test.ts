import { expect, it } from 'vitest';
import type { Source } from '../../src/model/source.ts';
import { namesToAsk } from '../../src/resolve/refs.ts';

function sources(refs: readonly (string | null)[]): readonly Source[] {
  return refs.map((ref) => ({ kind: 'git', key: `k@${ref}`, locator: 'https://example.com/acme/library', ref }));
}

it.each([
  ['the default branch', [null], ['HEAD', 'refs/tags/*']],
  ['a name', ['v1'], ['HEAD', 'refs/tags/*', 'refs/tags/v1', 'refs/tags/v1^{}', 'refs/heads/v1', 'refs/heads/v1^{}']],
  ['a full name', ['refs/tags/v1', null], ['HEAD', 'refs/tags/*', 'refs/tags/v1', 'refs/tags/v1^{}']],
  ['what could be an option or a pattern', ['--upload-pack=x', '*'], ['HEAD', 'refs/tags/*']],
  ['more than arguments are good for', Array.from({ length: 100 }, (_, index) => `v${index}`), []],
])('%s is asked for', (_name, refs, names) => {
  expect(namesToAsk(sources(refs))).toEqual(names);
});
