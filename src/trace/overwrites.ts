import { ALWAYS, both } from '../model/guard.ts';
import { basename, resolvePath } from '../model/path.ts';
import { lastName } from '../model/tree-path.ts';
import { flatten, knownText, slicePieces, type Word } from '../model/value.ts';
import type { Machine } from './machine.ts';
import { type GuardedPath, pathsOf } from './redirections.ts';
import type { Running } from './run-command.ts';

/**
 * Programs that put other text into files than was known of them. What a copy or a move puts there is known where its source is; of all else
 * only that the old text is gone. Which words are files is judged loosely: forgetting too much makes a value unknown, never wrong.
 */
const CHANGES: Readonly<Record<string, 'operands' | 'last' | 'transfer'>> = {
  wget: 'operands',
  curl: 'operands',
  aria2c: 'operands',
  sed: 'operands',
  perl: 'operands',
  patch: 'operands',
  dd: 'operands',
  truncate: 'operands',
  ln: 'last',
  rsync: 'last',
  scp: 'last',
  cp: 'transfer',
  mv: 'transfer',
  install: 'transfer',
};

/** What they write comes from elsewhere, wherever it is put. */
const DOWNLOADING: ReadonlySet<string> = new Set(['wget', 'curl', 'aria2c']);

export function forgetChanged(machine: Machine, running: Running, name: string): void {
  const change = CHANGES[lastName(name)];
  if (change === undefined) return;
  for (const variant of running.variants) {
    const guard = both(machine.guard, variant.guard);
    if (guard === undefined) continue;
    const words = variant.words.slice(1);
    if ((name === 'sed' || name === 'perl') && !words.some((word) => /^-\w*i|^--in-place/.test(flatten(word.pieces))))
      continue;
    const operands = words.filter((word) => !flatten(word.pieces).startsWith('-'));
    if (change === 'transfer') transfer(machine, operands, guard);
    else
      for (const word of change === 'last' ? operands.slice(-1) : words)
        forget(machine, word, guard, DOWNLOADING.has(lastName(name)));
  }
}

/** `-O REV`, `-oREV`, `--output=REV`, `of=REV` and the name that an address ends in. */
function forget(machine: Machine, word: Word, guard: GuardedPath['guard'], isDownloaded: boolean): void {
  const text = flatten(word.pieces);
  const start = /^(?:--[\w-]+=|-\w|of=)?/.exec(text)?.[0].length ?? 0;
  const from = text.includes('://') ? text.lastIndexOf('/') + 1 : start;
  for (const begin of new Set([0, from])) {
    if (begin >= text.length) continue;
    for (const { guard: here, path } of pathsOf(machine, [
      { guard: ALWAYS, pieces: slicePieces(word.pieces, begin, text.length) },
    ])) {
      const met = both(guard, here);
      if (met !== undefined && (isDownloaded || machine.files.mayHold(path))) machine.files.write(path, null, met);
    }
  }
}

function transfer(machine: Machine, operands: readonly Word[], guard: GuardedPath['guard']): void {
  const [target] = operands.slice(-1).flatMap((word) => pathsOf(machine, [{ guard: ALWAYS, pieces: word.pieces }]));
  if (target === undefined || operands.length < 2) return;
  for (const operand of operands.slice(0, -1)) {
    const [source] = pathsOf(machine, [{ guard: ALWAYS, pieces: operand.pieces }]);
    if (source === undefined) continue;
    if (knownText(operand.pieces) === undefined) {
      transferAll(machine, operand, target.path);
      continue;
    }
    const text = machine.files.text(source.path, machine.guard);
    const treePath = machine.files.treePaths(source.path).find((path) => machine.ports.tree.kind(path) === 'file');
    for (const path of [target.path, resolvePath(target.path, basename(source.path))]) {
      if (text !== undefined) machine.files.write(path, text, guard);
      else if (treePath !== undefined && (guard.size === 0 || !machine.files.mayHold(path)))
        machine.files.mount(path, treePath);
      else if (machine.files.mayHold(path)) machine.files.write(path, null, guard);
    }
  }
}

/** `cp tools/* /usr/local/bin/`: what lies in the folder lies there as well. */
function transferAll(machine: Machine, { pieces }: Word, target: GuardedPath['path']): void {
  const last = pieces.at(-1);
  const slash = flatten(pieces).lastIndexOf('/') + 1;
  if (last?.kind !== 'hole' || last.why !== 'pattern' || flatten(pieces).length !== slash + 1) return;
  const [folder] = pathsOf(machine, [{ guard: ALWAYS, pieces: slicePieces(pieces, 0, slash) }]);
  if (folder === undefined || machine.files.mayHold(target)) return;
  const treePath = machine.files.treePaths(folder.path).find((path) => machine.ports.tree.kind(path) === 'folder');
  if (treePath !== undefined) machine.files.mount(target, treePath);
}
