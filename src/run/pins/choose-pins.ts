import { nearestOf } from '../../config/nearest.ts';
import { compileGlobs } from '../../discover/index.ts';
import { UserError } from '../../errors.ts';
import type { Source, SourceKey } from '../../model/source.ts';

/** Keys named in an error, at most. */
const MOST_SHOWN = 5;

/**
 * The sources that a person means: all without patterns, else those whose key or locator holds one of the patterns as it stands or fits it
 * as a glob (`git+https://github.com/acme/*`). A pattern that fits none is a UserError that names the nearest.
 */
export function choosePins(sources: readonly Source[], patterns: readonly string[]): ReadonlySet<SourceKey> {
  if (patterns.length === 0) return new Set(sources.map(({ key }) => key));
  const chosen = new Set<SourceKey>();
  for (const pattern of patterns) {
    const isGlob = /[*?[{]/.test(pattern);
    const fits = isGlob ? compileGlobs([pattern]) : (text: string) => text.includes(pattern);
    const found = sources.filter(({ key, locator }) => fits(key) || fits(locator));
    if (found.length === 0) throw noSuch(pattern, sources);
    for (const { key } of found) chosen.add(key);
  }
  return chosen;
}

function noSuch(pattern: string, sources: readonly Source[]): UserError {
  return new UserError(`no pin of the lockfile fits '${pattern}'`, { hint: hintFor(pattern, sources) });
}

/** People mistype the name more than the address: parts of keys are compared as well. */
function hintFor(pattern: string, sources: readonly Source[]): string {
  if (sources.length === 0) return 'the lockfile holds no pin; pinlock resolve makes them';
  const words = new Map<string, SourceKey[]>();
  for (const { key, locator } of sources) {
    const name = locator.split('/').slice(-2);
    for (const word of new Set([key, locator, name.join('/'), name.at(-1) ?? ''])) {
      words.set(word, [...(words.get(word) ?? []), key]);
    }
  }
  const nearest = nearestOf(pattern, [...words.keys()]);
  const keys = nearest === undefined ? undefined : words.get(nearest);
  if (keys !== undefined) return `did you mean ${listed(keys)}?`;
  return `the pins are ${listed(sources.map(({ key }) => key))}`;
}

function listed(keys: readonly SourceKey[]): string {
  const more = keys.length - MOST_SHOWN;
  return keys.slice(0, MOST_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
