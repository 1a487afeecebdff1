import { describe, expect, it } from 'vitest';
import { compileGlobs } from '../src/discover/index.ts';
import type { IgnoreRule, PolicyRule } from '../src/model/settings.ts';
import { compileIgnores, compilePolicy, isExpired, judge, judgeProblem, type PolicyQuestion } from '../src/policy.ts';

const QUESTION: PolicyQuestion = {
  verdict: 'moving',
  isLocked: false,
  isDrift: false,
  isIneffective: false,
  hold: null,
  isStrict: false,
  isNew: false,
  ignore: null,
  configured: null,
  excuse: null,
  today: '2027-01-31',
};

const VERDICTS = ['exact', 'tag', 'versioned', 'moving', 'dynamic'] as const;
const HOLDS = [null, 'file', 'pinlock'] as const;
const BOTH = [false, true] as const;
const IGNORES = [
  null,
  { reason: 'r', until: null },
  { reason: 'r', until: '2027-01-31' },
  { reason: 'r', until: '2027-01-30' },
] as const;
const CONFIGURED = [null, 'pass', 'warn', 'fail'] as const;

describe('the table', () => {
  // verdict, locked | hold: unset, file, pinlock | the same under --strict | the same for what is new
  it.each([
    ['exact', false, 'pass pass pass', 'pass pass pass', 'pass pass pass'],
    ['exact', true, 'pass pass pass', 'pass pass pass', 'pass pass pass'],
    ['tag', false, 'pass pass pass', 'fail fail fail', 'fail fail fail'],
    ['tag', true, 'warn pass pass', 'fail fail pass', 'warn pass pass'],
    ['versioned', false, 'pass pass pass', 'fail fail fail', 'fail fail fail'],
    ['versioned', true, 'warn pass pass', 'fail fail pass', 'warn pass pass'],
    ['moving', false, 'fail fail fail', 'fail fail fail', 'fail fail fail'],
    ['moving', true, 'warn fail pass', 'fail fail pass', 'warn fail pass'],
    ['dynamic', false, 'pass pass pass', 'fail fail fail', 'fail fail fail'],
    ['dynamic', true, 'warn fail pass', 'fail fail pass', 'warn fail pass'],
  ] as const)('%s, locked: %s', (verdict, isLocked, usual, strict, isNew) => {
    const row = (rest: Partial<PolicyQuestion>) =>
      HOLDS.map((hold) => judge({ ...QUESTION, verdict, isLocked, hold, ...rest }).outcome).join(' ');
    expect(row({})).toBe(usual);
    expect(row({ isStrict: true })).toBe(strict);
    expect(row({ isNew: true })).toBe(isNew);
  });

  it.each([
    ['exact', { verdict: 'exact' }, 'exact: held by the file itself'],
    ['drift', { verdict: 'exact', isDrift: true }, 'drift: file and lockfile name different identities'],
    ['a pin without effect', { isLocked: true, isIneffective: true }, 'a pin is declared and takes no effect'],
    ['moving', {}, 'moving, not locked'],
    ['counted', { verdict: 'tag' }, 'tag, not locked: counted'],
    ['new', { verdict: 'versioned', isNew: true }, 'versioned, not locked, new'],
    ['there before', { excuse: 'before' }, 'was there before (moving, not locked)'],
    ['in the baseline', { excuse: 'baseline' }, 'in the baseline (moving, not locked)'],
    ['nothing to excuse', { verdict: 'tag', excuse: 'baseline' }, 'tag, not locked: counted'],
    ['strict', { verdict: 'dynamic', isStrict: true }, 'dynamic, not locked (strict)'],
    ['held by pinlock', { isLocked: true, hold: 'pinlock' }, 'locked (by pinlock run)'],
    ['hold unset', { isLocked: true }, 'locked (by pinlock run): a plain build reads no lockfile'],
    [
      'hold: file',
      { isLocked: true, hold: 'file' },
      'moving, locked but not applied: hold: file asks for pins in the files',
    ],
    ['hold: file, a tag', { verdict: 'tag', isLocked: true, hold: 'file' }, 'tag, locked but not applied: counted'],
    ['configured', { configured: 'warn' }, 'moving, not locked: warn by pinlock.yml'],
    ['ignored', { ignore: { reason: 'upstream has no tags', until: null } }, 'upstream has no tags'],
    ['expired', { ignore: { reason: 'soon', until: '2027-01-30' } }, 'the ignore expired on 2027-01-30: soon'],
  ] as const)('names its row: %s', (_, rest, reason) => {
    expect(judge({ ...QUESTION, ...rest }).reason).toBe(reason);
  });

  it('holds for every combination', () => {
    let count = 0;
    for (const verdict of VERDICTS)
      for (const hold of HOLDS)
        for (const isLocked of BOTH)
          for (const isDrift of BOTH)
            for (const isIneffective of BOTH)
              for (const isStrict of BOTH)
                for (const isNew of BOTH)
                  for (const ignore of IGNORES)
                    for (const configured of CONFIGURED) {
                      const question = {
                        ...QUESTION,
                        verdict,
                        hold,
                        isLocked,
                        isDrift,
                        isIneffective,
                        isStrict,
                        isNew,
                        ignore,
                        configured,
                      };
                      const { outcome, reason } = judge(question);
                      const bare = judge({ ...question, ignore: null }).outcome;
                      count += 1;
                      expect(reason).not.toBe('');
                      if (ignore === null) expect(outcome).not.toBe('ignored');
                      else if (ignore.until === '2027-01-30')
                        expect(outcome).toBe(verdict === 'exact' && bare === 'pass' ? 'pass' : 'fail');
                      else expect(outcome).toBe(bare === 'pass' ? 'pass' : 'ignored');
                      if (isDrift || isIneffective) expect(bare).toBe('fail');
                      else if (configured !== null && (isLocked || verdict === 'exact')) {
                        expect(bare).toBe(judge({ ...question, ignore: null, configured: null }).outcome);
                      } else if (configured !== null && !isStrict) expect(bare).toBe(configured);
                      if (isStrict && bare === 'pass')
                        expect(verdict === 'exact' || (isLocked && hold === 'pinlock')).toBe(true);
                    }
    expect(count).toBe(5 * 3 * 2 ** 5 * 4 * 4);
  });
});

