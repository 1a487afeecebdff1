import { describe, expect, it } from 'vitest';
import { judgeRef } from '../../src/classify/ref-name.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('names', () => {
  it.each([
    ['v1.2.1', 'tag'],
    ['1.5', 'tag'],
    ['release-0.5', 'tag'],
    ['v1.0.0-rc.1', 'tag'],
    ['2.0.0-dev.69', 'tag'],
    ['1.2.3.Final', 'tag'],
    ['OpenSSL_1_1_1k', 'tag'],
    ['boost-1.76.0', 'tag'],
    ['curl-7_80_0', 'tag'],
    ['kustomize/v4.5.7', 'tag'],
    ['llvmorg-12.0.0', 'tag'],
    ['n4.4', 'tag'],
    ['v1.2+build.5', 'tag'],
    ['20240101', 'tag'],
    ['2024-01-31', 'tag'],
    ['nightly-2024-01-31', 'tag'],
    ['2024.01', 'tag'],
    ['r20240101', 'tag'],
    ['refs/tags/anything', 'tag'],
    ['tags/anything', 'tag'],
    ['v1.0^{}', 'tag'],
    ['0123abc', 'tag'],
    ['0123456789abcdef', 'tag'],
    ['jdk8u202-b08', 'tag'],
    ['r1234', 'tag'],
    ['b4321', 'tag'],
    ['tzdata2024a', 'tag'],
    ['curl-7-80-0', 'tag'],
    ['issue-12345', 'moving'],
    ['b2', 'moving'],
    ['release-70-1', 'moving'],
    ['master', 'moving'],
    ['main', 'moving'],
    ['develop', 'moving'],
    ['trunk', 'moving'],
    ['tip', 'moving'],
    ['stable', 'moving'],
    ['nightly', 'moving'],
    ['latest', 'moving'],
    ['v24.3.x', 'moving'],
    ['1.x', 'moving'],
    ['linux-5.10.y', 'moving'],
    ['v4', 'moving'],
    ['release-5', 'moving'],
    ['stable-2.16', 'moving'],
    ['branch-3.0', 'moving'],
    ['feature/1.2-support', 'moving'],
    ['1.2-SNAPSHOT', 'moving'],
    ['99999999', 'tag'],
    ['20241399', 'tag'],
    ['x86_64', 'moving'],
    ['linux-x86_64', 'moving'],
    ['refs/heads/v1.2', 'moving'],
    ['heads/1.2', 'moving'],
    ['origin/v1.2', 'moving'],
    ['refs/remotes/origin/1.2', 'moving'],
    ['refs/pull/12/head', 'moving'],
    ['a'.repeat(41), 'moving'],
    ['gabcdef', 'moving'],
    ['abcdef', 'moving'],
    ['master~3', 'moving'],
    [COMMIT, 'exact'],
    [COMMIT.toUpperCase(), 'exact'],
    [`${COMMIT}^{commit}`, 'exact'],
    [`${COMMIT}0123456789abcdef01234567`, 'exact'],
    [`${COMMIT}0`, 'moving'],
    [null, 'moving'],
    ['HEAD', 'moving'],
    ['', 'moving'],
  ])('%s is %s', (ref, verdict) => {
    expect(judgeRef(ref, null).verdict).toBe(verdict);
  });
});

describe('what the syntax says', () => {
  it.each([
    ['v1.2', 'branch', 'moving', 'branch'],
    ['master', 'tag', 'tag', 'tag'],
    [COMMIT, 'branch', 'moving', 'branch'],
    [COMMIT, 'commit', 'exact', 'commit'],
    ['master', 'commit', 'moving', 'branch'],
    ['0123abc', 'commit', 'tag', 'commit'],
  ] as const)('%s as a %s is %s', (ref, said, verdict, refKind) => {
    expect(judgeRef(ref, said)).toMatchObject({ verdict, refKind });
  });
});

describe('spelling', () => {
  it.each([
    ['HEAD', null],
    ['tags/v1', 'refs/tags/v1'],
    ['heads/v1', 'refs/heads/v1'],
    ['refs/heads/v1', 'refs/heads/v1'],
    ['master', 'master'],
    ['origin/master', 'master'],
    ['v1.0^{}', 'v1.0'],
    [COMMIT.toUpperCase(), COMMIT],
  ])('%s stands in the key as %s', (ref, expected) => {
    expect(judgeRef(ref, null).ref).toBe(expected);
  });

  it('names what is weak about an abbreviated commit', () => {
    expect(judgeRef('0123abc', null).why).toContain('weak');
  });
});

it('reads a hostile name to its end', () => {
  expect(judgeRef(`${'1.'.repeat(200_000)}x`, null).verdict).toBe('moving');
});
