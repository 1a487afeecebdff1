import { basename, type Path, resolvePath } from '../../model/path.ts';
import { type Span, startOfFile } from '../../model/span.ts';
import { foldersAbove, joinPath } from '../../model/tree-path.ts';
import { impliedText, knownText, type Pieces } from '../../model/value.ts';
import type { Machine } from '../machine.ts';
import type { TextFiles } from '../text-files.ts';
import { nameUnreadScript } from '../unread-scripts.ts';

/** The files of a finished stage, by the name that events use. */
export type StageFiles = { readonly name: string; readonly files: TextFiles };

/** Where COPY brings things to: a path, which is a folder where the instruction says so. */
export type CopyTarget = { readonly path: Path; readonly isFolder: boolean; readonly at: Span };

/** COPY from the build context of `file`: files of the tree appear under their path in the image. */
export function copyFromTree(machine: Machine, file: string, sources: readonly Pieces[], to: CopyTarget): void {
  for (const source of sources) {
    const name = knownText(source);
    if (name === undefined) continue;
    if (/^\.?\/?$/.test(name)) {
      for (const folder of foldersAbove(file).toReversed()) mountFile(machine, to.path, folder, true);
      continue;
    }
    const treePath = inContext(machine, file, name);
    if (treePath === undefined) continue;
    const kind = machine.ports.tree.kind(treePath);
    const isInside = kind === undefined || (kind === 'file' && to.isFolder);
    mountFile(machine, isInside ? insideOf(to, fromRoot(source, to.at)) : to.path, treePath, kind === 'folder');
  }
}

/** COPY from another stage: what it holds appears here as well. */
export function copyFromStage(machine: Machine, from: StageFiles, sources: readonly Pieces[], to: CopyTarget): void {
  for (const source of sources) {
    const path = fromRoot(source, to.at);
    const target = to.isFolder ? insideOf(to, path) : to.path;
    const { guard } = machine;
    machine.emit({ kind: 'stage-copy', id: machine.next(), guard, stage: from.name, from: path, to: target });
    for (const treePath of from.files.treePaths(path)) machine.files.mount(target, treePath);
    const text = from.files.text(path, guard);
    if (text !== undefined) machine.files.write(target, text, guard);
  }
}

function insideOf({ path }: CopyTarget, source: Path): Path {
  return resolvePath(path, basename(source));
}

/** `COPY script /app`: the target may be a folder that exists already; both readings are kept, the plain one first. */
function mountFile(machine: Machine, target: Path, treePath: string, isTreeFolder: boolean): void {
  machine.files.mount(target, treePath);
  nameUnreadScript(machine, treePath);
  machine.emit({ kind: 'tree-copy', id: machine.next(), guard: machine.guard, treePath, to: target });
  if (isTreeFolder) return;
  const inside = resolvePath(target, basename(resolvePath(target, [impliedText(treePath, startOfFile(treePath))])));
  machine.files.mount(inside, treePath);
}

/** The build context is usually the Dockerfile's folder or one above it: the nearest in which the path exists. Globs stand for their folder. */
function inContext(machine: Machine, file: string, name: string): string | undefined {
  const glob = name.search(/[*?[]/);
  const folderOnly = glob < 0 ? name : name.slice(0, name.lastIndexOf('/', glob) + 1);
  const plain = folderOnly.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (plain.split('/').includes('..')) return undefined;
  return foldersAbove(file)
    .map((folder) => joinPath(folder, plain))
    .find((path) => path === '' || machine.ports.tree.kind(path) !== undefined);
}

function fromRoot(source: Pieces, at: Span): Path {
  return resolvePath({ key: '/', pieces: [impliedText('/', at)] }, source);
}
