import type { RefKind, Verdict } from '../model/source.ts';
import { decodePercent } from '../syntax/percent.ts';
import { pathComponents, queryParameters, sliceRange, type UrlParts } from '../syntax/url.ts';
import { movingWord, type NameShape, readName } from './name-shape.ts';

export type FileJudgement = { readonly refKind: RefKind; readonly verdict: Verdict; readonly why: string };

/** A name of content rather than of a place: an object id or a sha256 as a part of the path. */
const CONTENT_ID = /(?:^|[^0-9a-f])(?:[0-9a-f]{40}|[0-9a-f]{64})(?:[^0-9a-f]|$)/i;

/**
 * How firmly a URL without holes names a file: by a version, a date or a content's id in it. A name that follows the newest (`/latest/`)
 * loses to a version in the file's own name only, for `stable/tool-1.2.tgz` is one file and `1.2/nightly/tool.tgz` is not.
 */
export function judgeFileUrl(text: string, parts: UrlParts): FileJudgement {
  const folders = pathComponents(text, parts.path).map((range) => decodePercent(sliceRange(text, range)));
  const file = folders.pop() ?? '';
  const values = queryParameters(text, parts.query).map(({ value }) => decodePercent(sliceRange(text, value)));
  // A day may be three folders: /2024/01/31/.
  if ([[...folders, file].join('/'), ...values].some((text) => readName(text).hasDate)) return VERSIONED;

  const named = [readName(file), ...values.map(readName)];
  const moving = named.map((shape) => movingWord(shape, 'url')).find((word) => word !== undefined);
  if (moving !== undefined) return rolling(moving.name, moving.reason);
  if (named.some(isFixed)) return VERSIONED;
  const above = folders.map(readName);
  const versioned = above.findLastIndex(isFixed);
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

/** The name of a release decides; what a release is called is the author's business, so anything but a rolling name is versioned. */
export function judgeRelease(name: string): FileJudgement {
  const moving = movingWord(readName(name), 'release');
  if (moving !== undefined) return rolling(moving.name, moving.reason);
  return {
    refKind: 'version',
    verdict: 'versioned',
    why: `it is a file of release ${name}, and nothing checks that the file stays the same`,
  };
}

function isFixed(shape: NameShape): boolean {
  return shape.hasVersion && !shape.hasWildcard;
}

function rolling(name: string, reason: string): FileJudgement {
  return { refKind: 'rolling', verdict: 'moving', why: `'${name}' in the address ${reason}` };
}

const VERSIONED: FileJudgement = {
  refKind: 'version',
  verdict: 'versioned',
  why: 'the address carries a version, and nothing checks that the file stays the same',
};
