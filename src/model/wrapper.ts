import type { Pieces, Word } from './value.ts';

/**
 * Where a command runs when it is not here. `name` says what people would call it (`ssh host`). `root`: this folder is its root, and its files are
 * ours. `isNew`: no other command runs in the same place (`docker run`).
 */
export type Elsewhere = { readonly name: string; readonly root: Word | null; readonly isNew: boolean };

/** Which of the exported variables come along: all but those that `unsets` names, or, where it `clears`, only those that `keeps` names. */
export type EnvironmentChange = {
  readonly clears?: true;
  /** Lists of names with commas between them (`--preserve-env=A,B`). */
  readonly keeps?: readonly Word[];
  readonly unsets?: readonly Word[];
};

/** What a wrapper runs, as a compiled rule says it (`sudo`, `env`, `bash -c`, `xargs`, `bash script.sh`, `.`). */
export type Wrapped =
  /** Another command: its words, and the variables set for it (`env A=b cmd`). */
  | (EnvironmentChange & {
      readonly kind: 'words';
      readonly words: readonly Word[];
      readonly assignments: readonly Word[];
      /** Folders that lead to where it runs, as seen from here (`env -C dir`). */
      readonly folders?: readonly Pieces[];
      /** It takes the place of the shell, which runs nothing behind it (`exec`). */
      readonly isLast?: true;
      /** It runs for what is found (`find -exec`), so perhaps never. */
      readonly perhaps?: true;
      /** Nobody asks whether it went well (`find -exec ... \;`). */
      readonly losesStatus?: true;
      readonly elsewhere?: Elsewhere;
      readonly input?: InputWords;
    })
  /** Text that a shell reads; `args` become `$0 $1 ...`. `here`: in the same shell (`eval`), else in a new one. */
  | (EnvironmentChange & {
      readonly kind: 'text';
      readonly text: Pieces;
      readonly args: readonly Word[];
      readonly here: boolean;
      readonly elsewhere?: Elsewhere;
      /** Folders that lead to where it runs, as seen from the command's own. */
      readonly folders?: readonly Pieces[];
      /** `errexit`, `pipefail`: how the shell is started (`bash -ec`). */
      readonly marks?: ReadonlySet<string>;
    })
  /** A file that a shell reads (`bash build.sh a b`, `source x`); `here`: in the same shell. */
  | (EnvironmentChange & {
      readonly kind: 'file';
      readonly path: Word;
      readonly args: readonly Word[];
      readonly here: boolean;
      /** As for text. */
      readonly marks?: ReadonlySet<string>;
    })
  /** Targets of a makefile (`make -C sub V=1.2 all`): `words` names them, and the variables that it is given; none of `files` is the usual one. */
  | {
      readonly kind: 'goals';
      readonly words: readonly Word[];
      readonly folders: readonly Word[];
      readonly files: readonly Word[];
      /** What is exported stands over what the makefile sets (`make -e`). */
      readonly environmentWins: boolean;
    }
  /**
   * An image is built from a file of the tree: one of `files`, as seen from here or from the context, else one of `usual` in the context that
   * `folders` lead to. `given`: what the arguments of that file are set to (`V=1.2`); a name alone takes the variable of the environment.
   */
  | {
      readonly kind: 'image';
      readonly given: readonly Word[];
      readonly folders: readonly Word[];
      readonly files: readonly Word[];
      readonly usual: readonly string[];
      /** It sees the exported variables, and those that stand in these files. */
      readonly environment?: readonly Word[];
      /** Which format the file is of, whatever it is called. */
      readonly format?: string;
    };

/**
 * Words of a command that it reads (`xargs`): `id` is that of the hole that stands for them. `each`: the command runs for every `line` whole, for
 * so many words, or once for all (null). `given`: the lines stand among its own words (`parallel ... ::: a b`).
 */
export type InputWords = {
  readonly id: string;
  readonly each: 'line' | number | null;
  readonly given?: readonly Word[];
};

/** Undefined when the words, of a command unless `form` says otherwise, are no wrapper. */
export type WrapperLookup = (words: readonly Word[], form?: 'command' | 'key') => Wrapped | undefined;

/** Id of the hole that stands for the folder of a submodule, whichever it is. */
export const SUBMODULE = 'submodule';
