import type { TreeFiles } from '../../model/ports.ts';
import { folderOf, inTree } from '../../model/tree-path.ts';
import type { TracePorts } from '../trace-ports.ts';

/** Words that may be paths: none of a variable's name, an option or a pattern. */
const WORD = /(?<![\w./$({-])\.{0,2}\/?\w[\w./-]*/g;
const VARIABLE = /\$\{?([A-Za-z_]\w*)/g;

/** Scripts that are looked into for one recipe. */
const MOST_SCRIPTS = 32;

/** The paths of the tree that the words of a text may be, as seen from the folder of `file`. */
export function pathsIn(file: string, text: string): readonly string[] {
  const folder = folderOf(file);
  // Generated scripts say the same words again and again.
  return [...new Set(text.match(WORD))].flatMap((word) => inTree(folder, word) ?? []);
}

/**
 * The variables that stand in the scripts which a text calls, and in those which these call, where one of them may fetch: what make hands on
 * reaches them although the recipe does not name it.
 */
export function namesInScripts({ tree, hasFetchWord }: TracePorts, file: string, text: string): ReadonlySet<string> {
  const names = new Set<string>();
  let mayFetch = false;
  const scripts = new Set(scriptsIn(tree, file, text));
  // It grows while it is walked.
  for (const path of scripts) {
    if (scripts.size > MOST_SCRIPTS) break;
    const script = tree.read(path) ?? '';
    mayFetch ||= hasFetchWord?.(script) !== false;
    for (const [, name] of script.matchAll(VARIABLE)) names.add(name ?? '');
    for (const from of [file, path]) for (const other of scriptsOf(tree, from, path)) scripts.add(other);
  }
  return mayFetch ? names : new Set();
}

/** Scripts that a script calls, as seen from the folder of `from`; read once for all recipes that lead to it. */
function scriptsOf(tree: TreeFiles, from: string, path: string): readonly string[] {
  const known = KNOWN.get(tree) ?? new Map<string, readonly string[]>();
  KNOWN.set(tree, known);
  const key = `${folderOf(from)}\n${path}`;
  const found = known.get(key) ?? scriptsIn(tree, from, tree.read(path) ?? '');
  known.set(key, found);
  return found;
}

const KNOWN = new WeakMap<TreeFiles, Map<string, readonly string[]>>();

function scriptsIn(tree: TreeFiles, file: string, text: string): readonly string[] {
  return pathsIn(file, text).filter((path) => isScript(tree, path));
}

/** A shell's script, by its name or its first line. */
function isScript(tree: TreeFiles, path: string): boolean {
  if (tree.kind(path) !== 'file') return false;
  return /\.(?:ba|k|z)?sh$/.test(path) || /^#!.*sh\b/.test(tree.read(path)?.slice(0, 128) ?? '');
}
