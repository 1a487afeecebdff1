import type { TreeFiles } from '../model/ports.ts';

/**
 * A tree whose files keep the text that they had when they were first read, so that spans stay true for the whole run; `texts` stand in
 * for files (what a rewrite would write).
 */
export function steadyTree(tree: TreeFiles, texts: ReadonlyMap<string, string>): TreeFiles {
  const known = new Map<string, string | undefined>(texts);
  return {
    kind: tree.kind,
    list: tree.list,
    read: (path) => {
      if (known.has(path)) return known.get(path);
      const text = tree.read(path);
      known.set(path, text);
      return text;
    },
  };
}
