/** The runner as the action sees it: action.ts hands the real one, and nothing below reaches for `process`. */
export type Host = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The log; the runner takes lines that begin with `::` for commands. */
  readonly write: (text: string) => void;
  readonly now: () => Date;
  /** Of pinlock. */
  readonly version: string;
  /** What runs it, for messages about bugs. */
  readonly node: string;
  /** From the first call on, an interrupt aborts the signal instead of ending the process. */
  readonly interruption: () => AbortSignal;
};
