import type { VerifyAct } from '../model/act.ts';
import { both, type Guard, heldUnder } from '../model/guard.ts';
import type { GuardedPieces, Invocation, Stream } from '../model/invocation.ts';
import { type Path, resolvePath } from '../model/path.ts';
import { folderOf, joinPath } from '../model/tree-path.ts';
import { flatten, HOLE, joinPieces, type Pieces, slicePieces, WORKING_FOLDER, writtenText } from '../model/value.ts';
import type { Content, Entry } from './entry.ts';
import { findMatching, findUpwards } from './files.ts';
import { contentsAt, contentsOfInput, patternOf } from './streams.ts';
import { split, type World } from './world.ts';

/** What a checksum list may be: texts that the tree says, and downloads whose text nobody knows, with the words that chose lines of them. */
export type List = {
  readonly texts: readonly GuardedPieces[];
  readonly remotes: readonly Content[];
  readonly chosenBy: readonly Pieces[];
};

/** The list that a command reads from a file or its standard input. */
export function listOf(
  world: World,
  list: Path | 'stdin',
  { invocation, guard }: Pick<VerifyAct, 'invocation' | 'guard'>,
): List {
  return list === 'stdin' ? listOnInput(world, invocation.stdin, guard) : listAt(world, list, guard);
}

/** The list that `sha256sum -c` reads from a file. */
function listAt(world: World, path: Path, guard: Guard): List {
  return { texts: textsAt(world, path, guard), remotes: contentsAt(world, path, guard), chosenBy: [] };
}

/** The list that it reads from standard input: known text, a file, or what `grep` chose from either. */
function listOnInput(world: World, stdin: Stream | null, guard: Guard): List {
  if (stdin === null) return { texts: [], remotes: [], chosenBy: [] };
  if (stdin.kind === 'file') return listAt(world, stdin.path, guard);
  if (stdin.kind === 'text') return { texts: meet(stdin.value, guard), remotes: [], chosenBy: [] };
  const producers = stdin.producers.flatMap((id) => world.invocations.get(id) ?? []);
  return {
    texts: producers.flatMap((producer) => chosenTexts(world, producer, guard)),
    remotes: contentsOfInput(world, stdin, guard),
    chosenBy: producers.flatMap((producer) =>
      producer.variants.flatMap(({ words }) => words.map(({ pieces }) => pieces)),
    ),
  };
}

/** Known texts of a path: written by a command, or a file of the scanned tree. */
function textsAt(world: World, path: Path, guard: Guard): readonly GuardedPieces[] {
  const entries = findMatching(world.files, path).flatMap(({ folder }) => heldUnder(folder.entries, guard));
  if (entries.length > 0) return entries.flatMap((entry) => textOf(world, entry) ?? []);
  for (const { folder, depth } of findUpwards(world.files, split(world, path))) {
    const own = heldUnder(folder.entries, guard).find((entry) => entry.kind === 'own');
    if (own === undefined) continue;
    const rest = split(world, path).slice(depth).join('/');
    return treeText(world, joinPath(own.treePath, rest), own.guard);
  }
  return ownTexts(world, path, guard);
}

function textOf(world: World, entry: Entry): GuardedPieces | undefined {
  if (entry.kind === 'own') return treeText(world, entry.treePath, entry.guard)[0];
  if (entry.kind !== 'text' || entry.text === null) return undefined;
  const { guard, text, overridable } = entry;
  return overridable === undefined ? { guard, pieces: text } : { guard, pieces: text, overridable };
}

/** A path in the folder where a script runs, which stands for the tree: beside the script, or from the root. */
function ownTexts(world: World, path: Path, guard: Guard): readonly GuardedPieces[] {
  const [first] = path.pieces;
  if (first?.kind !== 'hole' || first.id !== WORKING_FOLDER) return [];
  const name = flatten(slicePieces(path.pieces, 2, Number.MAX_SAFE_INTEGER));
  if (name === '' || name.includes(HOLE)) return [];
  const folder = folderOf(first.at.file);
  const beside = treeText(world, joinPath(folder, name), guard);
  return beside.length > 0 || folder === '' ? beside : treeText(world, name, guard);
}

function treeText(world: World, treePath: string, guard: Guard): readonly GuardedPieces[] {
  const text = world.readTree(treePath);
  if (text === undefined) return [];
  return [{ guard, pieces: [writtenText(treePath, text, 0, text.length)] }];
}

/** `grep name SUMS | sha256sum -c`: the lines of a known list in which the literal text that grep was given stands. */
function chosenTexts(world: World, producer: Invocation, guard: Guard): readonly GuardedPieces[] {
  const result: GuardedPieces[] = [];
  for (const { words, guard: chosen } of producer.variants) {
    const pattern = patternOf(producer, words);
    const sought = pattern === undefined ? '' : literalOf(flatten(pattern.pieces));
    if (sought.length < MIN_SOUGHT) continue;
    for (const { pieces } of words.slice(1)) {
      if (pieces === pattern?.pieces) continue;
      for (const folder of producer.cwd) {
        const met = both(guard, chosen);
        const here = met === undefined ? undefined : both(met, folder.guard);
        if (here === undefined) continue;
        for (const text of textsAt(world, resolvePath(folder.path, pieces), here)) {
          result.push({ guard: text.guard, pieces: linesWith(text.pieces, sought) });
        }
      }
    }
  }
  return result;
}

/** Shorter patterns choose nothing in particular. */
const MIN_SOUGHT = 4;

/** A pattern that is one literal between anchors; empty for a real pattern. */
function literalOf(pattern: string): string {
  const bare = pattern
    .replace(/^[\^ ]+/, '')
    .replace(/[ $]+$/, '')
    .replaceAll('\\.', '.')
    .replaceAll('\\', '');
  return /[*+?[\](){}|^$\uFFFC]/.test(bare) ? '' : bare;
}

function linesWith(list: Pieces, sought: string): Pieces {
  const text = flatten(list);
  const parts: Pieces[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    if (text.slice(start, end).includes(sought)) parts.push(slicePieces(list, start, end));
    start = end;
  }
  return joinPieces(...parts);
}

function meet(texts: readonly GuardedPieces[], guard: Guard): readonly GuardedPieces[] {
  return texts.flatMap(({ guard: part, pieces, overridable }) => {
    const met = both(part, guard);
    if (met === undefined) return [];
    return [overridable === undefined ? { guard: met, pieces } : { guard: met, pieces, overridable }];
  });
}
