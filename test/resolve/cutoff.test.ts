import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resolution } from '../../src/model/resolution.ts';
import type { Source } from '../../src/model/source.ts';
import { openCache } from '../../src/ports/cache.ts';
import { createGit } from '../../src/ports/git.ts';
import { type Cutoff, type ResolveOptions, resolveSources } from '../../src/resolve/index.ts';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';

const LOCATOR = 'https://example.com/acme/library';
let world: GitWorld;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await createGitWorld();
  const library = createRepository(world.root, 'acme/library');
  ids.first = library.commit({ a: '1' }, { on: '2019-10-01T10:00:00Z', message: 'first' });
  library.tag('v1.0', ids.first);
  // Written early, merged late: it was in nobody's main before the merge.
  ids.side = library.commit({ b: '1' }, { branch: 'side', from: ids.first, on: '2019-10-02T10:00:00Z' });
  ids.second = library.commit({ a: '2' }, { on: '2019-10-03T10:00:00Z', message: 'second \u202e' });
  ids.merge = library.commit({ c: '1' }, { merge: ids.side, on: '2019-10-05T10:00:00Z', message: 'merge' });
  ids.late = library.annotatedTag('v1.1', ids.second, '2019-10-06T10:00:00Z');
  ids.tip = library.commit({ a: '3' }, { on: '2019-10-08T10:00:00Z', message: 'tip' });
  library.tag('v1.2', ids.tip);
  const skewed = createRepository(world.root, 'acme/skewed');
  skewed.commit({ a: '1' }, { on: '2019-10-09T00:00:00Z' });
  ids.skewed = skewed.commit({ a: '2' }, { on: '2019-10-01T00:00:00Z' });
});
afterAll(() => world.close());

function source(ref: string | null, locator = LOCATOR, kind: Source['kind'] = 'git'): Source {
  return { kind, key: `${kind}+${locator}${ref === null ? '' : `@${ref}`}`, locator, ref };
}

async function resolve(asked: Source, options: ResolveOptions): Promise<Resolution | undefined> {
  const never = (): never => {
    throw new Error('nothing but git was expected');
  };
  const cache = openCache({ XDG_CACHE_HOME: mkdtempSync(join(world.folder, 'cache-')) }, true);
  const git = createGit({ env: world.env });
  const ports = {
    http: { send: never, schemeOf: never },
    credentials: { find: never },
    revisions: { find: never },
    now: never,
    pause: never,
  };
  const [one] = await resolveSources([asked], { ...ports, git, cache }, options);
  return one;
}

function asOf(day: string): { readonly cutoff: Cutoff } {
  return { cutoff: { kind: 'as-of', seconds: Date.parse(day) / 1000 } };
}

function minAge(day: string): { readonly cutoff: Cutoff } {
  return { cutoff: { kind: 'min-age', age: '3d', seconds: Date.parse(day) / 1000 } };
}

/** The first twelve digits are what a person is shown. */
function withNames(notes: readonly string[]): readonly string[] {
  return notes.map((note) =>
    Object.entries(ids).reduce((text, [name, id]) => text.replaceAll(id.slice(0, 12), `<${name}>`), note),
  );
}

