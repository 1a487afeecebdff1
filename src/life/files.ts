import { ALWAYS, enclosing, type Guard, heldUnder, implies, without } from '../model/guard.ts';
import { basename, type Path } from '../model/path.ts';
import type { Pieces } from '../model/value.ts';
import { type Entry, LIMITS, unknownText } from './entry.ts';

/** A node of the abstract file system, a tree by path components. Entries of one node lie there under guards that exclude each other. */
export type Folder = { readonly children: Map<string, Folder>; entries: readonly Entry[] };

/** A file system; `size` counts entries that were ever put, so that an empty one costs nothing. */
export type Files = { readonly root: Folder; size: number };

/** A found entry with its place below the folder where the search began. */
type Placed = { readonly components: readonly string[]; readonly entries: readonly Entry[] };

export function newFiles(): Files {
  return { root: newFolder(), size: 0 };
}

/** The components of a path's key: `/` first when it begins at the root, else the hole that it begins with. */
export function componentsOf(path: Path): readonly string[] {
  const { key } = path;
  if (key === '/') return ['/'];
  const names = splitKey(key);
  if (names[0] === '') names[0] = '/';
  return names;
}

export function find(files: Files, components: readonly string[]): Folder | undefined {
  let folder: Folder | undefined = files.root;
  for (const component of components) {
    folder = folder.children.get(component);
    if (folder === undefined) return undefined;
  }
  return folder;
}

/** Every folder that exists on the way to a path, the deepest first, with the number of components that lead to it. */
export function findUpwards(files: Files, components: readonly string[]): readonly { folder: Folder; depth: number }[] {
  const result: { folder: Folder; depth: number }[] = [];
  let folder: Folder | undefined = files.root;
  for (const [index, component] of components.entries()) {
    folder = folder.children.get(component);
    if (folder === undefined) break;
    result.push({ folder, depth: index + 1 });
  }
  return result.reverse();
}

/** The nodes that a path may name: itself, or those that its pattern (`librdkafka-*`, `*.tar.gz`) fits. */
export function findMatching(files: Files, path: Path): readonly { name: string; folder: Folder }[] {
  const components = componentsOf(path);
  const name = components.at(-1) ?? '';
  const exact = find(files, components);
  if (exact !== undefined) return [{ name, folder: exact }];
  const last = basename(path);
  if (!last.some((piece) => piece.kind === 'hole' && piece.why === 'pattern')) return [];
  const parent = find(files, components.slice(0, -1));
  return parent === undefined ? [] : matchPattern(parent, last);
}

/** The children of a folder that a component with globs in it fits; a hole that is no glob fits nothing but itself. */
export function matchPattern(parent: Folder, component: Pieces): readonly { name: string; folder: Folder }[] {
  if (component.some((piece) => piece.kind === 'hole' && piece.why !== 'pattern')) return [];
  const result: { name: string; folder: Folder }[] = [];
  for (const [name, folder] of parent.children) {
    if (fits(name, component)) result.push({ name, folder });
  }
  return result;
}

/** Texts in their order, globs between them; like a shell's glob, one at the start leaves hidden names alone. */
function fits(name: string, component: Pieces): boolean {
  if (component[0]?.kind === 'hole' && name.startsWith('.')) return false;
  let offset = 0;
  for (const [index, piece] of component.entries()) {
    if (piece.kind === 'hole') continue;
    const isLast = index === component.length - 1;
    const at = isLast ? name.length - piece.text.length : name.indexOf(piece.text, offset);
    if (at < offset || (index === 0 && at !== 0) || !name.startsWith(piece.text, at)) return false;
    offset = at + piece.text.length;
  }
  return offset === name.length || component.at(-1)?.kind === 'hole';
}

/** Makes the nodes that lead to a path. */
export function make(files: Files, components: readonly string[]): Folder {
  let folder = files.root;
  for (const component of components) {
    let child = folder.children.get(component);
    if (child === undefined) {
      child = newFolder();
      folder.children.set(component, child);
    }
    folder = child;
  }
  return folder;
}

