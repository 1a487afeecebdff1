import { readFileSync } from 'node:fs';
import { kill, pid } from 'node:process';
import * as v from 'valibot';
import { errorCode } from '../ports/read-file.ts';

/** A process as it is known again: ids come back, so where the system tells it the start and the boot belong to it. */
export const processSchema = v.strictObject({ id: v.pipe(v.number(), v.integer(), v.minValue(1)), start: v.string() });
export type ProcessIdentity = v.InferOutput<typeof processSchema>;

export function identifyProcess(id: number): ProcessIdentity {
  return { id, start: startOf(id) };
}

export function identifySelf(): ProcessIdentity {
  return identifyProcess(pid);
}

export function isAlive({ id, start }: ProcessIdentity): boolean {
  try {
    kill(id, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (errorCode(error) !== 'EPERM') return false;
  }
  const now = startOf(id);
  return start === '' || now === '' || now === start;
}

/** proc(5): the 22nd field of stat, counted behind the name, which may hold anything. Empty where there is no /proc. */
function startOf(id: number): string {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    // A zombie runs no more.
    if (fields[0] === 'Z') return 'ended';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}
