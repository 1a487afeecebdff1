import type { Signals } from '../run/ports.ts';

/** The world as commands see it: cli.ts hands the real one, and nothing below reaches for `process`. */
export type World = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute folder in which pinlock was started. */
  readonly cwd: string;
  /** Results only. */
  readonly stdout: Output;
  /** Progress, warnings and errors. */
  readonly stderr: Output;
  /** Asks the person a question and gives the line that was typed; null when there is no terminal to ask on. */
  readonly ask: ((question: string) => Promise<string>) | null;
  readonly now: () => Date;
  /** Of pinlock. */
  readonly version: string;
  /** What runs this program, and its file; absolute paths. */
  readonly self: { readonly node: string; readonly script: string };
  /** From the first call on, an interrupt aborts the signal instead of ending the process; for runs that have children to end. */
  readonly interruption: () => AbortSignal;
  /** For runs that hand every signal on to a command. */
  readonly signals: Signals;
};

export type Output = {
  readonly write: (result: string | Uint8Array) => void;
  readonly isTerminal: boolean;
  /** Width of the terminal, undefined elsewhere. */
  readonly columns: number | undefined;
};

/** 0 done, 1 findings, 2 wrong use or configuration, 3 something could not be opened or resolved (DESIGN, "Exit codes"). */
type ExitCode = 0 | 1 | 2 | 3;

/** `run` fails with a code that builds leave alone: docker run, env and timeout do the same. */
type OwnFailure = 125;

/** One option as `--help` shows it; `flags` in commander's spelling (`-C <dir>`, `--strict`). */
export type CommandOption = {
  readonly flags: string;
  readonly description: string;
  /** The words that its value may be; anything else is refused with this list. */
  readonly choices?: readonly string[];
  /** May be given several times. */
  readonly isRepeatable?: true;
};

/** What the command line says, checked against the command's options. */
export type Call = {
  readonly operands: readonly string[];
  /** Whether a switch was given; options are named as commander does (`dryRun` for `--dry-run`). */
  readonly flag: (name: string) => boolean;
  /** The value of an option, undefined when it was not given. */
  readonly text: (name: string) => string | undefined;
  /** The values of a repeatable option, in order. */
  readonly list: (name: string) => readonly string[];
};

/** A subcommand: flags and wiring. `run` loads what it needs when it is called, so that `--help` stays fast. */
export type Subcommand = {
  readonly name: string;
  readonly summary: string;
  /** `[paths...]`, `<rule>`; with what they are. */
  readonly operands: { readonly syntax: string; readonly description: string } | null;
  readonly options: readonly CommandOption[];
  /** Command lines that work, each with what it does. */
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  /** Exit codes and what they mean here. */
  readonly exits: readonly { readonly code: ExitCode | OwnFailure | 126 | 127; readonly means: string }[];
  /** The exit code of every failure of pinlock's own, where the other codes belong to somebody else. */
  readonly ownFailure?: OwnFailure;
  /** Ends with one of `exits`, or with what somebody else ended with. */
  readonly run: (call: Call, world: World) => Promise<number>;
};
