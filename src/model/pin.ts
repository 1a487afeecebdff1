import type { SourceKey } from './source.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A full git object id: 40 or 64 lower-case hex digits; a node of Mercurial (40); a revision of Subversion (decimal digits). */
export type Commit = Branded<'commit'>;
/** `sha256:` and 64 lower-case hex digits: an image index. */
export type Digest = Branded<'digest'>;
/** 64 lower-case hex digits: the sha256 of a file's bytes. */
export type Checksum = Branded<'checksum'>;

/** The exact identity of a git (hg, svn) source. `ref` is the full name it was resolved from; absent for a bare commit. */
export type GitPin = {
  readonly ref?: string;
  readonly commit: Commit;
  readonly by?: 'release';
  /** RFC 3339 instant of a pin that was reconstructed for a day. */
  readonly asOf?: string;
  /** Archive format to NAR sha256 in SRI form. */
  readonly archives?: Readonly<Record<string, string>>;
  readonly applied?: readonly string[];
};

export type ImagePin = { readonly digest: Digest; readonly applied?: readonly string[] };

export type FilePin = {
  readonly sha256: Checksum;
  /** Bytes; absent where a document named the checksum alone. */
  readonly size?: number;
  /** What a pointer (`stable.txt`) was read as. */
  readonly version?: string;
  readonly applied?: readonly string[];
};

export type Pin = GitPin | ImagePin | FilePin;

export type Lockfile = { readonly lockfileVersion: 1; readonly sources: ReadonlyMap<SourceKey, Pin> };

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const REVISION = /^(?:0|[1-9]\d{0,17})$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const CHECKSUM = /^[0-9a-f]{64}$/;

export function isCommit(text: string): text is Commit {
  return COMMIT.test(text);
}

/** True for the number of a Subversion revision. */
export function isRevision(text: string): text is Commit {
  return REVISION.test(text);
}

export function isDigest(text: string): text is Digest {
  return DIGEST.test(text);
}

export function isChecksum(text: string): text is Checksum {
  return CHECKSUM.test(text);
}