describe('as of a day', () => {
  it.each([
    ['the second itself', '2019-10-03T10:00:00Z', 'second'],
    ['the second before', '2019-10-03T09:59:59Z', 'first'],
    ['what came in by a merge was not the tip before it', '2019-10-04T00:00:00Z', 'second'],
    ['the merge', '2019-10-05T12:00:00Z', 'merge'],
    ['today', '2026-01-01T00:00:00Z', 'tip'],
  ])('a branch: %s', async (_name, day, name) => {
    const pin = { ref: 'refs/heads/main', commit: ids[name], asOf: day };
    expect(await resolve(source('main'), asOf(day))).toMatchObject({ kind: 'pinned', pin });
    expect(await resolve(source(null), asOf(day))).toMatchObject({ kind: 'pinned', pin });
  });

  it('names the neighbours, and that it is not proven', async () => {
    const one = await resolve(source('main'), asOf('2019-10-04T00:00:00Z'));
    expect(one?.kind === 'pinned' && withNames(one.notes)).toEqual([
      'as of 2019-10-04T00:00:00Z: tip by date, not proven',
      'last before: <second> 2019-10-03T10:00:00Z second \u202e',
      'first after: <merge> 2019-10-05T10:00:00Z merge',
    ]);
    const last = await resolve(source(null), asOf('2020-01-01T00:00:00Z'));
    expect(last).toMatchObject({ notes: [{}, {}, 'nothing came after it', 'the default branch is that of today'] });
  });

  it('says when dates are out of order', async () => {
    const one = await resolve(source('main', 'https://example.com/acme/skewed'), asOf('2019-10-05T00:00:00Z'));
    expect(one).toMatchObject({ pin: { commit: ids.skewed } });
    expect(one).toHaveProperty('notes', expect.arrayContaining([expect.stringContaining('dates of this branch')]));
  });

  it.each([
    ['v1.0', '2019-10-02T00:00:00Z', 'first'],
    ['v1.1', '2019-10-07T00:00:00Z', 'second'],
  ])('a tag stays what it is: %s', async (ref, day, name) => {
    const pinned = await resolve(source(ref), asOf(day));
    expect(pinned).toEqual({
      kind: 'pinned',
      source: source(ref),
      pin: { ref: `refs/tags/${ref}`, commit: ids[name] },
      notes: [],
    });
  });

  it.each([
    ['a branch that began later', source('main'), '2019-09-01', 'not-found', 'refs/heads/main begins on 2019-10-01T10'],
    ['a tag on a later commit', source('v1.2'), '2019-10-07', 'not-found', 'refs/tags/v1.2 was made on 2019-10-08T10'],
    ['a later tag on an old commit', source('v1.1'), '2019-10-05', 'not-found', 'was made on 2019-10-06T10:00:00Z'],
    ['an image', source('1', 'docker.io/acme/tool', 'image'), '2019-10-05', 'not-supported', 'no history of a tag'],
    ['a file', source(null, 'https://example.com/a', 'file'), '2019-10-05', 'not-supported', 'no history of a file'],
    ['Mercurial', source('x', LOCATOR, 'hg'), '2019-10-05', 'not-supported', 'no history of Mercurial'],
    ['a ref that is not there', source('gone'), '2019-10-05', 'not-found', 'no branch and no tag "gone"'],
  ])('%s has no pin', async (_name, asked, day, reason, words) => {
    const one = await resolve(asked, asOf(day));
    expect(one).toMatchObject({ kind: 'unresolved', reason, message: expect.stringContaining(words) });
  });

  it('what is exact needs no day', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const image = await resolve(source(digest, 'docker.io/acme/tool', 'image'), asOf('2019-10-05'));
    expect(image).toMatchObject({ kind: 'pinned', pin: { digest } });
    const commit = await resolve(source(ids.tip ?? ''), asOf('2019-10-01'));
    expect(commit).toMatchObject({ kind: 'pinned', pin: { commit: ids.tip } });
  });
});

