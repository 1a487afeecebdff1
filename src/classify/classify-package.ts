import type { Fetch } from '../model/fetch.ts';
import { flatten, HOLE, knownText, showPieces } from '../model/value.ts';
import { dynamicMeaning, type Meaning, unknownSentence } from './meaning.ts';
import { readName } from './name-shape.ts';

/**
 * A package by its name and version, whose bytes a registry chooses. The key is a package URL (https://github.com/package-url/purl-spec); rules
 * write it without the version.
 */
export function classifyPackage({ act, url }: Fetch): Meaning {
  const shown = showPieces(url.pieces);
  const word = act.kind === 'fetch' ? act.ref : null;
  const refPieces = word?.pieces ?? [];
  const ref = word === null ? null : showPieces(refPieces);
  const base = { kind: 'package', url: shown, ref, refPieces } as const;
  if (flatten(url.pieces).includes(HOLE))
    return dynamicMeaning(base, url.pieces, unknownSentence(url.pieces, 'the package'));
  const version = knownText(refPieces);
  if (version === undefined) return dynamicMeaning(base, refPieces, unknownSentence(refPieces, 'the version'));
  const source = { key: `${shown}${ref === null ? '' : `@${ref}`}`, kind: 'package', locator: shown, ref } as const;
  return {
    ...base,
    source,
    candidates: [source],
    identity: null,
    forge: null,
    holes: [],
    ...(NEVER_CHANGES.test(`${shown}@${version}`)
      ? {
          refKind: 'version' as const,
          verdict: 'exact' as const,
          why: 'a full version of an orb is published once and never changed',
        }
      : judgeVersion(version, PARTIAL_IS_RANGE.test(shown))),
  };
}

function judgeVersion(version: string, isPartialRange: boolean): Pick<Meaning, 'refKind' | 'verdict' | 'why'> {
  if (version === '')
    return { refKind: 'default', verdict: 'moving', why: 'no version is named, so the newest is taken' };
  const { hasVersion, hasWildcard, hasDate, hasNumber } = readName(version);
  const isNumbered = hasVersion || hasDate || hasNumber || /^\d+$/.test(version);
  const isOne = !RANGE.test(version) && !hasWildcard && isNumbered && !(isPartialRange && PARTIAL.test(version));
  if (isOne)
    return {
      refKind: 'version',
      verdict: 'versioned',
      why: 'a version is named, and what else it needs is chosen on the day of the build',
    };
  return { refKind: 'rolling', verdict: 'moving', why: `'${version}' leaves the choice to the day of the build` };
}

/** A registry whose full versions stay what they are, with all that they are made of. https://circleci.com/docs/orb-concepts/ */
const NEVER_CHANGES = /^pkg:circleci\/.*@\d+\.\d+\.\d+$/;
/** Registries that take `9` and `9.1` for the newest of that line. */
const PARTIAL_IS_RANGE = /^pkg:(?:npm|golang|conda|circleci)\//;
const PARTIAL = /^[vV=]?\d+(?:\.\d+)?$/;
/** Signs of a range of versions, in any registry's spelling. */
const RANGE = /[~^<>*|,! ]|^dev:/;
