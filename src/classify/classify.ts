import type { Fetch } from '../model/fetch.ts';
import type { ClassifiedFetch, Related, Source } from '../model/source.ts';
import type { HolePiece } from '../model/value.ts';
import { verifiedBy } from './apply-checks.ts';
import { describeFetch } from './describe.ts';
import { foldOutcomes } from './fold.ts';
import { type ClassifyOptions, DEFAULTS, type Meaning } from './meaning.ts';
import { placeFetch, withoutRepeats } from './place.ts';
import { applyPointers, type Described, usersOfPointers } from './pointers.ts';
import { isSigningKey } from './signing-key.ts';

/** Fetches with their sources and verdicts, one for each place and source, in the order of places. What is no build input is left out. */
export function classify(
  fetches: readonly Fetch[],
  options: Partial<ClassifyOptions> = {},
): readonly ClassifiedFetch[] {
  const all = { ...DEFAULTS, ...options };
  const described: Described[] = [];
  for (const fetch of fetches) {
    const meaning = describeFetch(fetch, all);
    if (meaning !== undefined) described.push({ fetch, meaning });
  }
  const users = usersOfPointers(described);
  return foldOutcomes(
    applyPointers(described).map((one) => toClassified(one, users.get(one.fetch.act.invocation.id) ?? [])),
  );
}

/**
 * The fetch with the source that the lockfile or the repository settled on, where its ref could end at several slashes; unchanged when
 * `source` is none of its candidates.
 */
export function settleSource(
  fetch: ClassifiedFetch,
  source: Source,
  options: Partial<ClassifyOptions> = {},
): ClassifiedFetch {
  if (fetch.source !== null || !fetch.candidates.some(({ key }) => key === source.key)) return fetch;
  const meaning = describeFetch(fetch.fetch, { ...DEFAULTS, ...options, isKnown: ({ key }) => key === source.key });
  if (meaning === undefined) return fetch;
  const { holes, ...known } = meaning;
  return { ...fetch, ...known, candidates: fetch.candidates, missing: missingNames(holes) };
}

function toClassified({ fetch, meaning }: Described, users: readonly Related[]): ClassifiedFetch {
  const { place, related } = placeFetch(fetch);
  const { holes, ...known }: Meaning = meaning;
  return {
    ...known,
    fetch,
    outcomes: [fetch],
    rule: fetch.act.rule,
    place,
    related: withoutRepeats([...related, ...users], place),
    verified: verifiedBy(fetch),
    checks: fetch.checks,
    overridable: overridableNames(fetch),
    missing: missingNames(holes),
    ...(isSigningKey(meaning, fetch) ? { purpose: 'signing-key' as const } : {}),
  };
}

/** Variables that somebody outside can give another value. */
function overridableNames(fetch: Fetch): readonly string[] {
  const { act, url, history } = fetch;
  const words = [url, history.at(-1)?.ref ?? null, act.kind === 'fetch' ? act.expected : null];
  const checks = fetch.checks.filter(({ kind, swallowed }) => kind === 'checksum' && swallowed === null);
  return [...new Set([...words, ...checks].flatMap((one) => one?.overridable ?? []))].sort();
}

/** `$VERSION` and `${VERSION}` are VERSION; other holes, `$1` among them, keep the name that a person would give them. */
function missingNames(holes: readonly HolePiece[]): readonly string[] {
  const names = holes.map(({ name }) => /^\$\{?([A-Za-z_]\w*)\}?$/.exec(name)?.[1] ?? name);
  return [...new Set(names)].sort();
}
