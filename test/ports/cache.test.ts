import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { cacheFolder, clearCache, openCache, readCacheContent } from '../../src/ports/cache.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pinlock-cache-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const NAME = 'https://example.com/acme/private-name';

describe('the folder', () => {
  it.each([
    ['XDG_CACHE_HOME', { XDG_CACHE_HOME: '/x', HOME: '/h' }, '/x/pinlock'],
    ['the home folder', { HOME: '/h' }, '/h/.cache/pinlock'],
    ['a relative XDG_CACHE_HOME is ignored', { XDG_CACHE_HOME: 'x', HOME: '/h' }, '/h/.cache/pinlock'],
    ['no home', {}, null],
    ['a relative home', { HOME: '.' }, null],
  ])('%s', (_name, env, expected) => {
    expect(cacheFolder(env)).toBe(expected);
  });

  it('is made when it is used, for its owner alone, and shows no names', () => {
    const cache = openCache({ HOME: home }, true);
    expect(existsSync(join(home, '.cache'))).toBe(false);
    const place = cache.place(NAME);
    expect(place).toBe(cache.place(NAME));
    expect(place).not.toBe(cache.place(`${NAME}2`));
    expect(place.startsWith(join(home, '.cache/pinlock/'))).toBe(true);
    expect(basename(place)).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(join(home, '.cache/pinlock')).mode & 0o777).toBe(0o700);
    expect(statSync(dirname(place)).mode & 0o777).toBe(0o700);
  });

  it('is closed to others when it was open', () => {
    const folder = join(home, '.cache/pinlock');
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o777);
    openCache({ HOME: home }, true).place(NAME);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it.each([
    ['a symlink', () => symlinkSync('/nowhere', join(home, '.cache/pinlock'))],
    ['a file', () => writeFileSync(join(home, '.cache/pinlock'), '')],
  ])('is not %s', (_name, make) => {
    mkdirSync(join(home, '.cache'));
    make();
    expect(() => openCache({ HOME: home }, true).place(NAME)).toThrow(UserError);
    expect(() => readCacheContent({ HOME: home })).toThrow(UserError);
    expect(() => clearCache({ HOME: home })).toThrow(UserError);
  });
});

describe('what is kept', () => {
  it('is counted and cleared, and nothing beside it', () => {
    const env = { HOME: home };
    expect(readCacheContent(env)).toMatchObject({ repositories: 0, bytes: 0 });
    const cache = openCache(env, true);
    for (const name of ['a', 'b']) mkdirSync(cache.place(name));
    writeFileSync(join(cache.place('a'), 'pack'), 'x'.repeat(1000));
    writeFileSync(join(home, '.cache/other'), 'x');
    const folder = join(home, '.cache/pinlock');
    expect(readCacheContent(env)).toEqual({ folder, repositories: 2, bytes: 1000 });
    expect(clearCache(env)).toEqual({ folder, repositories: 2, bytes: 1000 });
    expect(readCacheContent(env)).toEqual({ folder, repositories: 0, bytes: 0 });
    expect(existsSync(join(home, '.cache/other'))).toBe(true);
    cache.discard(cache.place('gone'));
  });

  it('goes with the run when nothing is to be kept', () => {
    const cache = openCache({ HOME: home }, false);
    const place = cache.place(NAME);
    mkdirSync(place);
    expect(existsSync(join(home, '.cache'))).toBe(false);
    cache.close();
    expect(existsSync(dirname(dirname(place)))).toBe(false);
  });
});
