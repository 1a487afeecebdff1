import { describe, expect, it } from 'vitest';
import { classify } from '../../src/classify/index.ts';
import type { ClassifiedFetch } from '../../src/model/source.ts';
import { flatten, HOLE, showPieces, workingFolderHole } from '../../src/model/value.ts';
import { fetchOf, invocationOf, piecesOf, type Said, selectOf } from './fetches.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const URL = 'https://github.com/acme/tool';

function one(said: Said): ClassifiedFetch {
  const [fetch, ...others] = classify([fetchOf({ what: 'git', ...said })]);
  if (fetch === undefined || others.length > 0) throw new Error(`expected one fetch, not ${others.length + 1}`);
  return fetch;
}

describe('sources', () => {
  it.each([
    ['https://github.com/acme/tool', 'master', 'git+https://github.com/acme/tool@master'],
    ['https://github.com/Acme/Tool.git', 'v1.2', 'git+https://github.com/Acme/Tool@v1.2'],
    ['git@github.com:acme/tool.git', 'refs/heads/a/b', 'git+https://github.com/acme/tool@refs/heads/a/b'],
    ['https://user:secret@github.com/acme/tool', 'HEAD', 'git+https://github.com/acme/tool'],
    ['https://{TOKEN}@github.com/acme/tool', 'main', 'git+https://github.com/acme/tool@main'],
    ['https://x:{TOKEN}@github.com/acme/tool', 'main', 'git+https://github.com/acme/tool@main'],
    ['https://git.example.com:443/a/b.git/', 'x@y#z%', 'git+https://git.example.com/a/b@x%40y%23z%25'],
    ['https://git.example.com/a%20b/c%40d', 'main', 'git+https://git.example.com/a%20b/c%40d@main'],
    ['https://git.example.com/a@b/c d', 'main', 'git+https://git.example.com/a%40b/c%20d@main'],
    ['ssh://git@git.example.com:2222/a/b', 'main', 'git+ssh://git@git.example.com:2222/a/b@main'],
    ['ssh://git:secret@git.example.com/a/b', 'main', 'git+ssh://git@git.example.com/a/b@main'],
    ['git@git.example.com:a/b.git', 'main', 'git+ssh://git@git.example.com/a/b@main'],
    ['git@gitlab.example.com:a/b.git', 'main', 'git+ssh://git@gitlab.example.com/a/b@main'],
    ['http://gitlab.example.com/a/b.git', 'main', 'git+http://gitlab.example.com/a/b@main'],
    ['http://gitlab.com/a/b.git', 'main', 'git+https://gitlab.com/a/b@main'],
  ])('%s at %s', (url, ref, key) => {
    expect(one({ url, history: [`fetched ${ref}`] }).source?.key).toBe(key);
  });

  it.each([
    ['{URL}', 'master', ['URL']],
    ['https://github.com/{OWNER}/tool', 'v1.2', ['OWNER']],
    ['https://github.com/{SLUG}.git', 'v1.2', ['SLUG']],
    [URL, 'refs/tags/{REF}', ['REF']],
    [URL, 'release-{VERSION}', ['VERSION']],
    [URL, 'next-{DATE}', ['DATE']],
    [URL, '%%REF%%', ['%%REF%%']],
    ['https://github.com/acme/@NAME@', 'v1.2', ['@NAME@']],
    ['https://{HOST}/acme/tool', 'master', ['HOST']],
    ['{BASE}/acme/tool', 'master', ['BASE']],
    ['git@{HOST}:acme/tool', 'master', ['HOST']],
    [URL, '{REF}', ['REF']],
    [URL, 'v{MAJOR}.{MINOR}', ['MAJOR', 'MINOR']],
    ['ext::sh -c id', 'master', []],
    ['ssh://-oProxyCommand=id/acme', 'master', []],
  ])('%s at %s is dynamic', (url, ref, missing) => {
    expect(one({ url, history: [`fetched ${ref}`] })).toMatchObject({ source: null, verdict: 'dynamic', missing });
  });

  it.each([
    ['https://github.com/{OWNER}/tool', 'master', ['OWNER'], 'branch'],
    ['https://github.com/{SLUG}.git', 'HEAD', ['SLUG'], 'default'],
    [URL, 'refs/heads/{REF}', ['REF'], 'branch'],
    [URL, 'origin/{REF}', ['REF'], 'branch'],
    [URL, 'stable-{VERSION}', ['VERSION'], 'branch'],
    [URL, 'feature/{X}', ['X'], 'branch'],
  ])('%s at %s moves whatever the unknown part holds', (url, ref, missing, refKind) => {
    expect(one({ url, history: [`fetched ${ref}`] })).toMatchObject({
      source: null,
      verdict: 'moving',
      missing,
      refKind,
    });
  });

  it('keeps a secret of the address out of the source', () => {
    const fetch = one({ url: 'https://git.example.com/r.git?private_token=abc', history: ['fetched v1.2'] });
    expect(fetch).toMatchObject({ source: null, candidates: [], verdict: 'tag' });
    expect(fetch.url).toBe('https://git.example.com/r.git?private_token=***');
  });

  it('knows the commit of an unknown repository', () => {
    const fetch = one({ url: '{URL}', history: ['fetched', `checkout ${COMMIT}`] });
    expect(fetch).toMatchObject({
      source: null,
      verdict: 'exact',
      identity: { kind: 'commit', value: COMMIT },
    });
  });

  it.each([
    '../tool',
    './tool',
    '/srv/tool.git',
    'tool',
    'file:///srv/tool',
    '~/tool',
    'http://localhost:3000/a/b',
    'C:\\tool',
  ])('%s is no fetch', (url) => {
    expect(classify([fetchOf({ what: 'git', url })])).toEqual([]);
  });

  it('leaves out the folder where the build is started', () => {
    const url = [workingFolderHole({ file: 'build.sh', start: 0, end: 4 }), ...piecesOf('/..')];
    expect(classify([fetchOf({ what: 'git', url, history: ['fetched', 'checkout {REF}'] })])).toEqual([]);
  });

  it('leaves out the project itself', () => {
    const fetch = fetchOf({ what: 'git', url: 'git@github.com:acme/tool.git', history: ['fetched main'] });
    expect(classify([fetch], { ownRepositories: new Set(['git+https://github.com/acme/tool']) })).toEqual([]);
  });

  it('shows no password', () => {
    expect(one({ url: 'https://user:secret@git.example.com/a/b' }).url).toBe('https://git.example.com/a/b');
  });
});

