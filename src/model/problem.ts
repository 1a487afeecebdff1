/** Something that kept a file, or a part of it, from being read. Problems are part of the result and fail `check`. */
export type Problem = {
  readonly kind:
    | 'unreadable'
    | 'syntax'
    | 'bound'
    | 'binary'
    | 'too-large'
    | 'not-regular'
    | 'no-files'
    | 'fallback'
    /** A `# pinlock:` comment that says nothing: no reason, no such day. */
    | 'ignore'
    /** pinlock.lock cannot be used: `check` reports it, every other command ends with it. */
    | 'lockfile'
    | 'rewrite';
  readonly path: string;
  /** 1-based, when the problem has a place. */
  readonly line?: number;
  readonly message: string;
  /** UTF-16 offset in the file, until a report turns it into `line`. */
  readonly offset?: number;
};
