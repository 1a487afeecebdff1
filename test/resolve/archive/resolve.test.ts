import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GitPin, isCommit } from '../../../src/model/pin.ts';
import type { Source } from '../../../src/model/source.ts';
import { type ArchiveWish, archiveFormatOf, type ResolveOptions, resolveSources } from '../../../src/resolve/index.ts';
import { answer, byPath, startWebServer, type WebHandler, type WebServer } from '../../support/web-server.ts';
import { webPorts } from '../web-ports.ts';
import { type ArchiveWorld, createArchiveWorld } from './archive-world.ts';

let world: ArchiveWorld;
let nar: string;
let server: WebServer;
let handlers: Record<string, WebHandler>;
beforeAll(() => {
  world = createArchiveWorld();
  nar = world.narOfFolder(world.tree);
});
afterAll(() => world.close());
beforeEach(async () => {
  handlers = {};
  server = await startWebServer((request, response) => byPath(handlers)(request, response));
});
afterEach(() => server.close());

const URL_OF = {
  'tar.gz': 'https://example.com/acme/library/archive/{commit}.tar.gz',
  zip: 'https://example.com/acme/library/archive/{commit}.zip',
} as const;

function source(ref: string): Source {
  const locator = 'https://example.com/acme/library';
  return { kind: 'git', key: `git+${locator}@${ref}`, locator, ref };
}

function pathOf(format: keyof typeof URL_OF): string {
  return new URL(URL_OF[format].replace('{commit}', world.commit)).pathname;
}

function pin(): GitPin {
  if (!isCommit(world.commit)) throw new Error('git made no commit');
  return { commit: world.commit };
}

/** Resolves the commit itself, so that git is asked nothing. */
function resolve(urls: readonly string[], options: ResolveOptions = {}, waits: number[] = []) {
  const archives: readonly ArchiveWish[] = urls.map((url) => ({ source: source(world.commit), url }));
  return resolveSources([source(world.commit)], webPorts({ mirrors: { 'example.com': server.url }, waits }), {
    archives,
    ...options,
  });
}

