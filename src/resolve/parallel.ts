/** Runs `work` for every item, at most `limit` at a time, results in the order of the items. The first rejection ends it. */
export async function mapParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const queue = items.entries();
  const runOne = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, runOne));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
