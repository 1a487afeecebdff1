import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { atomicWrite } from '../ports/atomic-write.ts';
import { errorCode } from '../ports/read-file.ts';
import { identifySelf, isAlive, type ProcessIdentity, processSchema } from './owner.ts';

const lockSchema = v.strictObject({ owner: processSchema, command: v.nullable(processSchema) });
type Lock = v.InferOutput<typeof lockSchema>;

/** The lock of one folder of the user's state; `busy` names the living process that has it. */
export type Taken =
  | { readonly kind: 'taken'; readonly note: (command: ProcessIdentity) => void; readonly release: () => void }
  | { readonly kind: 'busy'; readonly id: number };

/** Takes the lock, also out of dead hands: the command that a killed pinlock had started counts as its owner while it runs. */
export function takeLock(folder: string): Taken {
  const path = join(folder, 'lock');
  const owner = identifySelf();
  for (;;) {
    const own = `${path}.${randomBytes(8).toString('hex')}`;
    writeFileSync(own, print({ owner, command: null }), { flag: 'wx', mode: 0o600 });
    try {
      // A link appears with its content, so nobody reads half a lock.
      linkSync(own, path);
      return {
        kind: 'taken',
        note: (command) => void atomicWrite(path, Buffer.from(print({ owner, command })), { keep: null }),
        release: () => unlinkSync(path),
      };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    } finally {
      unlinkSync(own);
    }
    const holder = livingHolder(path);
    if (holder !== undefined) return { kind: 'busy', id: holder };
  }
}

/** The id of the living holder; undefined when there is none any more, and then the lock is gone. */
function livingHolder(path: string): number | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const lock = parse(text);
  const living = [lock?.owner, lock?.command].find((one) => one !== undefined && one !== null && isAlive(one));
  if (living !== undefined && living !== null) return living.id;
  // Two may find the same dead one: what was moved aside is put back when it is somebody else's new lock.
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== text) linkSync(aside, path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EEXIST') throw error;
  }
  if (lstatSync(aside, { throwIfNoEntry: false }) !== undefined) unlinkSync(aside);
  return undefined;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function print(lock: Lock): string {
  return `${JSON.stringify(lock)}\n`;
}

function parse(text: string): Lock | undefined {
  try {
    const parsed = v.safeParse(lockSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