describe('history', () => {
  it.each<readonly [readonly string[], string, string | null, string]>([
    [['fetched'], 'moving', null, 'default'],
    [['fetched master'], 'moving', 'master', 'branch'],
    [['fetched v1.2.1'], 'tag', 'v1.2.1', 'tag'],
    [['fetched', `reset ${COMMIT}`], 'exact', COMMIT, 'commit'],
    [['fetched master', 'checkout v1.2'], 'tag', 'v1.2', 'tag'],
    [[`fetched ${COMMIT}`, 'checkout master'], 'moving', 'master', 'branch'],
    [['fetched v1.2', 'pull main'], 'moving', 'main', 'branch'],
    [['fetched', `checkout ${COMMIT}`, 'pull'], 'moving', null, 'default'],
    [['fetched', `checkout ${COMMIT}`, `submodule-remote ${COMMIT}`], 'moving', COMMIT, 'branch'],
    [['fetched', `checkout ${COMMIT}`, 'merge v1.2'], 'tag', 'v1.2', 'tag'],
    [['fetched master', `merge ${COMMIT}`], 'moving', 'master', 'branch'],
    [['fetched', `checkout ${COMMIT}`, `merge ${COMMIT}`], 'exact', COMMIT, 'commit'],
    [['fetched v1.2', 'checkout {REF}'], 'dynamic', '$REF', 'unknown'],
    [['fetched', 'pull {REF}'], 'dynamic', '$REF', 'unknown'],
  ])('%j is %s', (history, verdict, ref, refKind) => {
    expect(one({ url: URL, history })).toMatchObject({ verdict, ref, refKind });
  });

  it('points at the pieces of the ref that decides', () => {
    expect(showPieces(one({ url: URL, history: ['fetched master', 'checkout v{V}'] }).refPieces)).toBe('v$V');
  });
});

describe('pins without effect', () => {
  const lost = [{ name: 'REV', why: 'one-command-only', at: { file: 'build.sh', start: 0, end: 1 } }] as const;

  it.each<readonly [string, Partial<Said>, string]>([
    [
      'a swallowed checkout',
      { ineffective: [{ act: selectOf(COMMIT), why: 'swallowed' }] },
      `when the change to ${COMMIT} fails the build goes on with what was cloned, because the failure is swallowed`,
    ],
    [
      'a variable of another command',
      { ineffective: [{ act: selectOf(null), why: 'lost-word', lost: lost[0] }] },
      'REV is set for the first command only, so the ref is empty and the default branch is taken',
    ],
    [
      'another folder, on top of a tag',
      { history: ['fetched v1.2'], ineffective: [{ act: selectOf(COMMIT), why: 'other-folder' }] },
      `${COMMIT} is selected in another folder, so it never takes effect here`,
    ],
    [
      'a pull afterwards',
      {
        history: ['fetched', `checkout ${COMMIT}`, 'pull main'],
        ineffective: [{ act: selectOf(COMMIT), why: 'undone' }],
      },
      `the change to ${COMMIT} is undone afterwards: git pull takes the newest commit of main`,
    ],
    [
      'an empty -b',
      { lost },
      'REV is set for the first command only, so the ref is empty and the default branch is taken',
    ],
  ])('%s', (_name, said, why) => {
    expect(one({ url: URL, ...said })).toMatchObject({ verdict: 'moving', why });
  });

  it('does not harm a commit that took effect', () => {
    const ineffective = [{ act: selectOf('v1'), why: 'other-folder' }] as const;
    expect(one({ url: URL, history: ['fetched', `checkout ${COMMIT}`], ineffective }).verdict).toBe('exact');
  });
});

