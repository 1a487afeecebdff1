import type { ClassifiedFetch } from '../model/source.ts';
import { foldOutcomes } from './fold.ts';
import { spanKey } from './place.ts';

/** What one entry file made of everything that it ran, its own text and that of other files. */
export type ContextReading = { readonly entry: string; readonly fetches: readonly ClassifiedFetch[] };

/**
 * Readings of the same commands from several entries as one list. A file that is read by itself does not know its parameters: where
 * another entry runs the same command and fills them, that reading stands in its place. What stays is one for each place and source.
 */
export function mergeContexts(readings: readonly ContextReading[]): readonly ClassifiedFetch[] {
  const filled = new Map<string, number>();
  for (const { entry, fetches } of readings) {
    for (const fetch of fetches) {
      const { word } = fetch.fetch.act.invocation;
      if (word.file === entry) continue;
      const key = spanKey(word);
      filled.set(key, Math.min(filled.get(key) ?? Number.POSITIVE_INFINITY, fetch.missing.length));
    }
  }
  const kept = readings.flatMap(({ entry, fetches }) =>
    fetches.filter((fetch) => {
      const { word } = fetch.fetch.act.invocation;
      const fewest = filled.get(spanKey(word));
      return word.file !== entry || fewest === undefined || fetch.missing.length <= fewest;
    }),
  );
  return foldOutcomes(kept);
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