/** Puts entries at a path in place of what lies there under `guard`. */
export function put(files: Files, components: readonly string[], guard: Guard, entries: readonly Entry[]): void {
  const folder = make(files, components);
  files.size += entries.length;
  folder.entries = putUnknown(folder.entries, guard, entries) ?? [
    ...bundleTexts(outside(folder.entries, guard)),
    ...entries,
  ];
  if (folder.entries.length > LIMITS.entries) {
    const since = entries[0]?.since ?? 0;
    folder.entries = [unknownText(ALWAYS, since)];
  }
}

/**
 * One more text that nobody knows where several lie already: they need not be told apart, only since when they lie there is forgotten. Loops over
 * files write such texts by the thousand. Undefined for all else.
 */
function putUnknown(
  before: readonly Entry[],
  guard: Guard,
  [entry, ...more]: readonly Entry[],
): readonly Entry[] | undefined {
  if (guard.size === 0 || entry === undefined || more.length > 0 || !isUnknown(entry)) return undefined;
  const unknown = before.filter(isUnknown);
  const [first] = unknown;
  if (first === undefined || unknown.length < LIMITS.unknownTexts) return undefined;
  const held = unknown.reduce((all, one) => enclosing(all, one.guard), first.guard);
  const others = outside(
    before.filter((one) => !isUnknown(one)),
    guard,
  );
  const bundled = unknownText(held);
  return implies(entry.guard, held) ? [...others, bundled] : [...others, bundled, entry];
}

function isUnknown(entry: Entry): boolean {
  return entry.kind === 'text' && entry.text === null;
}

/** Of too many texts that may lie at one path nobody knows which it is, nor since when. */
function bundleTexts(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length <= LIMITS.texts) return entries;
  const others: Entry[] = [];
  let bundled: Entry | undefined;
  let count = 0;
  for (const entry of entries) {
    if (entry.kind !== 'text') {
      others.push(entry);
      continue;
    }
    count++;
    const guard = bundled === undefined ? entry.guard : enclosing(bundled.guard, entry.guard);
    bundled = unknownText(guard);
  }
  return bundled === undefined || count <= LIMITS.texts ? entries : [...others, bundled];
}

/** Takes away what lies at a node and below it under `guard`. */
export function remove(folder: Folder, guard: Guard): void {
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    next.entries = guard.size === 0 ? [] : outside(next.entries, guard);
    if (guard.size > 0) open.push(...next.children.values());
  }
  if (guard.size === 0) folder.children.clear();
}

/** All that lies at a node and below it under `guard`. */
export function collect(folder: Folder, guard: Guard): readonly Placed[] {
  const result: Placed[] = [];
  const open: { folder: Folder; components: readonly string[] }[] = [{ folder, components: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const entries = heldUnder(next.folder.entries, guard);
    if (entries.length > 0) result.push({ components: next.components, entries });
    for (const [name, child] of next.folder.children)
      open.push({ folder: child, components: [...next.components, name] });
  }
  return result;
}

/** True when a node is surely a folder: something lies in it, or it is one that came in. */
export function isFolder(folder: Folder): boolean {
  return (
    folder.children.size > 0 || folder.entries.some((entry) => entry.kind === 'repository' || entry.kind === 'tree')
  );
}

function outside(entries: readonly Entry[], guard: Guard): readonly Entry[] {
  if (guard.size === 0) return [];
  const result: Entry[] = [];
  for (const entry of entries) {
    for (const rest of without(entry.guard, guard)) result.push({ ...entry, guard: rest });
    // Too finely divided to follow: what lay there may lie there still.
    if (result.length > LIMITS.divisions) return entries;
  }
  return result;
}

function newFolder(): Folder {
  return { children: new Map(), entries: [] };
}

/** The slash inside a hole's identity separates nothing. */
function splitKey(key: string): string[] {
  if (!key.includes('\u0000')) return key.split('/');
  const result: string[] = [];
  let start = 0;
  let isHole = false;
  for (let index = 0; index < key.length; index++) {
    const character = key[index];
    if (character === '\u0000') isHole = !isHole;
    else if (character === '/' && !isHole) {
      result.push(key.slice(start, index));
      start = index + 1;
    }
  }
  result.push(key.slice(start));
  return result;
}
