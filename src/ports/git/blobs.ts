import { BOUNDS } from '../../model/bounds.ts';
import { runProcess } from '../process.ts';
import { type Environment, localEnvironment } from './environment.ts';
import { LOCAL_SETTINGS } from './local.ts';

/** The bytes of a blob, or why there are none: larger than is read, or not in this clone (a partial one). */
export type Blob =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'absent' };

/** Blobs by object id, or why git gave none. */
export type Blobs = { readonly kind: 'blobs'; readonly blobs: ReadonlyMap<string, Blob> } | BlobsFailed;
type BlobsFailed = { readonly kind: 'failed'; readonly message: string };

const DEADLINE = 120_000;
/** Bytes of all blobs of one call together. */
const MOST_BYTES = 1024 * 1024 * 1024;
const CHECKED = /^([0-9a-f]+) blob (\d+)$/;
const LINE_FEED = 0x0a;

/**
 * Reads blobs by id (40 or 64 hex digits) in the repository of somebody's work tree, by two calls of git whatever their number: sizes, then
 * what is small enough. Nothing is checked out, no filter runs, no connection is opened.
 */
export async function readBlobs(caller: Environment, folder: string, ids: readonly string[]): Promise<Blobs> {
  const blobs = new Map<string, Blob>(ids.map((id) => [id, { kind: 'absent' }]));
  if (blobs.size === 0) return { kind: 'blobs', blobs };
  const checked = await runBatch(caller, folder, '--batch-check', [...blobs.keys()], MOST_BYTES);
  if (Buffer.isBuffer(checked) === false) return checked;
  const wanted: string[] = [];
  let total = 0;
  for (const line of checked.toString('latin1').split('\n')) {
    const [, id, digits] = CHECKED.exec(line) ?? [];
    if (id === undefined) continue;
    const size = Number(digits);
    if (size > BOUNDS.fileBytes) {
      blobs.set(id, { kind: 'too-large', size });
      continue;
    }
    wanted.push(id);
    total += size;
  }
  if (total > MOST_BYTES) return { kind: 'failed', message: `its build files are larger than ${MOST_BYTES} bytes` };
  if (wanted.length === 0) return { kind: 'blobs', blobs };
  // A line of some 60 characters stands before each blob, a line feed behind it.
  const printed = await runBatch(caller, folder, '--batch', wanted, total + wanted.length * 128);
  if (Buffer.isBuffer(printed) === false) return printed;
  return splitBlobs(printed, wanted, blobs);
}

async function runBatch(
  caller: Environment,
  folder: string,
  batch: '--batch' | '--batch-check',
  ids: readonly string[],
  byteLimit: number,
): Promise<Buffer | BlobsFailed> {
  const result = await runProcess({
    program: 'git',
    args: [...LOCAL_SETTINGS.flatMap((setting) => ['-c', setting]), '--no-pager', 'cat-file', batch],
    cwd: folder,
    // What the commit holds is what is read: `git replace` has no say.
    env: { ...localEnvironment(caller), GIT_NO_REPLACE_OBJECTS: '1' },
    deadline: DEADLINE,
    byteLimit,
    input: ids.map((id) => `${id}\n`).join(''),
  });
  switch (result.kind) {
    case 'not-started':
      return { kind: 'failed', message: `git could not be started (${result.message})` };
    case 'stopped':
      return { kind: 'failed', message: `git was stopped (${result.why})` };
    case 'exited':
      if (result.code === 0) return result.bytes;
      return { kind: 'failed', message: result.stderr.trim().split('\n')[0] ?? '' };
    default:
      return result satisfies never;
  }
}

function splitBlobs(printed: Buffer, ids: readonly string[], blobs: Map<string, Blob>): Blobs {
  let at = 0;
  for (const id of ids) {
    const lineEnd = printed.indexOf(LINE_FEED, at);
    const [, shown, size] = CHECKED.exec(printed.toString('latin1', at, Math.max(lineEnd, at))) ?? [];
    if (shown !== id) return { kind: 'failed', message: `git did not print ${id}` };
    const start = lineEnd + 1;
    const end = start + Number(size);
    blobs.set(id, { kind: 'bytes', bytes: printed.subarray(start, end) });
    at = end + 1;
  }
  return { kind: 'blobs', blobs };
}