it('expires on the day behind the last', () => {
  expect([
    isExpired(null, '2027-01-31'),
    isExpired('2027-01-31', '2027-01-31'),
    isExpired('2027-01-30', '2027-01-31'),
  ]).toEqual([false, false, true]);
});

it.each([
  ['fallback', false, 'warn'],
  ['fallback', true, 'fail'],
  ['unreadable', false, 'fail'],
  ['bound', false, 'fail'],
  ['no-files', false, 'fail'],
  ['ignore', false, 'fail'],
] as const)('problem %s, strict %s: %s', (kind, isStrict, outcome) => {
  expect(judgeProblem({ kind, path: 'x', message: 'm' }, isStrict)).toBe(outcome);
});

describe('policy by kind and path', () => {
  const rules: readonly PolicyRule[] = [
    { kinds: null, paths: ['test'], strict: false, outcomes: { moving: 'warn', tag: 'warn' } },
    { kinds: ['image'], paths: null, strict: true, outcomes: { moving: 'fail' } },
    { kinds: ['git'], paths: ['test/own/**'], strict: false, outcomes: { moving: 'pass' } },
  ];
  it.each([
    ['git', 'build.sh', false, null, null],
    ['git', 'test/a.sh', false, 'warn', 'warn'],
    ['git', 'test/own/a.sh', false, 'pass', 'warn'],
    ['image', 'test/Dockerfile', true, 'fail', 'warn'],
    ['image', 'Dockerfile', true, 'fail', null],
  ] as const)('%s in %s', (kind, path, isStrict, moving, tag) => {
    const policy = compilePolicy(rules, compileGlobs)(kind, path);
    expect([policy.isStrict, policy.outcome('moving'), policy.outcome('tag'), policy.outcome('exact')]).toEqual([
      isStrict,
      moving,
      tag,
      null,
    ]);
  });
});

describe('ignores of pinlock.yml', () => {
  const none = { rule: null, path: null, source: null, until: null };
  const ignores: readonly IgnoreRule[] = [
    { ...none, rule: 'curl', path: 'docs/**', reason: 'both' },
    { ...none, source: 'git+https://github.com/acme/**', reason: 'owner' },
    { ...none, source: 'docker://docker.io/library/debian:*', reason: 'tags' },
    { ...none, path: 'vendor', reason: 'folder' },
  ];
  const fetch = { rule: 'git-clone', path: 'build.sh', sources: ['git+https://example.com/acme/tool'] };
  it.each([
    ['all that is said must fit', { rule: 'curl', path: 'docs/a.sh' }, 'both'],
    ['not the path alone', { path: 'docs/a.sh' }, undefined],
    ['not the rule alone', { rule: 'curl' }, undefined],
    ['a glob of sources', { sources: ['git+https://github.com/acme/tool@main'] }, 'owner'],
    ['another owner', { sources: ['git+https://github.com/acme2/tool@main'] }, undefined],
    ['a tag', { sources: ['docker://docker.io/library/debian:bookworm'] }, 'tags'],
    ['all that it may be', { sources: ['git+https://github.com/acme/tool@a', 'git+https://example.com/b'] }, undefined],
    ['no source', { sources: [] }, undefined],
    ['a folder', { path: 'vendor/a/b.sh' }, 'folder'],
  ])('%s', (_, rest, reason) => {
    expect(compileIgnores(ignores, compileGlobs)({ ...fetch, ...rest })?.reason).toBe(reason);
  });
});
