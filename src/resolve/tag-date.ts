import type { Fault } from '../ports/fault.ts';
import type { RemoteRefs } from '../ports/git.ts';
import type { History, Objects, Tip } from './history.ts';
import { readReleaseTag } from './release-tag.ts';

const TAGS = 'refs/tags/';

/** A tag by its full name among the refs that its repository showed. */
export type TagPlace = { readonly locator: string; readonly ref: string; readonly refs: ReadonlyMap<string, string> };

/** Seconds since 1970. */
export type TagDate = { readonly kind: 'date'; readonly seconds: number };

/**
 * When a tag was made at the earliest: its own date where it is annotated, that of its commit, whichever is later. A lightweight tag keeps
 * no date of its own.
 */
export async function readTagDate(
  { locator, ref, refs }: TagPlace,
  history: History,
  signal: AbortSignal | undefined,
): Promise<TagDate | Fault> {
  const ids = [refs.get(ref), refs.get(`${ref}^{}`)].filter((id) => id !== undefined);
  const read = await history.objects(
    ids.map((id): Tip => ({ locator, ref, id })),
    signal,
  );
  if (read.kind === 'fault') return read;
  return { kind: 'date', seconds: Math.max(...read.objects.map(dateOf)) };
}

/** The refs without release tags that are younger than `seconds`: an annotated one by its own date, any other by that of its commit. */
export async function withoutYoungReleases(
  locator: string,
  answer: RemoteRefs,
  seconds: number,
  history: History,
  signal: AbortSignal | undefined,
): Promise<RemoteRefs | Fault> {
  const tags = [...answer.refs]
    .filter(
      ([ref]) => ref.startsWith(TAGS) && !ref.endsWith('^{}') && readReleaseTag(ref.slice(TAGS.length)) !== undefined,
    )
    .map(([ref, id]): Tip => ({ locator, ref, id }));
  if (tags.length === 0) return answer;
  const read = await history.objects(tags, signal);
  if (read.kind === 'fault') return read;
  const young = new Set(tags.filter((_, index) => dateOf(read.objects[index]) > seconds).map(({ ref }) => ref));
  const refs = [...answer.refs].filter(([ref]) => !young.has(ref.replace(/\^\{\}$/, '')));
  return { ...answer, refs: new Map(refs) };
}

function dateOf(object: Objects['objects'][number] | undefined): number {
  if (object === undefined) return 0;
  return object.kind === 'tag' ? object.tagged : object.committed;
}
