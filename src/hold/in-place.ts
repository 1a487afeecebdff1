import { createHash } from 'node:crypto';
import { accessSync, closeSync, constants, fsyncSync, mkdirSync, openSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../errors.ts';
import { atomicWrite, removeLeftovers } from '../ports/atomic-write.ts';
import type { RealTree } from '../ports/files.ts';
import { createFileReader, errorCode } from '../ports/read-file.ts';
import type { TextChange } from './export-tree.ts';
import { identifyProcess } from './owner.ts';
import { takeLock } from './root-lock.ts';

const journalSchema = v.strictObject({
  version: v.literal(1),
  root: v.string(),
  files: v.array(v.strictObject({ path: v.string(), before: v.string(), written: v.string() })),
});
type Journal = v.InferOutput<typeof journalSchema>;

/** What was put back, and what was left as it is; paths are root-relative. */
export type Restoration = {
  readonly restored: readonly string[];
  readonly left: readonly { readonly path: string; readonly reason: string }[];
  /** False when the system kept a file from being put back: the journal stays for the next try. */
  readonly isOver: boolean;
};

/** Pins that stand in the tree for the time of a build. */
export type InPlace = {
  /** Tells the journal which process the build is: while that lives, nobody restores. */
  readonly note: (id: number) => void;
  /** Puts the texts back where the bytes are still those that were written, and ends it. */
  readonly restore: () => Restoration;
};

/**
 * Writes the changes into the tree, after a journal from which every later pinlock can put the texts back. `folder` is that of the root in
 * the user's state. Throws a UserError, with the tree as it was, when another build has the tree or a file cannot be written.
 */
export function startInPlace(folder: string, tree: RealTree, changes: readonly TextChange[]): InPlace {
  for (const { path } of changes) demandWritable(tree, path);
  makeState(folder);
  const lock = takeLock(folder);
  if (lock.kind === 'busy') {
    throw new UserError(`${tree.root}: another build has the pins in this tree (process ${lock.id})`, {
      hint: 'wait for it, or run without --in-place',
    });
  }
  // The lock of a dead one may have been taken.
  if (!finish(folder, tree).isOver) {
    lock.release();
    throw new UserError(`${tree.root}: an earlier build was killed, and its pins cannot be taken out of the files`, {
      hint: 'pinlock restore says why',
    });
  }
  makeState(folder);
  writeJournal(folder, tree, changes);
  for (const { path, before, after } of changes) {
    const reason = tree.replace(path, before, after);
    if (reason === undefined) continue;
    finish(folder, tree);
    lock.release();
    throw new UserError(`${path}: ${reason}`);
  }
  return {
    note: (id) => lock.note(identifyProcess(id)),
    restore: () => {
      const result = finish(folder, tree);
      lock.release();
      return result;
    },
  };
}

/** What a killed build left is put back. `busy`: the build is still running; null: there is nothing to do. */
export function finishInPlace(folder: string, tree: RealTree): Restoration | { readonly busy: number } | null {
  if (createFileReader().head(join(folder, JOURNAL)) === undefined) return null;
  const lock = takeLock(folder);
  if (lock.kind === 'busy') return { busy: lock.id };
  const result = finish(folder, tree);
  lock.release();
  return result;
}

const JOURNAL = 'journal.json';
const BEFORE = 'before';

/** Only whoever has the lock may call it. */
function finish(folder: string, tree: RealTree): Restoration {
  const restored: string[] = [];
  const left: { path: string; reason: string }[] = [];
  const journal = readJournal(folder);
  if (journal !== undefined && journal.root !== tree.root)
    throw new UserError(`${folder}: the journal is that of another root`);
  const open: Journal['files'] = [];
  for (const file of journal?.files ?? []) {
    const result = restoreFile(folder, tree, file);
    if (result.kind === 'restored') restored.push(file.path);
    else if (result.kind === 'failed') open.push(file);
    if (result.kind === 'failed' || result.kind === 'left') left.push({ path: file.path, reason: result.reason });
  }
  if (journal !== undefined && open.length > 0) {
    // What the system refused today it may allow tomorrow.
    atomicWrite(join(folder, JOURNAL), print({ ...journal, files: open }), { keep: null });
  } else {
    rmSync(join(folder, JOURNAL), { force: true });
    rmSync(join(folder, BEFORE), { recursive: true, force: true });
  }
  return { restored, left, isOver: open.length === 0 };
}

/** `same`: the file had not been changed yet; `left`: it is no more what was written; `failed`: it still is, and cannot be put back now. */
type FileResult =
  | { readonly kind: 'restored' | 'same' }
  | { readonly kind: 'left' | 'failed'; readonly reason: string };

function restoreFile(folder: string, tree: RealTree, file: Journal['files'][number]): FileResult {
  removeLeftovers(dirname(join(tree.root, file.path)));
  const read = tree.open(file.path, 'inside');
  if (read.kind === 'trouble') {
    const kind = read.trouble === 'unreadable' ? 'failed' : 'left';
    return { kind, reason: read.message };
  }
  const now = hashOf(Buffer.from(read.text, read.encoding));
  if (now === file.before) return { kind: 'same' };
  if (now !== file.written) return { kind: 'left', reason: 'was changed since' };
  const before = createFileReader().read(join(folder, BEFORE, file.before));
  if (before.kind === 'trouble' || hashOf(Buffer.from(before.text, before.encoding)) !== file.before)
    return {
      kind: 'left',
      reason: 'has the pins, and the journal has lost its text: take it back from version control',
    };
  const reason = tree.replace(file.path, read.text, before.text);
  return reason === undefined ? { kind: 'restored' } : { kind: 'failed', reason: `has the pins still: ${reason}` };
}

function writeJournal(folder: string, tree: RealTree, changes: readonly TextChange[]): void {
  const files = changes.map(({ path, before, after }) => {
    const read = tree.open(path, 'inside');
    const encoding = read.kind === 'text' ? read.encoding : 'utf8';
    const bytes = Buffer.from(before, encoding);
    const file = { path, before: hashOf(bytes), written: hashOf(Buffer.from(after, encoding)) };
    atomicWrite(join(folder, BEFORE, file.before), bytes, { keep: null });
    return file;
  });
  syncFolder(join(folder, BEFORE));
  const journal: Journal = { version: 1, root: tree.root, files };
  atomicWrite(join(folder, JOURNAL), print(journal), { keep: null });
  syncFolder(folder);
}

function print(journal: Journal): Buffer {
  return Buffer.from(`${JSON.stringify(journal)}\n`);
}

function readJournal(folder: string): Journal | undefined {
  const read = createFileReader().read(join(folder, JOURNAL));
  if (read.kind === 'trouble') return undefined;
  const parsed = v.safeParse(journalSchema, parseJson(read.text));
  if (parsed.success) return parsed.output;
  throw new UserError(`${join(folder, JOURNAL)}: is no journal of this version of pinlock`, {
    hint: 'use the version that wrote it, or take the files back from version control and delete it',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function makeState(folder: string): void {
  try {
    mkdirSync(join(folder, BEFORE), { recursive: true, mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === '') throw error;
    throw new UserError(`${folder}: the journal of --in-place cannot be kept there (${errorCode(error)})`, {
      cause: error,
    });
  }
}

function demandWritable(tree: RealTree, path: string): void {
  try {
    const real = realpathSync.native(join(tree.root, path));
    for (const one of [real, dirname(real)]) accessSync(one, constants.W_OK);
  } catch (error) {
    if (errorCode(error) === '') throw error;
    throw new UserError(`${path}: the tree cannot be written (${errorCode(error)})`, {
      hint: 'run without --in-place: the build then works in a copy',
      cause: error,
    });
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
