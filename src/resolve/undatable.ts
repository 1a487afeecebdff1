import { isDigest } from '../model/pin.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import { type Cutoff, showInstant } from './cutoff.ts';
import { unresolved } from './refs.ts';

const WHAT = {
  image: 'a registry keeps no history of a tag',
  file: 'a host keeps no history of a file',
  hg: 'pinlock reads no history of Mercurial',
  svn: 'pinlock reads no history of Subversion',
} as const;

/** What nobody can say as of a day: what an image's tag or a URL stood for then. Undefined for everything that can be asked. */
export function refuseUndatable(source: Source, cutoff: Cutoff | null): Resolution | undefined {
  if (cutoff?.kind !== 'as-of' || source.kind === 'git' || source.kind === 'package') return undefined;
  if (source.ref !== null && isDigest(source.ref)) return undefined;
  const what = `cannot be told as of ${showInstant(cutoff.seconds)}: ${WHAT[source.kind]}`;
  return unresolved(source, 'not-supported', `${what}; without --as-of it is pinned as it is today`);
}
