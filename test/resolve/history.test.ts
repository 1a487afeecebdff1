import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Commit, isCommit } from '../../src/model/pin.ts';
import { type Cache, openCache } from '../../src/ports/cache.ts';
import { createGit } from '../../src/ports/git.ts';
import { createHistory, type History, type Tip } from '../../src/resolve/history.ts';
import { createPatience } from '../../src/resolve/patience.ts';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository, type Repository } from '../support/repositories.ts';

const LOCATOR = 'https://example.com/acme/library';
let world: GitWorld;
let library: Repository;
let cache: Cache;
let history: History;
const ids: Record<string, string> = {};

function at(day: string): number {
  return Date.parse(day) / 1000;
}

function toCommit(name: string): Commit {
  const id = ids[name] ?? '';
  if (!isCommit(id)) throw new Error(`no commit ${name}`);
  return id;
}

function tip(name: string, ref = 'refs/heads/main'): Tip {
  return { locator: LOCATOR, ref, id: ids[name] ?? '' };
}

function open(): History {
  const git = createGit({ env: world.env });
  return createHistory({ git, cache, patience: createPatience(() => Promise.reject(new Error('no wait'))) });
}

beforeAll(async () => {
  world = await createGitWorld();
  library = createRepository(world.root, 'acme/library');
  ids.root = library.commit({ a: '1' }, { on: '2019-10-01T10:00:00Z', message: 'root' });
  ids.second = library.commit({ a: '2' }, { on: '2019-10-02T10:00:00Z', message: 'second\n\nbody' });
  ids.side = library.commit({ b: '1' }, { branch: 'side', from: ids.second, on: '2019-10-03T10:00:00Z' });
  ids.merge = library.commit({ c: '1' }, { merge: ids.side, on: '2019-10-05T10:00:00Z', message: 'merge' });
  ids.tip = library.commit({ a: '3' }, { on: '2019-10-06T10:00:00Z', message: 'tip' });
  ids.tag = library.annotatedTag('v1', ids.second, '2019-10-07T10:00:00Z');
  ids.alone = library.commit({ z: '1' }, { branch: 'alone' });
  library.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
});
afterAll(() => world.close());
beforeEach(() => {
  cache = openCache({ XDG_CACHE_HOME: mkdtempSync(join(world.folder, 'cache-')) }, true);
  history = open();
});

function requests(): number {
  return world.server.requests.length;
}

function packs(): readonly string[] {
  const folder = join(cache.place(LOCATOR), 'objects/pack');
  return readdirSync(folder).map((name) => join(folder, name));
}

describe('a first-parent chain', () => {
  it.each([
    ['2019-10-06T10:00:00Z', ['tip']],
    ['2019-10-06T09:59:59Z', ['tip', 'merge']],
    ['2019-10-04T00:00:00Z', ['tip', 'merge', 'second']],
    ['2019-01-01T00:00:00Z', ['tip', 'merge', 'second', 'root']],
  ])('down to %s', async (day, names) => {
    const chain = await history.chain(tip('tip'), at(day));
    if (chain.kind === 'fault') throw new Error(chain.message);
    expect(chain.commits.map(({ id }) => id)).toEqual(names.map((name) => ids[name]));
    expect(chain.isOrdered).toBe(true);
  });

  it('says who, when and what', async () => {
    const chain = await history.chain(tip('tip'), at('2019-10-04T00:00:00Z'));
    expect(chain).toMatchObject({
      commits: [{}, { parents: [ids.second, ids.side] }, { author: 'Ada Example', subject: 'second' }],
    });
  });

  it('of an annotated tag is that of its commit', async () => {
    const chain = await history.chain(tip('tag', 'refs/tags/v1'), at('2019-10-06T00:00:00Z'));
    expect(chain).toMatchObject({ commits: [{ id: ids.second }] });
  });

  it('knows dates out of order', async () => {
    const skewed = createRepository(world.root, 'acme/skewed');
    skewed.commit({ a: '1' }, { on: '2020-01-01T00:00:00Z' });
    const id = skewed.commit({ a: '2' }, { on: '2019-01-01T00:00:00Z' });
    const place = { locator: 'https://example.com/acme/skewed', ref: 'HEAD', id };
    expect(await history.chain(place, at('2019-06-01T00:00:00Z'))).toMatchObject({ isOrdered: false });
    expect(await history.chain(place, at('2020-06-01T00:00:00Z'))).toMatchObject({ isOrdered: true });
  });
});

