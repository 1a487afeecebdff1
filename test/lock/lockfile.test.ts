import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSourceKey } from '../../src/classify/index.ts';
import { LockfileError, parseLockfile, printLockfile } from '../../src/lock/index.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const SUM = 'cd'.repeat(32);
const GIT = 'git+https://example.com/acme/tool@main';

function lockfile(...pins: readonly string[]): string {
  return `{\n  "lockfileVersion": 1,\n  "sources": {\n${pins.map((pin) => `    ${pin}`).join(',\n')}\n  }\n}\n`;
}

function gitPin(fields: string, key = GIT): string {
  return lockfile(`"${key}": { ${fields} }`);
}

function faultOf(text: string, options = {}): Pick<LockfileError, 'fault' | 'message' | 'exitCode'> | string {
  try {
    return printLockfile(parseLockfile(text, 'pinlock.lock', options));
  } catch (error) {
    if (!(error instanceof LockfileError)) throw error;
    return { fault: error.fault, message: error.message, exitCode: error.exitCode };
  }
}

describe('frozen lockfiles', () => {
  // A lockfile that a release wrote must be read, and written back byte for byte, by every later one.
  it.each(['version-1.lock'])('%s', (name) => {
    const text = readFileSync(new URL(`frozen/${name}`, import.meta.url), 'utf8');
    const parsed = parseLockfile(text, name, { isCanonical: (key) => parseSourceKey(key)?.key === key });
    expect(parsed.sources.size).toBe(12);
    expect(printLockfile(parsed)).toBe(text);
  });
});

describe('printing', () => {
  it('gives the same bytes for every order and layout', () => {
    const pins = [
      `"docker://example.com/a:1": {\n "applied":["b","c"],"digest":"${DIGEST}"}`,
      `"git+https://example.com/acme/tool": { "commit": "${COMMIT}" }`,
      `"git+https://example.com/acme/tool@a": { "commit": "${COMMIT}", "ref": "refs/heads/a" }`,
    ];
    const printed = printLockfile(parseLockfile(lockfile(...pins).replaceAll('\n', '\r\n'), 'x'));
    const parsed = parseLockfile(printed, 'x');
    expect(printLockfile({ lockfileVersion: 1, sources: new Map([...parsed.sources].reverse()) })).toBe(printed);
    expect(printed).toBe(
      lockfile(
        `"docker://example.com/a:1": { "digest": "${DIGEST}", "applied": ["b", "c"] }`,
        `"git+https://example.com/acme/tool": { "commit": "${COMMIT}" }`,
        `"git+https://example.com/acme/tool@a": { "ref": "refs/heads/a", "commit": "${COMMIT}" }`,
      ),
    );
  });

  it.each(['svn+svn+ssh://me@example.com/r@12', 'svn+https://example.com/r/trunk@12', 'hg+ssh://hg@example.com/r@tip'])(
    'keeps %s',
    (key) => {
      const text = gitPin(`"commit": "${COMMIT}"`, key);
      expect(faultOf(text, { isCanonical: (one: string) => parseSourceKey(one)?.key === one })).not.toMatchObject({
        message: expect.stringContaining('is no source'),
      });
    },
  );

  it.each([
    ['a node', 'hg+https://example.com/acme/tool@stable', COMMIT, 'kept'],
    ['no node', 'hg+https://example.com/acme/tool@stable', 'ab'.repeat(32), 'expected a node of Mercurial'],
    ['a revision', 'svn+svn://example.com/acme/trunk', '1234', 'kept'],
    [
      'a revision with a zero before it',
      'svn+svn://example.com/acme/trunk',
      '012',
      'expected the number of a revision',
    ],
    ['a commit', 'svn+svn://example.com/acme/trunk', COMMIT, 'expected the number of a revision'],
    ['a revision of git', 'git+https://example.com/acme/tool', '1234', 'expected a full commit id'],
  ])('%s under %s', (_name, key, commit, words) => {
    const text = gitPin(`"commit": "${commit}"`, key);
    if (words === 'kept') expect(faultOf(text)).toBe(text);
    else expect(faultOf(text)).toMatchObject({ message: expect.stringContaining(words) });
  });

  it('prints no source as an empty object', () => {
    const text = '{\n  "lockfileVersion": 1,\n  "sources": {}\n}\n';
    expect(printLockfile(parseLockfile(text, 'x'))).toBe(text);
  });

  it('sorts by code point, not by UTF-16', () => {
    const keys = ['https://example.com/\uFF5E', 'https://example.com/\u{1F600}'];
    const text = lockfile(...keys.map((key) => `"${key}": { "sha256": "${SUM}", "size": 1 }`));
    expect(faultOf(text)).toBe(text);
  });
});

