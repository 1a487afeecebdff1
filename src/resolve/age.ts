import type { Resolution } from '../model/resolution.ts';
import { type Cutoff, showInstant } from './cutoff.ts';
import { unresolved } from './refs.ts';

type Pinned = Extract<Resolution, { kind: 'pinned' }>;

/** Reproducible builds write the start of some calendar, or nothing (seconds of 1990-01-01). */
const NO_DATE = 631_152_000;

/**
 * Refuses an image or file that was made (`seconds` since 1970, null: unknown) after the cutoff; a note says when nothing is known. Both
 * are what its maker or host says of it.
 */
export function judgeAge(
  pinned: Pinned,
  seconds: number | null,
  cutoff: Cutoff,
  words: { readonly made: string; readonly unknown: string },
): Resolution {
  if (cutoff.kind !== 'min-age') return pinned;
  if (seconds === null || seconds < NO_DATE) return { ...pinned, notes: [...pinned.notes, words.unknown] };
  if (seconds <= cutoff.seconds) return pinned;
  const what = `${words.made} ${showInstant(seconds)}, which is younger than ${cutoff.age}`;
  return unresolved(pinned.source, 'refused', `${what}: wait, or name an older one`);
}