describe('build contexts', () => {
  it.each([
    [`${URL}.git#main`, 'main', `${URL}.git#{commit}`],
    [`${URL}.git#v1.2:docker`, 'v1.2', `${URL}.git#{commit}:docker`],
    [`${URL}.git#:docker`, null, `${URL}.git#{commit}:docker`],
    [`${URL}.git?branch=main&subdir=docker`, 'main', `${URL}.git?commit={commit}&subdir=docker`],
    [`${URL}.git?ref=main`, 'main', `${URL}.git?ref={commit}`],
    [`${URL}.git?tag=v1&commit=${COMMIT}`, COMMIT, `${URL}.git?tag=v1&commit={commit}`],
    [`${URL}.git`, null, `${URL}.git#{commit}`],
  ])('%s', (url, ref, pinned) => {
    const fetch = one({ url, form: 'instruction' });
    expect({ ref: fetch.ref, pinned: fetch.forge?.pinned }).toEqual({ ref, pinned });
  });

  it.each([
    [
      'git@github.com:acme/tool.git#main',
      'git+https://github.com/acme/tool@main',
      'git@github.com:acme/tool.git#{commit}',
    ],
    [
      `git@git.example.com:a/b#${COMMIT}:x`,
      `git+ssh://git@git.example.com/a/b@${COMMIT}`,
      'git@git.example.com:a/b#{commit}:x',
    ],
    ['git@git.example.com:a/b.git', 'git+ssh://git@git.example.com/a/b', 'git@git.example.com:a/b.git#{commit}'],
  ])('reads %s as ADD does', (url, key, pinned) => {
    const fetch = one({ url, form: 'instruction' });
    expect({ key: fetch.source?.key, pinned: fetch.forge?.pinned }).toEqual({ key, pinned });
  });

  it('leaves # in the path of what git clones by ssh', () => {
    expect(one({ url: 'git@git.example.com:a/b#c' }).source?.key).toBe('git+ssh://git@git.example.com/a/b%23c');
  });

  it('says where the ref stands', () => {
    const fetch = one({ url: `${URL}.git#{REF}:x`, form: 'instruction' });
    const { start, end } = fetch.forge?.ref ?? { start: 0, end: 0 };
    expect(flatten(fetch.fetch.url.pieces).slice(start, end)).toBe(HOLE);
    expect(fetch).toMatchObject({ verdict: 'dynamic', missing: ['REF'] });
  });

  it.each([
    ['branch', 'moving', 'branch'],
    ['tag', 'tag', 'tag'],
  ])('believes the parameter %s', (name, verdict, refKind) => {
    expect(one({ url: `${URL}.git?${name}=x`, form: 'instruction' })).toMatchObject({ verdict, refKind });
  });

  it('is exact by the checksum of ADD', () => {
    expect(one({ url: `${URL}.git#v1.2`, expected: COMMIT, form: 'instruction' })).toMatchObject({
      verdict: 'exact',
      identity: { kind: 'commit', value: COMMIT },
    });
  });
});

describe('other systems', () => {
  it.each([
    ['hg', 'https://example.com/r', 'default', 'hg+https://example.com/r@default', 'moving'],
    ['hg', 'https://example.com/r', COMMIT, `hg+https://example.com/r@${COMMIT}`, 'exact'],
    ['svn', 'https://example.com/r/trunk', 'HEAD', 'svn+https://example.com/r/trunk', 'moving'],
    ['svn', 'https://example.com/r/tags/1.2', 'HEAD', 'svn+https://example.com/r/tags/1.2', 'tag'],
    ['svn', 'https://example.com/r/trunk', '1234567', 'svn+https://example.com/r/trunk@1234567', 'exact'],
  ] as const)('%s %s at %s', (what, url, ref, key, verdict) => {
    const fetch = one({ what, url, history: [`fetched ${ref}`] });
    expect({ key: fetch.source?.key, verdict: fetch.verdict }).toEqual({ key, verdict });
  });
});

it('names what can be overridden from outside', () => {
  expect(one({ url: URL, overridable: ['V', 'B', 'V'] }).overridable).toEqual(['B', 'V']);
});

it('keeps the checkout in related', () => {
  const fetch = fetchOf({ what: 'git', url: URL, history: ['fetched', 'checkout v1.2'], id: invocationOf().id });
  const [classified] = classify([fetch]);
  const checkout = fetch.history[1]?.act.invocation.word;
  expect(classified?.related).toContainEqual({ at: checkout, role: 'command' });
});
