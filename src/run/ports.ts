import type { TrustedConfig } from '../config.ts';
import type { ListFiles } from '../discover/index.ts';
import type { RealTree } from '../ports/files.ts';
import type { HookPlace } from '../ports/git/hook.ts';
import type { NoRevision, Revision } from '../ports/git/revision.ts';
import type { Index, Staged } from '../ports/git/staged.ts';
import type { ResolvePorts } from '../resolve/index.ts';

export type { Signals } from '../hold/index.ts';
export type { ResolvePorts } from '../resolve/index.ts';

/** What the person asked for. All paths but `paths` (as typed, relative to `cwd`) are absolute. */
export type RunOptions = {
  readonly paths: readonly string[];
  readonly cwd: string;
  /** The paths are what changed: their roots are read whole, and only what a change of theirs can answer for is judged. */
  readonly changed: boolean;
  /** With `changed`: further ones, absolute, whether there is such a file or not. */
  readonly changedPaths: readonly string[];
  /** Instead of pinlock.yml at the root. */
  readonly config: string | null;
  /** Instead of pinlock.lock at the root; then it serves every folder. */
  readonly lockfile: string | null;
  readonly strict: boolean;
  /** Also what is no build input: signing keys of package repositories. */
  readonly all: boolean;
  /** Also packages that are installed by name and version alone. */
  readonly packages: boolean;
};

/** What `check` may be asked beside that. */
export type CheckOptions = RunOptions & {
  /** A revision: only what is new since then is a finding. */
  readonly since: string | null;
  /** A revision whose settings count, so that a change cannot excuse itself. */
  readonly policyFrom: string | null;
  /** Absolute path of the baseline, instead of that in pinlock.yml. */
  readonly baseline: string | null;
  /** Take entries that are gone out of the baseline. */
  readonly shrinksBaseline: boolean;
  /** Judge what is staged, in place of the files on disk; with `changed`. */
  readonly staged: boolean;
};

/** A check without any of it. */
export const NO_CHECK = {
  since: null,
  policyFrom: null,
  baseline: null,
  shrinksBaseline: false,
  staged: false,
} as const;

/** The world of a run. Commands make the real one; nothing below reaches for anything else. */
export type RunPorts = {
  readonly openTree: (root: string) => RealTree;
  readonly listFiles: ListFiles;
  /** URLs of the remote `origin` of the repository in which a folder lies; none where git does not say. */
  readonly originsOf: (folder: string) => Promise<readonly string[]>;
  /** Committer's date (seconds since 1970) of a revision of the repository in which a folder lies; null where there is no such thing. */
  readonly committedAt: (folder: string, revision: string) => Promise<number | null>;
  /** What is staged since a revision in the repository whose top is an absolute folder; null where git does not say. Paths are from the top. */
  readonly stagedSince: (top: string, revision: string) => Promise<Staged | null>;
  /** What the next commit will hold, for the absolute top of a repository. */
  readonly openIndex: (top: string) => Promise<Index | { readonly refused: string }>;
  /** Where the hook before a commit belongs, for the repository in which an absolute folder lies. */
  readonly findHook: (folder: string) => Promise<HookPlace>;
  /** Writes a hook where none is; why it was refused, or undefined. */
  readonly writeHook: (path: string, text: string) => Promise<string | undefined>;
  /** The symlinks that git keeps below an absolute folder, relative to it. */
  readonly linksIn: (folder: string) => Promise<readonly string[]>;
  /** What an absolute folder held in a revision of the repository in which it lies. */
  readonly openRevision: (folder: string, revision: string) => Promise<Revision | NoRevision>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** A short hash (16 hex digits). */
  readonly hash: (text: string) => string;
  /** The relative path, with `/`, from one absolute folder to another; `.` for the same. */
  readonly pathFrom: (from: string, to: string) => string;
  /** An absolute path with all symlinks resolved. */
  readonly realPath: (path: string) => string;
  /** One line for the person, not part of the result. */
  readonly warn: (message: string) => void;
  /** What is going on at the moment: a line that sums it up and one for each source that runs; none end it. */
  readonly progress: (lines: readonly string[]) => void;
  /** Opened when something is to be asked: offline commands never do. `roots` are the absolute folders that are read. */
  readonly resolvers: (trusted: TrustedConfig, roots: readonly string[]) => Promise<ResolvePorts>;
  readonly interruption: () => AbortSignal;
};