describe('refused', () => {
  const duplicate = `"${GIT}": { "ref": "refs/heads/main", "commit": "${COMMIT}" }`;
  it.each([
    ['nothing', '', '1:1: expected a value, found the end of the file'],
    ['no JSON', 'lock', '1:1: expected a value, found "l"'],
    ['a list', '[]', '1:1: expected an object'],
    ['text behind', `${lockfile()}x`, '7:1: expected the end of the file, found "x"'],
    ['a trailing comma', '{"lockfileVersion": 1,}', '1:23: expected a key in double quotes, found "}"'],
    ['a missing comma', '{"lockfileVersion": 1 "sources": {}}', '1:23: expected "," or "}", found "\\""'],
    ['an open string', '{"lock\n', '1:2: a string is not closed in its line'],
    ['a wrong escape', '{"\\x": 1}', '1:2: a string holds an escape that JSON does not know'],
    ['deep nesting', '['.repeat(100_000), '1:18: values are nested deeper than 16'],
    ['no version', '{"sources": {}}', '1:1: "lockfileVersion" is missing'],
    ['an older version', '{"lockfileVersion": 0, "sources": {}}', '1:21: expected lockfileVersion 1'],
    ['a version as text', '{"lockfileVersion": "2", "sources": {}}', '1:21: expected lockfileVersion 1'],
    ['no sources', '{"lockfileVersion": 1}', '1:1: "sources" is missing'],
    ['a list of sources', '{"lockfileVersion": 1, "sources": []}', '1:35: expected "sources" to be an object'],
    [
      'a field too many',
      '{"lockfileVersion": 1, "time": 1, "sources": {}}',
      '1:24: "time" is not known; a lockfile has lockfileVersion, sources',
    ],
    ['a duplicate key', lockfile(duplicate, duplicate), `5:5: "${GIT}" stands twice, first in line 4`],
    [
      'a duplicate field',
      gitPin(`"commit": "${COMMIT}", "commit": "${COMMIT}"`),
      `4:103: "commit" stands twice, first in line 4`,
    ],
    [
      'a key that is none',
      lockfile(`"acme": {}`),
      '4:5: "acme" is no source; expected a key such as "git+https://host/owner/name@ref", "docker://..." or "https://..."',
    ],
    [
      'a prototype',
      lockfile(`"__proto__": {}`),
      '4:5: "__proto__" is no source; expected a key such as "git+https://host/owner/name@ref", "docker://..." or "https://..."',
    ],
    [
      'unsorted keys',
      lockfile(
        `"https://example.com/b": { "sha256": "${SUM}", "size": 1 }`,
        `"https://example.com/a": { "sha256": "${SUM}", "size": 1 }`,
      ),
      '5:5: "https://example.com/a" must stand before "https://example.com/b": keys are sorted by code point',
    ],
    ['a pin that is none', lockfile(`"${GIT}": "${COMMIT}"`), '4:5: expected an object'],
    [
      'no commit',
      gitPin('"ref": "refs/heads/main"'),
      '4:5: "commit" is missing; a git pin has ref, commit, by, asOf, archives, applied',
    ],
    [
      'a short commit',
      gitPin('"commit": "0123456"'),
      '4:49: commit: expected a full commit id: 40 or 64 lower-case hex digits',
    ],
    [
      'an upper-case commit',
      gitPin(`"commit": "${COMMIT.toUpperCase()}"`),
      '4:49: commit: expected a full commit id: 40 or 64 lower-case hex digits',
    ],
    [
      'a foreign field',
      gitPin(`"commit": "${COMMIT}", "digest": "${DIGEST}"`),
      '4:103: "digest" belongs to image pins; a git pin has ref, commit, by, asOf, archives, applied',
    ],
    [
      'an unknown field',
      gitPin(`"commit": "${COMMIT}", "__proto__": 1`),
      '4:103: "__proto__" is not known; a git pin has ref, commit, by, asOf, archives, applied',
    ],
    [
      'a short ref',
      gitPin(`"ref": "main", "commit": "${COMMIT}"`),
      '4:49: ref: expected a full ref name such as "refs/heads/main"',
    ],
    [
      'a ref that is an option',
      gitPin(`"ref": "--upload-pack=x", "commit": "${COMMIT}"`),
      '4:49: ref: expected a full ref name such as "refs/heads/main"',
    ],
    [
      'another ref',
      gitPin(`"ref": "refs/heads/next", "commit": "${COMMIT}"`),
      '4:49: "refs/heads/next" is not what the key names; expected refs/heads/main or refs/tags/main or refs/main',
    ],
    [
      'a release that is a branch',
      gitPin(`"ref": "refs/heads/main", "commit": "${COMMIT}", "by": "release"`),
      '4:49: a pin by release names the tag of that release in "ref"',
    ],
    [
      'a name without ref',
      gitPin(`"commit": "${COMMIT}"`),
      '4:5: "ref" is missing: "main" of the key is not the commit',
    ],
    [
      'another commit',
      gitPin(`"commit": "${COMMIT}"`, 'git+https://example.com/acme/tool@fffffff'),
      '4:5: "ref" is missing: "fffffff" of the key is not the commit',
    ],
    [
      'another reason',
      gitPin(`"ref": "refs/tags/v1", "commit": "${COMMIT}", "by": "me"`),
      '4:126: by: expected "release"',
    ],
    [
      'no instant',
      gitPin(`"ref": "refs/heads/main", "commit": "${COMMIT}", "asOf": "2019-10-15"`),
      '4:129: asOf: expected an instant such as "2019-10-15T00:00:00Z"',
    ],
    [
      'a wrong hash',
      gitPin(`"ref": "refs/heads/main", "commit": "${COMMIT}", "archives": { "tar.gz": "x" }`),
      '4:143: archives.tar.gz: expected a hash such as "sha256-...="',
    ],
    [
      'a path outside',
      gitPin(`"ref": "refs/heads/main", "commit": "${COMMIT}", "applied": ["../x"]`),
      '4:129: applied.0: expected a list of paths relative to the root, with "/" and without "." and ".."',
    ],
    [
      'unsorted paths',
      gitPin(`"ref": "refs/heads/main", "commit": "${COMMIT}", "applied": ["b", "a"]`),
      '4:129: applied: expected the paths sorted, each once',
    ],
    [
      'a wrong digest',
      lockfile(`"docker://example.com/a:1": { "digest": "${SUM}" }`),
      '4:35: digest: expected "sha256:" and 64 lower-case hex digits',
    ],
    [
      'a negative size',
      lockfile(`"https://example.com/a": { "sha256": "${SUM}", "size": -1 }`),
      '4:110: size: expected a number of bytes, not below zero',
    ],
    [
      'half a byte',
      lockfile(`"https://example.com/a": { "sha256": "${SUM}", "size": 0.5 }`),
      '4:110: size: expected a whole number of bytes',
    ],
  ])('%s', (_, text, message) => {
    expect(faultOf(text)).toEqual({ fault: 'invalid', message: `pinlock.lock:${message}`, exitCode: 2 });
  });

  it('a key that normalisation writes otherwise', () => {
    const text = gitPin(`"ref": "refs/heads/main", "commit": "${COMMIT}"`);
    expect(faultOf(text, { isCanonical: (key: string) => key === GIT })).toBe(text);
    expect(faultOf(text, { isCanonical: (key: string) => key !== GIT })).toEqual({
      fault: 'invalid',
      message: `pinlock.lock:4:5: "${GIT}" is not written as pinlock writes it`,
      exitCode: 2,
    });
  });

  it('a newer version, whatever else stands in it', () => {
    expect(faultOf('{ "sources": [1, 2],\n  "lockfileVersion": 2, "x": { "y": 1 } }')).toEqual({
      fault: 'newer',
      message: 'pinlock.lock:2:3: the lockfile has version 2, this pinlock knows versions up to 1',
      exitCode: 2,
    });
  });

  it('conflict markers, by name and with the way out', () => {
    const text = lockfile('').replace('    ', '<<<<<<< HEAD\n=======\n>>>>>>> other');
    expect(() => parseLockfile(text, 'pinlock.lock')).toThrow(
      expect.objectContaining({
        fault: 'conflict',
        message: 'pinlock.lock:4: conflict markers of a merge stand in the lockfile',
        hint: 'run `pinlock resolve`: it joins both sides',
      }),
    );
  });
});
