import type { FetchAct, RetrieveAct } from '../model/act.ts';
import type { Check, Dependent, Ineffective, RefChange } from '../model/fetch.ts';
import type { Guard } from '../model/guard.ts';
import type { Failure, Invocation } from '../model/invocation.ts';
import type { Pieces, Word } from '../model/value.ts';

/** Bounds of this stage. Reaching one gives the weaker answer: a ref that nobody knows, an entry that nothing pairs with. */
export const LIMITS = {
  /** Outcomes of one repository; behind it the ref is a hole. */
  outcomes: 64,
  /** States of one clone that surely move, where all others are one. */
  frozen: 8,
  /** Entries of one path; behind it nobody knows what lies there. */
  entries: 512,
  /** Entries of one path when a clone is put there; behind it its clones are one, whose ref nobody knows. */
  placed: 64,
  /** Texts that may lie at one path; behind it they are one that nobody knows. The newest is kept apart. */
  texts: 64,
  /** Texts of one path that nobody knows and that are kept apart, for each knows since when it lies there. */
  unknownTexts: 4,
  /** Parts that one path's entries are divided into by what happens in arms; behind it they stay whole. */
  divisions: 64,
  /** Uses of one download; behind it one more stands for all, under every choice. */
  uses: 1_024,
  /** Checks of one download; later ones do not count. */
  checks: 256,
  /** Invocations that a value is followed back through. */
  origins: 1_000,
  /** Outcomes of one download that differ by their checks; behind it a check in one arm does not count. */
  checkedOutcomes: 64,
  /** States that one repository went through; the first and the last are kept. */
  history: 64,
  /** Commands of which one state of a repository remembers that they used it; behind it every choice counts as used. */
  treeUses: 16,
  /** Paths that stages copy from each other in one file; behind it a stage begins empty. */
  copies: 100_000,
} as const;

/** One thing that came in. What happens to its bytes is collected here, wherever they are moved to. */
export type Subject = {
  readonly act: FetchAct | RetrieveAct;
  readonly checks: BoundCheck[];
  readonly uses: Use[];
  /** The bytes went into a keyring. */
  isKey: boolean;
  /** The same place brought it in before, and what becomes of it is told of that one. */
  isMerged: boolean;
  /** By span, so that a word that is read in several contexts counts once. */
  readonly dependents: Map<string, Dependent>;
};

/** A check that found its subject, in invocation `at`; whether it counts may depend on what runs later. */
export type BoundCheck = {
  readonly guard: Guard;
  /** The choices under which it surely passed, as the script's own questions say it; null when nothing asks. */
  readonly pass: Guard | null;
  readonly at: number;
  readonly failure: Failure;
  readonly check: Check;
  /** The download in which the expected hash was looked up: a signature of that one vouches for this one. */
  readonly list?: Subject;
};

/** The bytes are used by invocation `at`, from a path where they lie since event `since`; `isRun`: more than unpacked or put elsewhere. */
export type Use = { readonly guard: Guard; readonly at: number; readonly since: number; readonly isRun: boolean };

/** A work tree with all the states that it may be in; their guards exclude each other. */
export type Repository = {
  outcomes: readonly Outcome[];
  /** States that a command used before a later one moved the work tree on, by what tells them apart. */
  readonly past: Map<string, PastOutcome>;
  /** States that stay where a step fails and the build goes on behind it. */
  caught: readonly CaughtOutcome[];
  /** A later stage went on with a copy: that one speaks for it. */
  isContinued: boolean;
};

/** One state of a repository. `subject` and `url` are null while nothing came in (`git init`, the project's own tree). */
export type Outcome = {
  readonly guard: Guard;
  readonly subject: Subject | null;
  readonly url: Word | null;
  readonly history: readonly RefChange[];
  readonly ineffective: readonly Ineffective[];
  readonly remotes: ReadonlyMap<string, Word>;
  readonly retrieved: Retrieved | null;
  readonly isFrozen: boolean;
  /** Its submodules were brought in. */
  readonly hasSubmodules: boolean;
  /** The script finds it there, as it left it the last time: by itself it is nothing that comes in. */
  readonly isFromEarlierRun: boolean;
  /** Commands that used the work tree in this state. */
  readonly uses: readonly TreeUse[];
};

/** A command that builds from a work tree. */
export type TreeUse = { readonly guard: Guard; readonly by: Invocation };

/** A state that is over and was used. */
export type PastOutcome = Outcome & { readonly usedBy?: Invocation };

/** A state in which no command before invocation `until` finds the work tree. */
export type CaughtOutcome = { readonly state: Outcome; readonly until: number };

/** What the last `git fetch` brought: FETCH_HEAD is the first of `refs`. */
export type Retrieved = {
  readonly act: RetrieveAct;
  readonly url: Word | null;
  readonly refs: readonly RetrievedRef[];
};

/** `alias` is the local name that a refspec gave it (`pull/12/head:fix`). */
export type RetrievedRef = {
  readonly ref: Word;
  readonly refKind: 'branch' | 'tag' | 'commit' | null;
  readonly alias: string | null;
};

/** Bytes of a download; `isDerived` when something was done to them on the way (unpacked, filtered). */
export type Content = {
  readonly guard: Guard;
  readonly subject: Subject;
  readonly isDerived: boolean;
  /** The event since which they lie where they were found. */
  readonly since: number;
};

type EntryBase = {
  readonly guard: Guard;
  readonly since: number;
  /** The last component of the path is the name that the host gives it. */
  readonly isNamed: boolean;
};

/** What may lie at a path. */
export type Entry = EntryBase &
  (
    | { readonly kind: 'repository'; readonly repository: Repository }
    | { readonly kind: 'file'; readonly subject: Subject; readonly isDerived: boolean }
    /** `text` null: nobody knows it. */
    | { readonly kind: 'text'; readonly text: Pieces | null; readonly overridable?: readonly string[] }
    /** A file or folder of the scanned tree. */
    | { readonly kind: 'own'; readonly treePath: string }
    /** The top folder of an unpacked archive. */
    | { readonly kind: 'tree'; readonly subject: Subject }
  );

/** A text that nobody knows; without `since`, nor since when it lies there. */
export function unknownText(guard: Guard, since = -1): Entry {
  return { kind: 'text', text: null, guard, since, isNamed: false };
}
