/**
 * Every bound of the reader in one table. Reaching one makes a hole (in a value) or a problem (on a file), never silence.
 * The figures come from 5,388 real files, none of which came near them.
 */
export const BOUNDS = {
  /** Files larger than this are not read, in bytes. */
  fileBytes: 16 * 1024 * 1024,
  /** Nesting of calls, sourced files and strings that are run. */
  callDepth: 8,
  /** Runs of one script that was found below a folder nobody knows; behind it what it sets is unknown. */
  guessedRuns: 2,
  /** Commands executed for one entry file. */
  steps: 20_000,
  /** Alternatives of one value that differ by one site (a case with 60 arms is real). */
  arms: 256,
  /** Alternatives of one word that come from several sites together. */
  product: 32,
  /** Texts of one stretch of shell that several variables of a host's language make together: each is run by itself. */
  hostTexts: 4,
  /** Choices that one guard keeps apart; older ones are bundled into one. */
  guardSites: 10,
  /** Alternatives of one variable that come from many separate choices (a counter in a hundred `if`s is not worth following). */
  scattered: 48,
  /** Pieces of one alternative; string building in loops ends here. */
  pieces: 512,
  /** Characters of one known text value. */
  textLength: 1024 * 1024,
  /** Fields that one unquoted expansion may split into. */
  fields: 1024,
  /** Runs of makefiles with other variables than they have by themselves, from one file, and how deep one runs the other. */
  makeRuns: 48,
  makeDepth: 5,
  /** Texts that make evaluates in one run (a project of many folders makes thousands, and each may change every variable), how long, and how deep. */
  evaluations: 32,
  evaluationLength: 20_000,
  evaluationDepth: 20,
  /** Runs of recipes of images with other arguments than they have by themselves, from one file (a file of 80 services is real). */
  builds: 256,
  /** Times that one file is included from another, in one run. */
  includes: 8,
  /** Turns of a host language's loops in one file; further loops are run once, for an item that nobody knows. */
  turns: 512,
  /** Nesting of syntax that the walker follows. */
  syntaxDepth: 200,
  /** Fetches reported for one file. */
  fetches: 10_000,
} as const;
