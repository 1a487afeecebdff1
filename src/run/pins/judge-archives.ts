import type { GitPin } from '../../model/pin.ts';
import type { ArchiveFault, UnresolvedReason } from '../../model/resolution.ts';

/** `whole`: the pin with what is there now. */
type ArchiveJudgement =
  | { readonly kind: 'changed'; readonly whole: GitPin; readonly message: string }
  | { readonly kind: 'failed'; readonly reason: UnresolvedReason; readonly message: string };
type Archives = Readonly<Record<string, string>>;

/**
 * Compares what the archives of a commit hold now with what the pin says: one that was packed again has other bytes and the same hash. A
 * commit names its content, so another one is another matter; an archive that cannot be had is a failure. Undefined where all is as it was.
 */
export function judgeArchives(from: GitPin, to: GitPin, faults: readonly ArchiveFault[]): ArchiveJudgement | undefined {
  const [pinned, found]: readonly [Archives, Archives] = [from.archives ?? {}, to.archives ?? {}];
  const changed = Object.keys(pinned).find((format) => found[format] !== undefined && found[format] !== pinned[format]);
  if (changed !== undefined) {
    const message = `changed content for the same commit: what the host serves as ${changed} of ${from.commit.slice(0, 12)} is not what was pinned: look what happened there`;
    return { kind: 'changed', whole: { ...to, archives: { ...pinned, ...found } }, message };
  }
  const fault = faults.find(({ format }) => format !== null && pinned[format] !== undefined);
  return fault === undefined ? undefined : { kind: 'failed', reason: fault.reason, message: fault.message };
}
