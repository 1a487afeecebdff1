/** The doors to the world that stages are handed. Paths of `TreeFiles` are root-relative with `/`; none leads out of the root. */
export type TreeFiles = {
  /** Text of a regular file, or undefined when there is none (or it is too large, binary, or out of the root). */
  readonly read: (path: string) => string | undefined;
  readonly kind: (path: string) => 'file' | 'folder' | undefined;
  /** Names in a folder; empty when it is none. */
  readonly list: (path: string) => readonly string[];
};

/** Text by offset to line and column, both 1-based. */
export type Position = { readonly line: number; readonly column: number };
