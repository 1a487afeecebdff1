import type { ClassifiedFetch } from '../model/source.ts';
import type { Span } from '../model/span.ts';

/** What ids are made of: text of a file that was read, and a short hash (hex) of a text. */
export type IdSources = {
  readonly textOf: (path: string) => string | undefined;
  readonly hash: (text: string) => string;
};

/**
 * The ids of all fetches of one root, in their order. An id is a hash of path, the statement's own text, the ordinal of that text in the
 * file, and the source: it outlives lines that move, which baselines, comparisons of two trees and SARIF need.
 */
export function fetchIds(fetches: readonly ClassifiedFetch[], { textOf, hash }: IdSources): readonly string[] {
  const order = fetches.map((_, index) => index).sort((a, b) => startOf(fetches[a]) - startOf(fetches[b]));
  const seen = new Map<string, number>();
  const ids = new Map<number, string>();
  for (const index of order) {
    const fetch = fetches[index];
    if (fetch === undefined) continue;
    const key = JSON.stringify([fetch.place.file, statementText(fetch, textOf), fetch.source?.key ?? fetch.url]);
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    ids.set(index, hash(`${key}${ordinal}`));
  }
  return fetches.map((_, index) => ids.get(index) ?? '');
}

/** The command's own span where the place is in the command, else the place (a call of a function). */
export function statementSpan(place: Span, statement: Span): Span {
  const isInside = place.file === statement.file && statement.start <= place.start && place.end <= statement.end;
  return isInside ? statement : place;
}

function startOf(fetch: ClassifiedFetch | undefined): number {
  return fetch?.place.start ?? 0;
}

function statementText({ place, fetch }: ClassifiedFetch, textOf: IdSources['textOf']): string {
  const span = statementSpan(place, fetch.act.invocation.span);
  return textOf(span.file)?.slice(span.start, span.end) ?? '';
}