describe('what came between', () => {
  it.each([
    ['root', 'tip', 'forward', ['tip', 'merge', 'side', 'second'], 'root'],
    ['tip', 'root', 'backward', [], 'root'],
    ['side', 'tip', 'forward', ['tip', 'merge'], 'side'],
    ['tip', 'tip', 'same', [], 'tip'],
    ['tip', 'alone', 'unrelated', [], null],
    ['alone', 'tip', 'unrelated', [], null],
  ])('%s and %s', async (from, to, relation, commits, base) => {
    const ref = to === 'alone' ? 'refs/heads/alone' : 'refs/heads/main';
    const changes = await history.between(toCommit(from), tip(to, ref), 10);
    if (changes.kind === 'fault') throw new Error(changes.message);
    expect(changes).toMatchObject({ relation, base: base === null ? null : ids[base], to: ids[to] });
    expect(changes.commits.map(({ id }) => id)).toEqual(commits.map((name) => ids[name]));
    expect(changes.count).toBe(commits.length);
  });

  it('counts more than it shows', async () => {
    expect(await history.between(toCommit('root'), tip('tip'), 2)).toMatchObject({ count: 4, commits: [{}, {}] });
  });

  it('a branch that was written anew: the old commit is asked for by its id, and may be gone', async () => {
    const changes = await history.between(toCommit('side'), tip('alone', 'refs/heads/alone'), 10);
    expect(changes).toMatchObject({ relation: 'unrelated' });
    ids.nowhere = 'ab'.repeat(20);
    expect(await history.between(toCommit('nowhere'), tip('tip'), 10)).toMatchObject({ relation: 'gone', count: 0 });
  });
});

describe('objects and prefixes', () => {
  it('of tips', async () => {
    const tips = [tip('tag', 'refs/tags/v1'), tip('tip')];
    expect(await history.objects(tips)).toMatchObject({
      objects: [
        { kind: 'tag', target: ids.second, tagged: at('2019-10-07T10:00:00Z') },
        { kind: 'commit', committed: at('2019-10-06T10:00:00Z') },
      ],
    });
  });

  it('complete a shortened commit', async () => {
    const tips = [tip('tip'), tip('tag', 'refs/tags/v1')];
    expect(await history.complete(toCommit('side').slice(0, 8), tips)).toEqual({
      kind: 'commits',
      commits: [ids.side],
    });
    expect(await history.complete(toCommit('alone').slice(0, 8), tips)).toEqual({ kind: 'commits', commits: [] });
    expect(await history.complete('', tips)).toMatchObject({ commits: { length: 5 } });
  });
});

