import type { Resolution } from '../model/resolution.ts';
import type { Source, SourceKey } from '../model/source.ts';

/**
 * Settles what a URL with slashes in its ref means (`archive/refs/heads/a/b.tar.gz`, `raw/a/b/file`): of the candidates, which were
 * all resolved, the longest ref that the repository knows. Where none is known, a failure to ask outranks `not-found`. Undefined
 * when no candidate was resolved at all.
 */
export function chooseCandidate(
  candidates: readonly Source[],
  resolutions: readonly Resolution[],
): Resolution | undefined {
  const byKey = new Map<SourceKey, Resolution>(resolutions.map((resolution) => [resolution.source.key, resolution]));
  const known = candidates
    .map((candidate) => byKey.get(candidate.key))
    .filter((resolution) => resolution !== undefined)
    .sort((a, b) => (b.source.ref?.length ?? 0) - (a.source.ref?.length ?? 0));
  return (
    known.find((resolution) => resolution.kind === 'pinned') ??
    known.find((resolution) => resolution.kind === 'unresolved' && resolution.reason !== 'not-found') ??
    known[0]
  );
}
