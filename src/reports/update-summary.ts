import type { Pin } from '../model/pin.ts';
import type { UnresolvedReason } from '../model/resolution.ts';

/** A commit that a move brings in. `date` is when it was committed (RFC 3339, UTC); `author` and `subject` are text from outside. */
export type ShownCommit = {
  readonly commit: string;
  readonly date: string;
  readonly author: string;
  readonly subject: string;
};

/** `count` commits that the old pin did not have, merges included: the last of them, newest first, and the one that came first of all. */
export type ShownCommits = {
  readonly count: number;
  readonly last: readonly ShownCommit[];
  readonly first: ShownCommit | null;
};

/** A source whose pin is behind. */
export type PinMove = {
  readonly source: string;
  readonly from: Pin;
  readonly to: Pin;
  /** Null for what is no git repository, and where the history could not be had (`notes` says why). */
  readonly commits: ShownCommits | null;
  /** The host's page that shows the difference. */
  readonly link: string | null;
  readonly notes: readonly string[];
  /** The tag of the newest release, of what follows a branch. */
  readonly newestRelease: string | null;
  /** Files that hold the pin and move with it, root-relative. */
  readonly files: readonly string[];
};

/**
 * Why a pin stays although the source says something else: a tag names another commit (`tag-moved`), a branch does not contain the pin any
 * more (`rewritten`), the bytes at a fixed version changed (`file-changed`), an archive of the same commit holds something else (`content-changed`), the newest release is older than the pinned one (`older`), a
 * file that holds the pin cannot follow (`held`), the mirror that answered is behind the pin (`stale`).
 */
export type RefusalReason = 'tag-moved' | 'rewritten' | 'file-changed' | 'content-changed' | 'older' | 'held' | 'stale';

export type RefusedMove = PinMove & { readonly reason: RefusalReason; readonly message: string };

/** What an update did to one lockfile, or with `isDryRun` would do. Moves are in order of their last commit, newest first, others behind. */
export type UpdateSummary = {
  /** Path of the lockfile as a person would type it. */
  readonly lockfile: string;
  readonly isDryRun: boolean;
  readonly moved: readonly PinMove[];
  readonly refused: readonly RefusedMove[];
  /** Sources that could not be asked, or not be written. */
  readonly failed: readonly { readonly source: string; readonly reason: UnresolvedReason; readonly message: string }[];
  /** Pins that are as their sources are. */
  readonly unchanged: number;
  /** Pins that no fetch uses: nobody was asked for them. */
  readonly unused: number;
  readonly isWritten: boolean;
};