describe('an archive of a commit', () => {
  it('is hashed by what it holds, once for each format', async () => {
    handlers = {
      [pathOf('tar.gz')]: answer(200, {}, world.archive('tar.gz')),
      [pathOf('zip')]: answer(200, {}, world.archive('zip')),
    };
    const found = await resolve([URL_OF['tar.gz'], URL_OF.zip, URL_OF['tar.gz']]);
    expect(found).toEqual([
      {
        kind: 'pinned',
        source: source(world.commit),
        pin: { ...pin(), archives: { 'tar.gz': nar, zip: nar } },
        notes: [],
      },
    ]);
    expect(server.requests).toHaveLength(2);
  });

  it('completes a pin that is there; nothing else of it is asked', async () => {
    handlers = { [pathOf('zip')]: answer(200, {}, world.archive('zip')) };
    const branch = source('main');
    const old: GitPin = { ref: 'refs/heads/main', ...pin() };
    const handed: unknown[] = [];
    const found = await resolveSources([], webPorts({ mirrors: { 'example.com': server.url } }), {
      archives: [{ source: branch, url: URL_OF.zip }],
      pins: new Map([[branch.key, old]]),
      onResolution: (resolution) => handed.push(resolution),
    });
    expect(found).toEqual([]);
    expect(handed).toEqual([{ kind: 'pinned', source: branch, pin: { ...old, archives: { zip: nar } }, notes: [] }]);
  });

  it('that the host packs otherwise today is the same, and another content is not', async () => {
    const packed = world.archive('tar.gz');
    const again = gzipSync(gunzipSync(packed), { level: 1 });
    const changed = gunzipSync(packed);
    changed[changed.indexOf('12345678')] = 0x30;
    const hashes: unknown[] = [];
    for (const body of [packed, again, gzipSync(changed)]) {
      handlers = { [pathOf('tar.gz')]: answer(200, {}, body) };
      const [one] = await resolve([URL_OF['tar.gz']]);
      hashes.push(one?.kind === 'pinned' && 'archives' in one.pin ? one.pin.archives?.['tar.gz'] : undefined);
    }
    const sums = [packed, again, gzipSync(changed)].map((body) => createHash('sha256').update(body).digest('hex'));
    expect(new Set(sums).size).toBe(3);
    expect(hashes[0]).toBe(nar);
    expect(hashes[1]).toBe(nar);
    expect(hashes[2]).toMatch(/^sha256-/);
    expect(hashes[2]).not.toBe(nar);
  });

  it('that another URL serves with another content stays out, and this is said', async () => {
    const sub = 'https://example.com/acme/library/sub/{commit}.zip';
    handlers = {
      [pathOf('zip')]: answer(200, {}, world.archive('zip')),
      [`/acme/library/sub/${world.commit}.zip`]: answer(200, {}, world.archive('zip', 'a/b/')),
    };
    const [one] = await resolve([URL_OF.zip, sub]);
    expect(one).toMatchObject({
      pin: { archives: { zip: nar } },
      notes: [expect.stringContaining('its content is another')],
    });
  });

  it.each([
    ['is not there', answer(404), 'the host serves no archive of this commit'],
    ['is a web page', answer(200, {}, '<html>'), 'it is no archive'],
    [
      'is packed otherwise than it says',
      (request, response) => answer(200, {}, world.archive('zip'))(request, response),
      'it is a zip, not what its name says',
    ],
    [
      'breaks off',
      (request, response) => answer(200, {}, world.archive('tar.gz').subarray(0, 700))(request, response),
      'no whole gzip',
    ],
    ['leads from https to http', answer(302, { location: 'http://example.org/a.tar.gz' }), 'from https to'],
    ['is refused for now', answer(429, { 'retry-after': '3600' }), 'refuses more requests until 2026-01-01T01:00:00Z'],
  ] as const satisfies readonly (readonly [string, WebHandler, string])[])(
    'that %s leaves the commit, and a note',
    async (_name, handler, why) => {
      handlers = { [pathOf('tar.gz')]: handler };
      const [one] = await resolve([URL_OF['tar.gz']]);
      expect(one).toMatchObject({ kind: 'pinned', pin: pin() });
      expect(one).not.toHaveProperty('pin.archives');
      expect(one).toHaveProperty('notes', [expect.stringContaining('the commit alone pins it: ')]);
      expect(one).toHaveProperty('notes', [expect.stringContaining(why)]);
    },
  );

  it('that says it was made of another commit is not believed', async () => {
    const other = 'b'.repeat(40);
    handlers = { [`/acme/library/archive/${other}.zip`]: answer(200, {}, world.archive('zip')) };
    const wish = { source: source(other), url: URL_OF.zip };
    const [one] = await resolveSources([source(other)], webPorts({ mirrors: { 'example.com': server.url } }), {
      archives: [wish],
    });
    expect(one).toHaveProperty('notes', [expect.stringContaining(`made of commit ${world.commit}; find out why`)]);
    expect(one).not.toHaveProperty('pin.archives');
  });

  it('larger than the limit is left alone', async () => {
    handlers = { [pathOf('zip')]: answer(200, {}, world.archive('zip')) };
    const [one] = await resolve([URL_OF.zip], { fileLimits: { byteLimit: 100 } });
    expect(one).toMatchObject({ pin: pin(), notes: [expect.stringContaining('larger than 100 bytes')] });
  });
});

describe('what a URL says of its archive', () => {
  it.each([
    ['https://github.com/acme/tool/archive/{commit}.tar.gz', 'tar.gz'],
    ['https://github.com/acme/tool/archive/{commit}.zip', 'zip'],
    ['https://codeload.github.com/acme/tool/tar.gz/{commit}', 'tar.gz'],
    ['https://codeload.github.com/acme/tool/legacy.tar.gz/{commit}', 'tar.gz'],
    ['https://codeload.github.com/acme/tool/zip/{commit}', 'zip'],
    ['https://api.github.com/repos/acme/tool/tarball/{commit}', 'tar.gz'],
    ['https://github.com/acme/tool/zipball/{commit}', 'zip'],
    ['https://gitlab.com/api/v4/projects/acme%2Ftool/repository/archive.tar.gz?sha={commit}', 'tar.gz'],
    ['https://gitlab.com/acme/tool/-/archive/{commit}/tool-{commit}.tar', 'tar'],
    ['https://git.example.com/?p=tool.git;a=snapshot;h={commit};sf=tgz', 'tar.gz'],
    ['https://bitbucket.org/acme/tool/get/{commit}.tar.bz2', null],
    ['https://git.example.com/tool.git/snapshot/tool-{commit}.tar.xz', null],
  ])('%s', (url, format) => {
    expect(archiveFormatOf(url)).toBe(format);
  });
});
