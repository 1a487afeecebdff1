import { BOUNDS } from '../model/bounds.ts';
import { ALWAYS, type Guard, heldUnder, isSeen, without } from '../model/guard.ts';
import type { Path } from '../model/path.ts';
import { inTree } from '../model/tree-path.ts';
import type { Value } from '../model/value.ts';
import { NOTHING } from './values.ts';

type Entry = { readonly guard: Guard; readonly text: Value | null };
type Mount = { readonly prefix: string; readonly treePath: string };

/** What a path holds as far as trace must know it: text that was written there, or a file of the tree. */
export type FoundText =
  | { readonly kind: 'written'; readonly text: Value }
  | { readonly kind: 'tree'; readonly treePath: string };

/**
 * The texts of the abstract file system: what redirections and heredocs wrote, and which paths are files of the tree (the script's own
 * tree, or what COPY brought into an image). Downloads and clones are life's business.
 */
export class TextFiles {
  private readonly entries: Map<string, readonly Entry[]>;
  private readonly mounts: Mount[];
  /** Answers of `mayHoldTree` since the last mount. */
  private readonly treeFolders = new Map<string, boolean>();

  constructor(base?: TextFiles) {
    this.entries = new Map(base?.entries);
    this.mounts = [...(base?.mounts ?? [])];
  }

  /** What lies below a folder, as it is called where that folder is the root. */
  below(root: Path): TextFiles {
    const inner = new TextFiles();
    for (const [key, entries] of this.entries) {
      const name = nameBelow(root, key);
      if (name !== undefined) inner.entries.set(name, entries);
    }
    for (const { prefix, treePath } of this.mounts) {
      const name = nameBelow(root, prefix);
      if (name !== undefined) inner.mounts.push({ prefix: name, treePath });
    }
    return inner;
  }

  /** What lies in `inner`, whose root is `root` here, lies here from now on. */
  takeBack(root: Path, inner: TextFiles): void {
    const folder = root.key === '/' ? '' : root.key;
    for (const [key, entries] of inner.entries) this.entries.set(`${folder}${key}`, entries);
  }

  /** Text (null: nobody knows it) is written to a path; appending to unknown text stays unknown. */
  write(path: Path, text: Value | null, guard: Guard): void {
    const kept: Entry[] = [{ guard, text }];
    for (const entry of this.entries.get(path.key) ?? []) {
      for (const rest of without(entry.guard, guard)) kept.push({ ...entry, guard: rest });
    }
    this.entries.set(path.key, kept.length > BOUNDS.scattered ? [{ guard: ALWAYS, text: null }] : kept);
  }

  /** The text at a path under `guard`; undefined when nothing was written there, null when it is not known. */
  text(path: Path, guard: Guard): Value | null | undefined {
    const entries = this.entries.get(path.key)?.filter((entry) => isSeen(entry.guard, guard));
    if (entries === undefined || entries.length === 0) return undefined;
    const result = [];
    for (const entry of entries) {
      if (entry.text === null) return null;
      result.push(...heldUnder(entry.text, entry.guard));
    }
    return result.length === 0 ? NOTHING : result;
  }

  /** From here on `prefix` and what lies below it are the tree's `treePath`. */
  mount(prefix: Path, treePath: string): void {
    this.entries.delete(prefix.key);
    this.mounts.push({ prefix: prefix.key, treePath });
    this.treeFolders.clear();
  }

  /** Paths of the tree that `path` may be, the newest mount first. */
  treePaths(path: Path): readonly string[] {
    const result: string[] = [];
    for (let index = this.mounts.length - 1; index >= 0; index--) {
      const mount = this.mounts[index];
      if (mount === undefined) continue;
      if (path.key === mount.prefix) {
        result.push(mount.treePath);
      } else {
        const prefix = mount.prefix === '/' ? '/' : `${mount.prefix}/`;
        if (!path.key.startsWith(prefix)) continue;
        // Below an unknown folder `..` is not folded (path.ts); in the tree it must be, or one file has two names.
        const treePath = inTree(mount.treePath, path.key.slice(prefix.length));
        if (treePath !== undefined) result.push(treePath);
      }
    }
    return result;
  }

  find(path: Path, guard: Guard, isFile: (treePath: string) => boolean): FoundText | undefined {
    const text = this.text(path, guard);
    if (text === null) return undefined;
    if (text !== undefined) return { kind: 'written', text };
    const treePath = this.treePaths(path).find(isFile);
    return treePath === undefined ? undefined : { kind: 'tree', treePath };
  }

  /** False when no file of the tree can lie in a folder or below it. */
  mayHoldTree(folder: Path): boolean {
    let result = this.treeFolders.get(folder.key);
    if (result === undefined) {
      result = this.mounts.some(({ prefix }) => isBelow(folder.key, prefix) || isBelow(prefix, folder.key));
      this.treeFolders.set(folder.key, result);
    }
    return result;
  }

  /** True when something may be known of a path: text was written there, or it lies where the tree does. */
  mayHold(path: Path): boolean {
    return this.entries.has(path.key) || this.mounts.some(({ prefix }) => isBelow(path.key, prefix));
  }
}

/** True when a path is a folder or lies in it, by their keys. */
function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

function nameBelow(root: Path, key: string): string | undefined {
  if (root.key === '/') return key;
  if (key === root.key) return '/';
  return key.startsWith(`${root.key}/`) ? key.slice(root.key.length) : undefined;
}
