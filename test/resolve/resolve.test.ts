import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resolution } from '../../src/model/resolution.ts';
import type { Source } from '../../src/model/source.ts';
import { openCache } from '../../src/ports/cache.ts';
import { createGit } from '../../src/ports/git.ts';
import {
  chooseCandidate,
  REF_ORDERS,
  type ResolveOptions,
  type ResolvePorts,
  resolveSources,
} from '../../src/resolve/index.ts';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';

let world: GitWorld;
const ids: Record<string, string> = {};
const REPOSITORY = 'https://example.com/acme/library';

beforeAll(async () => {
  world = await createGitWorld();
  const library = createRepository(world.root, 'acme/library');
  ids.first = library.commit({ 'a.txt': 'one' });
  ids.main = library.commit({ 'a.txt': 'two' });
  ids.release = library.commit({ 'a.txt': 'three' }, { branch: 'release-0.5', from: ids.first });
  ids.slash = library.commit({ 'b.txt': 'four' }, { branch: 'feature/deep/name', from: ids.first });
  library.branch('both', ids.main);
  library.tag('both', ids.first);
  library.tag('v1.0', ids.first);
  ids.tagObject = library.annotatedTag('v1.1', ids.main);
  library.branch('deadbeef', ids.release);
  // Names that end in what is asked for: ls-remote shows them too, being a suffix match.
  library.branch('nested/refs/heads/only-nested', ids.first);
  library.git('update-ref', 'refs/remotes/refs/heads/only-remote', ids.first);
  createRepository(world.root, 'acme/empty');
  const detached = createRepository(world.root, 'acme/detached');
  ids.detached = detached.commit({ 'a.txt': 'one' });
  detached.commit({ 'a.txt': 'two' });
  detached.setHead({ commit: ids.detached });
  const trunk = createRepository(world.root, 'acme/trunk');
  ids.trunk = trunk.commit({ 'a.txt': 'one' }, { branch: 'trunk' });
  trunk.setHead({ branch: 'trunk' });
});
afterAll(() => world.close());

function source(ref: string | null, locator = REPOSITORY): Source {
  return { kind: 'git', key: `git+${locator}${ref === null ? '' : `@${ref}`}`, locator, ref };
}

const PERSON = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
} as const;

const noPause = (): Promise<void> => Promise.reject(new Error('nothing transient was expected'));

/** Git alone: any other door that is opened is a fault. */
function gitPorts(env: Readonly<Record<string, string>>): ResolvePorts {
  const never = (): never => {
    throw new Error('nothing but git was expected');
  };
  return {
    git: createGit({ env }),
    revisions: { find: never },
    cache: openCache({ HOME: env.HOME }, true),
    http: { send: never, schemeOf: never },
    credentials: { find: never },
    now: never,
    pause: noPause,
  };
}

function resolve(sources: readonly Source[], options: ResolveOptions = {}): Promise<readonly Resolution[]> {
  return resolveSources(sources, gitPorts(world.env), options);
}

