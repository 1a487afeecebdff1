import type { Edit } from '../model/edit.ts';
import type { Pin } from '../model/pin.ts';
import type { ClassifiedFetch, SourceKey } from '../model/source.ts';

/** A fetch that will stand at `pin`; `edits` are all splices that it needs, in one file or several; `notes` are sentences for people. */
export type PlannedFetch = {
  readonly fetch: ClassifiedFetch;
  readonly pin: Pin;
  /** Set when it will name this source again instead. */
  readonly restored?: SourceKey;
  readonly edits: readonly Edit[];
  readonly notes: readonly string[];
};

/** A fetch that has a pin and is left as it is; `path` is the file that keeps its text, `reason` a sentence with the places. */
export type RefusedFetch = { readonly fetch: ClassifiedFetch; readonly path: string; readonly reason: string };

/** `edits` by root-relative path, in order of offset, none overlapping; the union of what `pinned` needs. */
export type RewritePlan = {
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
  readonly pinned: readonly PlannedFetch[];
  readonly refused: readonly RefusedFetch[];
};
