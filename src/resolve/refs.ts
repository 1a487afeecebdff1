import { isCommit } from '../model/pin.ts';
import type { Resolution, UnresolvedReason } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { RemoteRefs } from '../ports/git.ts';
import { fullNames, isRefName } from './ref-name.ts';
import { REF_ORDERS, type RefOrder } from './ref-order.ts';
import { isOlderRelease } from './release.ts';
import { readReleaseTag } from './release-tag.ts';

/** Names asked for in one call; beyond that the whole list is cheaper than the arguments. */
const MOST_NAMES = 300;
/** A glob for `git ls-remote`, whose star stands for slashes as well. */
export const ALL_TAGS = 'refs/tags/*';

/**
 * The names to ask a repository for, so that every source can be read from the one answer; empty means all. HEAD comes along: it is free, and
 * so are all tags, which tell the newest release: git asks for everything and filters what it prints (`ls-remote` sends no prefixes).
 */
export function namesToAsk(sources: readonly Source[]): readonly string[] {
  const names = new Set(['HEAD', ALL_TAGS]);
  for (const { ref } of sources) {
    if (ref === null || !isRefName(ref)) continue;
    for (const name of fullNames(ref, REF_ORDERS.hosted)) names.add(name).add(`${name}^{}`);
  }
  return names.size > MOST_NAMES ? [] : [...names];
}

/**
 * What can be said of a source without asking anybody: a full commit id is its own pin, where the command takes commits at all
 * (`git clone -b` does not). Null: the repository has to be asked.
 */
export function resolveOffline(source: Source, order: RefOrder): Resolution | null {
  const { ref } = source;
  if (ref === null) return null;
  const commit = ref.toLowerCase();
  if (isCommit(commit) && order.includes('commit')) return { kind: 'pinned', source, pin: { commit }, notes: [] };
  if (isRefName(ref)) return null;
  return unresolved(source, 'invalid', `"${ref}" cannot be a branch or a tag; check the spelling of the ref`);
}

/** Reads one source's pin from its repository's refs. */
export function readPin(source: Source, answer: RemoteRefs, order: RefOrder): Resolution {
  const moved =
    answer.movedTo === null ? [] : [`the host has moved the repository to ${answer.movedTo}: name that place instead`];
  if (source.ref === null || source.ref === 'HEAD') return readDefault(source, answer, moved);
  const found = fullNames(source.ref, order).filter((name) => answer.refs.has(name));
  const [ref] = found;
  if (ref === undefined) return notFound(source, source.ref, answer);
  const commit = peeled(answer, ref);
  if (!isCommit(commit)) return unresolved(source, 'invalid', `the repository gave no object id for ${ref}`);
  const standsAt = releaseAt(answer, ref, commit);
  return {
    kind: 'pinned',
    source,
    pin: { ref, commit },
    notes: [...moved, ...ambiguity(answer, found)],
    ...(standsAt === undefined ? {} : { standsAt }),
  };
}

const TAGS = 'refs/tags/';

/**
 * The release whose name begins with the tag's (`v4.1.0` of `v4`) and that has its commit: such a tag is moved with every release. That a
 * longer name stands beside it is not enough: `v2.1` beside `v2.1.1` is a release of its own.
 * https://docs.github.com/actions/how-tos/create-and-publish-actions/manage-custom-actions#using-tags-for-release-management
 */
function releaseAt(answer: RemoteRefs, ref: string, commit: string): string | undefined {
  const parts = ref.startsWith(TAGS) ? readReleaseTag(ref.slice(TAGS.length))?.parts : undefined;
  if (parts === undefined || parts > 2) return undefined;
  const names = [...answer.refs.keys()].filter((name) => name.startsWith(`${ref}.`) && !name.endsWith('^{}'));
  const found = names.filter((name) => peeled(answer, name) === commit).map((name) => name.slice(TAGS.length));
  return found.toSorted((a, b) => (isOlderRelease(a, b) === true ? 1 : -1))[0];
}

function readDefault(source: Source, answer: RemoteRefs, notes: readonly string[]): Resolution {
  const commit = answer.refs.get('HEAD');
  if (commit === undefined) {
    return unresolved(
      source,
      'not-found',
      'the repository has no default branch (it may be empty); name a branch or a tag',
    );
  }
  if (!isCommit(commit)) return unresolved(source, 'invalid', 'the repository gave no object id for HEAD');
  if (answer.head !== null) return { kind: 'pinned', source, pin: { ref: answer.head, commit }, notes };
  return {
    kind: 'pinned',
    source,
    pin: { commit },
    notes: [...notes, 'the repository does not say which branch HEAD is'],
  };
}

/** An annotated tag is an object of its own; `^{}` is the commit that it points to. */
function peeled(answer: RemoteRefs, name: string): string {
  return answer.refs.get(`${name}^{}`) ?? answer.refs.get(name) ?? '';
}

function ambiguity(answer: RemoteRefs, found: readonly string[]): readonly string[] {
  const [first, ...others] = found;
  if (first === undefined) return [];
  return others.map(
    (other) =>
      `${other} (${peeled(answer, other)}) has the same name; ${first} was taken, write the full name to choose`,
  );
}

function notFound(source: Source, ref: string, answer: RemoteRefs): Resolution {
  const what = ref.startsWith('refs/') ? `no ${ref}` : `no branch and no tag "${ref}"`;
  const hint = answer.head === null ? '' : ` (its default branch is ${answer.head.replace(/^refs\/heads\//, '')})`;
  return unresolved(
    source,
    'not-found',
    `the repository has ${what}${hint}; check the spelling, or whether it was deleted`,
  );
}

export function unresolved(source: Source, reason: UnresolvedReason, what: string): Resolution {
  return { kind: 'unresolved', source, reason, message: `${source.key}: ${what}` };
}
