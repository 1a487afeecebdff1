import type { Commit } from '../model/pin.ts';
import { isCommit } from '../model/pin.ts';
import type { Fault } from '../ports/fault.ts';
import type { CommitObject, TagObject } from '../ports/git/objects.ts';
import { readObjects } from '../ports/git/objects.ts';
import { createHistoryStore, type HistoryPorts, type Reader, type Tip } from './history-store.ts';

export type { HistoryPorts, Tip } from './history-store.ts';

/** A commit of a fetched history, its object verified against its id. Times in seconds since 1970; author and subject are text from outside. */
export type HistoryCommit = CommitObject;

/** First-parent commits from a tip backwards, newest first. */
export type Chain = {
  readonly kind: 'chain';
  readonly commits: readonly HistoryCommit[];
  /** False when a commit further down carries a date after the one that was asked for: clocks were wrong, or dates were set. */
  readonly isOrdered: boolean;
};

/**
 * What lies between two commits. `forward`: the old one is an ancestor of the new; `backward`: the other way round; `diverged`: both
 * come from `base`; `unrelated`: they share no history; `gone`: the repository does not show the old one any more.
 */
export type Changes = {
  readonly kind: 'changes';
  readonly relation: 'same' | 'forward' | 'backward' | 'diverged' | 'unrelated' | 'gone';
  readonly base: Commit | null;
  /** The new commit: what the tip names, peeled. */
  readonly to: Commit;
  /** Commits of the new side that the old one has not, newest first, merges and all: the first of `count`. */
  readonly commits: readonly HistoryCommit[];
  readonly count: number;
};

/** Histories of repositories: fetched once (commits and tags alone, into the cache) and read from there. Nothing but an aborted signal rejects. */
export type History = {
  /** The first-parent commits of a tip down to the first that is not younger than `since` (seconds); the whole chain when all are younger. */
  readonly chain: (tip: Tip, since: number, signal?: AbortSignal) => Promise<Chain | Fault>;
  /** What came between `from` and a tip; at most `most` commits are handed over, all are counted. */
  readonly between: (from: Commit, tip: Tip, most: number, signal?: AbortSignal) => Promise<Changes | Fault>;
  /** What the tips of one repository name, commits and annotated tags, in the same order. */
  readonly objects: (tips: readonly Tip[], signal?: AbortSignal) => Promise<Objects | Fault>;
  /** The commits in the histories of one repository's tips whose ids begin with `prefix` (lower-case hex). */
  readonly complete: (prefix: string, tips: readonly Tip[], signal?: AbortSignal) => Promise<Commits | Fault>;
};

export type Objects = { readonly kind: 'objects'; readonly objects: readonly (CommitObject | TagObject)[] };
export type Commits = { readonly kind: 'commits'; readonly commits: readonly Commit[] };

const FETCHED = { kind: 'fetched' } as const;

/** One for a whole run: a repository is asked once for each tip that it does not have yet. */
export function createHistory(ports: HistoryPorts): History {
  const store = createHistoryStore(ports);
  return {
    chain: (tip, since, signal) => store.use([tip], (read) => readChain(read, tip.id, since), signal),
    between: async (from, tip, most, signal) => {
      const fetched = await store.use([tip], async () => FETCHED, signal);
      if (fetched.kind === 'fault') return fetched;
      const isThere = await store.obtain(tip.locator, from, signal);
      if (typeof isThere !== 'boolean') return isThere;
      return store.use([tip], (read) => readChanges(read, isThere ? from : null, tip.id, most), signal);
    },
    objects: (tips, signal) =>
      store.use(
        tips,
        async (read): Promise<Objects | undefined> => {
          const objects = await readAll(
            read,
            tips.map(({ id }) => id),
          );
          return objects && { kind: 'objects', objects };
        },
        signal,
      ),
    complete: (prefix, tips, signal) => store.use(tips, (read) => readByPrefix(read, prefix, tips), signal),
  };
}

async function readChain(read: Reader, tip: string, since: number): Promise<Chain | undefined> {
  const listed = await read('rev-list', ['--first-parent', '--timestamp', '--end-of-options', tip]);
  if (listed === undefined) return undefined;
  const entries = toLines(listed.text).map((line) => {
    const [seconds = '', id = ''] = line.split(' ');
    return { id, seconds: Number(seconds) };
  });
  const found = entries.findIndex(({ seconds }) => seconds <= since);
  const end = found < 0 ? entries.length : found + 1;
  const commits = await readCommits(
    read,
    entries.slice(0, end).map(({ id }) => id),
  );
  if (commits === undefined || !isChain(commits)) return undefined;
  return { kind: 'chain', commits, isOrdered: entries.slice(end).every(({ seconds }) => seconds <= since) };
}

/** The ids are verified; that each is the parent of the one before is what makes a history of them. */
function isChain(commits: readonly HistoryCommit[]): boolean {
  return commits.every(({ id }, index) => index === 0 || commits[index - 1]?.parents[0] === id);
}

async function readChanges(read: Reader, from: Commit | null, tip: string, most: number): Promise<Changes | undefined> {
  const peeled = await read('rev-parse', ['--verify', '--quiet', '--end-of-options', `${tip}^{commit}`]);
  const to = peeled?.text.trim() ?? '';
  if (!isCommit(to)) return undefined;
  const nothing = { kind: 'changes', base: null, to, commits: [], count: 0 } as const;
  if (from === null) return { ...nothing, relation: 'gone' };
  if (from === to) return { ...nothing, relation: 'same', base: to };
  const merged = await read('merge-base', ['--', from, to]);
  if (merged === undefined) return undefined;
  const base = merged.text.trim();
  if (!isCommit(base)) return { ...nothing, relation: 'unrelated' };
  const range = ['--end-of-options', to, `^${from}`];
  const counted = await read('rev-list', ['--count', ...range]);
  const listed = await read('rev-list', [`--max-count=${most}`, ...range]);
  if (counted === undefined || listed === undefined) return undefined;
  const commits = await readCommits(read, toLines(listed.text));
  if (commits === undefined) return undefined;
  const relation = base === from ? 'forward' : base === to ? 'backward' : 'diverged';
  return { kind: 'changes', relation, base, to, commits, count: Number(counted.text) };
}

async function readByPrefix(read: Reader, prefix: string, tips: readonly Tip[]): Promise<Commits | undefined> {
  const listed = await read('rev-list', ['--stdin'], tips.map(({ id }) => `${id}\n`).join(''));
  if (listed === undefined) return undefined;
  const ids = toLines(listed.text).filter((id) => id.startsWith(prefix));
  return { kind: 'commits', commits: ids.filter(isCommit) };
}

async function readCommits(read: Reader, ids: readonly string[]): Promise<readonly HistoryCommit[] | undefined> {
  const objects = await readAll(read, ids);
  const commits = objects?.filter((object) => object.kind === 'commit');
  return commits?.length === ids.length ? commits : undefined;
}

async function readAll(
  read: Reader,
  ids: readonly string[],
): Promise<readonly (CommitObject | TagObject)[] | undefined> {
  if (ids.length === 0) return [];
  const printed = await read('cat-file', ['--batch'], ids.map((id) => `${id}\n`).join(''));
  return printed && readObjects(printed.bytes, ids);
}

function toLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
