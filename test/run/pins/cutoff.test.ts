import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { type CutoffOptions, toCutoff } from '../../../src/run/pins/cutoff.ts';

const NOW = new Date('2026-01-10T12:00:00Z');
const TAGGED = Date.parse('2019-10-09T08:07:06Z') / 1000;

async function read(options: Partial<CutoffOptions>, prefersRelease = false) {
  const said: string[] = [];
  const cutoff = await toCutoff(
    { asOf: null, minAge: null, prefersRelease, allowsPre: false, cwd: '/tree', ...options },
    {
      now: () => NOW,
      committedAt: async (folder, revision) => (folder === '/tree' && revision === 'v1.4' ? TAGGED : null),
      warn: (message) => said.push(message),
    },
  );
  return { cutoff, said };
}

describe('--as-of', () => {
  it.each([
    ['a day is its start in UTC', '2019-10-15', '2019-10-15T00:00:00Z'],
    ['an instant', '2019-10-15T12:30:00Z', '2019-10-15T12:30:00Z'],
    ['an instant elsewhere', '2019-10-15T00:30:00+02:00', '2019-10-14T22:30:00Z'],
    ['small letters and fractions', '2019-10-15t12:30:00.75z', '2019-10-15T12:30:00Z'],
    ['a leap day', '2020-02-29', '2020-02-29T00:00:00Z'],
    ['a revision', 'v1.4', '2019-10-09T08:07:06Z'],
  ])('%s', async (_name, asOf, instant) => {
    const { cutoff, said } = await read({ asOf });
    expect(cutoff).toEqual({ kind: 'as-of', seconds: Date.parse(instant) / 1000 });
    expect(said).toEqual([expect.stringContaining(`as of ${instant}: `)]);
  });

  it.each([
    ['no such revision', 'v9', 'no day, no instant and no revision'],
    ['no such day', '2019-02-29', 'no such day'],
    ['no such month', '2019-13-01', 'no such day'],
    ['no such hour', '2019-01-01T25:00:00Z', 'no such day or time'],
    ['no such day at an hour', '2019-02-30T01:00:00Z', 'no such day or time'],
    ['an instant without a zone', '2019-10-15T12:00:00', 'needs hours, minutes, seconds and a zone'],
    ['an instant without seconds', '2019-10-15T12:00Z', 'needs hours, minutes, seconds and a zone'],
    ['the future', '2026-01-11', 'lies ahead'],
    ['nothing', '', 'no day'],
  ])('is not %s', async (_name, asOf, words) => {
    await expect(read({ asOf })).rejects.toThrow(words);
    await expect(read({ asOf })).rejects.toBeInstanceOf(UserError);
  });

  it('does not go with what says the opposite', async () => {
    await expect(read({ asOf: '2019-10-15', minAge: '3d' })).rejects.toThrow('--as-of and --min-age');
    await expect(read({ asOf: '2019-10-15' }, true)).rejects.toThrow('--prefer release');
  });
});

describe('--min-age', () => {
  it.each([
    ['12h', '2026-01-10T00:00:00Z'],
    ['3d', '2026-01-07T12:00:00Z'],
    ['2w', '2025-12-27T12:00:00Z'],
  ])('%s', async (minAge, instant) => {
    const { cutoff, said } = await read({ minAge }, true);
    expect(cutoff).toEqual({ kind: 'min-age', age: minAge, seconds: Date.parse(instant) / 1000 });
    expect(said).toEqual([]);
  });

  it.each(['', '3', 'd', '0d', '-3d', '3m', '3 d', '1.5d', '3D', '99999w'])('is not "%s"', async (minAge) => {
    await expect(read({ minAge })).rejects.toThrow('expected hours, days or weeks');
  });
});

it('is nothing when nothing is said', async () => {
  expect(await read({})).toEqual({ cutoff: null, said: [] });
});
