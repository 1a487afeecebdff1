import { describe, expect, it } from 'vitest';
import { joinConflict, mergeLockfile, printLockfile } from '../../src/lock/index.ts';
import type { GitPin, Lockfile, Pin } from '../../src/model/pin.ts';
import type { Resolution } from '../../src/model/resolution.ts';
import { filePin, gitPin, imagePin, source } from './fixtures.ts';

const A = 'git+https://example.com/acme/a@main';
const B = 'git+https://example.com/acme/b@main';
const IMAGE = 'docker://example.com/acme/c:1';
const FILE = 'https://example.com/d-1.tar.gz';
const main = (digit: string) => gitPin(digit, { ref: 'refs/heads/main' });

function lock(pins: Readonly<Record<string, Pin>>): Lockfile {
  return { lockfileVersion: 1, sources: new Map(Object.entries(pins)) };
}

function pinned(key: string, pin: Pin): Resolution {
  return { kind: 'pinned', source: source(key), pin, notes: [] };
}

function failed(key: string): Resolution {
  return { kind: 'unresolved', source: source(key), reason: 'unreachable', message: 'no answer' };
}

/** The pin with the content of a zip, by one letter. */
function withZip(pin: GitPin, letter: string): GitPin {
  return { ...pin, archives: { zip: `sha256-${letter.repeat(43)}=` } };
}

describe('merging', () => {
  const never = () => false;
  const always = () => true;
  it.each([
    {
      name: 'adds to nothing',
      existing: undefined,
      resolutions: [pinned(A, main('1'))],
      isInUse: never,
      options: { isComplete: true },
      sources: { [A]: main('1') },
      added: [A],
    },
    {
      name: 'keeps a present pin',
      existing: { [A]: main('1') },
      resolutions: [pinned(A, main('2'))],
      isInUse: always,
      options: { isComplete: true },
      sources: { [A]: main('1') },
      kept: [A],
    },
    {
      name: 'moves one on request, and it stays applied',
      existing: { [A]: { ...main('1'), applied: ['x'] }, [B]: main('1') },
      resolutions: [pinned(A, main('2')), pinned(B, main('2'))],
      isInUse: always,
      options: { isComplete: true, mayMove: (key: string) => key === A },
      sources: { [A]: { ...main('2'), applied: ['x'] }, [B]: main('1') },
      kept: [B],
      moved: [A],
    },
    {
      name: 'does not call the same pin moved',
      existing: { [A]: main('1') },
      resolutions: [pinned(A, main('1'))],
      isInUse: always,
      options: { isComplete: true, mayMove: always },
      sources: { [A]: main('1') },
      kept: [A],
    },
    {
      name: 'keeps the pin of what could not be resolved',
      existing: { [A]: main('1') },
      resolutions: [failed(A), pinned(FILE, filePin('1'))],
      isInUse: (key: string) => key === A,
      options: { isComplete: true, mayMove: always },
      sources: { [A]: main('1'), [FILE]: filePin('1') },
      kept: [A],
      added: [FILE],
    },
    {
      name: 'drops what is unused',
      existing: { [A]: main('1'), [IMAGE]: imagePin('1') },
      resolutions: [],
      isInUse: (key: string) => key === IMAGE,
      options: { isComplete: true },
      sources: { [IMAGE]: imagePin('1') },
      kept: [IMAGE],
      dropped: [A],
    },
    {
      name: 'drops nothing when not all was read',
      existing: { [A]: main('1') },
      resolutions: [],
      isInUse: never,
      options: { isComplete: false },
      sources: { [A]: main('1') },
      kept: [A],
    },
    {
      name: 'completes a present pin by the hash of an archive of its commit, and of no other',
      existing: { [A]: { ...main('1'), applied: ['x'] }, [B]: main('1') },
      resolutions: [pinned(A, withZip(main('1'), 'a')), pinned(B, withZip(main('2'), 'a'))],
      isInUse: always,
      options: { isComplete: true },
      sources: { [A]: { ...withZip(main('1'), 'a'), applied: ['x'] }, [B]: main('1') },
      kept: [B],
      completed: [A],
    },
    {
      name: 'changes no hash that is there, but on request: then the content has moved',
      existing: { [A]: withZip(main('1'), 'a'), [B]: withZip(main('1'), 'a') },
      resolutions: [pinned(A, withZip(main('1'), 'b')), pinned(B, withZip(main('1'), 'b'))],
      isInUse: always,
      options: { isComplete: true, mayMove: (key: string) => key === A },
      sources: { [A]: withZip(main('1'), 'b'), [B]: withZip(main('1'), 'a') },
      kept: [B],
      moved: [A],
    },
    {
      name: 'keeps the hash of a commit that is resolved again without it',
      existing: { [A]: withZip(main('1'), 'a') },
      resolutions: [pinned(A, main('1'))],
      isInUse: always,
      options: { isComplete: true, mayMove: always },
      sources: { [A]: withZip(main('1'), 'a') },
      kept: [A],
    },
  ])('$name', ({ existing, resolutions, isInUse, options, sources, ...expected }) => {
    const { added = [], kept = [], completed = [], moved = [], dropped = [] } = expected;
    const old = existing === undefined ? undefined : lock(existing);
    const result = mergeLockfile(old, resolutions, isInUse, options);
    expect(printLockfile(result.lockfile)).toBe(printLockfile(lock(sources)));
    expect({ ...result, lockfile: null, moved: result.moved.map(({ key }) => key) }).toEqual({
      lockfile: null,
      added,
      kept,
      completed,
      moved,
      dropped,
    });
  });
});

