import { expect, it } from 'vitest';
import { startQueue } from '../../../src/run/pins/start-queue.ts';

type Item = { readonly name: string };

/** Work that ends when the test says so. */
function openWork() {
  const started: string[] = [];
  const ends = new Map<string, (fault: Error | null) => void>();
  const work = (item: Item): Promise<string> => {
    started.push(item.name);
    return new Promise((resolve, reject) => {
      ends.set(item.name, (fault) => (fault === null ? resolve(`${item.name} done`) : reject(fault)));
    });
  };
  return { started, work, end: (name: string, fault: Error | null = null) => ends.get(name)?.(fault) };
}

it('begins at once, works on so many at a time, and one that fails ends no other', async () => {
  const { started, work, end } = openWork();
  const queue = startQueue(2, work);
  const items: readonly Item[] = ['a', 'b', 'c', 'd'].map((name) => ({ name }));
  for (const item of items.slice(0, 3)) queue.add(item);
  expect(started).toEqual(['a', 'b']);
  const fault = new Error('b failed');
  end('b', fault);
  await expect.poll(() => started).toEqual(['a', 'b', 'c']);
  for (const item of items.slice(3)) queue.add(item);
  const finished = queue.finish();
  end('a');
  await expect.poll(() => started).toEqual(['a', 'b', 'c', 'd']);
  end('c');
  end('d');
  const { done, failures } = await finished;
  expect([...done].map(([{ name }, result]) => [name, result])).toEqual([
    ['a', 'a done'],
    ['c', 'c done'],
    ['d', 'd done'],
  ]);
  expect(failures).toEqual([fault]);
});

it('nothing added is nothing done', async () => {
  expect(await startQueue(2, openWork().work).finish()).toEqual({ done: new Map(), failures: [] });
});
