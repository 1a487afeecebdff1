/**
 * Compiled rules: plain data, printed by scripts/generate.mjs from rules/fetch. The language is described in rules/fetch/README.md; what
 * is checked there once (names, keys, predicates) is not checked again here.
 */
export type Rule = RuleText & {
  /** A program, an instruction of a Dockerfile, a key of a mapping (`uses:`), a call of a host's language (`file(...)`). */
  readonly form: 'command' | 'instruction' | 'key' | 'call';
  /** Names by which it is found; empty for `path`. */
  readonly names: readonly string[];
  /** Any program that is named by a path (`./install.sh`) and has no rule of its own. */
  readonly path?: true;
  /** Key of the table of options between program and subcommand. */
  readonly before?: string;
  /** Each a sequence of words, all of them alternatives; absent when there is none. */
  readonly subcommands?: readonly (readonly string[])[];
  readonly options: OptionTable;
  /** Keyword to the role of the words behind it, up to the next; null where they say nothing, `+` where it goes on with the role before it. */
  readonly keywords?: Readonly<Record<string, string | null>>;
  readonly operands: readonly Operand[];
  /** Of operands and captures that are read by templates, the templates; the first that fits a word gives its parts. */
  readonly splits?: Splits;
  /** Operands whose words the program multiplies by globs of its own (`{a,b}`, `[1-3]`), to the mark that says it does not. */
  readonly globs?: Readonly<Record<string, string>>;
  /** In the words of programs that a call runs, what stands for a folder of the call's own (`<SOURCE_DIR>`). */
  readonly places?: Readonly<Record<string, readonly Expression[]>>;
  /** Captures that hold code, of which every call is a word. */
  readonly calls?: readonly string[];
  /** What the values of options must look like to have their role. */
  readonly valueShapes?: Readonly<Record<string, ShapeName>>;
  /** Marks that every act of the rule has. */
  readonly marks?: readonly string[];
  /** All must hold for any act. */
  readonly when: readonly Condition[];
  readonly acts: readonly ActSpecification[];
  readonly runs: readonly RunSpecification[];
};

/** What people are told about a rule. */
export type RuleText = {
  readonly id: string;
  readonly why: string;
  readonly fix: string;
  readonly links: readonly string[];
};

/** How the options of a program are read; names without dashes, one letter for `-x`. */
export type OptionTable = {
  /** `single`: long names stand behind one dash (`-sha256`), and nothing is bundled. */
  readonly dashes?: 'single';
  /** The first word is a bundle of letters even without a dash (`tar xzf a.tar`). */
  readonly bundledFirstWord?: true;
  /** Options end at the first operand (`sudo cmd -x`). */
  readonly stops?: true;
  /** Words that begin with `+` are options too (`cargo +nightly`). */
  readonly plus?: true;
  /** Every word is an operand (`test a = b`). */
  readonly none?: true;
  readonly flags?: readonly string[];
  readonly values?: readonly string[];
  /** A value only where it is glued (`--color=always`, `-i.bak`). */
  readonly optional?: readonly string[];
  /** Role to the options whose value has it. */
  readonly capture?: Roles;
  /** Role to the options that lead from folder to folder (`-C a -C b`). In a `before` table they move everything behind. */
  readonly cumulative?: Roles;
  /** Role to the options whose own name is the word (`-sha256`). */
  readonly named?: Roles;
  /** Role to the variables of the environment that give it where no option does (`GIT_DIR`). */
  readonly environment?: Roles;
  /** Options whose value counts as an operand (`--url`). */
  readonly operand?: readonly string[];
  /** Where the k-th output goes: to the file that the value names, or to the remote's name. */
  readonly outputs?: { readonly file: readonly string[]; readonly remote: readonly string[] };
  readonly marks?: Roles;
  readonly byValue?: readonly ValueMark[];
};

/** By operand or capture the templates (word-template.ts) by which its words are read, as written. */
export type Splits = Readonly<Record<string, readonly string[]>>;

export type Roles = Readonly<Record<string, readonly string[]>>;

/** A mark that depends on the value: set when it is one of `values`, or known and none of `except`. */
export type ValueMark = {
  readonly options: readonly string[];
  readonly values?: readonly string[];
  readonly except?: readonly string[];
  readonly mark: string;
};

export type Operand = {
  readonly name: string;
  readonly least: 0 | 1;
  readonly many: boolean;
  readonly shape?: ShapeName;
};

/** One of these holds: a mark, or the name of an operand or capture, that is there (or, negated, is not). */
export type Condition = readonly { readonly name: string; readonly part?: string; readonly negated: boolean }[];

export type ActKind =
  | 'fetch'
  | 'retrieve'
  | 'select'
  | 'update'
  | 'repository'
  | 'hash'
  | 'verify'
  | 'place'
  | 'extract'
  | 'remove'
  | 'execute'
  | 'query'
  | 'trust'
  | 'make';

