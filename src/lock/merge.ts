import type { GitPin, Lockfile, Pin } from '../model/pin.ts';
import type { Resolution } from '../model/resolution.ts';
import type { SourceKey } from '../model/source.ts';
import { LOCKFILE_VERSION } from './parse.ts';
import { printPin } from './print.ts';

export type MergeOptions = {
  /** True only when the whole root was read without problems: unused pins go then. */
  readonly isComplete: boolean;
  /** True for a present pin that a new resolution replaces (`update`); `resolve` moves none. */
  readonly mayMove?: (key: SourceKey, pin: Pin) => boolean;
};

/** The merged lockfile, and what became of each source: keys in the order of the lockfile or the resolutions. */
export type MergeResult = {
  readonly lockfile: Lockfile;
  readonly added: readonly SourceKey[];
  readonly kept: readonly SourceKey[];
  /** Kept pins of one commit that got the hash of an archive in addition. */
  readonly completed: readonly SourceKey[];
  readonly moved: readonly { readonly key: SourceKey; readonly from: Pin; readonly to: Pin }[];
  readonly dropped: readonly SourceKey[];
};

/**
 * Present pins stay, missing ones are added, unused ones go when the reading was complete. A source that was not resolved keeps the pin it
 * has. A pin that moves keeps `applied`: those files still hold the old identity and are the ones to be written next.
 */
export function mergeLockfile(
  existing: Lockfile | undefined,
  resolutions: readonly Resolution[],
  isInUse: (key: SourceKey, pin: Pin) => boolean,
  options: MergeOptions,
): MergeResult {
  const sources = new Map<SourceKey, Pin>();
  const kept: SourceKey[] = [];
  const dropped: SourceKey[] = [];
  const completed: SourceKey[] = [];
  const resolved = new Map<SourceKey, Pin>();
  for (const resolution of resolutions) {
    if (resolution.kind === 'pinned') resolved.set(resolution.source.key, resolution.pin);
  }
  const moved: { readonly key: SourceKey; readonly from: Pin; readonly to: Pin }[] = [];
  for (const [key, pin] of existing?.sources ?? []) {
    if (options.isComplete && !resolved.has(key) && !isInUse(key, pin)) {
      dropped.push(key);
      continue;
    }
    const next =
      options.mayMove?.(key, pin) === true
        ? withApplied(withArchives(resolved.get(key) ?? pin, pin), pin)
        : withArchives(pin, resolved.get(key));
    if (printPin(next) === printPin(pin)) kept.push(key);
    else if (isCompleted(next, pin)) completed.push(key);
    else moved.push({ key, from: pin, to: next });
    sources.set(key, next);
  }
  const added: SourceKey[] = [];
  for (const [key, pin] of resolved) {
    if (sources.has(key)) continue;
    sources.set(key, pin);
    added.push(key);
  }
  return { lockfile: { lockfileVersion: LOCKFILE_VERSION, sources }, added, kept, completed, moved, dropped };
}

function withApplied(pin: Pin, old: Pin): Pin {
  return pin.applied !== undefined || old.applied === undefined ? pin : { ...pin, applied: old.applied };
}

/** What the content of a commit hashes to does not move with anything, so that a present pin takes what it lacks. */
function withArchives(pin: Pin, found: Pin | undefined): Pin {
  if (found === undefined || !('commit' in pin) || !('commit' in found)) return pin;
  if (found.archives === undefined || found.commit !== pin.commit) return pin;
  return { ...pin, archives: { ...found.archives, ...pin.archives } };
}

/** The same pin with hashes that it did not have: nothing moved. */
function isCompleted(next: Pin, old: Pin): boolean {
  if (!('commit' in next) || !('commit' in old)) return false;
  return (
    printPin({ ...next, archives: old.archives ?? {} }) === printPin({ ...old, archives: old.archives ?? {} }) &&
    isKept(next, old)
  );
}

function isKept({ archives = {} }: GitPin, old: GitPin): boolean {
  return Object.entries(old.archives ?? {}).every(([format, hash]) => archives[format] === hash);
}
