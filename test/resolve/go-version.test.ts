import { describe, expect, it } from 'vitest';
import type { Source } from '../../src/model/source.ts';
import type { RemoteRefs } from '../../src/ports/git.ts';
import { isGoQuery, readGoVersion } from '../../src/resolve/go-version.ts';

const LOCATOR = 'https://example.com/acme/tool';

function answerOf(names: readonly string[]): RemoteRefs {
  const id = (index: number): string => index.toString(16).padStart(40, '0');
  const refs = new Map(names.map((name, index) => [name, id(index + 1)]));
  return {
    kind: 'refs',
    refs: new Map([...refs, ['HEAD', 'f'.repeat(40)]]),
    head: 'refs/heads/main',
    movedTo: null,
    mirror: null,
  };
}

function pinned(ref: string, names: readonly string[]): unknown {
  const source: Source = { key: `git+${LOCATOR}@${ref}`, kind: 'git', locator: LOCATOR, ref };
  const resolution = readGoVersion(source, answerOf(names));
  return resolution.kind === 'unresolved' || !('commit' in resolution.pin) ? resolution.kind : resolution.pin.ref;
}

const tags = (...names: readonly string[]): readonly string[] => names.map((name) => `refs/tags/${name}`);

describe('a version query of Go against the refs of a repository', () => {
  it.each([
    ['the newest release', 'latest', tags('v1.2.0', 'v1.10.0', 'v1.9.0'), 'refs/tags/v1.10.0'],
    ['no pre-release', 'latest', tags('v1.2.0', 'v1.3.0-rc.1'), 'refs/tags/v1.2.0'],
    ['pre-releases where there is nothing else', 'latest', tags('v0.1.0-rc.1', 'v0.1.0-rc.2'), 'refs/tags/v0.1.0-rc.2'],
    ['the default branch where there is no version', 'latest', tags('release-1', 'v1', '1.2.3'), 'refs/heads/main'],
    ['no branch of that name', 'latest', ['refs/heads/latest', ...tags('v1.0.0')], 'refs/tags/v1.0.0'],
    ['no later major version at the top', 'latest', tags('v1.2.0', 'v2.0.0'), 'refs/tags/v1.2.0'],
    ['later ones where there are no others', 'latest', tags('v3.2.0', 'v2.0.0'), 'refs/tags/v3.2.0'],
    ['a major version by its folder', 'v2/latest', tags('v1.2.0', 'v2.1.0', 'v3.0.0'), 'refs/tags/v2.1.0'],
    ['a module below the top', 'sub/latest', tags('v1.2.0', 'sub/v0.3.0', 'sub/v0.2.0'), 'refs/tags/sub/v0.3.0'],
    ['one with a major version', 'sub/v2/latest', tags('sub/v1.0.0', 'sub/v2.0.0'), 'refs/tags/sub/v2.0.0'],
    ['no module below the top', 'cmd/latest', tags('v1.2.0'), 'unresolved'],
    ['the start of a version', 'v1', tags('v1.2.0', 'v1.3.1', 'v2.0.0', 'v1'), 'refs/tags/v1.3.1'],
    ['more of it', 'v1.2', tags('v1.2.0', 'v1.2.7', 'v1.3.1'), 'refs/tags/v1.2.7'],
    ['a line without versions', 'v4', tags('v1.2.0'), 'unresolved'],
    ['a tag', 'v1.2.0', tags('v1.2.0', 'v1.3.0'), 'refs/tags/v1.2.0'],
    ['a branch', 'main', ['refs/heads/main'], 'refs/heads/main'],
  ])('%s', (_, ref, names, expected) => {
    expect(pinned(ref, names)).toBe(expected);
  });

  it.each([
    ['latest', true],
    ['cmd/tool/latest', true],
    ['v1', true],
    ['v1.2.3', false],
    ['main', false],
    [null, false],
  ])('%s is one: %s', (ref, expected) => {
    expect(isGoQuery(ref)).toBe(expected);
  });
});
