import type { Span } from './span.ts';
import { knownText, type Pieces } from './value.ts';

/** Paths of the scanned tree: text below its root, `/` between the names, empty for the root itself. What a build's own folders are called is path.ts. */

/** The folder that a file or folder of the tree lies in. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** The folder of a file and those above it, the nearest first, the root last. */
export function foldersAbove(file: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = folderOf(file); folder !== ''; folder = folderOf(folder)) folders.push(folder);
  return [...folders, ''];
}

/** The last name in a path, of the tree or of a program, or in the path of an address; the whole where there is no slash. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `name`, which may have folders of its own, in `folder`. */
export function joinPath(folder: string, name: string): string {
  return folder === '' || name === '' ? folder || name : `${folder}/${name}`;
}

/** A path that a file of `folder` names, `/` being the root of the tree; undefined when it leads out of it. */
export function inTree(folder: string, name: string): string | undefined {
  const parts: string[] = name.startsWith('/') ? [] : folder.split('/').filter((part) => part !== '');
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The path of the tree that a word of the file at `at` names; undefined where nobody knows it, or it leads out of the tree. */
export function pathNamed(word: Pieces, { file }: Span): string | undefined {
  const name = knownText(word);
  return name === undefined ? undefined : inTree(folderOf(file), name);
}
