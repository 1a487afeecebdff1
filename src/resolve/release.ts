import SemVer from 'semver/classes/semver.js';
import satisfies from 'semver/functions/satisfies.js';
import { type Commit, isCommit } from '../model/pin.ts';
import type { Source } from '../model/source.ts';
import { type ReleaseTag, readReleaseTag } from './release-tag.ts';

/** A release of a repository: its tag's full name, and the commit that it names. */
export type Release = { readonly ref: string; readonly name: string; readonly commit: Commit };

/** Which releases come into question; `range` is a semver range (null: any). */
export type ReleaseWish = { readonly allowsPre: boolean; readonly range: string | null };

const TAGS = 'refs/tags/';
/** Words before a version that name no product. */
const PLAIN = /^(?:[a-z]?|ver|version|rel|releases?|tags?|stable)$/;
const PLAIN_FOLDER = /^(?:rel|releases?|tags?)\//;

/**
 * The newest release among a repository's refs; undefined when there is none, or when its tags belong to several products and nothing says
 * which is meant. Of the ways in which a repository has named its releases the one that it uses most counts: a single `v20180223` or a
 * `2019.1` says nothing about a history of `v1.7.4`.
 */
export function newestRelease(
  refs: ReadonlyMap<string, string>,
  { locator }: Pick<Source, 'locator'>,
  wish: ReleaseWish,
): Release | undefined {
  const tags = [...refs.keys()]
    .filter((ref) => ref.startsWith(TAGS) && !ref.endsWith('^{}'))
    .map((ref) => readReleaseTag(ref.slice(TAGS.length)))
    .filter((tag) => tag !== undefined);
  const [newest] = withRevisions(chooseFamily(tags, locator))
    .filter((tag) => isWanted(tag, wish))
    .sort((a, b) => compareTags(b, a));
  if (newest === undefined) return undefined;
  const ref = `${TAGS}${newest.name}`;
  const commit = refs.get(`${ref}^{}`) ?? refs.get(ref) ?? '';
  return isCommit(commit) ? { ref, name: newest.name, commit } : undefined;
}

/** Whether the first tag is an older release than the second; undefined when the two cannot be compared. Names without `refs/tags/`. */
export function isOlderRelease(name: string, other: string): boolean | undefined {
  const [one, two] = [readReleaseTag(name), readReleaseTag(other)];
  if (one === undefined || two === undefined || one.scheme !== two.scheme) return undefined;
  return compareTags(one, two) < 0;
}

/** Tags of one product, named in one way. */
function chooseFamily(tags: readonly ReleaseTag[], locator: string): readonly ReleaseTag[] {
  const path = /^[a-z+]+:\/\/[^/]+\/(.*)$/.exec(locator.toLowerCase())?.[1] ?? '';
  const names = new Set([path.split('/').at(-1), path.split('/').slice(-2).join('-')]);
  const own = new Map<string, ReleaseTag[]>();
  const others = new Map<string, ReleaseTag[]>();
  for (const tag of withMonths(tags)) {
    const family = tag.family.replace(PLAIN_FOLDER, '');
    const isOwn = PLAIN.test(family) || names.has(family);
    const key = `${family} ${tag.scheme}`;
    const families = isOwn ? own : others;
    families.set(key, [...(families.get(key) ?? []), tag]);
  }
  const products = new Set([...others.keys()].map((key) => key.split(' ')[0]));
  const candidates = own.size > 0 ? own : products.size === 1 ? others : new Map<string, ReleaseTag[]>();
  let chosen: readonly ReleaseTag[] = [];
  for (const family of candidates.values()) if (isMoreUsed(family, chosen)) chosen = family;
  return chosen;
}

/** A `21.10` is a month where others are written `21.06`, and a number elsewhere (`10.12` follows `10.9`). */
function withMonths(tags: readonly ReleaseTag[]): readonly ReleaseTag[] {
  if (!tags.some(({ scheme, parts, version }) => scheme === 'calendar' && parts === 2 && version.major < 100))
    return tags;
  return tags.map((tag) =>
    tag.parts === 2 && tag.version.major >= 10 && tag.version.minor >= 10 && tag.version.minor <= 12
      ? { ...tag, scheme: 'calendar' }
      : tag,
  );
}

/**
 * semver calls `7.0.8-68` a pre-release. Where most tags of a repository end so, that number counts revisions (ImageMagick, packages of
 * distributions).
 */
function withRevisions(tags: readonly ReleaseTag[]): readonly ReleaseTag[] {
  const isRevised = ({ version }: ReleaseTag): boolean =>
    version.prerelease.length === 1 && typeof version.prerelease[0] === 'number';
  if (tags.filter(isRevised).length * 2 <= tags.length) return tags;
  return tags.map((tag) => {
    if (!isRevised(tag)) return tag;
    const { major, minor, patch, prerelease } = tag.version;
    return { ...tag, version: new SemVer(`${major}.${minor}.${patch}`), rest: [...tag.rest, Number(prerelease[0])] };
  });
}

/** By finished releases first: a family of nothing but pre-releases is a trial. */
function isMoreUsed(family: readonly ReleaseTag[], than: readonly ReleaseTag[]): boolean {
  const [ours, theirs] = [finishedIn(family), finishedIn(than)];
  if (ours !== theirs) return ours > theirs;
  return family.length > than.length;
}

function finishedIn(family: readonly ReleaseTag[]): number {
  return family.filter(({ version }) => version.prerelease.length === 0).length;
}

function isWanted({ version }: ReleaseTag, { allowsPre, range }: ReleaseWish): boolean {
  if (!allowsPre && version.prerelease.length > 0) return false;
  return range === null || satisfies(version, range, { includePrerelease: allowsPre });
}

/** By version; of one version the tag that says more, `v4` being one that moves. */
function compareTags(a: ReleaseTag, b: ReleaseTag): number {
  const byVersion = a.version.compare(b.version);
  if (byVersion !== 0) return byVersion;
  for (let index = 0; index < Math.max(a.rest.length, b.rest.length); index += 1) {
    const difference = (a.rest[index] ?? 0) - (b.rest[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.parts - b.parts || (a.name < b.name ? -1 : 1);
}
