import { fieldOf, textOf } from './fields.ts';
import { type Material, toFile, toGit, toImage } from './material.ts';
import { readPackageUrl } from './package-url.ts';

/**
 * One entry of `materials` (https://slsa.dev/provenance/v0.2) or `resolvedDependencies` (v1): a URI and digests. BuildKit writes images as
 * package URLs, repositories as its own build contexts, downloads as their URL.
 */
export function readDependency(entry: unknown): readonly Material[] {
  const uri = textOf(entry, 'uri');
  const digest = fieldOf(entry, 'digest');
  const sha256 = textOf(digest, 'sha256');
  const commit = textOf(digest, 'gitCommit') || textOf(digest, 'sha1');
  if (uri.startsWith('pkg:')) return readPackageUrl(uri, sha256);
  const image = /^(?:docker-image|oci):\/\/([^@]+?)(?::([^/@:]+))?(?:@.*)?$/.exec(uri);
  if (image !== null) return toImage(image[1] ?? '', image[2] ?? null, sha256);
  return commit === '' ? toFile(uri, sha256) : toGit(uri, commit);
}
