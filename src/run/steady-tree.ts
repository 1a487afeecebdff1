import type { TreeFiles } from '../model/ports.ts';

/** `pathsRead`: every path whose text was asked for. */
export type SteadyTree = TreeFiles & { readonly pathsRead: () => readonly string[] };

/**
 * A tree whose files keep the kind and the text that they had when they were first asked for, so that spans stay true for the whole run; `texts` stand in
 * for files (what a rewrite would write).
 */
export function steadyTree(tree: TreeFiles, texts: ReadonlyMap<string, string>): SteadyTree {
  const known = new Map<string, string | undefined>(texts);
  const kinds = new Map<string, ReturnType<TreeFiles['kind']>>();
  return {
    kind: (path) => {
      if (kinds.has(path)) return kinds.get(path);
      const kind = tree.kind(path);
      kinds.set(path, kind);
      return kind;
    },
    list: tree.list,
    pathsRead: () => [...known.keys()],
    read: (path) => {
      if (known.has(path)) return known.get(path);
      const text = tree.read(path);
      known.set(path, text);
      return text;
    },
  };
}