describe('joining a conflict', () => {
  const line = (key: string, pin: Pin) => printLockfile(lock({ [key]: pin })).split('\n')[3] ?? '';
  function conflict(ours: readonly string[], theirs: readonly string[], base?: readonly string[]): string {
    const middle = base === undefined ? [] : ['||||||| base', ...base];
    const marked = ['<<<<<<< HEAD', ...ours, ...middle, '=======', ...theirs, '>>>>>>> other'];
    return ['{', '  "lockfileVersion": 1,', '  "sources": {', ...marked, '  }', '}', ''].join('\n');
  }

  it.each([
    {
      name: 'both added',
      text: conflict([line(A, main('1'))], [line(B, main('2'))]),
      sources: { [A]: main('1'), [B]: main('2') },
    },
    {
      name: 'commas and order as merges leave them',
      text: conflict([`${line(B, main('1'))},`, `${line(A, main('1'))},`], [line(IMAGE, imagePin('1'))]),
      sources: { [A]: main('1'), [B]: main('1'), [IMAGE]: imagePin('1') },
    },
    { name: 'both the same', text: conflict([line(A, main('1'))], [line(A, main('1'))]), sources: { [A]: main('1') } },
    {
      name: 'applied on both sides',
      text: conflict([line(A, { ...main('1'), applied: ['b'] })], [line(A, { ...main('1'), applied: ['a'] })]),
      sources: { [A]: { ...main('1'), applied: ['a', 'b'] } },
    },
    {
      name: 'one moved, as the base shows',
      text: conflict([line(A, main('1'))], [line(A, main('2'))], [line(A, main('1'))]),
      sources: { [A]: main('2') },
    },
    {
      name: 'the other moved',
      text: conflict([line(A, main('3'))], [line(A, main('1'))], [line(A, main('1'))]),
      sources: { [A]: main('3') },
    },
    {
      name: 'both moved',
      text: conflict([line(A, main('2'))], [line(A, main('3'))], [line(A, main('1'))]),
      sources: {},
      conflicts: [{ key: A, ours: main('2'), theirs: main('3') }],
    },
    {
      name: 'who moved is not known',
      text: conflict([line(A, main('1')), `,${line(B, main('1'))}`], [line(A, main('2'))]),
      sources: { [B]: main('1') },
      conflicts: [{ key: A, ours: main('1'), theirs: main('2') }],
    },
    {
      name: 'with CRLF',
      text: conflict([line(A, main('1'))], [line(B, main('2'))]).replaceAll('\n', '\r\n'),
      sources: { [A]: main('1'), [B]: main('2') },
    },
  ])('$name', ({ text, sources, conflicts = [] }) => {
    const joined = joinConflict(text, 'pinlock.lock');
    expect(printLockfile(joined.lockfile)).toBe(printLockfile(lock(sources)));
    expect(joined.conflicts).toEqual(conflicts);
  });

  it.each([
    ['an end without a start', '{\n>>>>>>> x\n}', 'pinlock.lock:2: conflict markers are incomplete'],
    ['a start without an end', '{\n<<<<<<< x\n=======\n}', 'pinlock.lock:4: conflict markers are incomplete'],
    ['no middle', '{\n<<<<<<< x\n>>>>>>> y\n}', 'pinlock.lock:3: conflict markers are incomplete'],
    [
      'a broken side',
      conflict(['"a": "b"'], []),
      'pinlock.lock (ours):4:1: "a" is no source; expected a key such as "git+https://host/owner/name@ref", "docker://..." or "https://..."',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => joinConflict(text, 'pinlock.lock')).toThrow(expect.objectContaining({ fault: 'invalid', message }));
  });
});
