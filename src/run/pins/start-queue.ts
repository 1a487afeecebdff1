/** Work that is handed over bit by bit. */
export type Queue<Item, Result> = {
  readonly add: (item: Item) => void;
  /** Waits for everything that was added; `failures` are what `work` threw, the first first. */
  readonly finish: () => Promise<{ readonly done: ReadonlyMap<Item, Result>; readonly failures: readonly unknown[] }>;
};

/** Works on what is added at once, on at most `limit` items at a time; one that fails does not end the others. */
export function startQueue<Item extends object, Result>(
  limit: number,
  work: (item: Item) => Promise<Result>,
): Queue<Item, Result> {
  const waiting: Item[] = [];
  const running = new Set<Promise<void>>();
  const done = new Map<Item, Result>();
  const failures: unknown[] = [];
  const workOff = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        done.set(item, await work(item));
      } catch (error) {
        failures.push(error);
      }
    }
  };
  return {
    add: (item) => {
      waiting.push(item);
      if (running.size >= limit) return;
      const worker = workOff().finally(() => running.delete(worker));
      running.add(worker);
    },
    finish: async () => {
      while (running.size > 0) await Promise.all(running);
      return { done, failures };
    },
  };
}
