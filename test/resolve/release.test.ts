import { describe, expect, it } from 'vitest';
import { isOlderRelease, newestRelease } from '../../src/resolve/release.ts';
import { readReleaseTag } from '../../src/resolve/release-tag.ts';

const REPOSITORY = { locator: 'https://example.com/acme/tool' };

/** Every tag at a commit of its own: 1, 2, 3, ... */
function refsOf(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name, index) => [`refs/tags/${name}`, String(index + 1).padStart(40, '0')]));
}

function newest(names: readonly string[], wish: { readonly allowsPre?: boolean; readonly range?: string } = {}) {
  const { allowsPre = false, range = null } = wish;
  return newestRelease(refsOf(names), REPOSITORY, { allowsPre, range })?.name;
}

describe('a tag that reads as a version', () => {
  it.each([
    ['v1.2.3', '', '1.2.3'],
    ['1.2.3', '', '1.2.3'],
    ['V10.2', '', '10.2.0'],
    ['1.2', '', '1.2.0'],
    ['release-1.2.3', 'release', '1.2.3'],
    ['release/v1.2.3', 'release', '1.2.3'],
    ['tool-1.2.3', 'tool', '1.2.3'],
    ['tool-v1.2.3', 'tool', '1.2.3'],
    ['lib2-1.2.3', 'lib2', '1.2.3'],
    ['go1.13', 'go', '1.13.0'],
    ['REL_12_1', 'rel', '12.1.0'],
    ['curl-7_66_0', 'curl', '7.66.0'],
    ['pkg/v1.2.3', 'pkg', '1.2.3'],
    ['@acme/tool@1.2.3', '@acme/tool', '1.2.3'],
    ['v4', '', '4.0.0'],
    ['v1.0.0-rc.1', '', '1.0.0-rc.1'],
    ['v1.0.0-RC10', '', '1.0.0-rc.10'],
    ['1.0rc1', '', '1.0.0-rc.1'],
    ['2.0.0.beta2', '', '2.0.0-beta.2'],
    ['v1.6.0-ARM64-PRE7', '', '1.6.0-ARM64-PRE7'],
    ['swift-5.1-RELEASE', 'swift', '5.1.0'],
    ['4.3.0.Final', '', '4.3.0'],
    ['v1.2.3+build.5', '', '1.2.3'],
    ['2019.08.1', '', '2019.8.1'],
    ['2019-08-01', '', '2019.8.1'],
    ['20190801', '', '20190801.0.0'],
  ])('%s is of "%s" and means %s', (name, family, version) => {
    const tag = readReleaseTag(name);
    expect([tag?.family, tag?.version.version]).toEqual([family, version]);
  });

  it.each([
    ['no number', 'latest'],
    ['a branch-like end', 'v1.2.x'],
    ['a letter as the last number', 'OpenSSL_1_1_1d'],
    ['a version inside of the prefix', 'v2024.04.29_linux_1.0'],
    ['numbers that nobody can count', `v${'9'.repeat(40)}`],
    ['nothing', ''],
    ['a name without an end', `v1.${'0.'.repeat(400)}1`],
  ])('%s is none', (_name, tag) => {
    expect(readReleaseTag(tag)).toBeUndefined();
  });
});

describe('the newest release', () => {
  it.each([
    ['by version, not by name', ['v1.9.0', 'v1.10.0', 'v1.2.0'], 'v1.10.0'],
    ['without pre-releases', ['v1.0.0', 'v1.1.0-rc1', '1.1.0beta2'], 'v1.0.0'],
    ['with and without a v', ['0.9.1', 'v0.9.2', '0.8.0'], 'v0.9.2'],
    ['of one version the tag that says more', ['v4', 'v4.2', 'v4.2.0', 'v3.9.9'], 'v4.2.0'],
    ['one number alone, where there is nothing else', ['v243', 'v244', 'v244-rc1'], 'v244'],
    ['four numbers', ['0.8.2.1', '0.8.2.2', '0.8.2.0'], '0.8.2.2'],
    ['named after the repository', ['tool-1.2', 'tool-1.3', 'docs-9.0'], 'tool-1.3'],
    ['named after owner and repository', ['acme-tool-1.2', 'docs-9.0'], 'acme-tool-1.2'],
    ['in the way that is used most', ['release-1.0', 'release-1.1', 'release-1.2', 'v9.0'], 'release-1.2'],
    ['beside the packages of the same repository', ['v1.0.0', 'cli/v7.0.0', 'api/v2.0.0'], 'v1.0.0'],
    ['of one product under a name of its own', ['other-9.0.1', 'other-10.0.0'], 'other-10.0.0'],
    ['not of one of several packages', ['cli/v7.0.0', 'api/v2.0.0'], undefined],
    ['by calendar', ['2021.01.1', '2025.11.2', '2025.2.0'], '2025.11.2'],
    ['days', ['2019-08-01', '2019-10-15'], '2019-10-15'],
    ['no snapshot of a day among versions', ['v1.6.0', 'v1.7.4', 'v20180223'], 'v1.7.4'],
    ['no month among versions', ['v10.13', 'v10.9', 'v9.1', 'v9.0', '21.06', '21.10', '20.11'], 'v10.13'],
    ['revisions that most tags carry', ['v6.0-8', 'v6.0-10', 'v7.1.1-2', 'v4.0'], 'v7.1.1-2'],
    ['a lone hyphen and number is a pre-release', ['v1.0.0', 'v0.9.0', 'v1.1.0-1'], 'v1.0.0'],
    ['none', [], undefined],
    ['none that is finished', ['v1.0.0-rc1', 'latest'], undefined],
  ])('%s', (_name, tags, expected) => {
    expect(newest(tags)).toBe(expected);
    expect(newest([...tags].reverse())).toBe(expected);
  });

  it.each([
    ['pre-releases on request', { allowsPre: true }, 'v2.1.0-rc.10'],
    ['within a range', { range: '^1.2' }, 'v1.9.0'],
    ['within a range that names two parts', { range: '1.2.x' }, 'v1.2.7'],
    ['nothing in the range', { range: '>=3' }, undefined],
  ])('%s', (_name, wish, expected) => {
    const tags = ['v1.2.0', 'v1.2.7', 'v1.9.0', 'v2.0.0', 'v2.1.0-rc.9', 'v2.1.0-rc.10'];
    expect(newest(tags, wish)).toBe(expected);
  });

  it('is the commit that an annotated tag names', () => {
    const [object, commit] = ['a'.repeat(40), 'b'.repeat(40)];
    const refs = new Map([
      ['refs/tags/v1.0', object],
      ['refs/tags/v1.0^{}', commit],
    ]);
    const wish = { allowsPre: false, range: null };
    expect(newestRelease(refs, REPOSITORY, wish)).toEqual({ ref: 'refs/tags/v1.0', name: 'v1.0', commit });
  });
});

it.each([
  ['v1.2.0', 'v1.10.0', true],
  ['v1.10.0', 'v1.2.0', false],
  ['1.2.0', 'v1.2.1', true],
  ['2019.1', 'v1.2.1', undefined],
  ['stable', 'v1.2.1', undefined],
])('%s is older than %s: %s', (name, other, expected) => {
  expect(isOlderRelease(name, other)).toBe(expected);
});