export type ActSpecification = {
  readonly kind: ActKind;
  /** What the act's own key says: `git` of `fetch: git`, `checkout` of `select: checkout`. */
  readonly variety: string;
  /** What the syntax says the ref of a fetch to be. */
  readonly as?: 'branch' | 'tag' | 'commit';
  readonly when: readonly Condition[];
  /** Operand of which every word makes an act of its own. */
  readonly each?: string;
  /** Alternatives by field; the first that gives a word is taken. */
  /** See `FetchAct`. */
  readonly pin?: string;
  readonly remark?: string;
  /** What may stand before the name of a branch; the first is what is written there. */
  readonly leads?: readonly string[];
  /** The ref is a version query of Go; the field `folder` is the package's in the repository. */
  readonly asks?: 'go';
  readonly fields: Readonly<Record<string, readonly Expression[]>>;
};

export type Expression =
  | { readonly name: string }
  /** A part of an operand or capture that is read by templates. */
  | { readonly name: string; readonly part: string }
  | { readonly text: string }
  | { readonly call: PredicateName; readonly of: readonly Expression[] };

/** Role of the word that names another place where a command runs (`isNew`: one of its own), or its root folder. */
export type PlaceSpecification =
  | { readonly kind: 'elsewhere'; readonly word: string; readonly isNew: boolean }
  | { readonly kind: 'root'; readonly word: string };

/**
 * Input that may stand among the words (GNU parallel): each word behind one of `behind` is a line of it; behind one of `unread` nobody knows what is
 * read. `{}` stands for the line, each of `derived` for something that is made of it. A command in one word is text of a shell.
 */
export type GivenInput = {
  readonly behind: readonly string[];
  readonly unread: readonly string[];
  readonly derived: readonly string[];
};

/**
 * Which of the exported variables what runs sees: with `clears` none (`env -i`, `sudo`) but those named in the words of the role `keeps`; without it
 * all but those of the role `unsets`.
 */
export type EnvironmentSpecification = {
  readonly clears?: true;
  readonly keeps?: string;
  readonly unsets?: string;
};

/** How a wrapper says what it runs. */
export type RunSpecification =
  | (EnvironmentSpecification & {
      readonly kind: 'words';
      readonly words: string;
      readonly assignments?: true;
      /** They take the place of the shell: nothing behind them runs. */
      readonly last?: true;
      /** Role of the folder where it runs (`env -C`). */
      readonly folder?: string;
      /** More words come from standard input (xargs), in place of `placeholder`'s text, else at the end. */
      readonly input?: true;
      readonly given?: GivenInput;
      readonly place?: PlaceSpecification;
      readonly when: readonly Condition[];
    })
  | (EnvironmentSpecification & {
      readonly kind: 'text';
      readonly text: string;
      readonly args?: string;
      readonly here?: true;
      /** It runs in each submodule of the repository where the command runs. */
      readonly in?: 'submodules';
      readonly place?: PlaceSpecification;
      readonly when: readonly Condition[];
    })
  | (EnvironmentSpecification & {
      readonly kind: 'file';
      readonly file: string;
      readonly args?: string;
      readonly here?: true;
      /** The file is standard input, and what stands in its place is the first argument (`bash -s a`). */
      readonly input?: true;
      readonly when: readonly Condition[];
    })
  /** Targets of a makefile by their names, among which variables are set; `in` leads to the folder, `file` names the makefile. */
  | {
      readonly kind: 'goals';
      readonly goals: string;
      readonly in: string;
      readonly file: string;
      readonly when: readonly Condition[];
    }
  /**
   * An image from the recipe `file` (null: none can be named), or one of the `usual` in the folder `in`; `arguments` are roles of words that set its arguments, `lines` those of
   * which each line does.
   */
  | {
      readonly kind: 'image';
      readonly file: string | null;
      readonly in: readonly Expression[];
      readonly arguments: readonly string[];
      readonly lines: readonly string[];
      /** It takes the exported variables, and those of the files that words of this role name. */
      readonly environment?: string | true;
      /** Which format the file is of, whatever it is called. */
      readonly format?: string;
      readonly usual: readonly string[];
      readonly when: readonly Condition[];
    }
  /** Of a call: the programs that the words of this role name, one behind each keyword, `&&` between two others; run in the folder `in`; `atOnce`: as a pipeline. */
  | {
      readonly kind: 'program';
      readonly program: string;
      readonly atOnce: boolean;
      readonly in: readonly Expression[];
      readonly when: readonly Condition[];
    }
  /**
   * The words behind one of `behind` up to one of `until`, `{}` standing for unknown words (find -exec). They run for what is found, so perhaps
   * never; an end among `losesStatus` says that nobody asks how it went. Behind one of `moves` they run in the folder of what is found.
   */
  | {
      readonly kind: 'between';
      readonly behind: readonly string[];
      readonly until: readonly string[];
      readonly losesStatus: readonly string[];
      readonly moves: readonly string[];
    };

/** What a word must look like to be the operand. */
export const SHAPES = [
  'repository',
  'web-url',
  'added-url',
  'added-repository',
  'image',
  'revision',
  'revision-or-file',
  'file-of-revision',
  'object-kind',
  'number',
  'image-source',
  'pulled-image',
  'address',
  'possible-address',
  'dash',
] as const;
export type ShapeName = (typeof SHAPES)[number];

/** Named predicates: what a rule cannot say as data. Each has its function and its tests. */
export const PREDICATES = [
  'directory-of',
  'file-name',
  'saved-name',
  'in-folder',
  'into-folder',
  'output-of',
  'repository-of',
  'contents-of',
  'join',
  'unclear',
  'revision-of',
] as const;
export type PredicateName = (typeof PREDICATES)[number];
