import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashArchive } from '../../../src/resolve/archive/hash.ts';
import { hashNar } from '../../../src/resolve/archive/nar.ts';
import { type ArchiveWorld, createArchiveWorld } from './archive-world.ts';

let world: ArchiveWorld;
beforeAll(() => {
  world = createArchiveWorld();
});
afterAll(() => world.close());

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('a NAR', () => {
  // What `nix-hash --type sha256` (nix 2.8.0) says of an empty folder and of a file that holds "hello" and a line feed.
  it.each([
    ['an empty folder', { kind: 'folder', entries: new Map() }, 'sha256-pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmo='],
    [
      'a file',
      { kind: 'file', isExecutable: false, content: Buffer.from('hello\n') },
      'sha256-HDfQGvQL4ugGkd48w99EN3ppmvuxfGjwgJZLL9Bx/BM=',
    ],
  ] as const)('of %s has the hash that Nix gives it', (_name, node, hash) => {
    expect(hashNar(node)).toBe(hash);
  });
});

describe('an archive', () => {
  it.each(['tar', 'tar.gz', 'zip'] as const)(
    'as %s is the tree that it unpacks to, and names its commit',
    async (format) => {
      const nar = world.narOfFolder(world.tree);
      expect(await hashArchive(world.archive(format))).toEqual({ kind: 'content', format, nar, commit: world.commit });
    },
  );

  it.each(['tar.gz', 'zip'] as const)('without a top folder is all that lies in it: %s', async (format) => {
    expect(await hashArchive(world.archive(format, ''))).toMatchObject({ nar: world.narOfFolder(world.tree) });
  });

  it('that was packed again has other bytes and the same content', async () => {
    const packed = world.archive('tar.gz');
    const again = gzipSync(gunzipSync(packed), { level: 1 });
    expect(sha256(again)).not.toBe(sha256(packed));
    expect(await hashArchive(again)).toEqual(await hashArchive(packed));
  });

  it('in which one byte of a file changed has another content', async () => {
    const tar = gunzipSync(world.archive('tar.gz'));
    const before = await hashArchive(tar);
    tar[tar.indexOf('12345678')] = 0x30;
    const after = await hashArchive(tar);
    expect(after).toMatchObject({ kind: 'content', commit: world.commit });
    expect(after).not.toHaveProperty('nar', before.kind === 'content' ? before.nar : '');
  });
});

/** One ustar header with its checksum. */
function header(name: string, type: string, size = 0, target = ''): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 'latin1');
  block.write('0000644\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(`        ${type}${target}`, 148, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

const tarOf = (...blocks: readonly Buffer[]): Buffer => Buffer.concat([...blocks, Buffer.alloc(1024)]);
const padded = (text: string): Buffer => Buffer.concat([Buffer.from(text), Buffer.alloc(512 - text.length)]);

describe('an archive that cannot be read is no content', () => {
  it.each([
    ['a path upwards', () => tarOf(header('../x', '0')), 'a path that leads out of it'],
    ['a path from the root', () => tarOf(header('/etc/x', '0')), 'a path that leads out of it'],
    ['a path behind a symlink', () => tarOf(header('a', '2', 0, '/tmp'), header('a/b', '0')), 'a path behind a file'],
    ['one path twice', () => tarOf(header('a', '0'), header('a', '0')), 'one path stands in it twice'],
    ['a device', () => tarOf(header('null', '3')), 'of the kind "3", which is no file'],
    ['a hard link to nothing', () => tarOf(header('a', '1', 0, 'b')), 'a hard link in it leads nowhere'],
    ['a size beyond its end', () => tarOf(header('a', '0', 5000)), 'it breaks off'],
    ['no end', () => header('a', '0'), 'it breaks off'],
    ['a broken pax header', () => tarOf(header('x', 'x', 5), padded('99 a=')), 'a pax header that is none'],
    [
      'folders without end',
      () => tarOf(header('x', 'x', 816), padded2(`816 path=${'a/'.repeat(403)}\n`), header('a', '0')),
      'deeper than 256',
    ],
    ['a wrong checksum', () => tarOf(header('a', '0').fill(0x41, 0, 1)), 'it is no tar'],
    ['a gzip that is cut off', () => world.archive('tar.gz').subarray(0, 600), 'it is no whole gzip'],
    ['a zip that is cut off', () => world.archive('zip').subarray(0, 600), 'it is no zip'],
    ['bzip2', () => Buffer.from('BZh91AY'), 'pinlock reads tar, tar.gz and zip'],
    ['a web page', () => Buffer.from('<html>'), 'it is no archive'],
    ['nothing', () => Buffer.alloc(0), 'it is no archive'],
  ] as const)('%s', async (_name, bytes, why) => {
    expect(await hashArchive(bytes())).toEqual({ kind: 'unreadable', why: expect.stringContaining(why) });
  });

  it.each([
    ['gzip', () => gzipSync(tarOf(header('a', '0', 300_000), Buffer.alloc(300_032)))],
    ['zip', () => world.archive('zip')],
  ] as const)('more than the limit: %s', async (_name, bytes) => {
    expect(await hashArchive(bytes(), 300)).toEqual({ kind: 'unreadable', why: 'it unpacks to more than 300 bytes' });
  });

  it('a zip whose contents are not what its directory says', async () => {
    const zip = world.archive('zip');
    zip[zip.indexOf('lib-a\n', zip.indexOf('lib-a') + 6)] = 0x30;
    expect(await hashArchive(zip)).toMatchObject({ kind: 'unreadable' });
  });
});

function padded2(text: string): Buffer {
  return Buffer.concat([Buffer.from(text), Buffer.alloc(1024 - text.length)]);
}
