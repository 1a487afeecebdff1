import type { Dependent } from '../model/fetch.ts';
import { both, type Guard, isCompatible } from '../model/guard.ts';
import type { Invocation } from '../model/invocation.ts';
import { isAbsolute, type Path } from '../model/path.ts';
import { flatten, HOLE, type Pieces, pieceKey, slicePieces } from '../model/value.ts';
import type { Content, Subject } from './entry.ts';
import { type Folder, matchPattern } from './files.ts';
import { patternOf } from './streams.ts';
import type { NamedTree, TreeReach } from './tree-uses.ts';
import { split, type World } from './world.ts';

/** What the words of an invocation lead to: files that came in, under the choices in which they name them, and work trees that they, or its folder, lie in. */
export type WordReading = { readonly named: readonly Content[]; readonly trees: readonly NamedTree[] };

const NOTHING: WordReading = { named: [], trees: [] };

/**
 * Reads the words of an invocation as paths: which entries they name, which work trees they lead into as far as `reach` says, and, noted
 * on their subjects, which slices spell a name that the host gave. Every command passes here, so nothing is built for words that lead
 * nowhere.
 */
export function readWords(world: World, invocation: Invocation, reach: TreeReach): WordReading {
  if (world.files.size === 0) return NOTHING;
  const named: Content[] = [];
  const trees: NamedTree[] = [];
  for (const { guard, path } of invocation.cwd) {
    const trail = walkFolder(world, path, guard, invocation);
    const isInTree = reach !== 'none' && trail.some(isTree);
    for (const variant of invocation.variants) {
      const met = both(variant.guard, guard);
      if (met === undefined) continue;
      if (isInTree && reach === 'folder') nameTrees(trail, met, trees);
      const pattern = patternOf(invocation, variant.words);
      for (const word of variant.words) {
        if (word === pattern) continue;
        for (const start of pathStarts(word.pieces)) {
          const stack = walkWord(world, trail, word.pieces, start, met, invocation, named);
          // In a work tree every word would lead into it; one with a slash means to.
          if (reach !== 'none' && (!isInTree || isPath(word.pieces))) nameTrees(stack, met, trees);
        }
      }
    }
  }
  return { named, trees };
}

/** The nearest work tree upwards from where a path ends. */
function nameTrees(stack: readonly (Folder | undefined)[], guard: Guard, trees: NamedTree[]): void {
  const folder = stack.findLast(isTree);
  for (const entry of folder?.entries ?? []) {
    const met = entry.kind === 'repository' ? both(entry.guard, guard) : undefined;
    if (entry.kind === 'repository' && met !== undefined) trees.push({ repository: entry.repository, guard: met });
  }
}

/** A relative path that is written as one; an address is none. */
function isPath(pieces: Pieces): boolean {
  const text = flatten(pieces);
  return text.includes('/') && !text.includes('://');
}

function isTree(folder: Folder | undefined): boolean {
  return folder?.entries.some(({ kind }) => kind === 'repository') ?? false;
}

/** The nodes from the root to a folder; undefined where there is none. A host's name in it was spelled by whoever went there. */
function walkFolder(world: World, path: Path, guard: Guard, invocation: Invocation): readonly (Folder | undefined)[] {
  const trail: (Folder | undefined)[] = [world.files.root];
  let folder: Folder | undefined = world.files.root;
  for (const [index, component] of split(world, path).entries()) {
    folder = folder?.children.get(component);
    trail.push(folder);
    if (folder !== undefined && folder.entries.length > 0) noteFolderName(folder, path, index, guard, invocation);
  }
  return trail;
}

function noteFolderName(folder: Folder, path: Path, index: number, guard: Guard, invocation: Invocation): void {
  if (!folder.entries.some((entry) => entry.isNamed)) return;
  const name = componentOf(path, index);
  if (name !== undefined) noteNames(folder, name, guard, invocation);
}

/** Places in a word where a path may begin: its start, behind `=` (`--directory=x`, `VAR=x`), behind a glued option (`-Cx`). */
function pathStarts(pieces: Pieces): readonly number[] {
  const first = pieces[0];
  if (first === undefined) return [];
  const text = flatten(pieces);
  const equals = text.indexOf('=');
  if (!text.startsWith('-')) return equals < 0 ? [0] : [0, equals + 1];
  if (equals >= 0) return [equals + 1];
  return text.length > 2 && text[1] !== '-' ? [2] : [];
}

