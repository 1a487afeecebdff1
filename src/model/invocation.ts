import type { Escaping } from './escaping.ts';
import type { Guard } from './guard.ts';
import type { Path } from './path.ts';
import type { Span } from './span.ts';
import type { Pieces, UnsetReason, Value, Word } from './value.ts';

/** What trace emits, in execution order. */
export type TraceEvent =
  | Invocation
  | {
      /** A file gets text: a redirection, tee, a heredoc, COPY of a heredoc. `text` is null when nobody knows it. */
      readonly kind: 'write';
      readonly id: number;
      readonly guard: Guard;
      readonly path: Path;
      readonly text: Value | null;
      readonly append: boolean;
      /** The invocation whose output it is; life moves what that one streams into the file. */
      readonly producers: readonly number[];
      readonly span: Span;
    }
  | {
      /** Another file system begins (a build stage), starting as a copy of `base`'s, or empty. */
      readonly kind: 'stage';
      readonly id: number;
      readonly name: string;
      readonly base: string | null;
    }
  | {
      /** COPY --from of an earlier stage. */
      readonly kind: 'stage-copy';
      readonly id: number;
      readonly guard: Guard;
      readonly stage: string;
      readonly from: Path;
      readonly to: Path;
    }
  | {
      /**
       * From here on commands run in another place with files of its own, by whose `name` it is known again (null: back where it was entered).
       * `root`: its root is this folder of the place that is left.
       */
      readonly kind: 'place';
      readonly id: number;
      readonly name: string | null;
      readonly root: Path | null;
    }
  | {
      /** A file of the tree stands at this path from here on (COPY; a script's own tree is there from the start). */
      readonly kind: 'tree-copy';
      readonly id: number;
      readonly guard: Guard;
      readonly treePath: string;
      readonly to: Path;
    };

/** Where a command or a pipeline stands in its list: what an inserted `&& second` would have to respect. */
export type Standing = {
  readonly place: CommandPlace;
  /** Right of `&&`: a second command that does not depend on the first would still depend on what stands before both. */
  readonly isChained?: true;
};

/** From the first member to the last, without `!`. */
export type Pipeline = Standing & { readonly span: Span };

/** One run of a command, instruction, key or call, with every combination of words that it may have. */
export type Invocation = Standing & {
  readonly kind: 'invocation';
  readonly id: number;
  readonly form: 'command' | 'instruction' | 'key' | 'call';
  readonly variants: readonly Variant[];
  readonly cwd: readonly { readonly guard: Guard; readonly path: Path }[];
  readonly stdin: Stream | null;
  /** Where standard output goes when it goes into a file. */
  readonly stdout: { readonly path: Path; readonly append: boolean } | null;
  readonly failure: Failure;
  readonly success?: Success;
  /** The command word (or instruction, key) itself. */
  readonly word: Span;
  /** The whole command with its words and redirections, without `&&` and what follows. */
  readonly span: Span;
  /** Calls that led here, outermost first: a function call, a script run, a string that was evaluated. */
  readonly stack: readonly Call[];
  /** How the command may be edited: `shell` text can take a second command behind it, `exec` and facts cannot. */
  readonly host: 'shell' | 'exec' | 'fact';
  /** The pipeline that it is a member of, apart from which it stands nowhere. */
  readonly pipeline?: Pipeline;
  /** How shell text beside it is written in the file; absent where it stands for itself. */
  readonly escaping?: Escaping;
  /** `set -e` acts on it: its failure ends the shell, which that of all but the last member of a list of `&&` does not. */
  readonly endsShell?: true;
  /** What was started before it and may not have ended: jobs in the background, members of the same pipeline. */
  readonly beside?: readonly Ids[];
};

/** Invocations from the first to the last, both of them included. */
export type Ids = { readonly first: number; readonly last: number };

/**
 * One combination of words. `words[0]` is the command's name; `lost` are words that vanished because a variable is not set, `handedOn` those that
 * only what it builds reads (parts of `words`). `environment`: of the variables that the program is given, those that say what its options do.
 */
export type Variant = {
  readonly guard: Guard;
  readonly words: readonly Word[];
  readonly lost: readonly LostWord[];
  readonly handedOn?: readonly Word[];
  readonly environment?: Environment;
};

/** Variables by name. */
export type Environment = ReadonlyMap<string, Word>;

export type LostWord = { readonly name: string; readonly why: UnsetReason; readonly at: Span };

export type Call = {
  /** `elsewhere`: on another machine or in another container, which `name` says. */
  readonly kind: 'function' | 'script' | 'text' | 'wrapper' | 'elsewhere';
  readonly name: string;
  readonly span: Span;
};

/** Standard input: known text, the output of other invocations, or a file. */
export type Stream =
  | { readonly kind: 'text'; readonly value: Value }
  | { readonly kind: 'output'; readonly producers: readonly number[] }
  | { readonly kind: 'file'; readonly path: Path };

/**
 * What the success of a command leads to, where that is the end (`if command; then exit 1; fi`). `site`: the question whether it succeeded, under
 * whose yes it stands in the trace.
 */
export type Success = { readonly leadsTo: Failure; readonly site?: string };

/**
 * What happens when the command fails. `stops`: nothing later runs (errexit, `|| exit`, last of a RUN); `skips`: later commands up to
 * invocation `until` do not run, those behind it do (`check && use; more`); `ignored`: everything goes on, `why` says what swallowed it.
 * `isUnwatched`: without that the script would go on as well, because nothing asks how its commands end. `isCaught`: the build goes on behind
 * them because it says so (`continue-on-error`), not because nobody asked.
 */
export type Failure =
  | { readonly kind: 'stops' }
  | { readonly kind: 'skips'; readonly until: number; readonly isCaught?: true }
  | { readonly kind: 'ignored'; readonly why: FailureIgnored; readonly isUnwatched?: true };

export type FailureIgnored =
  | 'no-errexit'
  | 'or-list'
  | 'pipe'
  | 'background'
  | 'negated'
  | 'condition'
  | 'substitution'
  | 'wrapper';

/**
 * `simple`: a statement or a member of a chain of `&&` alone; `guarded`: left or right of `||`, negated, in a pipe or a condition, where
 * an inserted command needs braces; `substitution`: inside `$( )`.
 */
export type CommandPlace = 'simple' | 'guarded' | 'substitution';

/** Text of one known form that a word or stream may have. */
export type GuardedPieces = {
  readonly guard: Guard;
  readonly pieces: Pieces;
  /** Names of what can set it from outside. */
  readonly overridable?: readonly string[];
};
