import SemVer from 'semver/classes/semver.js';
import { isCommit } from '../model/pin.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { RemoteRefs } from '../ports/git.ts';
import { REF_ORDERS } from './ref-order.ts';
import { readPin, unresolved } from './refs.ts';

/** A tag of a module, without what stands before its version. */
type ModuleTag = { readonly ref: string; readonly version: SemVer };

const QUERY = /^(?:(.+)\/)?(latest|upgrade|v\d+(?:\.\d+)?)$/;
const MAJOR = /^v(\d+)$/;

/** True for a ref that only Go's rules can answer: the newest version of a module, or of a line of its versions. */
export function isGoQuery(ref: string | null): boolean {
  return ref !== null && QUERY.test(ref);
}

/**
 * Reads a version query as Go does (https://go.dev/ref/mod#version-queries): the newest release among the module's tags, else its newest
 * pre-release, else (at the top of a repository) the default branch. What is no query is a branch, a tag or a commit.
 */
export function readGoVersion(source: Source, answer: RemoteRefs): Resolution {
  const [, path = '', query = ''] = QUERY.exec(source.ref ?? '') ?? [];
  if (query === '') return readPin(source, answer, REF_ORDERS.hosted);
  const folders = path === '' ? [] : path.split('/');
  const major = MAJOR.exec(folders.at(-1) ?? '')?.[1];
  const folder = (major === undefined ? folders : folders.slice(0, -1)).map((name) => `${name}/`).join('');
  const tags = moduleTags(answer, folder).filter(({ version }) => isOfLine(version, query));
  const [newest] = preferReleases(ofMajor(tags, major)).sort((a, b) => b.version.compare(a.version));
  if (newest === undefined) return withoutTags(source, answer, path, query);
  const commit = answer.refs.get(`${newest.ref}^{}`) ?? answer.refs.get(newest.ref) ?? '';
  if (!isCommit(commit)) return unresolved(source, 'invalid', `the repository gave no object id for ${newest.ref}`);
  const pin = { ref: newest.ref, commit, by: 'release' as const };
  return { kind: 'pinned', source, pin, notes: [], newestRelease: newest.ref.slice('refs/tags/'.length) };
}

function moduleTags({ refs }: RemoteRefs, folder: string): readonly ModuleTag[] {
  const prefix = `refs/tags/${folder}`;
  const tags: ModuleTag[] = [];
  for (const ref of refs.keys()) {
    if (!ref.startsWith(prefix) || ref.endsWith('^{}')) continue;
    const name = ref.slice(prefix.length);
    // Go reads nothing but `v1.2.3`, in its full form and without build metadata.
    if (!/^v\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(name)) continue;
    const version = toVersion(name.slice(1));
    if (version !== undefined) tags.push({ ref, version });
  }
  return tags;
}

function toVersion(text: string): SemVer | undefined {
  try {
    return new SemVer(text);
  } catch {
    return undefined; // numbers beyond what semver counts, or with zeros before them
  }
}

function isOfLine(version: SemVer, query: string): boolean {
  const [major, minor] = query.startsWith('v') ? query.slice(1).split('.').map(Number) : [];
  return (major === undefined || version.major === major) && (minor === undefined || version.minor === minor);
}

/** A path without `v2` holds versions 0 and 1; later ones only where it has no others. */
function ofMajor(tags: readonly ModuleTag[], major: string | undefined): readonly ModuleTag[] {
  if (major !== undefined) return tags.filter(({ version }) => version.major === Number(major));
  const first = tags.filter(({ version }) => version.major < 2);
  return first.length > 0 ? first : tags;
}

function preferReleases(tags: readonly ModuleTag[]): ModuleTag[] {
  const releases = tags.filter(({ version }) => version.prerelease.length === 0);
  return [...(releases.length > 0 ? releases : tags)];
}

function withoutTags(source: Source, answer: RemoteRefs, path: string, query: string): Resolution {
  if (path !== '') return unresolved(source, 'not-found', `no tag ${path}/v... names a version of a module there`);
  if (query.startsWith('v')) return unresolved(source, 'not-found', `no version ${query}.* among the module's tags`);
  const branch = readPin({ ...source, ref: null }, answer, REF_ORDERS.hosted);
  if (branch.kind === 'unresolved') return { ...branch, source };
  const note =
    'the module has no version among its tags: the newest commit of the default branch was taken, as Go does';
  return { ...branch, source, notes: [...branch.notes, note] };
}
