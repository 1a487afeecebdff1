import type { Use } from './uses.ts';

/** The uses in these files whose text contains a name, each once. */
export type SearchUses = (name: string, files: Iterable<string>) => readonly Use[];

/** The texts of one file's uses, one behind the other; `starts` says where each begins. */
type Joined = { readonly text: string; readonly starts: readonly number[]; readonly uses: readonly Use[] };

const SEPARATOR = '\u0000';

/** Prepares a search: one long text is searched far faster than ten thousand short ones. */
export function newSearchUses(uses: readonly Use[]): SearchUses {
  const byFile = new Map<string, Use[]>();
  for (const use of uses) {
    const list = byFile.get(use.at.file);
    if (list === undefined) byFile.set(use.at.file, [use]);
    else list.push(use);
  }
  const joined = new Map([...byFile].map(([file, list]) => [file, join(list)]));
  return (name, files) => {
    const result: Use[] = [];
    for (const file of files) {
      const found = joined.get(file);
      if (found !== undefined && name !== '') result.push(...search(found, name));
    }
    return result;
  };
}

function join(uses: readonly Use[]): Joined {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of uses) {
    starts.push(length);
    length += text.length + SEPARATOR.length;
  }
  return { text: uses.map(({ text }) => text).join(SEPARATOR), starts, uses };
}

function search({ text, starts, uses }: Joined, name: string): readonly Use[] {
  const result = new Set<Use>();
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    const use = uses[low - 1];
    if (use !== undefined) result.add(use);
  }
  return [...result];
}
