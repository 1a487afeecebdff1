import type { CallProgramLookup } from '../model/call-program.ts';
import type { TreeFiles } from '../model/ports.ts';
import type { Program } from '../model/program.ts';
import type { Word } from '../model/value.ts';
import type { WrapperLookup } from '../model/wrapper.ts';

/** What trace asks of others: the files of the tree, what wraps what, and which words bring something in. */
export type TracePorts = {
  readonly tree: TreeFiles;
  readonly wrapper: WrapperLookup;
  /** A file of the tree as a program; undefined when it is of no format that can be run. `format` reads it where its name says nothing. */
  readonly parse: (path: string, text: string, format?: string) => Program | undefined;
  /** Whether words bring something in: text that did is not to be trusted with the variables. */
  readonly isFetchCommand?: (words: readonly Word[], form?: 'command' | 'call') => boolean;
  /** The variables that say what options of a program do, given its words. */
  readonly variablesOf?: (words: readonly Word[]) => readonly string[];
  /** Whether a text has a word that some fetch begins with; without it every text may. */
  readonly hasFetchWord?: (text: string) => boolean;
  /** True for words of a program that brings something in, which say too little for any rule to read them. */
  readonly isUnclearFetch?: (words: readonly Word[]) => boolean;
  /** True for a call of a host's language that some rule knows, by its name or by one of its words. */
  readonly isCall?: (name: string, words: readonly string[]) => boolean;
  /** What programs a call of a host's language runs. */
  readonly callPrograms?: CallProgramLookup;
  /** The words of a call of a host's language without those that no rule reads; all of them where no rule knows the call. */
  readonly readWords?: (words: readonly Word[]) => readonly Word[];
  /** Runs what need not be run as well (src/trace/idle.ts): the fetches must be the same, which the fuzzer compares. */
  readonly runsIdle?: true;
};
