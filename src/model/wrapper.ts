import type { Pieces, Word } from './value.ts';

/** What a wrapper runs, as a compiled rule says it (`sudo`, `env`, `bash -c`, `xargs`, `bash script.sh`, `.`). */
export type Wrapped =
  /** Another command: its words, and the variables set for it (`env A=b cmd`). */
  | { readonly kind: 'words'; readonly words: readonly Word[]; readonly assignments: readonly Word[] }
  /** Text that a shell reads; `args` become `$0 $1 ...`. `here`: in the same shell (`eval`), else in a new one. `remote`: on another machine. */
  | {
      readonly kind: 'text';
      readonly text: Pieces;
      readonly args: readonly Word[];
      readonly here: boolean;
      readonly remote: boolean;
      /** `errexit`, `pipefail`: how the shell is started (`bash -ec`). */
      readonly marks?: ReadonlySet<string>;
    }
  /** A file that a shell reads (`bash build.sh a b`, `source x`); `here`: in the same shell. */
  | {
      readonly kind: 'file';
      readonly path: Word;
      readonly args: readonly Word[];
      readonly here: boolean;
      /** As for text. */
      readonly marks?: ReadonlySet<string>;
    };

/** Undefined when the words are no wrapper. */
export type WrapperLookup = (words: readonly Word[]) => Wrapped | undefined;
