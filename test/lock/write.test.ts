import { execFile } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import {
  LockfileError,
  parseLockfile,
  printLockfile,
  readLockfileText,
  removeUnfinishedLockfile,
  updateLockfile,
} from '../../src/lock/index.ts';
import type { Lockfile } from '../../src/model/pin.ts';
import { makeTree } from '../discover/temporary-tree.ts';
import { filePin } from './fixtures.ts';

const EMPTY: Lockfile = { lockfileVersion: 1, sources: new Map() };

function add(name: string): (text: string | undefined) => Lockfile {
  return (text) => {
    const old = text === undefined ? EMPTY : parseLockfile(text, 'pinlock.lock');
    return { lockfileVersion: 1, sources: new Map([...old.sources, [`https://example.com/${name}`, filePin('a')]]) };
  };
}

describe('writing', () => {
  it('makes a new lockfile, and leaves equal bytes alone', async () => {
    const path = join(makeTree({}), 'pinlock.lock');
    expect(readLockfileText(path)).toBeUndefined();
    expect(await updateLockfile(path, add('a'))).toBe(true);
    const { ino } = statSync(path);
    expect(await updateLockfile(path, add('a'))).toBe(false);
    expect(statSync(path).ino).toBe(ino);
    expect(readLockfileText(path)).toBe(printLockfile(add('a')(undefined)));
    expect(readdirSync(join(path, '..'))).toEqual(['pinlock.lock']);
  });

  it('keeps the mode', async () => {
    const path = join(makeTree({ 'pinlock.lock': printLockfile(EMPTY) }), 'pinlock.lock');
    chmodSync(path, 0o640);
    await updateLockfile(path, add('a'));
    expect(statSync(path).mode & 0o7777).toBe(0o640);
  });

  it('leaves the old file when the change throws', async () => {
    const path = join(makeTree({ 'pinlock.lock': 'broken' }), 'pinlock.lock');
    await expect(updateLockfile(path, add('a'))).rejects.toThrow(LockfileError);
    expect(readFileSync(path, 'utf8')).toBe('broken');
    expect(readdirSync(join(path, '..'))).toEqual(['pinlock.lock']);
  });

  it('loses nothing to a second writer', async () => {
    const path = join(makeTree({}), 'pinlock.lock');
    const names = Array.from({ length: 20 }, (_, index) => `file-${String(index).padStart(2, '0')}`);
    await Promise.all(names.map((name) => updateLockfile(path, add(name), { interval: 1, polls: 5000 })));
    expect(parseLockfile(readFileSync(path, 'utf8'), path).sources.size).toBe(names.length);
  });

  it('loses nothing to other processes', async () => {
    const path = join(makeTree({}), 'pinlock.lock');
    const program = `
      import { updateLockfile, parseLockfile } from ${JSON.stringify(fileURLToPath(new URL('../../src/lock/index.ts', import.meta.url)))};
      const [path, name] = process.argv.slice(-2);
      for (let turn = 0; turn < 5; turn += 1) await updateLockfile(path, (text) => {
        const old = text === undefined ? [] : parseLockfile(text, path).sources;
        return { lockfileVersion: 1, sources: new Map([...old, ['https://example.com/' + name + turn, { sha256: 'a'.repeat(64), size: 1 }]]) };
      });`;
    const run = promisify(execFile);
    const bundled = join(path, '..', 'writer.mjs');
    await build({
      stdin: { contents: program, resolveDir: '/' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile: bundled,
      logLevel: 'error',
    });
    await Promise.all(['a', 'b', 'c'].map((name) => run(process.execPath, [bundled, path, name])));
    expect(parseLockfile(readFileSync(path, 'utf8'), path).sources.size).toBe(15);
  });

  it('takes over from a process that was killed', async () => {
    const root = makeTree({ '.pinlock.lock.new': 'half a lock' });
    await updateLockfile(join(root, 'pinlock.lock'), add('a'), { interval: 1, polls: 3 });
    expect(readdirSync(root)).toEqual(['pinlock.lock']);
  });

  it('takes away what a killed process left where nothing changes', async () => {
    const root = makeTree({ '.pinlock.lock.new': 'half a lock' });
    await removeUnfinishedLockfile(join(root, 'pinlock.lock'), { interval: 1, polls: 3 });
    await removeUnfinishedLockfile(join(root, 'pinlock.lock'), { interval: 1, polls: 3 });
    expect(readdirSync(root)).toEqual([]);
  });

  it('follows a symlink inside its folder only', async () => {
    const outside = makeTree({ 'other.lock': printLockfile(EMPTY) });
    const root = makeTree({ 'locks/one.lock': printLockfile(EMPTY), 'pinlock.lock': { link: 'locks/one.lock' } });
    await updateLockfile(join(root, 'pinlock.lock'), add('a'));
    expect(readFileSync(join(root, 'locks/one.lock'), 'utf8')).toContain('https://example.com/a');
    symlinkSync(join(outside, 'other.lock'), join(root, 'out.lock'));
    await expect(updateLockfile(join(root, 'out.lock'), add('a'))).rejects.toThrow(
      'is a symlink that leads out of its folder',
    );
    expect(readFileSync(join(outside, 'other.lock'), 'utf8')).toBe(printLockfile(EMPTY));
  });

  it.each([
    { name: 'a folder', make: (path: string) => chmodSync(path, 0o755), path: '.', message: 'is a folder' },
    {
      name: 'not UTF-8',
      make: (path: string) => writeFileSync(path, Buffer.from([0x7b, 0xff])),
      path: 'pinlock.lock',
      message: 'is not valid UTF-8',
    },
    {
      name: 'binary',
      make: (path: string) => writeFileSync(path, Buffer.from([0])),
      path: 'pinlock.lock',
      message: 'is binary',
    },
  ])('refuses to read what is $name', ({ make, path, message }) => {
    const absolute = join(makeTree({}), path);
    make(absolute);
    expect(() => readLockfileText(absolute)).toThrow(message);
  });

  it('says where a folder is missing', async () => {
    const path = join(makeTree({}), 'none', 'pinlock.lock');
    await expect(updateLockfile(path, add('a'))).rejects.toThrow(
      `${join(path, '..', '.pinlock.lock.new')}: cannot be written: the system refused (ENOENT)`,
    );
  });
});
