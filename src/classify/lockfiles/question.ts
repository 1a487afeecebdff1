/** What a manifest asks its own lockfile. */
export type LockQuestion = {
  /** What the manifest says of it, by the roles of the rule that found it. */
  readonly asked: (role: string) => string | undefined;
  /** Folder of the manifest below that of the lockfile, `''` when they lie side by side. */
  readonly folder: string;
  /** The manifest itself, seen from the folder of the lockfile. */
  readonly manifest: string;
  /** The address as it is written there; `isFile`: of a file, which a hash identifies. */
  readonly url: string;
  readonly isFile: boolean;
  /** The repository and the ref that the manifest names (null: none), as in the key of their source. */
  readonly locator: string;
  readonly ref: string | null;
};

/** The hash of a file as npm writes it (`sha512-BASE64`), as `sha512:HEX`; undefined for a weak one. */
export function sumOf(integrity: string | undefined): string | undefined {
  const [, algorithm, base64 = ''] = /^(sha256|sha384|sha512)-([A-Za-z0-9+/]+=*)$/.exec(integrity ?? '') ?? [];
  if (algorithm === undefined) return undefined;
  const bytes = Array.from(atob(base64), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'));
  return `${algorithm}:${bytes.join('')}`;
}

/** A full commit behind one of the marks that lockfiles write before it, at the end of a text. */
export function commitAtEnd(text: string): string | undefined {
  return /(?:[#/=]|^)([0-9a-f]{40})$/.exec(text)?.[1];
}
