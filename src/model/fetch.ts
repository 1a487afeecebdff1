import type { FetchAct, HashAlgorithm, RetrieveAct, SelectAct, UpdateAct } from './act.ts';
import type { Guard } from './guard.ts';
import type { Invocation, LostWord } from './invocation.ts';
import type { Pieces, Word } from './value.ts';

/**
 * One thing that a build brings in, after its whole life: life emits one for each outcome that a place may have (a checkout in one arm
 * only makes two), classify folds them by place and source.
 */
export type Fetch = {
  readonly act: FetchAct | RetrieveAct;
  /** The locator: the act's own, or that of the remote which a later command used. */
  readonly url: Word;
  readonly guard: Guard;
  /** How the ref came about, oldest first; the last entry decides. Never empty for git; empty for files and images. */
  readonly history: readonly RefChange[];
  /** Selects and updates that were meant for this fetch and did not take effect, with the reason. */
  readonly ineffective: readonly Ineffective[];
  readonly checks: readonly Check[];
  /** Fetches whose output stands in this one's words: the version was read from an answer. */
  readonly pointers: readonly Invocation[];
  /** By invocation, the refs that a pointer asked for where it only asked what these are. */
  readonly askedRefs?: ReadonlyMap<number, readonly Word[]>;
  /** Words elsewhere that carry the name of what the archive unpacks to or is saved as; they change when the ref is pinned. */
  readonly dependents: readonly Dependent[];
  /** The command that used this state of a work tree before a later one moved it on; absent for the last state. */
  readonly usedBy?: Invocation;
  /** The bytes went into a keyring: they are a key. */
  readonly feedsKeyring?: true;
};

/** `ref` null: the default branch of the remote. */
export type RefChange = {
  /** `submodule-kept`: the work tree moved on and its submodules lie at what this `ref` recorded. */
  readonly how: 'fetched' | 'checkout' | 'reset' | 'switch' | 'merge' | 'pull' | 'submodule-remote' | 'submodule-kept';
  readonly ref: Word | null;
  readonly refKind: 'branch' | 'tag' | 'commit' | null;
  readonly act: FetchAct | RetrieveAct | SelectAct | UpdateAct;
};

export type Ineffective = {
  readonly act: SelectAct | UpdateAct | RetrieveAct;
  /** `perhaps-undone`: by a command in a folder that may be this one; `at-once`: what it changes may still be on its way. */
  readonly why: 'swallowed' | 'at-once' | 'lost-word' | 'other-folder' | 'undone' | 'perhaps-undone';
  readonly lost?: LostWord;
};

/** A check that concerns this fetch. `swallowed` says why it does not count; null when it does. */
export type Check = {
  readonly kind: 'checksum' | 'signature' | 'remote-checksum';
  readonly algorithm: HashAlgorithm | null;
  /** The expected hash as it stands in the tree; null when unknown or fetched. */
  readonly expected: Pieces | null;
  /** Names of what can set the expected hash from outside. */
  readonly overridable?: readonly string[];
  readonly swallowed: string | null;
  readonly invocation: Invocation;
};

/** A name derived from the fetch: `text` as written, `of` what it must equal. */
export type Dependent = {
  readonly kind: 'archive-file' | 'archive-folder' | 'clone-folder';
  readonly word: Pieces;
  readonly invocation: Invocation;
};
