import { expect, it } from 'vitest';
import { newGate } from '../../../src/ports/git/gate.ts';

it('lets so many run at a time, in the order in which they came, whether they succeed or not', async () => {
  const gate = newGate(2);
  const log: string[] = [];
  const ends = new Map<string, (isGood: boolean) => void>();
  const start = (name: string): Promise<string> =>
    gate(() => {
      log.push(name);
      return new Promise((resolve, reject) =>
        ends.set(name, (isGood) => (isGood ? resolve(name) : reject(new Error(name)))),
      );
    });
  const all = ['a', 'b', 'c', 'd'].map(start);
  expect(log).toEqual(['a', 'b']);
  ends.get('b')?.(false);
  await expect(all[1]).rejects.toThrow('b');
  await expect.poll(() => log).toEqual(['a', 'b', 'c']);
  ends.get('c')?.(true);
  expect(await all[2]).toBe('c');
  await expect.poll(() => log).toEqual(['a', 'b', 'c', 'd']);
  for (const name of ['a', 'd']) ends.get(name)?.(true);
  expect(await Promise.all([all[0], all[3]])).toEqual(['a', 'd']);
});
