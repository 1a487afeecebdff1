import type { ExportStep, RuleStep } from './rule-step.ts';
import type { Span } from './span.ts';
import type { HoleReason, Piece, Pieces } from './value.ts';

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
  /** It runs in the folder where it lies (make), rather than wherever a build is started. */
  readonly runsInItsFolder?: true;
  /**
   * Set where the file is a template: the further programs that it may become, each to be read by itself, and whether those are all. What
   * is wrong with their syntax is not its author's. `words` are the template's own, which no edit may take away.
   */
  readonly template?: {
    readonly others: readonly Program[];
    readonly isWhole: boolean;
    readonly words: readonly Span[];
  };
};

/** `unreadable`: nothing is wrong with the text, but it is in a language that is not read. */
export type SyntaxProblem = { readonly at: Span; readonly message: string; readonly kind?: 'unreadable' };

/**
 * Unexpanded text. `literal`: no variables; `docker`: BuildKit's word expansion; `shell`: one shell word; `parts`: the variables of
 * another language (Make, CMake, a workflow's expressions), already found by its reader.
 */
export type Template =
  | { readonly language: 'literal' | 'docker' | 'shell'; readonly pieces: Pieces }
  | { readonly language: 'parts'; readonly parts: readonly TemplatePart[] };

export type TemplatePart =
  | Piece
  /** The value of a variable; where nobody set it `fallback`, else a hole called `text`, unknown for the reason `why`. */
  | {
      readonly kind: 'variable';
      readonly name: string;
      /** As it is written: `${{ matrix.version }}`, `$(VERSION)`. */
      readonly text: string;
      readonly why: HoleReason;
      readonly fallback: Template | null;
      /** True when an empty value counts as none (`${V:-x}`). */
      readonly emptyIsUnset: boolean;
      /** True when it may be several words (`$(FLAGS)` by itself in a recipe). */
      readonly many: boolean;
      readonly at: Span;
    }
  /** One of several texts: the same `question` is answered alike wherever it is asked (a matrix's column). */
  | {
      readonly kind: 'one-of';
      readonly question: string;
      readonly options: readonly { readonly answer: string; readonly value: Template }[];
      readonly at: Span;
    }
  /** A function of the host's language over texts (`$(subst a,b,$(X))`, `string(REPLACE ...)`). */
  | {
      readonly kind: 'operation';
      readonly operation: TextOperation;
      readonly operands: readonly Template[];
      readonly text: string;
      readonly at: Span;
    }
  /** What shell text prints (`$(shell ...)`). */
  | { readonly kind: 'output'; readonly script: Template; readonly text: string; readonly at: Span };

/**
 * `replace` from, to, text; `replace-suffix` from, to, words (Make's `%` patterns in both); `add-prefix` prefix, words; `add-suffix` suffix,
 * words; `first-word`, `last-word`, `strip`, `lower`, `upper`, `base-name`, `folder-name` of a text; `word` number, words; `call` name and
 * parameters: the text of the variable with `1`, `2`, ... set; `regex-match` pattern, text: what matches first; `regex-all`: all that does, as a
 * list; `regex-group` number, pattern, text; `regex-replace` pattern, replacement (`\1`), text; `matching-lines` pattern, text: as a list;
 * `list-item` index, list; `file-text` path of a file of the tree; `recipe-prefix` of a text without the `@`, `-` and `+` that it begins with,
 * and what it is where nobody knows it; `evaluate` a text of the language: it is run, and its value is nothing; `for-each` name, words, text: the
 * text once for each word, which the variable holds.
 */
export type TextOperation =
  | 'replace'
  | 'replace-suffix'
  | 'add-prefix'
  | 'add-suffix'
  | 'first-word'
  | 'last-word'
  | 'word'
  | 'strip'
  | 'lower'
  | 'upper'
  | 'base-name'
  | 'folder-name'
  | 'recipe-prefix'
  | 'regex-match'
  | 'regex-all'
  | 'regex-replace'
  | 'regex-group'
  | 'matching-lines'
  | 'list-item'
  | 'file-text'
  | 'call'
  | 'evaluate'
  | 'for-each';

/** What decides between arms. A comparison of known texts picks its arm; everything else leaves both open. */
export type HostCondition =
  | { readonly kind: 'equal'; readonly left: Template; readonly right: Template; readonly negated: boolean }
  /** The text holds what the pattern (`regex-match` of a TextOperation) finds. */
  | { readonly kind: 'matches'; readonly text: Template; readonly pattern: Template; readonly negated: boolean }
  /** As written a variable that nobody sets is not defined; from outside it may be. */
  | {
      readonly kind: 'defined';
      readonly name: string;
      readonly computedName?: Template;
      readonly negated: boolean;
      /** What sets it from outside, where that has another name. */
      readonly outside?: string;
    }
  /** The variable holds something, and none of `falsy` (upper case). One that the text never sets may be anything. */
  | {
      readonly kind: 'true';
      readonly name: string;
      readonly falsy: readonly string[];
      readonly negated: boolean;
      /** One that the text never sets is empty as written (Make). */
      readonly isUnsetFalse?: true;
    }
  /** All of them hold (none: always); any of them does (none: never). */
  | { readonly kind: 'all' | 'any'; readonly of: readonly HostCondition[] }
  | { readonly kind: 'unknown'; readonly text: string };