describe('the cache', () => {
  it('is asked instead of the host when it has the tip, also by another run', async () => {
    await history.chain(tip('tip'), 0);
    const before = requests();
    expect(before).toBeGreaterThan(0);
    await history.chain(tip('tip'), 0);
    expect(await open().between(toCommit('root'), tip('tip'), 1)).toMatchObject({ count: 4 });
    expect(requests()).toBe(before);
  });

  it('holds commits and no files', async () => {
    await history.chain(tip('tip'), 0);
    const git = createGit({ env: world.env });
    const all = ['--batch-all-objects', '--batch-check=%(objecttype)'];
    const listed = await git.cached(cache.place(LOCATOR), 'cat-file', all);
    expect(listed).toMatchObject({ text: 'commit\n'.repeat(5) });
  });

  it('learns only what is new', async () => {
    const before = tip('merge', 'refs/tags/merge');
    library.tag('merge', before.id);
    await history.chain(before, 0);
    const sizes = packs().map((path) => statSync(path).size);
    await history.chain(tip('tip'), 0);
    const newest = packs().filter((path) => path.endsWith('.pack'));
    expect(newest).toHaveLength(2);
    expect(sizes.length).toBeGreaterThan(0);
  });

  it.each([
    ['a pack that is cut', () => truncate('.pack')],
    ['a pack with another byte', () => flip('.pack')],
    ['an index of nothing', () => truncate('.idx')],
    ['a repository that is none', () => writeFileSync(join(cache.place(LOCATOR), 'HEAD'), 'x')],
    ['settings that are none', () => appendFileSync(join(cache.place(LOCATOR), 'config'), '[broken')],
    ['a file in its place', () => replaceByFile()],
    ['a lock of git that a killed process left', () => leaveLock()],
  ])('is made anew after %s', async (_name, damage) => {
    const expected = await history.chain(tip('tip'), 0);
    damage();
    expect(await open().chain(tip('tip'), 0)).toEqual(expected);
    expect(await open().chain(tip('alone', 'refs/heads/alone'), 0)).toMatchObject({ commits: [{ id: ids.alone }] });
    expect(await open().between(toCommit('root'), tip('tip'), 0)).toMatchObject({ relation: 'forward', count: 4 });
  });

  it('may be cleared at any moment', async () => {
    const git = createGit({ env: world.env });
    let cleared = 0;
    const clear = (): void => {
      cleared += 1;
      if (cleared < 3) rmSync(dirname(cache.place(LOCATOR)), { recursive: true });
    };
    const careless: typeof git = {
      ...git,
      fetch: (...call) => {
        clear();
        return git.fetch(...call);
      },
    };
    const patience = createPatience(() => Promise.reject(new Error('no wait')));
    const chain = await createHistory({ git: careless, cache, patience }).chain(tip('tip'), at('2019-10-06T10:00:00Z'));
    expect(chain).toMatchObject({ commits: [{ id: ids.tip }] });
    expect(cleared).toBeGreaterThan(2);
  });

  it('serves many at once', async () => {
    const runs = Array.from({ length: 6 }, () => open().between(toCommit('root'), tip('tip'), 10));
    for (const run of await Promise.all(runs)) expect(run).toMatchObject({ relation: 'forward', count: 4 });
  });

  it('is not asked for a history of a host that gives none', async () => {
    const gone = { locator: 'https://example.com/acme/gone', ref: 'HEAD', id: ids.tip ?? '' };
    expect(await history.chain(gone, 0)).toMatchObject({ kind: 'fault', reason: 'not-found' });
    const moved = { ...tip('tip'), id: 'cd'.repeat(20) };
    expect(await history.chain(moved, 0)).toMatchObject({ kind: 'fault', reason: 'invalid' });
  });
});

function truncate(ending: string): void {
  for (const path of packs().filter((name) => name.endsWith(ending))) overwrite(path, Buffer.alloc(0));
}

/** Git's files are read-only: taken away first. */
function overwrite(path: string, bytes: Buffer): void {
  rmSync(path);
  writeFileSync(path, bytes);
}

function flip(ending: string): void {
  for (const path of packs().filter((name) => name.endsWith(ending))) {
    overwrite(path, Buffer.alloc(statSync(path).size, 0x55));
  }
}

function leaveLock(): void {
  writeFileSync(join(cache.place(LOCATOR), 'config.lock'), '');
  writeFileSync(join(cache.place(LOCATOR), `refs/tips/${ids.alone}.lock`), '');
}

function replaceByFile(): void {
  rmSync(cache.place(LOCATOR), { recursive: true });
  writeFileSync(cache.place(LOCATOR), 'x');
}