describe('a git source', () => {
  it.each([
    ['the default branch', null, 'refs/heads/main', 'main'],
    ['HEAD', 'HEAD', 'refs/heads/main', 'main'],
    ['a branch', 'main', 'refs/heads/main', 'main'],
    ['a branch that reads like a tag', 'release-0.5', 'refs/heads/release-0.5', 'release'],
    ['a branch with slashes', 'feature/deep/name', 'refs/heads/feature/deep/name', 'slash'],
    ['a branch that reads like a commit', 'deadbeef', 'refs/heads/deadbeef', 'release'],
    ['a full branch name', 'refs/heads/both', 'refs/heads/both', 'main'],
    ['a full tag name', 'refs/tags/both', 'refs/tags/both', 'first'],
    ['tags/NAME', 'tags/v1.0', 'refs/tags/v1.0', 'first'],
    ['a lightweight tag', 'v1.0', 'refs/tags/v1.0', 'first'],
    ['an annotated tag, peeled', 'v1.1', 'refs/tags/v1.1', 'main'],
  ])('%s', async (_name, ref, fullName, id) => {
    const commit = ids[id];
    const newest = fullName.startsWith('refs/heads/') ? { newestRelease: 'v1.1' } : {};
    expect(await resolve([source(ref)])).toEqual([
      { kind: 'pinned', source: source(ref), pin: { ref: fullName, commit }, notes: [], ...newest },
    ]);
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(commit).not.toBe(ids.tagObject);
  });

  it('follows another default branch than main', async () => {
    const [one] = await resolve([source(null, 'https://example.com/acme/trunk')]);
    expect(one).toMatchObject({ pin: { ref: 'refs/heads/trunk', commit: ids.trunk } });
  });

  it('of a detached HEAD has no ref, and says so', async () => {
    const [one] = await resolve([source(null, 'https://example.com/acme/detached')]);
    expect(one).toMatchObject({ kind: 'pinned', pin: { commit: ids.detached } });
    expect(one).toHaveProperty('notes', ['the repository does not say which branch HEAD is']);
  });

  it('takes the tag where branch and tag share a name, and says so', async () => {
    const [one] = await resolve([source('both')]);
    expect(one).toMatchObject({ pin: { ref: 'refs/tags/both', commit: ids.first } });
    expect(one).toHaveProperty('notes', [
      `refs/heads/both (${ids.main}) has the same name; refs/tags/both was taken, write the full name to choose`,
    ]);
  });

  it('takes the branch where the command does', async () => {
    const [one] = await resolve([source('both')], { orders: new Map([[source('both').key, [REF_ORDERS.cloned]]]) });
    expect(one).toMatchObject({ pin: { ref: 'refs/heads/both', commit: ids.main } });
  });

  it('has no pin where two commands read its name as two things', async () => {
    const orders = new Map([[source('both').key, [REF_ORDERS.cloned, REF_ORDERS.local]]]);
    const [one] = await resolve([source('both')], { orders });
    expect(one).toMatchObject({
      reason: 'invalid',
      message: `${source('both').key}: "both" is refs/heads/both (${ids.main}) for one command and refs/tags/both (${ids.first}) for another; write a full commit id or another name into one of them`,
    });
  });

  it('of a repository with sha256 names has the long ids', async () => {
    const folder = join(world.root, 'acme/long.git');
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['--git-dir', folder, ...args], {
        env: { ...world.env, ...PERSON },
        encoding: 'utf8',
        input: '',
      }).trim();
    git('init', '--quiet', '--bare', '--object-format=sha256', '--initial-branch=main');
    const commit = git('commit-tree', '-m', 'one', git('mktree'));
    git('update-ref', 'refs/heads/main', commit);
    git('tag', '--annotate', '--message', 'v1.0', 'v1.0', commit);
    const locator = 'https://example.com/acme/long';
    const found = await resolve([source(null, locator), source('v1.0', locator), source(commit, locator)]);
    expect(found.map((one) => one.kind === 'pinned' && one.pin)).toEqual([
      { ref: 'refs/heads/main', commit },
      { ref: 'refs/tags/v1.0', commit },
      { commit },
    ]);
    expect(commit).toMatch(/^[0-9a-f]{64}$/);
  });

  it('a full commit is its own pin, nobody is asked', async () => {
    const before = world.server.requests.length;
    const commit = 'A'.repeat(40);
    expect(await resolve([source(commit)])).toMatchObject([{ kind: 'pinned', pin: { commit: commit.toLowerCase() } }]);
    expect(world.server.requests.length).toBe(before);
  });

  it.each([
    [
      'a ref that is not there',
      source('gone'),
      'not-found',
      'no branch and no tag "gone" (its default branch is main)',
    ],
    ['a full ref that is not there', source('refs/heads/v1.0'), 'not-found', 'no refs/heads/v1.0'],
    ['a ref that only ends alike', source('only-nested'), 'not-found', 'no branch and no tag "only-nested"'],
    ['a ref outside branches and tags', source('only-remote'), 'not-found', 'no branch and no tag "only-remote"'],
    ['a shortened commit that is none', source('abcdef1'), 'not-found', 'no commit of its branches and tags begins so'],
    ['an option for a ref', source('--upload-pack=x'), 'invalid', 'cannot be a branch or a tag'],
    ['a pattern for a ref', source('*'), 'invalid', 'cannot be a branch or a tag'],
    ['a ref with a line break', source('a\nb'), 'invalid', 'cannot be a branch or a tag'],
    ['an empty repository', source(null, 'https://example.com/acme/empty'), 'not-found', 'may be empty'],
    ['no such repository', source(null, 'https://example.com/acme/gone'), 'not-found', 'check the spelling'],
  ])('%s has no pin', async (_name, asked, reason, words) => {
    const [one] = await resolve([asked]);
    expect(one).toMatchObject({ kind: 'unresolved', source: asked, reason });
    expect(one).toHaveProperty('message', expect.stringContaining(words));
  });
});

