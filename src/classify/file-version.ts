import type { RefKind, Verdict } from '../model/source.ts';
import { flatten, type Pieces, slicePieces } from '../model/value.ts';
import { decodePercent } from '../syntax/percent.ts';
import { pathComponents, queryParameters, type Range, sliceRange, type UrlParts } from '../syntax/url.ts';
import { movingWord, movingWordBesideHole, type NameShape, readName } from './name-shape.ts';
import { isInSecret, secretParameters } from './secret-parameters.ts';
import { guessHoles, type UnknownPart } from './unknown-part.ts';

export type FileJudgement = { readonly refKind: RefKind; readonly verdict: Verdict; readonly why: string };

/** The version of the system that a file is for (`ubuntu-14.04`, `el8`) says nothing of the file. */
const SYSTEM =
  /^(?:ubuntu|debian|centos|rhel|el|rocky|almalinux|fedora|fc|sles|opensuse|leap|alpine|amzn|macos|osx|darwin|windows|win)[-_.]?v?\d{1,4}(?:\.\d{1,4}){0,2}$/i;

/** A name of content rather than of a place: an object id or a sha256 as a part of the path. */
const CONTENT_ID = /(?:^|[^0-9a-f])(?:[0-9a-f]{40}|[0-9a-f]{64})(?:[^0-9a-f]|$)/i;

/**
 * How firmly a URL without holes names a file: by a version, a date or a content's id in it. A name that follows the newest (`/latest/`)
 * loses to a version in the file's own name only, for `stable/tool-1.2.tgz` is one file and `1.2/nightly/tool.tgz` is not.
 */
export function judgeFileUrl(text: string, parts: UrlParts): FileJudgement {
  const folders = pathComponents(text, parts.path).map((range) => decodePercent(sliceRange(text, range)));
  const file = folders.pop() ?? '';
  const values = plainValues(text, parts).map((range) => decodePercent(sliceRange(text, range)));
  // A day may be three folders: /2024/01/31/.
  if ([[...folders, file].join('/'), ...values].some((text) => readName(text).hasDate)) return VERSIONED;

  const named = [readName(file), ...values.map(readName)];
  const moving = named.map((shape) => movingWord(shape, 'url')).find((word) => word !== undefined);
  if (moving !== undefined) return rolling(moving.name, moving.reason);
  if (named.some(isFixed) || named[0]?.hasNumber) return VERSIONED;
  if (LISTING.test(file)) return LISTED;
  const host = sliceRange(text, parts.host);
  const above = folders
    .filter((folder, index) => !SYSTEM.test(folder) && !isInterfaceVersion(folder, folders[index - 1], host))
    .map(readName);
  const versioned = above.findLastIndex((shape) => isFixed(shape) || shape.hasNumber);
  for (const shape of above.slice(versioned + 1)) {
    const word = movingWord(shape, 'url');
    if (word !== undefined) return rolling(word.name, word.reason);
  }
  if (versioned >= 0 || CONTENT_ID.test(sliceRange(text, parts.path))) return VERSIONED;
  if ([...above, ...named].some(({ hasWildcard }) => hasWildcard))
    return {
      refKind: 'rolling',
      verdict: 'moving',
      why: 'the address names a line of versions, whose newest is taken',
    };
  return {
    refKind: 'unknown',
    verdict: 'moving',
    why: 'the address carries no version, so its content can change at any time',
  };
}

/** `api.example.com/2.0/`, `/api/v1.2/`: the version of the way of asking, not of what is answered. */
function isInterfaceVersion(folder: string, before: string | undefined, host: string): boolean {
  return (
    /^v?\d+(?:\.\d+)?$/i.test(folder) && (before === undefined ? /^api\./i.test(host) : /^(?:api|rest)$/i.test(before))
  );
}

/**
 * What the known parts of an address with holes say by themselves: that it moves, by a word that no unknown part can make up for.
 * A folder's word counts unless a version stands behind it, or an unknown part that is called so. Undefined when nothing does.
 */
export function judgeKnownParts(url: Pieces, parts: UrlParts): FileJudgement | undefined {
  const text = flatten(url);
  for (const range of plainValues(text, parts)) {
    const word = movingIn(url, text, range, NOTHING_UNKNOWN);
    if (word !== undefined) return rolling(word.name, word.reason);
  }
  let behind = NOTHING_UNKNOWN;
  for (const range of pathComponents(text, parts.path).toReversed()) {
    const word = movingIn(url, text, range, behind);
    if (word !== undefined) return rolling(word.name, word.reason);
    const shape = readName(decodePercent(sliceRange(text, range)));
    if (isFixed(shape) || shape.hasDate) return undefined;
    const own = guessHoles(slicePieces(url, range.start, range.end));
    if (own.mayHoldVersion || own.mayHoldDate) behind = VERSION_UNKNOWN;
  }
  return undefined;
}

/** A version behind makes up for a folder's word, also for one that a version beside it would not. */
function movingIn(url: Pieces, text: string, range: Range, behind: UnknownPart): ReturnType<typeof movingWord> {
  if (behind.mayHoldVersion) return undefined;
  const unknown = guessHoles(slicePieces(url, range.start, range.end));
  return movingWordBesideHole(readName(decodePercent(sliceRange(text, range))), 'url', unknown);
}

const NOTHING_UNKNOWN: UnknownPart = { mayHoldVersion: false, mayHoldDate: false };
const VERSION_UNKNOWN: UnknownPart = { mayHoldVersion: true, mayHoldDate: true };

/** The values of all parameters that are no secrets, whose digits say nothing. */
function plainValues(text: string, parts: UrlParts): readonly Range[] {
  const secrets = secretParameters(text, parts);
  return queryParameters(text, parts.query)
    .map(({ value }) => value)
    .filter((range) => !isInSecret(secrets, range));
}

/** The name of a release decides; what a release is called is the author's business, so anything but a rolling name is versioned. */
export function judgeRelease(name: string): FileJudgement {
  const moving = movingWord(readName(name), 'release');
  if (moving !== undefined) return rolling(moving.name, moving.reason);
  return {
    refKind: 'version',
    verdict: 'versioned',
    why: "a release's file can be replaced, and nothing checks that it stays the same",
  };
}

/** The same where the name holds unknown parts; undefined when they could make it firm. */
export function judgeUnknownRelease(name: Pieces): FileJudgement | undefined {
  const moving = movingWordBesideHole(readName(flatten(name)), 'release', guessHoles(name));
  return moving === undefined ? undefined : rolling(moving.name, moving.reason);
}

function isFixed(shape: NameShape): boolean {
  return shape.hasVersion && !shape.hasWildcard;
}

function rolling(name: string, reason: string): FileJudgement {
  return { refKind: 'rolling', verdict: 'moving', why: `'${name}' in the address ${reason}` };
}

/** Names of files that list what there is; a version above one is that of the listing's form (`/1.0/versions.json`). */
const LISTING = /^(?:(?:[^.]*[-_])?(?:versions|releases)|index|maven-metadata)\.(?:json|xml|ya?ml|txt)$/i;

const LISTED: FileJudgement = {
  refKind: 'rolling',
  verdict: 'moving',
  why: 'the file lists what there is, so its content changes with every release',
};

const VERSIONED: FileJudgement = {
  refKind: 'version',
  verdict: 'versioned',
  why: 'the address carries a version, and nothing checks that the file stays the same',
};
