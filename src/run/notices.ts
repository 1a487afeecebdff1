import type { Config } from '../config.ts';
import type { Notice } from '../model/report.ts';
import { CONFIG_NAME, type IgnoreRule } from '../model/settings.ts';
import type { SourceKey } from '../model/source.ts';
import type { JudgedStanding } from './judge-fetches.ts';
import type { LockedFolder } from './lockfiles.ts';

/** Settings that the tree says and that do not count, because those of `revision` do. */
export function noticesOfConfig(own: Config, counted: Config, revision: string): readonly Notice[] {
  const notice = (kind: Notice['kind'], what: string): Notice => ({
    kind,
    path: CONFIG_NAME,
    message: `${what}; it does not count before it is in ${revision}`,
  });
  const ignores = added(own.ignores, counted.ignores).map((ignore) =>
    notice('ignore', `new ignore of ${named(ignore)}`),
  );
  const excludes = added(own.exclude, counted.exclude).map((glob) => notice('exclude', `new exclude ${glob}`));
  const settings: string[] = [];
  if (own.hold !== counted.hold) settings.push(`hold is ${own.hold ?? 'unset'} now, was ${counted.hold ?? 'unset'}`);
  if (isOther(own.include, counted.include)) settings.push(`include is ${own.include.join(', ') || 'everything'} now`);
  if (isOther(own.policy, counted.policy)) settings.push('policy has other rules now');
  if (isOther([...own.forges], [...counted.forges])) settings.push('forges are others now');
  if (own.baseline !== counted.baseline) settings.push(`baseline is ${own.baseline ?? 'unset'} now`);
  return [...ignores, ...excludes, ...settings.map((what) => notice('setting', what))];
}

/** Ignores that stand in files and do not count. */
export function noticesOfComments(
  fetches: readonly JudgedStanding[],
  isCounted: (fetch: JudgedStanding) => boolean,
  revision: string,
): readonly Notice[] {
  const notices = fetches.flatMap((judged): readonly Notice[] => {
    const { comment, fetch } = judged;
    if (comment === null || isCounted(judged)) return [];
    const message = `new ignore: ${comment.reason}; it does not count before it is in ${revision}`;
    return [{ kind: 'ignore', path: fetch.place.file, line: comment.line, message }];
  });
  return [...new Map(notices.map((notice) => [JSON.stringify(notice), notice])).values()];
}

/** Sources that a lockfile did not have before, and the hosts that come with them. They count: somebody has to look at them. */
export function noticesOfLockfiles(
  now: readonly LockedFolder[],
  before: readonly LockedFolder[],
  revision: string,
): readonly Notice[] {
  const knownHosts = new Set(before.flatMap((folder) => keysOf(folder).map(hostOf)));
  return now.flatMap((folder) => {
    const known = new Set(before.filter(({ label }) => label === folder.label).flatMap(keysOf));
    const keys = keysOf(folder).filter((key) => !known.has(key));
    const hosts = new Set(keys.map(hostOf).filter((host) => !knownHosts.has(host)));
    return [
      ...[...hosts].map(
        (host): Notice => ({
          kind: 'host',
          path: folder.label,
          message: `new host ${host}: no pin was from there in ${revision}`,
        }),
      ),
      ...keys.map((key): Notice => ({ kind: 'source', path: folder.label, message: `new source ${key}` })),
    ];
  });
}

function keysOf({ state }: LockedFolder): readonly SourceKey[] {
  return state.kind === 'read' ? [...state.lockfile.sources.keys()] : [];
}

/** `git+https://example.com/o/r@v1` to `example.com`. */
function hostOf(key: SourceKey): string {
  return URL.canParse(key) ? new URL(key).host : key;
}

function added<Value>(own: readonly Value[], counted: readonly Value[]): readonly Value[] {
  const known = new Set(counted.map((value) => JSON.stringify(value)));
  return own.filter((value) => !known.has(JSON.stringify(value)));
}

function isOther(own: unknown, counted: unknown): boolean {
  return JSON.stringify(own) !== JSON.stringify(counted);
}

function named({ rule, path, source, reason, until }: IgnoreRule): string {
  const parts = Object.entries({ rule, path, source, until }).flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${value}`],
  );
  return `${parts.join(', ')} (${reason})`;
}
