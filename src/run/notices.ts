import type { Config } from '../config.ts';
import type { Pin } from '../model/pin.ts';
import type { Notice } from '../model/report.ts';
import { CONFIG_NAME, type IgnoreRule } from '../model/settings.ts';
import type { SourceKey } from '../model/source.ts';
import { describePin } from '../reports/describe-pin.ts';
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

/**
 * Sources that a lockfile did not have before, the hosts that come with them, and pins of known sources that are others now. They count: somebody
 * has to look at them, since nothing tells whether the identity that somebody wrote there belongs to the source.
 */
export function noticesOfLockfiles(
  now: readonly LockedFolder[],
  before: readonly LockedFolder[],
  revision: string,
): readonly Notice[] {
  const knownHosts = new Set(before.flatMap((folder) => keysOf(folder).map(hostOf)));
  return now.flatMap((folder) => {
    const known = new Map(before.filter(({ label }) => label === folder.label).flatMap(pinsOf));
    const keys = keysOf(folder).filter((key) => !known.has(key));
    const moved = pinsOf(folder).flatMap(([key, pin]) => {
      const old = known.get(key);
      return old === undefined ? [] : movesOf(key, old, pin);
    });
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
      ...moved.map((message): Notice => ({ kind: 'pin', path: folder.label, message })),
    ];
  });
}

function keysOf(folder: LockedFolder): readonly SourceKey[] {
  return pinsOf(folder).map(([key]) => key);
}

function pinsOf({ state }: LockedFolder): readonly (readonly [SourceKey, Pin])[] {
  return state.kind === 'read' ? [...state.lockfile.sources] : [];
}

/** What a pin is now and was, apart from the files that hold it. */
function movesOf(key: SourceKey, old: Pin, now: Pin): readonly string[] {
  const { applied: _before, ...was } = old;
  const { applied: _now, ...is } = now;
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const [from, to] = [describePin(old), describePin(now)];
  return [`other pin of ${key}: ${from === to ? `${to}, with other notes` : `${to}, was ${from}`}`];
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
