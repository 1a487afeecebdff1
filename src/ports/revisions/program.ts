/** A version control program that is asked what a name stands for at a URL. */
export type RevisionProgram = {
  readonly program: string;
  /** Schemes that are asked, and that of git which has the same rules. */
  readonly schemes: ReadonlyMap<string, 'https' | 'http' | 'ssh' | 'git'>;
  /** The names to ask for, the first that is there counts; none for what cannot be a name. Null is what a plain checkout takes. */
  readonly namesFor: (name: string | null) => readonly string[];
  readonly argumentsFor: (url: string, name: string) => readonly string[];
  /** Beside what is left of the caller's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The revision in what it printed. */
  readonly read: (output: string) => string | undefined;
};

/** No question to a person, and no wait for ever. */
export const SSH = 'ssh -oBatchMode=yes -oConnectTimeout=15';