export type Step =
  /** Shell text that runs in a shell of its own (RUN) or is the file itself (a script). */
  | {
      readonly kind: 'shell';
      readonly text: Template;
      /** `set -e`, `set -o pipefail` as the host starts the shell. */
      readonly errexit: boolean;
      readonly pipefail: boolean;
      /** True when variables set here are gone afterwards (RUN). */
      readonly isolated: boolean;
      readonly at: Span;
    }
  /** A command given as ready words (JSON form): no shell expands them. */
  | { readonly kind: 'exec'; readonly words: readonly Template[]; readonly at: Span }
  /** An instruction, key or call that may be a fetch by itself. `words[0]` is its name as rules spell it. */
  | {
      readonly kind: 'fact';
      readonly form: 'instruction' | 'key' | 'call';
      readonly words: readonly FactWord[];
      readonly word: Span;
      readonly at: Span;
    }
  /**
   * Sets a variable. `argument`: ARG, keeps a value given by the builder or a global ARG; `environment`: ENV, and whatever a shell that is
   * started sees; `variable`: one of the host's own language, which no shell sees.
   */
  | {
      readonly kind: 'assign';
      readonly scope: 'global-argument' | 'argument' | 'environment' | 'variable';
      readonly name: string;
      /** The name where it is put together (`set(${PREFIX}_URL x)`); `name` is then how it is written. */
      readonly computedName?: Template;
      readonly value: Template | null;
      readonly at: Span;
      /** Set for whoever called or included what sets it (`PARENT_SCOPE`), or for all that runs from here on (`CACHE`). */
      readonly outer?: 'caller' | 'everywhere';
      /** Set with the assignment before it: its value sees the variables as they were before both (`ENV A=1 B=$A`). */
      readonly together?: true;
      /**
       * Kept for the next run (CMake's `CACHE`). Where a plain variable of that name stands, `policy` names what says which of them is seen: `NEW`, the
       * plain one; `OLD`, on the first run this one; where nobody knows, either.
       */
      readonly cache?: { readonly policy: string };
      /** `keep`: only where it has no value yet (`?=`); `append`: behind the value it has, with a blank between (`+=`). */
      readonly mode?: 'keep' | 'append';
      /** True when the text is expanded at each use, not here (Make's `=`); appended, as it is where the variable is set already. */
      readonly deferred?: true;
      /** Named as what from outside can change it (an input's default, `make V=x`). */
      readonly overridable?: true;
      /** It stands over what is given from outside as well (Make's `override`). */
      readonly overrides?: true;
    }
  /**
   * Steps with variables and folder of their own: a job, a step of a job. `files` says whether they see what others wrote, `leaves` which
   * variables are set behind them, to what (outputs of a job).
   */
  | {
      readonly kind: 'scope';
      readonly steps: readonly Step[];
      readonly files: 'own' | 'shared';
      readonly leaves?: readonly { readonly name: string; readonly value: Template }[];
      readonly at: Span;
    }
  /**
   * Variables, their names behind `prefix`, from the lines `NAME=text` (or `NAME<<END` up to `END`) of a file that steps before wrote; none
   * where nobody did.
   */
  | {
      readonly kind: 'read-variables';
      readonly path: Template;
      readonly scope: 'environment' | 'variable';
      readonly prefix: string;
      readonly at: Span;
    }
  /** One of the arms runs: the first whose condition holds; the last may have none and is then the rest. */
  | {
      readonly kind: 'choice';
      readonly arms: readonly { readonly when: HostCondition | null; readonly steps: readonly Step[] }[];
      readonly at: Span;
    }
  | RuleStep
  | ExportStep
  /** A function or macro of the host's language: a later `call` fact of this name (in any case) runs its steps. */
  | {
      readonly kind: 'define';
      readonly name: string;
      readonly parameters: readonly string[];
      readonly steps: readonly Step[];
      /** True when it sets variables of its caller (CMake's macro). */
      readonly isMacro: boolean;
      readonly at: Span;
    }
  /** The words of the present call by keyword, as variables `PREFIX_KEYWORD` (CMake's cmake_parse_arguments). */
  | {
      readonly kind: 'keywords';
      readonly prefix: Template;
      /** Lists of keywords: without a word behind them, with one, with several. */
      readonly flags: Template;
      readonly single: Template;
      readonly many: Template;
      readonly words: readonly Template[];
      readonly at: Span;
    }
  /** The steps once for each item, which `name` holds. */
  | {
      readonly kind: 'each';
      readonly name: string;
      readonly items: readonly FactWord[];
      readonly steps: readonly Step[];
      readonly at: Span;
    }
  /**
   * Where one of the steps fails, the rest of them is passed over, and the build goes on behind them. `isSwallowed`: as behind `|| true`, with
   * whatever was there before them (a line of a makefile's recipe with `-`).
   */
  | { readonly kind: 'attempt'; readonly steps: readonly Step[]; readonly isSwallowed?: true; readonly at: Span }
  /**
   * The steps of another file of the tree run here; `format` reads it where its name says nothing. `isList`: of each file that one of several
   * names or patterns with blanks between leads to, from where the program runs (make).
   */
  | {
      readonly kind: 'include';
      readonly path: Template;
      readonly format?: string;
      readonly isList?: true;
      readonly at: Span;
    }
  /**
   * A Dockerfile is built: the one that this text is, or the file of the tree at this path, beside nothing of what stands around it. `given`: what
   * its arguments are set to; null takes the variable of this name, if anybody set it.
   */
  | {
      readonly kind: 'build';
      readonly recipe: { readonly kind: 'text' | 'path'; readonly template: Template };
      readonly given: readonly { readonly name: string; readonly value: Template | null }[];
      readonly at: Span;
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

/** A word of a fact, with the extent that an edit may replace or delete; `isList` when `;` in its value parts it into several. */
export type FactWord = { readonly template: Template; readonly at: Span; readonly isList?: true };