describe('the newest release instead of a branch', () => {
  const release = { ref: 'refs/tags/v1.1', by: 'release' };
  it.each([
    ['the default branch', null, {}, release],
    ['a branch', 'main', {}, release],
    ['a tag stays what the author chose', 'v1.0', {}, { ref: 'refs/tags/v1.0' }],
    ['within a range', 'main', { range: '1.0.x' }, { ref: 'refs/tags/v1.0', by: 'release' }],
  ])('%s', async (_name, ref, wish, pin) => {
    const wishFor = () => ({ allowsPre: false, range: null, ...wish });
    const [one] = await resolve([source(ref)], { releases: { isPreferred: () => true, wishFor } });
    const commit = ids[pin.ref === 'refs/tags/v1.1' ? 'main' : 'first'];
    expect(one).toMatchObject({ kind: 'pinned', pin: { ...pin, commit }, notes: [] });
  });

  it.each([
    [
      'a range that no release fits',
      source('main'),
      '^2',
      { kind: 'unresolved', reason: 'not-found', message: expect.stringContaining('its newest release is v1.1') },
    ],
    [
      'a repository without releases',
      source('trunk', 'https://example.com/acme/trunk'),
      null,
      {
        kind: 'pinned',
        pin: { ref: 'refs/heads/trunk' },
        notes: ['no release among its tags: the branch was taken'],
      },
    ],
    [
      'a repository without releases, and a range',
      source('trunk', 'https://example.com/acme/trunk'),
      '^2',
      { kind: 'unresolved', message: expect.stringContaining('the repository has no release') },
    ],
  ])('%s', async (_name, asked, range, expected) => {
    const releases = { isPreferred: () => true, wishFor: () => ({ allowsPre: false, range }) };
    expect(await resolve([asked], { releases })).toMatchObject([expected]);
  });

  it('tags without end leave the branch its pin', async () => {
    const crowded = createRepository(world.root, 'acme/crowded');
    const tip = crowded.commit({ a: 'a' });
    for (let index = 0; index < 40; index += 1) crowded.tag(`v0.${index}.0`, tip);
    const locator = 'https://example.com/acme/crowded';
    const ports = { ...gitPorts(world.env), git: createGit({ env: world.env, limits: { byteLimit: 500 } }) };
    const [one] = await resolveSources([source('main', locator)], ports);
    expect(one).toMatchObject({ kind: 'pinned', pin: { ref: 'refs/heads/main', commit: tip } });
    expect(one).not.toHaveProperty('newestRelease');
  });
});