/** Follows a word from folder to folder; what it passed is handed back. */
function walkWord(
  world: World,
  trail: readonly (Folder | undefined)[],
  pieces: Pieces,
  from: number,
  guard: Guard,
  invocation: Invocation,
  found: Content[],
): readonly (Folder | undefined)[] {
  const text = flatten(pieces);
  const root = world.files.root;
  const stack: (Folder | undefined)[] = isAbsolute(from === 0 ? pieces : slicePieces(pieces, from, from + 1))
    ? [root]
    : [...trail];
  if (text[from] === '/') stack.push(root.children.get('/'));
  let start = from;
  while (start <= text.length) {
    const slash = text.indexOf('/', start);
    const end = slash < 0 ? text.length : slash;
    if (end > start) {
      const name = text.slice(start, end);
      if (name === '..') stack.pop();
      else if (name !== '.') {
        const parent = stack.at(-1);
        const hasHole = name.includes(HOLE);
        const component = () => slicePieces(pieces, start, end);
        const folder = hasChildren(parent) ? parent.children.get(hasHole ? pieceKey(component()) : name) : undefined;
        stack.push(folder);
        if (folder !== undefined && folder.entries.length > 0) noteNames(folder, component(), guard, invocation);
        if (folder === undefined) {
          if (hasChildren(parent) && end === text.length && hasHole)
            for (const match of matchPattern(parent, component())) nameFiles(match.folder, guard, found);
          // Nothing lies below what is not there.
          if (!text.includes('..', end)) return stack;
        }
      }
    }
    start = end + 1;
  }
  const last = stack.at(-1);
  if (last !== undefined && last !== root && stack.length > 1) nameFiles(last, guard, found);
  return stack;
}

function hasChildren(folder: Folder | undefined): folder is Folder {
  return folder !== undefined && folder.children.size > 0;
}

function nameFiles(folder: Folder, guard: Guard, found: Content[]): void {
  for (const entry of folder.entries) {
    if (entry.kind !== 'file') continue;
    const met = both(entry.guard, guard);
    const { subject, isDerived, since } = entry;
    if (met !== undefined) found.push({ guard: met, subject, isDerived, since });
  }
}

function noteNames(folder: Folder, word: Pieces, guard: Guard, invocation: Invocation): void {
  for (const entry of folder.entries) {
    if (!entry.isNamed || !isCompatible(entry.guard, guard)) continue;
    switch (entry.kind) {
      case 'file':
        if (!entry.isDerived) noteDependent(entry.subject, 'archive-file', word, invocation);
        break;
      case 'tree':
        noteDependent(entry.subject, 'archive-folder', word, invocation);
        break;
      case 'repository':
        for (const { subject } of entry.repository.outcomes) {
          if (subject !== null) noteDependent(subject, 'clone-folder', word, invocation);
        }
        break;
      case 'text':
      case 'own':
        break;
      default:
        entry satisfies never;
    }
  }
}

function noteDependent(subject: Subject, kind: Dependent['kind'], word: Pieces, invocation: Invocation): void {
  const key = word.map(({ at }) => `${at.file}:${at.start}-${at.end}`).join();
  if (invocation.id === subject.act.invocation.id || subject.dependents.has(key)) return;
  subject.dependents.set(key, { kind, word, invocation });
}

/** The pieces of one component of a path (`/` counts as the first of a path that begins there). */
function componentOf({ pieces }: Path, index: number): Pieces | undefined {
  const text = flatten(pieces);
  const names = text.startsWith('/') ? index - 1 : index;
  if (names < 0) return undefined;
  let start = text.startsWith('/') ? 1 : 0;
  for (let skipped = 0; skipped < names; skipped++) {
    const slash = text.indexOf('/', start);
    if (slash < 0) return undefined;
    start = slash + 1;
  }
  const slash = text.indexOf('/', start);
  return slicePieces(pieces, start, slash < 0 ? text.length : slash);
}
