import type { Check, Fetch } from '../model/fetch.ts';
import type { ClassifiedFetch, RefKind, Source, SourceKey, Verdict } from '../model/source.ts';
import { type HolePiece, holesOf, type Pieces } from '../model/value.ts';
import type { OwnForges } from './match-forge.ts';

/** What a fetch means, apart from where it stands: one reading of its locator, its ref and its checks. */
export type Meaning = Pick<
  ClassifiedFetch,
  'kind' | 'source' | 'candidates' | 'url' | 'ref' | 'refPieces' | 'refKind' | 'verdict' | 'identity' | 'forge' | 'why'
> & {
  /** A firmer form of the same file, for people. */
  readonly instead?: string;
  /** The unknown parts that matter. */
  readonly holes: readonly HolePiece[];
};

/** What classify may be told besides the fetches. */
export type ClassifyOptions = {
  /** Host to forge id, from the configuration. */
  readonly ownForges: OwnForges;
  /** Source keys, without refs, of the project's own repository: fetching it is no input from outside. */
  readonly ownRepositories: ReadonlySet<SourceKey>;
  /** True for a source that the lockfile or the repository knows: settles where a ref with slashes ends. */
  readonly isKnown: (source: Source) => boolean;
  /** Text of a file of the tree, for the lockfiles of other tools; undefined when there is none. */
  readonly read: (path: string) => string | undefined;
};

export const DEFAULTS: ClassifyOptions = {
  ownForges: new Map(),
  ownRepositories: new Set(),
  isKnown: () => false,
  read: () => undefined,
};

/**
 * From firm to loose. `moving` is below `dynamic`: of several outcomes one that certainly moves must not hide behind one that nobody
 * knows.
 */
const FIRMNESS: readonly Verdict[] = ['exact', 'tag', 'versioned', 'dynamic', 'moving'];

/** Negative when `a` is firmer than `b`. */
export function compareVerdicts(a: Verdict, b: Verdict): number {
  return FIRMNESS.indexOf(a) - FIRMNESS.indexOf(b);
}

/** The loosest of several; the first of equals. */
export function weakest<Item extends { readonly verdict: Verdict }>(first: Item, others: readonly Item[]): Item {
  return others.reduce((loosest, item) => (compareVerdicts(item.verdict, loosest.verdict) > 0 ? item : loosest), first);
}

/** A meaning for a text that does not say what is fetched. */
export function dynamicMeaning(
  base: Pick<Meaning, 'kind' | 'url'> & Partial<Pick<Meaning, 'ref' | 'refPieces' | 'forge'>>,
  pieces: Pieces,
  why: string,
): Meaning {
  const refKind: RefKind = 'unknown';
  return {
    source: null,
    candidates: [],
    ref: null,
    refPieces: [],
    forge: null,
    ...base,
    refKind,
    verdict: 'dynamic',
    identity: null,
    holes: holesOf(pieces),
    why,
  };
}

/** A meaning for what moves by a name that the text does say, whatever its unknown parts are. */
export function movingMeaning(
  base: Parameters<typeof dynamicMeaning>[0],
  pieces: Pieces,
  { refKind, why }: Pick<Meaning, 'refKind' | 'why'>,
): Meaning {
  return { ...dynamicMeaning(base, pieces, why), verdict: 'moving', refKind };
}

/** `the ref holds $VERSION, which the text does not say`; `what` follows for the rest of the sentence. */
export function unknownSentence(pieces: Pieces, what: string): string {
  const holes = holesOf(pieces);
  const placeholders = distinctNames(holes.filter(({ why }) => why === 'placeholder'));
  if (placeholders.length === 1) return `${what} holds ${placeholders.join()}, a template's placeholder`;
  if (placeholders.length > 1) return `${what} holds ${placeholders.join(', ')}, placeholders of a template`;
  const names = distinctNames(holes);
  if (names.length === 0) return `${what} is not known from the text`;
  return `${what} holds ${names.join(', ')}, which the text does not say`;
}

function distinctNames(holes: readonly HolePiece[]): readonly string[] {
  return [...new Set(holes.map(({ name }) => name))];
}

/** The checks that count. */
export function effectiveChecks(fetch: Fetch): readonly Check[] {
  return fetch.checks.filter(({ swallowed }) => swallowed === null);
}