describe('many sources', () => {
  it.each([
    ['a few refs', ['main', 'v1.0', 'v1.1', null, 'release-0.5', 'gone']],
    [
      'more refs than are asked for by name',
      [...Array.from({ length: 200 }, (_, index) => `gone-${index}`), 'v1.1', null],
    ],
  ])('%s of one repository are one connection', async (_name, refs) => {
    const before = world.server.requests.length;
    const resolutions = await resolve(refs.map((ref) => source(ref)));
    expect(resolutions.map((one) => one.source.ref)).toEqual(refs);
    expect(resolutions.find((one) => one.source.ref === 'v1.1')).toMatchObject({ pin: { commit: ids.main } });
    const requests = world.server.requests.slice(before);
    expect(requests.filter((request) => request.url.includes('info/refs'))).toHaveLength(1);
  });

  it('come back once for each key, in the order given, with progress for each repository', async () => {
    const trunk = source(null, 'https://example.com/acme/trunk');
    const progress: string[] = [];
    const resolutions = await resolve([trunk, source('v1.0'), trunk, source('main')], {
      onProgress: ({ done, total, locator }) => progress.push(`${done}/${total} ${locator}`),
      concurrency: 1,
    });
    expect(resolutions.map((one) => one.source)).toEqual([trunk, source('v1.0'), source('main')]);
    expect(progress).toEqual([`1/2 ${trunk.locator}`, `2/2 ${REPOSITORY}`]);
  });

  it('of many repositories are one connection each, at most as many at a time as allowed', async () => {
    let [now, most] = [0, 0];
    const busy = await createGitWorld({
      latency: 20,
      intercept: (_request, response) => {
        now += 1;
        most = Math.max(most, now);
        response.on('close', () => {
          now -= 1;
        });
        return false;
      },
    });
    const names = Array.from({ length: 20 }, (_, index) => `acme/part-${index}`);
    for (const name of names) createRepository(busy.root, name).commit({ 'a.txt': name });
    const sources = names.flatMap((name) => [null, 'main'].map((ref) => source(ref, `https://example.com/${name}`)));
    const resolutions = await resolveSources(sources, gitPorts(busy.env), { concurrency: 4 });
    expect(resolutions.filter((one) => one.kind === 'pinned')).toHaveLength(40);
    const asked = busy.server.requests.filter((request) => request.url.includes('info/refs'));
    expect(asked).toHaveLength(20);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    await busy.close();
  });

  it('end with the caller, children and all', async () => {
    const caller = new AbortController();
    const slow = await createGitWorld({ intercept: () => caller.abort(new Error('enough')) === undefined });
    const sources = ['a', 'b', 'c'].map((name) => source(null, `https://example.com/acme/${name}`));
    await expect(resolveSources(sources, gitPorts(slow.env), { signal: caller.signal })).rejects.toThrow('enough');
    await slow.close();
  });

  it('a package is named as not supported', async () => {
    const other: Source = { kind: 'package', key: 'k', locator: 'l', ref: null };
    expect(await resolve([other])).toMatchObject([{ kind: 'unresolved', reason: 'not-supported' }]);
  });
});

describe('candidates', () => {
  const candidates = ['feature', 'feature/deep', 'feature/deep/name', 'feature/deep/name/a.txt'].map((ref) =>
    source(ref),
  );

  it('the longest ref that is known', async () => {
    const chosen = chooseCandidate(candidates, await resolve(candidates));
    expect(chosen).toMatchObject({ kind: 'pinned', pin: { ref: 'refs/heads/feature/deep/name', commit: ids.slash } });
  });

  it('none known, none resolved, and none because the repository did not answer', async () => {
    const gone = [source('x'), source('x/y')];
    expect(chooseCandidate(gone, await resolve(gone))).toMatchObject({ reason: 'not-found', source: source('x/y') });
    expect(chooseCandidate(gone, [])).toBeUndefined();
    const refused = [source('x', 'https://127.0.0.1/a/b')];
    expect(chooseCandidate(refused, await resolve(refused))).toMatchObject({ reason: 'refused' });
  });
});
