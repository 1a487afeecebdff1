/** What a manifest asks its own lockfile. */
export type LockQuestion = {
  /** Name under which the manifest has the dependency; null where it has none. */
  readonly name: string | null;
  /** What the manifest says of it, as written. */
  readonly specification: string;
  /** Folder of the manifest below that of the lockfile, `''` when they lie side by side. */
  readonly folder: string;
};

/** A full commit behind one of the marks that lockfiles write before it, at the end of a text. */
export function commitAtEnd(text: string): string | undefined {
  return /(?:[#/=]|^)([0-9a-f]{40})$/.exec(text)?.[1];
}
