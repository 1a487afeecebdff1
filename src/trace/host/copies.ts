import { basename, type Path, resolvePath } from '../../model/path.ts';
import type { Span } from '../../model/span.ts';
import { foldersAbove, joinPath } from '../../model/tree-path.ts';
import { impliedText, knownText, type Pieces } from '../../model/value.ts';
import type { Machine } from '../machine.ts';
import type { TextFiles } from '../text-files.ts';
import { nameUnreadScript } from '../unread-scripts.ts';

/** The files of a finished stage, by the name that events use. */
export type StageFiles = { readonly name: string; readonly files: TextFiles };

/**
 * COPY into a stage: files of the tree appear under their path in the image, or what another stage holds does (`from`; undefined for an image,
 * whose files nobody knows).
 */
export function copyIntoStage(
  machine: Machine,
  file: string,
  sources: readonly Pieces[],
  to: Path,
  isFolder: boolean,
  from: StageFiles | null | undefined,
  at: Span,
  isFromElsewhere: boolean,
): void {
  for (const source of sources) {
    if (isFromElsewhere) {
      if (!from) continue;
      const path = resolvePath(rootPath(at), source);
      const target = isFolder ? resolvePath(to, basename(path)) : to;
      machine.emit({
        kind: 'stage-copy',
        id: machine.next(),
        guard: machine.guard,
        stage: from.name,
        from: path,
        to: target,
      });
      for (const treePath of from.files.treePaths(path)) machine.files.mount(target, treePath);
      const text = from.files.text(path, machine.guard);
      if (text !== undefined) machine.files.write(target, text, machine.guard);
      continue;
    }
    const name = knownText(source);
    if (name === undefined) continue;
    if (/^\.?\/?$/.test(name)) {
      for (const folder of foldersAbove(file).toReversed()) mountFile(machine, to, folder, true);
      continue;
    }
    const treePath = inContext(machine, file, name);
    if (treePath === undefined) continue;
    const isTreeFolder = machine.ports.tree.kind(treePath) === 'folder';
    const target =
      isTreeFolder || !(isFolder || machine.ports.tree.kind(treePath) === undefined)
        ? to
        : resolvePath(to, basename(resolvePath(rootPath(at), source)));
    mountFile(machine, target, treePath, isTreeFolder);
  }
}

/** `COPY script /app`: the target may be a folder that exists already; both readings are kept, the plain one first. */
function mountFile(machine: Machine, target: Path, treePath: string, isTreeFolder: boolean): void {
  machine.files.mount(target, treePath);
  nameUnreadScript(machine, treePath);
  machine.emit({ kind: 'tree-copy', id: machine.next(), guard: machine.guard, treePath, to: target });
  if (isTreeFolder) return;
  const inside = resolvePath(
    target,
    basename(resolvePath(target, [impliedText(treePath, { file: treePath, start: 0, end: 0 })])),
  );
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

function rootPath(at: Span): Path {
  return { key: '/', pieces: [impliedText('/', at)] };
}
