import { parseSourceKey } from '../classify/index.ts';
import { UserError } from '../errors.ts';
import { joinConflict, LOCKFILE_VERSION, LockfileError, parseLockfile } from '../lock/index.ts';
import type { Lockfile } from '../model/pin.ts';

/** How the text of a lockfile is read; `label` is for messages. Throws a LockfileError. */
export type ReadLockfile = (text: string, label: string) => Lockfile;

const PARSE_OPTIONS = { isCanonical: (key: string): boolean => parseSourceKey(key) !== undefined } as const;

/** Strictly: every fault is an error. */
export const readStrictly: ReadLockfile = (text, label) => parseLockfile(text, label, PARSE_OPTIONS);

/** Whose pin is taken where both sides of a merge moved one source; null asks for a choice. */
export type Side = 'ours' | 'theirs' | null;

/** As strictly, but the two sides of a merge are joined; where both moved one source, `side` decides or a UserError asks for it. */
export function readJoining(side: Side): ReadLockfile {
  return (text, label) => {
    try {
      return readStrictly(text, label);
    } catch (error) {
      if (!(error instanceof LockfileError) || error.fault !== 'conflict') throw error;
    }
    const { lockfile, conflicts } = joinConflict(text, label, PARSE_OPTIONS);
    if (conflicts.length > 0 && side === null) {
      throw new UserError(`${label}: both sides of the merge moved ${conflicts.map(({ key }) => key).join(', ')}`, {
        hint: 'take one side for these: pinlock resolve --ours, or pinlock resolve --theirs',
      });
    }
    const sources = new Map(lockfile.sources);
    if (side !== null) for (const conflict of conflicts) sources.set(conflict.key, conflict[side]);
    return { lockfileVersion: LOCKFILE_VERSION, sources };
  };
}
