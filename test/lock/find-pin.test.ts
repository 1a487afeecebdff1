import { describe, expect, it } from 'vitest';
import { indexPins, indexUse } from '../../src/lock/index.ts';
import type { Lockfile, Pin } from '../../src/model/pin.ts';
import type { ClassifiedFetch } from '../../src/model/source.ts';
import { classified, filePin, gitPin, imagePin, source } from './fixtures.ts';

const TOOL = 'git+https://example.com/acme/tool';
const IMAGE = 'docker://docker.io/library/debian:bookworm';
const FILE = 'https://example.com/tool-1.tar.gz';
const applied = gitPin('a', { ref: 'refs/heads/main', applied: ['build.sh'] });

function commit(digit: string, file = 'build.sh'): ClassifiedFetch {
  const value = digit.repeat(40);
  return classified(source(`${TOOL}@${value}`, value), {
    verdict: 'exact',
    refKind: 'commit',
    identity: { kind: 'commit', value },
    place: { file, start: 0, end: 1 },
  });
}

function digest(digit: string, key = IMAGE): ClassifiedFetch {
  return classified(source(key), {
    verdict: 'exact',
    identity: { kind: 'digest', value: `sha256:${digit.repeat(64)}` },
  });
}

function lock(pins: Readonly<Record<string, Pin>>): Lockfile {
  return { lockfileVersion: 1, sources: new Map(Object.entries(pins)) };
}

describe('the pin of a fetch', () => {
  const [a, b] = ['a'.repeat(40), 'b'.repeat(40)];
  it.each([
    {
      name: 'by its source',
      pins: { [`${TOOL}@main`]: applied },
      fetch: classified(source(`${TOOL}@main`)),
      key: `${TOOL}@main`,
      drift: null,
    },
    {
      name: 'none',
      pins: { [`${TOOL}@main`]: applied },
      fetch: classified(source(`${TOOL}@next`)),
      key: undefined,
      drift: undefined,
    },
    {
      name: 'none for an unknown source',
      pins: { [`${TOOL}@main`]: applied },
      fetch: classified(null),
      key: undefined,
      drift: undefined,
    },
    {
      name: 'the longest candidate that is known',
      pins: { [`${TOOL}@a`]: applied, [`${TOOL}@a/b`]: applied },
      fetch: classified(null, {
        candidates: [source(`${TOOL}@a`, 'a'), source(`${TOOL}@a/b/c`, 'a/b/c'), source(`${TOOL}@a/b`, 'a/b')],
      }),
      key: `${TOOL}@a/b`,
      drift: null,
    },
    {
      name: 'by the identity that was written',
      pins: { [`${TOOL}@main`]: applied },
      fetch: commit('a'),
      key: `${TOOL}@main`,
      drift: null,
    },
    {
      name: 'drift where it was written',
      pins: { [`${TOOL}@main`]: applied },
      fetch: commit('b'),
      key: `${TOOL}@main`,
      drift: { file: b, lockfile: a },
    },
    {
      name: 'none where it was never written',
      pins: { [`${TOOL}@main`]: applied },
      fetch: commit('b', 'other.sh'),
      key: undefined,
      drift: undefined,
    },
    {
      name: 'none beside a fetch that holds it',
      pins: { [`${TOOL}@main`]: applied },
      fetch: commit('b'),
      others: [commit('a')],
      key: undefined,
      drift: undefined,
    },
    {
      name: 'an image with its tag',
      pins: { [IMAGE]: imagePin('a') },
      fetch: digest('a', `${IMAGE}@sha256:${'a'.repeat(64)}`),
      key: IMAGE,
      drift: null,
    },
    {
      name: 'an image that drifts',
      pins: { [IMAGE]: imagePin('a') },
      fetch: digest('b'),
      key: IMAGE,
      drift: { file: `sha256:${'b'.repeat(64)}`, lockfile: `sha256:${'a'.repeat(64)}` },
    },
    {
      name: 'an image by digest alone',
      pins: { [IMAGE]: imagePin('a') },
      fetch: digest('a', `docker://docker.io/library/debian@sha256:${'a'.repeat(64)}`),
      key: IMAGE,
      drift: null,
    },
    {
      name: 'a file that drifts',
      pins: { [FILE]: filePin('a') },
      fetch: classified(source(FILE), { identity: { kind: 'sha256', value: 'B'.repeat(64) } }),
      key: FILE,
      drift: { file: 'b'.repeat(64), lockfile: 'a'.repeat(64) },
    },
    {
      name: 'a file with a hash of another kind',
      pins: { [FILE]: filePin('a') },
      fetch: classified(source(FILE), { identity: { kind: 'checksum', value: 'b'.repeat(128) } }),
      key: FILE,
      drift: null,
    },
  ])('$name', ({ pins, fetch, others = [], key, drift }) => {
    const match = indexPins(lock(pins), [fetch, ...others])(fetch);
    expect(match?.key).toBe(key);
    expect(match?.drift).toEqual(drift);
  });

  it.each([
    ['of the ref that a comment names', ['main', 'v1.0'], 'v1.0', `${TOOL}@v1.0`],
    ['of the first where no comment stands', ['main', 'v1.0'], undefined, `${TOOL}@main`],
    ['of none where the comment names another ref', ['main'], 'v1.0', undefined],
  ])('of two pins with one commit takes that %s', (_name, refs, remark, key) => {
    const fetch = commit('a');
    const pins = Object.fromEntries(refs.map((ref) => [`${TOOL}@${ref}`, gitPin('a')]));
    expect(indexPins(lock(pins), [fetch], undefined, () => remark)(fetch)?.key).toBe(key);
  });

  it('what apply wrote into the file is its own, whatever a comment says', () => {
    const fetch = commit('a', 'build.sh');
    const pins = { [`${TOOL}@main`]: applied };
    expect(indexPins(lock(pins), [fetch], undefined, () => 'v9')(fetch)?.key).toBe(`${TOOL}@main`);
  });

  it('knows files by their path below the lockfile', () => {
    const fetch = commit('b', 'sub/build.sh');
    const find = indexPins(lock({ [`${TOOL}@main`]: applied }), [fetch], (path) => path.replace('sub/', ''));
    expect(find(fetch)?.drift).toEqual({ file: b, lockfile: a });
  });
});

describe('a pin is in use', () => {
  it.each([
    { name: 'by its source', fetches: [classified(source(`${TOOL}@main`))], isUsed: true },
    { name: 'as a candidate', fetches: [classified(null, { candidates: [source(`${TOOL}@main`)] })], isUsed: true },
    { name: 'by its identity', fetches: [commit('a')], isUsed: true },
    { name: 'not by another identity', fetches: [commit('b')], isUsed: false },
    { name: 'not by another ref', fetches: [classified(source(`${TOOL}@next`))], isUsed: false },
    {
      name: 'not by the same commit of another repository',
      fetches: [{ ...commit('a'), source: source('git+https://example.com/acme/b@x') }],
      isUsed: false,
    },
    { name: 'not by nothing', fetches: [], isUsed: false },
  ])('$name: $isUsed', ({ fetches, isUsed }) => {
    expect(indexUse(fetches)(`${TOOL}@main`, applied)).toBe(isUsed);
  });
});
