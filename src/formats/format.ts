import type { Program } from '../model/program.ts';

/** The sign of formats whose every text may fetch: pipelines name what they bring in in too many ways, and there are few of them. */
export const ANY_TEXT = /^/;

/** A kind of file that is read. */
export type Format = {
  /** What a user sees and writes: `dockerfile`, `shell`. */
  readonly id: string;
  readonly title: string;
  /** For people, in Markdown: what is found in such a file, and what apply can write into it. */
  readonly reads: string;
  readonly writes: string;
  /** By the root-relative path; `firstLine` (empty when nobody looked) is for files whose name says nothing. */
  readonly matches: (path: string, firstLine: string) => boolean;
  /**
   * What stands in every text that may fetch, for a format whose text does not name what its rules are called by: without it a file is not
   * parsed.
   */
  readonly sign?: RegExp;
  /** How words of its own begin that look like those of a template language: `${{`. */
  readonly ownTag?: string;
  /** Reads as far as it goes; broken syntax is a problem in the result, never an exception. */
  readonly parse: (path: string, text: string) => Program;
};
