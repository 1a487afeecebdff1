import type { ClassifiedFetch, Verdict } from '../model/source.ts';
import { foldOutcomes } from './fold.ts';
import { spanKey } from './place.ts';

/** What one entry file made of everything that it ran, its own text and that of other files. */
export type ContextReading = { readonly entry: string; readonly fetches: readonly ClassifiedFetch[] };

/** What other entries make of one command: how many parts stay unknown at best, and what it is said to be. */
type Others = { fewest: number; readonly refs: Set<string | null>; readonly verdicts: Set<Verdict> };

/**
 * Readings of the same commands from several entries as one list. A file that is read by itself does not know its parameters: where
 * another entry runs the same command and fills them, that reading stands in its place. A default that those others all replace (`ARG V=main`,
 * built with a commit) is what the text says as it stands: it stays beside them. What stays is one for each place and source.
 */
export function mergeContexts(readings: readonly ContextReading[]): readonly ClassifiedFetch[] {
  const filled = new Map<string, Others>();
  for (const { entry, fetches } of readings) {
    for (const { fetch, missing, ref, verdict } of fetches) {
      const { word } = fetch.act.invocation;
      if (word.file === entry) continue;
      const key = spanKey(word);
      const others: Others = filled.get(key) ?? {
        fewest: Number.POSITIVE_INFINITY,
        refs: new Set(),
        verdicts: new Set(),
      };
      others.fewest = Math.min(others.fewest, missing.length);
      others.refs.add(ref);
      others.verdicts.add(verdict);
      filled.set(key, others);
    }
  }
  const kept = readings.flatMap(({ entry, fetches }) =>
    fetches.filter((fetch) => {
      const { word } = fetch.fetch.act.invocation;
      const others = filled.get(spanKey(word));
      if (word.file !== entry || others === undefined || fetch.missing.length <= others.fewest) return true;
      return isReplacedDefault(fetch, others);
    }),
  );
  return foldOutcomes(kept);
}

/** True where somebody outside can replace a known ref, or what makes the file move, and all the others do. */
function isReplacedDefault({ ref, verdict, missing, overridable }: ClassifiedFetch, others: Others): boolean {
  if (overridable.length === 0) return false;
  const isKnown = ref !== null && !missing.some((name) => ref.includes(name));
  return (isKnown && !others.refs.has(ref)) || (verdict === 'moving' && !others.verdicts.has('moving'));
}

/**
 * Readings of one template as the texts that it may become. Where one of them leaves out what sets a variable, the text that needs it is left
 * out as a rule too: a reading with more unset variables than another of the same place gives way, unless that other is exact.
 */
export function mergeVariants(variants: readonly (readonly ClassifiedFetch[])[]): readonly ClassifiedFetch[] {
  const fewest = new Map<string, number>();
  for (const fetch of variants.flat()) {
    if (fetch.verdict === 'exact') continue;
    const key = spanKey(fetch.place);
    fewest.set(key, Math.min(fewest.get(key) ?? Number.POSITIVE_INFINITY, unsetCount(fetch)));
  }
  return variants
    .flat()
    .filter((fetch) => unsetCount(fetch) <= (fewest.get(spanKey(fetch.place)) ?? Number.POSITIVE_INFINITY));
}

/** Without the placeholders, which are as unknown in every variant. */
function unsetCount({ missing }: ClassifiedFetch): number {
  return missing.filter((name) => /^[A-Za-z_]\w*$/.test(name)).length;
}
