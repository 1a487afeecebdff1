import type { Word } from './value.ts';

/** Programs that a call of a host's language runs (`PATCH_COMMAND git pull`), as a compiled rule says it. */
export type CallProgram = {
  /** The words of the call without those that say nothing about these programs. */
  readonly narrow: (words: readonly Word[]) => readonly Word[];
  /** Their words in the order in which they run, and their folder as seen from where the call stands; null is there. `atOnce`: none waits for those before it. */
  readonly read: (words: readonly Word[]) => {
    readonly folder: Word | null;
    readonly programs: readonly (readonly Word[])[];
    readonly atOnce: boolean;
  };
};

/** Every kind of program that the call runs, in order; none for a call that runs nothing. */
export type CallProgramLookup = (name: Word) => readonly CallProgram[];
