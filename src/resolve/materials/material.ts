import { type Checksum, type Commit, type Digest, isChecksum, isCommit, isDigest } from '../../model/pin.ts';

/**
 * What an old build was made of, as a document says it. `url` and `name` are as written there; `ref` and `tag` are null where the document
 * says none.
 */
export type Material =
  | { readonly kind: 'git'; readonly url: string; readonly ref: string | null; readonly commit: Commit }
  | { readonly kind: 'image'; readonly name: string; readonly tag: string | null; readonly digest: Digest }
  | { readonly kind: 'file'; readonly url: string; readonly sha256: Checksum };

const GIT_URL = /^(?:git\+)?((?:https?|ssh|git):\/\/[^#?]+)/;

/** `git+https://host/o/r@REF`, BuildKit's `https://host/o/r.git#REF:folder`; `commit` says what it was, else REF has to be one. */
export function toGit(uri: string, commit: string): readonly Material[] {
  const base = GIT_URL.exec(uri)?.[1];
  if (base === undefined) return [];
  const at = base.indexOf('@', base.indexOf('/', base.indexOf('://') + 3));
  const fragment = /#([^:]*)/.exec(uri)?.[1] ?? '';
  const named = decode(at < 0 ? (isSubfolder(uri) ? '' : fragment) : base.slice(at + 1));
  const id = (commit === '' ? named : commit).toLowerCase();
  if (!isCommit(id)) return [];
  const ref = named === '' || named.toLowerCase() === id ? null : named;
  return [{ kind: 'git', url: at < 0 ? base : base.slice(0, at), ref, commit: id }];
}

/** In SPDX, which writes `git+`, what stands behind `#` is a path, unless nothing else names the commit. */
function isSubfolder(uri: string): boolean {
  return uri.startsWith('git+') && /@[0-9a-f]{40,64}(?:#|$)/.test(uri);
}

export function toImage(name: string, tag: string | null, digest: string): readonly Material[] {
  const full = digest.startsWith('sha256:') ? digest : `sha256:${digest}`;
  return name !== '' && isDigest(full) ? [{ kind: 'image', name, tag, digest: full }] : [];
}

export function toFile(url: string, sha256: string): readonly Material[] {
  const sum = sha256.toLowerCase();
  return /^https?:\/\//.test(url) && isChecksum(sum) ? [{ kind: 'file', url, sha256: sum }] : [];
}

/** Percent-decoded, as it is where that fails. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
