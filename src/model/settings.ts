import type { FetchKind } from './act.ts';

/** The files that make a folder a root. */
export const CONFIG_NAME = 'pinlock.yml';
export const LOCKFILE_NAME = 'pinlock.lock';

/** What a project relies on: pins in its files, or builds that go through pinlock. */
export type Hold = 'file' | 'pinlock';

/** What a rule of the policy may make of a fetch. */
export type PolicyOutcome = 'pass' | 'warn' | 'fail';

/** A rule of the policy for fetches of some kinds (null: all) in files that some globs name (null: all). */
export type PolicyRule = {
  readonly kinds: readonly FetchKind[] | null;
  readonly paths: readonly string[] | null;
  /** True: judged as by --strict. */
  readonly strict: boolean;
  /** Outcomes for fetches that are not locked, by verdict. */
  readonly outcomes: { readonly [verdict in 'moving' | 'tag' | 'versioned' | 'dynamic']?: PolicyOutcome };
};

/** A fetch that may stay as it is: all that is given must fit. `path` and `source` are globs, `until` the last day (YYYY-MM-DD). */
export type IgnoreRule = {
  readonly rule: string | null;
  readonly path: string | null;
  readonly source: string | null;
  readonly reason: string;
  readonly until: string | null;
};
