/** What an archive unpacks to. Names and targets hold one byte in each character (latin1), so that they sort as bytes do. */
export type UnpackedNode =
  | { readonly kind: 'file'; readonly isExecutable: boolean; readonly content: Uint8Array }
  | { readonly kind: 'symlink'; readonly target: string }
  | UnpackedFolder;

export type UnpackedFolder = { readonly kind: 'folder'; readonly entries: Map<string, UnpackedNode> };

/** Why an archive cannot be unpacked: half a sentence. Thrown and caught inside this folder. */
export class ArchiveFault extends Error {}

const MOST_ENTRIES = 1_000_000;
const LONGEST_PATH = 4096;
const DEEPEST_PATH = 256;

/** A tree that grows entry by entry, as unpacking would make it; refuses what would leave it or write one file twice. */
export class UnpackedTree {
  readonly root: UnpackedFolder = { kind: 'folder', entries: new Map() };
  #entries = 0;

  add(path: string, node: UnpackedNode): void {
    const names = this.#namesOf(path);
    const name = names.pop();
    if (name === undefined) {
      if (node.kind === 'folder') return;
      throw new ArchiveFault('an entry has no name');
    }
    const { entries } = this.#folderAt(names);
    const present = entries.get(name);
    if (present === undefined) entries.set(name, node);
    else if (present.kind !== 'folder' || node.kind !== 'folder') throw new ArchiveFault('one path stands in it twice');
  }

  /** The file that a hard link names, which has to stand before it. */
  fileAt(path: string): UnpackedNode {
    const names = this.#namesOf(path);
    const name = names.pop() ?? '';
    const found = this.#folderAt(names).entries.get(name);
    if (found?.kind !== 'file') throw new ArchiveFault('a hard link in it leads nowhere');
    return found;
  }

  #namesOf(path: string): string[] {
    this.#entries += 1;
    if (this.#entries > MOST_ENTRIES) throw new ArchiveFault(`it has more than ${MOST_ENTRIES} entries`);
    if (path.length > LONGEST_PATH || path.includes('\0')) throw new ArchiveFault('it holds a path that is none');
    const names = path.split('/').filter((name) => name !== '' && name !== '.');
    if (path.startsWith('/') || names.includes('..')) throw new ArchiveFault('it holds a path that leads out of it');
    if (names.length > DEEPEST_PATH) throw new ArchiveFault(`its folders are deeper than ${DEEPEST_PATH}`);
    return names;
  }

  #folderAt(names: readonly string[]): UnpackedFolder {
    let folder = this.root;
    for (const name of names) {
      const present = folder.entries.get(name);
      if (present !== undefined && present.kind !== 'folder') throw new ArchiveFault('it holds a path behind a file');
      const next: UnpackedFolder = present ?? { kind: 'folder', entries: new Map() };
      if (present === undefined) folder.entries.set(name, next);
      folder = next;
    }
    return folder;
  }
}

/** The one thing that lies at the top, else the whole: what `nix-prefetch-url --unpack` takes. */
export function withoutTop(root: UnpackedFolder): UnpackedNode {
  const [only, ...others] = root.entries.values();
  return only === undefined || others.length > 0 ? root : only;
}
