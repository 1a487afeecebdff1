import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { joinConflict, printLockfile } from '../../src/lock/index.ts';
import type { Lockfile, Pin } from '../../src/model/pin.ts';
import { makeTree } from '../discover/temporary-tree.ts';
import { gitPin } from './fixtures.ts';

type Pins = Readonly<Record<string, string>>;

function lock(pins: Pins): Lockfile {
  const entries = Object.entries(pins).map(([name, digit]): [string, Pin] => [
    `git+https://example.com/acme/${name}@main`,
    gitPin(digit, { ref: 'refs/heads/main' }),
  ]);
  return { lockfileVersion: 1, sources: new Map(entries) };
}

// What git really leaves behind, in each of its styles, is what `resolve` has to join.
describe.each(['merge', 'diff3', 'zdiff3'])('a merge by git, conflictStyle %s', (style) => {
  function merge(base: Pins, ours: Pins, theirs: Pins): string {
    const root = makeTree({});
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: root,
        stdio: 'ignore',
      });
    const commit = (pins: Pins) => {
      writeFileSync(join(root, 'pinlock.lock'), printLockfile(lock(pins)));
      git('add', '.');
      git('commit', '-qm', 'x');
    };
    git('init', '-q', '-b', 'main');
    commit(base);
    git('checkout', '-q', '-b', 'theirs');
    commit(theirs);
    git('checkout', '-q', 'main');
    commit(ours);
    spawnSync('git', ['-c', `merge.conflictStyle=${style}`, 'merge', '-q', 'theirs'], { cwd: root, stdio: 'ignore' });
    return readFileSync(join(root, 'pinlock.lock'), 'utf8');
  }

  it.each<[string, Pins, Pins, Pins, Pins, readonly string[]]>([
    ['both added at the end', { a: '1' }, { a: '1', b: '2' }, { a: '1', c: '3' }, { a: '1', b: '2', c: '3' }, []],
    ['both added to nothing', {}, { a: '1' }, { b: '2' }, { a: '1', b: '2' }, []],
    [
      'one added beside one that moved',
      { a: '1', c: '1' },
      { a: '1', b: '2', c: '1' },
      { a: '1', c: '3' },
      { a: '1', b: '2', c: '3' },
      style === 'merge' ? ['c'] : [],
    ],
    ['both moved one', { a: '1', b: '1' }, { a: '2', b: '1' }, { a: '3', b: '1' }, { b: '1' }, ['a']],
    [
      'one moved, both added',
      { a: '1' },
      { a: '2', b: '2' },
      { a: '1', c: '3' },
      { a: '2', b: '2', c: '3' },
      style === 'merge' ? ['a'] : [],
    ],
  ])('%s', (_, base, ours, theirs, joined, asked) => {
    const text = merge(base, ours, theirs);
    expect(text).toContain('<<<<<<<');
    const result = joinConflict(text, 'pinlock.lock');
    expect(result.conflicts.map(({ key }) => key)).toEqual(
      asked.map((name) => `git+https://example.com/acme/${name}@main`),
    );
    const expected = Object.fromEntries(Object.entries(joined).filter(([name]) => !asked.includes(name)));
    expect(printLockfile(result.lockfile)).toBe(printLockfile(lock(expected)));
  });
});
