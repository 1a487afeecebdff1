import type { FetchKind } from './act.ts';
import type { Check, Fetch } from './fetch.ts';
import type { Span } from './span.ts';
import type { Pieces } from './value.ts';

export type Verdict = 'exact' | 'tag' | 'versioned' | 'moving' | 'dynamic';

export type RefKind =
  | 'branch'
  | 'tag'
  | 'commit'
  | 'default'
  | 'digest'
  | 'version'
  | 'checksum'
  | 'rolling'
  | 'unknown';

/** `git+https://github.com/o/r@master`, `docker://...`, `https://...`: the lockfile's key, normalised. */
export type SourceKey = string;

/** What is fetched, apart from the place. `identity` is set when the text itself names it exactly. */
export type Source = {
  readonly key: SourceKey;
  readonly kind: FetchKind;
  /** Normalised locator without the ref: what git or a registry is asked. */
  readonly locator: string;
  /** The ref as written, null for the default branch, or none. */
  readonly ref: string | null;
};

/** How a forge writes the fetch's URL: which part is the ref, and the form that holds a commit. */
export type ForgeForm = {
  readonly forge: string;
  readonly form: string;
  /** The ref's own pieces inside the URL word (offsets of the flattened URL). */
  readonly ref: { readonly start: number; readonly end: number } | null;
  /** The URL with `{commit}` where the pinned ref goes, other captures filled in as flattened text; null when the forge has none. */
  readonly pinned: string | null;
  /** File name and top folder that the host gives an archive, with `{ref}`; null when not an archive. */
  readonly archive: { readonly file: string | null; readonly folder: string | null } | null;
};

/** A fetch with its meaning: what classify hands on. One for each place and source. */
export type ClassifiedFetch = {
  readonly fetch: Fetch;
  /** Every outcome that was folded into this one (same place, same source). */
  readonly outcomes: readonly Fetch[];
  readonly rule: string;
  readonly kind: FetchKind;
  readonly place: Span;
  readonly related: readonly Related[];
  /** Null when the text does not say one; `candidates` then lists what it may be (slash refs). */
  readonly source: Source | null;
  readonly candidates: readonly Source[];
  readonly url: string;
  readonly ref: string | null;
  /** The pieces of the deciding ref, empty when there is none; the place an edit of the ref goes to. */
  readonly refPieces: Pieces;
  readonly refKind: RefKind;
  readonly verdict: Verdict;
  /** The exact identity that the text itself carries, when the verdict is exact. */
  readonly identity: { readonly kind: 'commit' | 'digest' | 'sha256' | 'checksum'; readonly value: string } | null;
  readonly verified: 'signature' | 'remote-checksum' | null;
  readonly checks: readonly Check[];
  readonly overridable: readonly string[];
  /** Names of the unknown parts. */
  readonly missing: readonly string[];
  readonly forge: ForgeForm | null;
  /** One sentence: why this verdict. */
  readonly why: string;
  /** A firmer form of the same file, for people; for files that are known by their address. */
  readonly instead?: string;
  /** `signing-key`: a package repository's key, which reports show only when asked for all. */
  readonly purpose?: 'signing-key';
};

export type Related = { readonly at: Span; readonly role: 'definition' | 'command' | 'call' | 'check' | 'pointer' };
