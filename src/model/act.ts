import type { Guard } from './guard.ts';
import type { Invocation, LostWord } from './invocation.ts';
import type { Path } from './path.ts';
import type { Word } from './value.ts';

/** What the bytes are that a fetch brings: decides how it is resolved and written. */
export type FetchKind = 'git' | 'image' | 'file' | 'hg' | 'svn' | 'package';

/** What all acts share: the rule that made it, the invocation, and the choices under which it happens. */
type ActBase = {
  readonly rule: string;
  readonly invocation: Invocation;
  readonly guard: Guard;
  /** Words of this variant that vanished (`git checkout $UNSET`). */
  readonly lost: readonly LostWord[];
};

/** Something comes in. `url` holds the locator as written; for images the reference. */
export type FetchAct = ActBase & {
  readonly kind: 'fetch';
  readonly what: FetchKind;
  readonly url: Word;
  readonly ref: Word | null;
  /** Said by the syntax (`--revision`, `#tag=`), null when the name decides. */
  readonly refKind: 'branch' | 'tag' | 'commit' | null;
  /** Where it lands; null with `streams` when it goes to standard output, or unknown. */
  readonly into: Path | null;
  readonly streams: boolean;
  /** The checksum or digest that the syntax itself carries (`ADD --checksum`). */
  readonly expected: Word | null;
  /** Marks set by the rule's options: `recursive`, `bare`, `mirror`, `no-checkout`, `quiet`, `shallow`, `upload`, ... */
  readonly marks: ReadonlySet<string>;
  /** The words by role as the rule captured them (`ref`, `depth`, ...), with the option word beside it, for rewriting. */
  readonly captures: ReadonlyMap<string, Capture>;
  /** How a commit or sha256 is added where none is named: a mark behind the word (`@`, `#`, `#sha256=`), or an option (`--rev`). */
  readonly pin?: string;
  /** Where it stands, people look for the ref behind the commit, in a comment that begins so (` # ` in `uses: o/r@SHA # v4`). */
  readonly remark?: string;
  /** What the syntax has before the name of a branch (a star and a slash in a Jenkinsfile) and not before a commit; `whole`: the ref with it. */
  readonly lead?: { readonly text: string; readonly whole: Word };
  /** The ref is a version query of Go (`latest`, `v1`, a branch); the package's folder in the repository, null at its top. */
  readonly goPackage?: Word | null;
};

/** A captured word; `option` is the separate option word before it (`-b`), `prefix` the glued part (`--branch=`) in the same word. */
export type Capture = { readonly word: Word; readonly option: Word | null; readonly prefix: string };

/** git fetch into an existing repository: `FETCH_HEAD` and the remote's branches are what `refs` name afterwards. */
export type RetrieveAct = ActBase & {
  readonly kind: 'retrieve';
  readonly repository: Path;
  /** The remote's name or URL; null is `origin`. */
  readonly remote: Word | null;
  readonly refs: readonly Word[];
  readonly marks: ReadonlySet<string>;
};

/**
 * The work tree of `repository` moves to `ref` (null: the syntax gave none, or it vanished). `merge`: what lies there is made of both; `beside`:
 * the work tree stays, and what `ref` names is taken out of the repository as well (`git archive`).
 */
export type SelectAct = ActBase & {
  readonly kind: 'select';
  readonly how: 'checkout' | 'reset' | 'switch' | 'merge' | 'beside';
  readonly repository: Path;
  readonly ref: Word | null;
};

/**
 * The repository moves to the newest of its branch (`pull`), or its submodules do (`submodule-remote`), or they go back to what its own commit
 * records (`submodule-recorded`).
 */
export type UpdateAct = ActBase & {
  readonly kind: 'update';
  readonly how: 'pull' | 'submodule-remote' | 'submodule-recorded';
  readonly repository: Path;
  readonly remote: Word | null;
  readonly ref: Word | null;
  /** The submodules that are meant; none: all of them. */
  readonly paths?: readonly Word[];
};

