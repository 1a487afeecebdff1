import type { CST } from 'yaml';

/**
 * True when a token of the `yaml` package holds collections nested deeper than `most`. Composing such a token recurses once for each level,
 * and an overflow of the stack is not always an error: it may end the process.
 */
export function nestsDeeperThan(token: CST.Token, most: number): boolean {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > most) return true;
    for (const child of childrenOf(next.token)) open.push({ token: child, depth: next.depth + 1 });
  }
  return false;
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((child) => child !== undefined && child !== null));
}
