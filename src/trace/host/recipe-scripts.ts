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
  return [...text.matchAll(WORD)].flatMap(([word]) => inTree(folderOf(file), word) ?? []);
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
    for (const from of [file, path]) for (const other of scriptsIn(tree, from, script)) scripts.add(other);
  }
  return mayFetch ? names : new Set();
}

function scriptsIn(tree: TreeFiles, file: string, text: string): readonly string[] {
  return pathsIn(file, text).filter((path) => isScript(tree, path));
}

/** A shell's script, by its name or its first line. */
function isScript(tree: TreeFiles, path: string): boolean {
  if (tree.kind(path) !== 'file') return false;
  return /\.(?:ba|k|z)?sh$/.test(path) || /^#!.*sh\b/.test(tree.read(path)?.slice(0, 128) ?? '');
}
