import type { ClassifiedFetch } from '../model/source.ts';
import { identityOf } from './attempt.ts';
import type { PlannedFetch, RewritePlan } from './rewrite-plan.ts';
import { mapOffset } from './splice.ts';

/** A file that was not proven. `path` is the file of the fetch that differs, which an edit elsewhere may have changed. */
export type Doubt = { readonly path: string; readonly reason: string };

/** `doubts` is empty when the new text says what was planned, and nothing else changed. */
export type Proof = { readonly doubts: readonly Doubt[] };

/**
 * Compares the fetches of the old text with those of the new one (promise 5): each stands at its place with its kind and repository, the
 * planned ones exact at their pins, all others as they were, none lost, none added. Names that followed an archive still do.
 */
export function prove(
  before: readonly ClassifiedFetch[],
  after: readonly ClassifiedFetch[],
  plan: Pick<RewritePlan, 'edits' | 'pinned'>,
): Proof {
  const planned = new Map(plan.pinned.map((one) => [one.fetch, one]));
  const doubts: Doubt[] = [];
  const expected = new Map<string, Set<string>>();
  const found = new Map<string, ClassifiedFetch[]>();
  for (const fetch of after) add(found, placeKey(fetch, fetch.place.start), fetch);
  for (const fetch of before) {
    const key = placeKey(fetch, mapOffset(plan.edits.get(fetch.place.file) ?? [], fetch.place.start));
    const wanted = wantedState(fetch, planned.get(fetch));
    const labels = expected.get(key);
    if (labels === undefined) expected.set(key, new Set([wanted]));
    else labels.add(wanted);
    const now = (found.get(key) ?? []).find((one) => statesOf(one).includes(wanted));
    if (now === undefined)
      doubts.push({ path: fetch.place.file, reason: missing(fetch, found.get(key) ?? [], planned.get(fetch)) });
    else if (planned.has(fetch) && followers(now) < followers(fetch))
      doubts.push({ path: fetch.place.file, reason: `a name that follows ${show(fetch)} would not follow the pin` });
  }
  for (const fetch of after) {
    const labels = expected.get(placeKey(fetch, fetch.place.start));
    if (labels === undefined || !statesOf(fetch).some((state) => labels.has(state)))
      doubts.push({ path: fetch.place.file, reason: `read again, the new text would also fetch ${show(fetch)}` });
  }
  return { doubts };
}

/** Where a fetch stands and what it asks, without the ref. Not by which rule: a pull becomes a fetch. */
function placeKey({ place, kind, source, candidates, url }: ClassifiedFetch, start: number): string {
  const locator = source?.locator ?? candidates[0]?.locator ?? url;
  return JSON.stringify([place.file, start, kind, locator]);
}

function wantedState(fetch: ClassifiedFetch, planned: PlannedFetch | undefined): string {
  if (planned === undefined) return sameState(fetch);
  return planned.restored === undefined ? `exact ${identityOf(planned.pin)}` : `names ${planned.restored}`;
}

/** What may be said of a fetch: that it is exact at an identity, and how firmly it names which source. */
function statesOf(fetch: ClassifiedFetch): readonly string[] {
  const exact = fetch.verdict === 'exact' && fetch.identity !== null ? [`exact ${fetch.identity.value}`] : [];
  const names = fetch.verdict === 'exact' ? [] : fetch.source === null ? fetch.candidates : [fetch.source];
  return [...exact, ...names.map(({ key }) => `names ${key}`), sameState(fetch)];
}

/** An image's key does not say its digest, nor a file's its sum. */
function sameState({ source, url, verdict, identity }: ClassifiedFetch): string {
  return `as before ${verdict} ${source?.key ?? url} ${identity?.value ?? ''}`;
}

function missing(fetch: ClassifiedFetch, there: readonly ClassifiedFetch[], planned: PlannedFetch | undefined): string {
  const [other] = there;
  if (planned === undefined) return `read again, the new text would no longer fetch ${show(fetch)}`;
  if (other === undefined) return `read again, the new text would not show ${show(fetch)} at its place`;
  if (planned.restored !== undefined)
    return `read again, the new text would fetch ${show(other)} instead of ${planned.restored}`;
  return `read again, ${show(fetch)} would be ${other.verdict} (${other.why}) instead of exact at its pin`;
}

/** How many names elsewhere are seen to come from this fetch. */
function followers({ fetch, outcomes }: ClassifiedFetch): number {
  const places = [fetch, ...outcomes]
    .flatMap(({ dependents }) => dependents)
    .filter(({ kind }) => kind !== 'clone-folder')
    .map(({ invocation, word }) => JSON.stringify([invocation.word.file, invocation.word.start, word.length]));
  return new Set(places).size;
}

function show({ source, url }: ClassifiedFetch): string {
  return source?.key ?? url;
}

function add<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