/** An empty repository appears (`init`), or one gets a remote (`remote add`, `remote set-url`). */
export type RepositoryAct = ActBase & {
  readonly kind: 'repository';
  readonly repository: Path;
  readonly remote: { readonly name: Word; readonly url: Word } | null;
};

export type HashAlgorithm =
  | 'sha1'
  | 'sha224'
  | 'sha256'
  | 'sha384'
  | 'sha512'
  | 'md5'
  | 'blake2b'
  | 'sha3-256'
  | 'unknown';

/** A hash is computed and printed (`sha256sum f`, `openssl dgst`); its invocation's output is that hash. */
export type HashAct = ActBase & {
  readonly kind: 'hash';
  readonly algorithm: HashAlgorithm;
  /** Empty: standard input. */
  readonly of: readonly Path[];
};

/** How text is held against another: as a pattern of the shell for the whole of it, or as a regular expression that may match anywhere in it. */
export type Likeness = 'pattern' | 'expression';

/** A check. `sums`: a list of `HEX  file` from a file or standard input; `compare`: two words, one of them a hash's output. */
export type VerifyAct = ActBase & {
  readonly kind: 'verify';
} /** `isSilent`: it does not say how it went with each file. */ & (
    | {
        readonly how: 'sums';
        readonly algorithm: HashAlgorithm;
        readonly list: Path | 'stdin';
        readonly isSilent: boolean;
      }
    | {
        readonly how: 'compare';
        readonly left: Word;
        readonly right: Word;
        /** It succeeds where they differ. */
        readonly negated: boolean;
        readonly likeness: Likeness;
      }
    /**
     * It succeeds where a line of standard input is like this (`negated`: is not): a hash that was printed, or what a check says of a file.
     */
    | { readonly how: 'lines'; readonly like: Word; readonly negated: boolean }
    | { readonly how: 'signature'; readonly of: readonly Path[] }
    /** Two files must be the same: one holds a hash that was printed, the other what the tree says. */
    | { readonly how: 'same'; readonly files: readonly [Path | 'stdin', Path | 'stdin'] }
  );

/** Files are moved, copied or linked. `into`: `to` is a folder that keeps the names. */
export type PlaceAct = ActBase & {
  readonly kind: 'place';
  readonly how: 'move' | 'copy' | 'link';
  readonly from: readonly Path[];
  readonly to: Path;
  readonly intoFolder: boolean;
};

/** An archive is unpacked; `from` is a file or standard input. */
export type ExtractAct = ActBase & {
  readonly kind: 'extract';
  readonly from: Path | 'stdin';
  readonly into: Path;
  readonly strip: number;
};

export type RemoveAct = ActBase & { readonly kind: 'remove'; readonly paths: readonly Path[] };

/** A file or standard input is run by an interpreter: unknown text that runs is a use of what was downloaded. */
export type ExecuteAct = ActBase & { readonly kind: 'execute'; readonly from: Path | 'stdin' };

/**
 * A server is asked what there is (`git ls-remote`, `curl -I`), or what these `refs` are. Nothing comes in but the answer, which later words may hold.
 */
export type QueryAct = ActBase & {
  readonly kind: 'query';
  readonly url: Word | null;
  readonly refs: readonly Word[];
};

/** A file or standard input goes into a keyring (`gpg --dearmor`, `apt-key add`): it is a key, whatever its address is called. */
export type TrustAct = ActBase & { readonly kind: 'trust'; readonly from: Path | 'stdin' };

/**
 * Images appear under these names: on this machine (`docker build -t`), where running one of them brings nothing in, or at a registry
 * (`docker push`), where others take them from. `recipe`: the file that says what they are made of.
 */
export type MakeAct = ActBase & {
  readonly kind: 'make';
  readonly where: 'here' | 'registry';
  readonly names: readonly Word[];
  readonly recipe: Path | null;
};

export type Act =
  | FetchAct
  | RetrieveAct
  | SelectAct
  | UpdateAct
  | RepositoryAct
  | HashAct
  | VerifyAct
  | PlaceAct
  | ExtractAct
  | RemoveAct
  | ExecuteAct
  | QueryAct
  | TrustAct
  | MakeAct;
