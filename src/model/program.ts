import type { Span } from './span.ts';
import type { Pieces } from './value.ts';

/**
 * What a format hands to trace: the file as steps in execution order. A format says where shell, words, variables and facts
 * stand; it expands nothing. Every text is given as pieces whose spans are true offsets in the file, so that host escapes
 * (a folded line, a JSON string, a doubled `$`) are undone once, here.
 */
export type Program = {
  readonly file: string;
  readonly format: string;
  readonly steps: readonly Step[];
  readonly problems: readonly SyntaxProblem[];
};

export type SyntaxProblem = { readonly at: Span; readonly message: string };

/** Unexpanded text of a word, in the language that says how variables are written in it. */
export type Template = { readonly language: TemplateLanguage; readonly pieces: Pieces };

/** `literal`: no variables; `docker`: BuildKit's word expansion; `shell`: one shell word. */
export type TemplateLanguage = 'literal' | 'docker' | 'shell';

export type Step =
  /** Shell text that runs in a shell of its own (RUN) or is the file itself (a script). */
  | {
      readonly kind: 'shell';
      readonly text: Pieces;
      /** `set -e`, `set -o pipefail` as the host starts the shell. */
      readonly errexit: boolean;
      readonly pipefail: boolean;
      /** True when a failing exit status of the text ends the build (RUN, a CI step): its last command then counts as checked. */
      readonly failsBuild: boolean;
      /** True when variables set here are gone afterwards (RUN). */
      readonly isolated: boolean;
      readonly at: Span;
    }
  /** A command given as ready words (JSON form): no shell expands them. */
  | { readonly kind: 'exec'; readonly words: readonly Template[]; readonly at: Span; readonly failsBuild: boolean }
  /** An instruction, key or call that may be a fetch by itself. `words[0]` is its name as rules spell it. */
  | {
      readonly kind: 'fact';
      readonly form: 'instruction' | 'key' | 'call';
      readonly words: readonly FactWord[];
      readonly word: Span;
      readonly at: Span;
    }
  /** Sets a variable. `argument`: ARG, keeps a value given by the builder or a global ARG; `environment`: ENV. */
  | {
      readonly kind: 'assign';
      readonly scope: 'global-argument' | 'argument' | 'environment';
      readonly name: string;
      readonly value: Template | null;
      readonly at: Span;
      /** Set with the assignment before it: its value sees the variables as they were before both (`ENV A=1 B=$A`). */
      readonly together?: true;
    }
  /** A build stage begins: its own variables, folders and files, inherited from `base` when that names an earlier stage. */
  | {
      readonly kind: 'stage';
      readonly name: string | null;
      readonly base: Template;
      readonly at: Span;
      readonly fact: FactStep;
    }
  | { readonly kind: 'folder'; readonly path: Template; readonly at: Span }
  /** Files of the tree (or of another stage, `from`) appear in the stage: COPY, and ADD of local paths. */
  | {
      readonly kind: 'copy';
      readonly sources: readonly Template[];
      readonly to: Template;
      readonly from: Template | null;
      readonly at: Span;
    }
  /** A file with this text appears (COPY with a heredoc). */
  | { readonly kind: 'file'; readonly path: Template; readonly text: Template; readonly at: Span };

export type FactStep = Extract<Step, { kind: 'fact' }>;

/** A word of a fact, with the extent that an edit may replace or delete. */
export type FactWord = { readonly template: Template; readonly at: Span };
