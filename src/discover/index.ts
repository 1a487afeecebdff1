import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { Problem } from '../model/problem.ts';
import { joinPath } from '../model/tree-path.ts';
import { isTemporaryName, removeLeftovers } from '../ports/atomic-write.ts';
import { isInside, type RealTree } from '../ports/files.ts';
import { errorCode } from '../ports/read-file.ts';
import { findRoot, type Root } from './find-root.ts';
import { type ListFiles, listFolder, toSlashes } from './list-folder.ts';
import { type FormatGate, type FoundFile, readCandidates, type SkippedFile } from './read-candidates.ts';
import { isBelow, lockFoldersOf, type Selection, toMatcher } from './select.ts';
import { isNamedByIgnore } from './walk.ts';

export { LOCKFILE_NAME } from '../model/settings.ts';
export { findRoot } from './find-root.ts';
export { compileGlobs } from './globs.ts';
export type { ListFiles } from './list-folder.ts';
export { type FormatGate, type FoundFile, isExtensionless, type SkippedFile } from './read-candidates.ts';
export { scanRevision } from './scan-revision.ts';
export type { Selection } from './select.ts';

export type DiscoverPorts = {
  readonly listFiles: ListFiles;
  readonly openTree: (root: string) => RealTree;
  readonly formats: readonly FormatGate[];
  /** False when no word of a fetch stands in the text: the file counts as read, and is handed on only when it leads to one that has such a word. */
  readonly mayFetch: (text: string) => boolean;
  /**
   * The paths are what changed: they say which roots to read, and these are read whole. `paths` are further ones,
   * absolute, whether there is such a file or not.
   */
  readonly changes?: { readonly paths: readonly string[] };
  /** Asked once for each root, before its files are read. */
  readonly selectionOf: (tree: RealTree) => Promise<Selection>;
};

/** What was asked for below one root: folders (`''` is the root), and files by name. Relative to the root. */
export type Asked = { readonly folders: readonly string[]; readonly files: readonly string[] };

/** What one root gave. All paths are relative to it. */
export type RootScan = {
  readonly tree: RealTree;
  readonly gitTop: string | null;
  readonly asked: Asked;
  /** True when the whole root was asked for; only then may unused pins be dropped. */
  readonly isWhole: boolean;
  /** True for a file that git ignores: it lies there, and belongs to no commit. */
  readonly isIgnored: (path: string) => boolean;
  /** Files that may fetch or lead to one that may, and those that the user named, by path. */
  readonly files: readonly FoundFile[];
  /** Folders below the root with a lockfile of their own, which serves all in them. */
  readonly lockFolders: readonly string[];
  readonly filesRead: number;
  /** Files that would have been read if include and exclude allowed it. */
  readonly excluded: number;
  readonly skipped: readonly SkippedFile[];
  readonly problems: readonly Problem[];
};

type Target = { readonly root: Root; readonly absolute: string; readonly isFolder: boolean };

/**
 * Finds and reads the build files of each path: a folder as git sees it, a file whatever it is called; without paths, the whole root of
 * `cwd`. Paths that belong to one root make one scan. No symlink is followed but that of a path itself. Throws a UserError (exit code 3)
 * for a path that does not exist or cannot be opened.
 */
export async function discover(
  paths: readonly string[],
  cwd: string,
  ports: DiscoverPorts,
): Promise<readonly RootScan[]> {
  const targets = targetsOf(paths, cwd, ports.changes);
  const byRoot = new Map<string, [Target, ...Target[]]>();
  for (const target of settleStarts(targets, cwd)) {
    const known = byRoot.get(target.root.path);
    if (known === undefined) byRoot.set(target.root.path, [target]);
    else known.push(target);
  }
  const scans: RootScan[] = [];
  for (const targets of byRoot.values()) scans.push(await scanRoot(targets, ports));
  return scans;
}

/** The folder whose lockfile serves a path: the nearest of `lockFolders` upwards, else the root, `''`. */
export function lockFolderOf(path: string, lockFolders: readonly string[]): string {
  let nearest = '';
  for (const folder of lockFolders) {
    if (folder.length > nearest.length && path.startsWith(`${folder}/`)) nearest = folder;
  }
  return nearest;
}

function targetsOf(paths: readonly string[], cwd: string, changes: DiscoverPorts['changes']): readonly Target[] {
  if (changes !== undefined) {
    const known = new Map(changes.paths.map(locateAnyway).map((target) => [target.absolute, target]));
    const targets = paths.map((path) => locateChanged(resolve(cwd, path), known) ?? locate(path, cwd));
    return [...targets, ...known.values()];
  }
  return paths.length === 0 ? [wholeRoot(locate('.', cwd))] : paths.map((path) => locate(path, cwd));
}

