import type { Edit } from '../model/edit.ts';
import type { Span } from '../model/span.ts';
import { isTouched } from './splice.ts';

/** Items by the spans they stand at: a large file has thousands of words and hundreds of edits. */
export type SpanIndex<Item> = {
  readonly add: (at: Span, item: Item) => void;
  readonly touching: (edited: Span) => readonly Item[];
};

const BUCKET = 512;

/** An empty index. `touching` gives each item once, in the order in which they were added. */
export function newSpanIndex<Item>(): SpanIndex<Item> {
  type Entry = { readonly at: Span; readonly item: Item; readonly order: number };
  const buckets = new Map<string, Entry[]>();
  let order = 0;
  const keysOf = ({ file, start, end }: Span): readonly string[] => {
    const keys: string[] = [];
    for (let bucket = Math.floor(start / BUCKET); bucket <= Math.floor(end / BUCKET); bucket++)
      keys.push(`${bucket} ${file}`);
    return keys;
  };
  return {
    add: (at, item) => {
      const entry = { at, item, order: order++ };
      for (const key of keysOf(at)) {
        const bucket = buckets.get(key);
        if (bucket === undefined) buckets.set(key, [entry]);
        else bucket.push(entry);
      }
    },
    touching: (edited) => {
      const found = keysOf(edited).flatMap((key) => (buckets.get(key) ?? []).filter(({ at }) => isTouched(at, edited)));
      return [...new Set(found.sort((a, b) => a.order - b.order).map(({ item }) => item))];
    },
  };
}

/** A span as a map key. */
export function spanKey({ file, start, end }: Span): string {
  return `${start} ${end} ${file}`;
}

/** An edit as a map key: the same for equal edits. */
export function editKey({ span, text }: Edit): string {
  return `${spanKey(span)} ${text}`;
}
