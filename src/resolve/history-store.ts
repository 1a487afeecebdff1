import type { Cache } from '../ports/cache.ts';
import { type Fault, newFault } from '../ports/fault.ts';
import type { CachedCommand, CachedResult } from '../ports/git/cached.ts';
import type { Git } from '../ports/git.ts';
import type { Patience } from './patience.ts';

/** A tip as the repository showed it: `ref` is its full name or `HEAD`, `id` the object (of an annotated tag the tag's own, 40 or 64 hex digits). */
export type Tip = { readonly locator: string; readonly ref: string; readonly id: string };

export type HistoryPorts = {
  readonly git: Pick<Git, 'fetch' | 'cached'>;
  readonly cache: Pick<Cache, 'place' | 'discard'>;
  readonly patience: Patience;
};

type Output = Extract<CachedResult, { readonly kind: 'output' }>;

/** Runs one command over a repository of the cache; undefined when git could not read what it should. */
export type Reader = (command: CachedCommand, args: readonly string[], input?: string) => Promise<Output | undefined>;

export type HistoryStore = {
  /**
   * Reads in a repository that has these tips, fetching those that are missing. When `read` cannot (undefined), the repository is thrown
   * away and fetched anew, once.
   */
  readonly use: <Answer extends { readonly kind: string }>(
    tips: readonly Tip[],
    read: (reader: Reader) => Promise<Answer | undefined>,
    signal?: AbortSignal,
  ) => Promise<Answer | Fault>;
  /** Whether a commit is there or can be had by its id alone; a fault when the host cannot be asked. */
  readonly obtain: (locator: string, id: string, signal?: AbortSignal) => Promise<boolean | Fault>;
};

/** Once for another process that holds a lock of git's at this moment, once with a repository made anew. */
const ATTEMPTS = ['as it is', 'again', 'anew'] as const;

/**
 * Repositories in the cache, one for each locator. Tips are kept as `refs/tips/ID`: two processes that fetch the same tip write the same
 * ref, and no name of a branch can be in the way of another's. Two runs at once may make each other's git fail; then what counts is
 * whether the objects are there, and every object that is used is verified.
 */
export function createHistoryStore({ git, cache, patience }: HistoryPorts): HistoryStore {
  const running = new Map<string, Promise<unknown>>();

  /** Within this process one use of a repository waits for the other. */
  function inTurn<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (running.get(place) ?? Promise.resolve()).then(work);
    running.set(
      place,
      turn.catch(() => {}),
    );
    return turn;
  }

  function readerOf(folder: string, signal: AbortSignal | undefined): Reader {
    return async (command, args, input = '') => {
      const result = await git.cached(folder, command, args, { input, signal });
      return result.kind === 'output' ? result : undefined;
    };
  }

  async function fetch(
    folder: string,
    locator: string,
    refspecs: readonly string[],
    ids: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Fault | null> {
    const format = ids[0]?.length === 64 ? 'sha256' : 'sha1';
    const attempt = () => git.fetch(locator, folder, refspecs, { format, signal });
    const answer = await patience<{ readonly kind: 'fetched' }>(locator, attempt, signal);
    return answer.kind === 'fault' ? answer : null;
  }

  /** Null when all tips are there. A branch may have moved since its tip was shown: then it is asked for by its id. */
  async function provide(folder: string, tips: readonly Tip[], signal: AbortSignal | undefined): Promise<Fault | null> {
    const [first] = tips;
    if (first === undefined) return null;
    let fault: Fault | null = null;
    for (const from of [({ ref }: Tip) => ref, ({ id }: Tip) => id]) {
      const present = await presentOf(
        readerOf(folder, signal),
        tips.map(({ id }) => id),
      );
      const missing = [...new Map(tips.filter(({ id }) => !present.has(id)).map((tip) => [tip.id, tip])).values()];
      if (missing.length === 0) return null;
      const refspecs = missing.map((tip) => `+${from(tip)}:refs/tips/${tip.id}`);
      const ids = missing.map(({ id }) => id);
      fault = await fetch(folder, first.locator, refspecs, ids, signal);
      if (fault !== null && fault.reason !== 'invalid') return fault;
    }
    const present = await presentOf(
      readerOf(folder, signal),
      tips.map(({ id }) => id),
    );
    const lost = tips.find(({ id }) => !present.has(id));
    if (lost === undefined) return null;
    return fault ?? newFault('invalid', lost.locator, `${lost.ref} moved while it was asked for`, 'run pinlock again');
  }

  return {
    use: (tips, read, signal) => {
      const locator = tips[0]?.locator ?? '';
      const folder = cache.place(locator);
      return inTurn(folder, async () => {
        let fault: Fault | null = null;
        for (const attempt of ATTEMPTS) {
          if (attempt === 'anew') cache.discard(folder);
          // Makes what lies above it too: somebody may have cleared the cache.
          cache.place(locator);
          fault = await provide(folder, tips, signal);
          if (fault !== null && fault.reason !== 'invalid') return fault;
          const answer = fault === null ? await read(readerOf(folder, signal)) : undefined;
          if (answer !== undefined) return answer;
        }
        return fault ?? newFault('invalid', locator, 'its history cannot be read', 'run pinlock cache clear and again');
      });
    },
    obtain: (locator, id, signal) => {
      const folder = cache.place(locator);
      return inTurn(folder, async () => {
        const isThere = async () => (await presentOf(readerOf(folder, signal), [id])).has(id);
        if (await isThere()) return true;
        const fault = await fetch(folder, locator, [`+${id}:refs/tips/${id}`], [id], signal);
        // A host that does not have the object, or gives no object by its id, says so in many words: all of them are `invalid`.
        if (fault !== null && fault.reason !== 'invalid' && fault.reason !== 'not-found') return fault;
        return isThere();
      });
    },
  };
}

async function presentOf(read: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const printed = await read('cat-file', ['--batch-check'], ids.map((id) => `${id}\n`).join(''));
  const lines = printed?.text.split('\n') ?? [];
  return new Set(lines.filter((line) => / (?:commit|tag) \d+$/.test(line)).map((line) => line.split(' ')[0] ?? ''));
}