describe('a least age', () => {
  it('takes the newest commit that has it, and names what it left', async () => {
    const one = await resolve(source('main'), minAge('2019-10-07T00:00:00Z'));
    expect(one).toMatchObject({ pin: { ref: 'refs/heads/main', commit: ids.merge } });
    expect(one).not.toHaveProperty('pin.asOf');
    expect(one?.kind === 'pinned' && withNames(one.notes)).toEqual([
      'the newest that is 3d old: <merge> 2019-10-05T10:00:00Z merge',
      'not taken, too young: <tip> 2019-10-08T10:00:00Z tip',
    ]);
  });

  it('takes the tip without a word when it is old enough', async () => {
    expect(await resolve(source('main'), minAge('2019-10-08T10:00:00Z'))).toMatchObject({
      pin: { commit: ids.tip },
      notes: [],
    });
  });

  it.each([
    ['a tag that is younger', source('v1.1'), '2019-10-05', 'refused', 'younger than 3d: wait, name an older tag'],
    ['a branch that is younger', source('main'), '2019-09-05', 'refused', 'younger than 3d: wait'],
  ])('%s has no pin', async (_name, asked, day, reason, words) => {
    const one = await resolve(asked, minAge(day));
    expect(one).toMatchObject({ kind: 'unresolved', reason, message: expect.stringContaining(words) });
  });

  it.each([
    ['2019-10-09T00:00:00Z', 'v1.2', 'tip', []],
    ['2019-10-07T00:00:00Z', 'v1.1', 'second', ['not taken, younger than 3d: v1.2']],
    ['2019-10-05T00:00:00Z', 'v1.0', 'first', ['not taken, younger than 3d: v1.2']],
  ])('with releases: of %s the newest is %s', async (day, newestRelease, name, notes) => {
    const wishFor = () => ({ allowsPre: false, range: null });
    const one = await resolve(source('main'), { ...minAge(day), releases: { isPreferred: () => true, wishFor } });
    expect(one).toMatchObject({
      pin: { ref: `refs/tags/${newestRelease}`, commit: ids[name], by: 'release' },
      newestRelease,
      notes,
    });
  });
});

describe('a shortened commit', () => {
  it.each([
    ['of the default branch', 'second', 7],
    ['that came in by a merge', 'side', 12],
    ['in capitals', 'tip', -39],
  ])('%s', async (_name, name, length) => {
    const id = ids[name] ?? '';
    const ref = length < 0 ? id.slice(0, -length).toUpperCase() : id.slice(0, length);
    const pin = { commit: id };
    expect(await resolve(source(ref), {})).toEqual({ kind: 'pinned', source: source(ref), pin, notes: [] });
    expect(await resolve(source(ref), asOf('2019-09-01'))).toMatchObject({ kind: 'pinned', pin });
  });

  it('that is no commit', async () => {
    expect(await resolve(source('0123456'), {})).toMatchObject({
      kind: 'unresolved',
      reason: 'not-found',
      message: expect.stringContaining('0123456 is no branch and no tag, and no commit'),
    });
  });

  it('that several commits begin with', async () => {
    const many = createRepository(world.root, 'acme/many');
    const [one = '', other = ''] = findTwins().map((message, index) =>
      many.commit({}, { branch: `twin-${index}`, on: TWINS_ON, message }),
    );
    expect(one).not.toBe(other);
    expect(one.slice(0, 7)).toBe(other.slice(0, 7));
    const asked = source(one.slice(0, 7), 'https://example.com/acme/many');
    const ambiguous = await resolve(asked, {});
    expect(ambiguous).toMatchObject({ kind: 'unresolved', reason: 'invalid' });
    expect(ambiguous).toHaveProperty('message', expect.stringContaining('is the beginning of 2 commits'));
    const longer = source(one.slice(0, 20), 'https://example.com/acme/many');
    expect(await resolve(longer, {})).toMatchObject({ pin: { commit: one } });
  });
});

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const TWINS_ON = '2019-10-01T00:00:00Z';

/** Messages of two commits without files whose ids begin with the same seven digits; found within some 20,000. */
function findTwins(): readonly string[] {
  const person = `Ada Example <ada@example.com> ${Date.parse(TWINS_ON) / 1000} +0000`;
  const seen = new Map<string, string>();
  for (let number = 0; ; number += 1) {
    const message = String(number);
    const body = `tree ${EMPTY_TREE}\nauthor ${person}\ncommitter ${person}\n\n${message}`;
    const start = createHash('sha1').update(`commit ${body.length}\0${body}`).digest('hex').slice(0, 7);
    const twin = seen.get(start);
    if (twin !== undefined) return [twin, message];
    seen.set(start, message);
  }
}