/** A symlink that changed is a change of its own, wherever it leads; what was deleted may be named, too. */
function locateChanged(absolute: string, known: ReadonlyMap<string, Target>): Target | undefined {
  try {
    return lstatSync(absolute).isSymbolicLink() ? locateAnyway(absolute) : undefined;
  } catch {
    // Whoever opens it will say why.
    return known.get(locateAnyway(absolute).absolute);
  }
}

/** What is not there any more (or leads elsewhere) belongs to the root of the nearest folder that is there. */
function locateAnyway(absolute: string): Target {
  let folder = dirname(absolute);
  while (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) folder = dirname(folder);
  const real = realpathSync.native(folder);
  return { root: findRoot(real), absolute: join(real, relative(folder, absolute)), isFolder: false };
}

function locate(path: string, cwd: string): Target {
  let real: string;
  let status: Stats;
  try {
    real = realpathSync.native(resolve(cwd, path));
    status = statSync(real);
  } catch (error) {
    const code = errorCode(error);
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new UserError(`${path}: ${isMissing ? 'no such file or folder' : `cannot be opened (${code})`}`, {
      exitCode: 3,
      cause: error,
    });
  }
  if (!status.isFile() && !status.isDirectory()) {
    throw new UserError(`${path}: is neither a regular file nor a folder`, { exitCode: 3 });
  }
  const isFolder = status.isDirectory();
  return { root: findRoot(isFolder ? real : dirname(real)), absolute: real, isFolder };
}

function wholeRoot(target: Target): Target {
  return { ...target, absolute: target.root.path };
}

/**
 * Where nothing marks a root, it is the outermost folder that was asked for; a file alone belongs to the working folder, if it lies there,
 * so that what a Dockerfile copies can be looked up.
 */
function settleStarts(targets: readonly Target[], cwd: string): readonly Target[] {
  const folders = targets.filter((target) => target.isFolder && !target.root.isFound).map((target) => target.absolute);
  folders.sort((a, b) => a.length - b.length);
  const realCwd = realpathSync.native(cwd);
  return targets.map((target) => {
    if (target.root.isFound) return target;
    const start = [...folders, realCwd].find((folder) => isInside(folder, target.absolute)) ?? target.root.path;
    return { ...target, root: { ...target.root, path: start } };
  });
}

async function scanRoot(targets: readonly [Target, ...Target[]], ports: DiscoverPorts): Promise<RootScan> {
  const { root } = targets[0];
  const pathsOf = (isFolder: boolean) =>
    targets
      .filter((target) => target.isFolder === isFolder)
      .map((target) => toSlashes(relative(root.path, target.absolute)));
  const tree = ports.openTree(root.path);
  const selection = await ports.selectionOf(tree);
  const isSelected = toMatcher(selection);
  const listed = new Set<string>();
  const skipped: SkippedFile[] = [];
  const problems: Problem[] = [];
  const asked = { folders: pathsOf(true), files: pathsOf(false) };
  const folders = ports.changes !== undefined ? [''] : asked.folders;
  for (const folder of folders) {
    const listing = await listFolder(root, folder, ports);
    for (const path of listing.files) listed.add(path);
    skipped.push(...listing.skipped);
    problems.push(...listing.problems);
  }
  const explicit = new Set(ports.changes !== undefined ? [] : asked.files);
  // What a killed run left among the files is no part of the tree.
  for (const path of listed) {
    if (isTemporaryName(basename(path))) removeLeftovers(dirname(join(tree.root, path)));
  }
  const result = readCandidates({ listed, explicit }, { ...ports, tree, isSelected });
  for (const folder of folders) {
    if (!result.readPaths.some((path) => isBelow(folder, path))) problems.push(noFiles(folder, result.excluded));
  }
  return {
    tree,
    gitTop: root.gitTop,
    asked,
    isWhole: folders.includes(''),
    isIgnored: ignoredBelow(root, listed, ports),
    files: result.files,
    lockFolders: lockFoldersOf(listed),
    filesRead: result.readPaths.length,
    excluded: result.excluded,
    skipped: [...skipped, ...result.skipped],
    problems: [...problems, ...result.problems],
  };
}

/** Asked of few files (what a script sources, a list of checksums), so each answer is looked up when it is wanted. */
function ignoredBelow(
  { path: root, gitTop }: Root,
  listed: ReadonlySet<string>,
  { openTree }: DiscoverPorts,
): RootScan['isIgnored'] {
  if (gitTop === null) return () => false;
  const known = new Map<string, boolean>();
  const lead = toSlashes(relative(gitTop, root));
  const { read } = openTree(gitTop);
  return (path) => {
    if (listed.has(path)) return false;
    const answer = known.get(path) ?? isNamedByIgnore({ top: gitTop, from: joinPath(lead, path), read });
    known.set(path, answer);
    return answer;
  };
}

function noFiles(folder: string, excluded: number): Problem {
  const hidden = excluded === 0 ? '' : ` (${excluded} excluded by pinlock.yml)`;
  return {
    kind: 'no-files',
    path: folder === '' ? '.' : folder,
    message: `no build file of a known format was read here${hidden}`,
  };
}
