import { describe, expect, it } from 'vitest';
import { west } from '../../src/formats/west.ts';
import { readHost } from '../support/read-host.ts';

const SHA = '0123456789abcdef0123456789abcdef01234567';
const REMOTES = 'remotes: [{ name: acme, url-base: "https://example.com/acme" }]';

/** Verdict and source of every fetch of a manifest. */
function read(manifest: string): readonly string[] {
  const { fetches } = readHost('west.yml', `manifest: { ${manifest} }\n`);
  return fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('west', () => {
  it.each([
    ['west.yml', true],
    ['app/west.yaml', true],
    ['west.yml.md', false],
    ['midwest.yml', false],
  ])('%s: %s', (path, expected) => {
    expect(west.matches(path, '')).toBe(expected);
  });

  it.each([
    [
      'a project below its remote',
      `${REMOTES}, projects: [{ name: tool, remote: acme, revision: ${SHA} }]`,
      [`exact git+https://example.com/acme/tool@${SHA}`],
    ],
    [
      'the remote and the revision of the defaults',
      `${REMOTES}, defaults: { remote: acme, revision: v1.2 }, projects: [{ name: tool }]`,
      ['tag git+https://example.com/acme/tool@v1.2'],
    ],
    [
      'a path of its own',
      `${REMOTES}, projects: [{ name: tool, remote: acme, repo-path: other, revision: main }]`,
      ['moving git+https://example.com/acme/other@main'],
    ],
    [
      'an address of its own, and no revision',
      'projects: [{ name: tool, url: "https://example.com/acme/x" }]',
      ['moving git+https://example.com/acme/x@master'],
    ],
    ['no remote', 'projects: [{ name: tool }]', []],
    ['the manifest itself', 'self: { path: app }', []],
  ])('%s', (_, manifest, expected) => {
    expect(read(manifest)).toEqual(expected);
  });
});
