import { flatten } from '../model/value.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from './yaml.ts';

/** The entry of a key; undefined when the node is no map or has none. Of repeated keys the last, as parsers take it. */
export function entryOf(node: YamlNode | null | undefined, key: string): YamlEntry | undefined {
  return node?.kind === 'map' ? node.entries.findLast((entry) => entry.key === key) : undefined;
}

/** The node behind a chain of keys; undefined when one of them is missing. */
export function nodeAt(node: YamlNode | null | undefined, ...keys: readonly string[]): YamlNode | undefined {
  let current: YamlNode | null | undefined = node;
  for (const key of keys) current = entryOf(current, key)?.value;
  return current ?? undefined;
}

export function mapOf(node: YamlNode | null | undefined): YamlMap | undefined {
  return node?.kind === 'map' ? node : undefined;
}

export function listOf(node: YamlNode | null | undefined): YamlList | undefined {
  return node?.kind === 'list' ? node : undefined;
}

export function scalarOf(node: YamlNode | null | undefined): YamlScalar | undefined {
  return node?.kind === 'scalar' ? node : undefined;
}

/** The text of a scalar; undefined for anything else. */
export function textOf(node: YamlNode | null | undefined): string | undefined {
  return node?.kind === 'scalar' ? flatten(node.pieces) : undefined;
}

/** The entries of a map, none for anything else. */
export function entriesOf(node: YamlNode | null | undefined): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** The items of a list; a single value stands for a list of one, as many formats allow. */
export function itemsOf(node: YamlNode | null | undefined): readonly YamlNode[] {
  if (node === null || node === undefined) return [];
  return node.kind === 'list' ? node.items : [node];
}

/** Bases of bases, as GitLab follows them. */
const DEEPEST = 11;

/** A map with those that it takes over, by name: maps in them are merged, everything else is replaced, its own last. */
export function extendMap(
  own: YamlMap,
  basesOf: (map: YamlMap) => readonly string[],
  mapNamed: (name: string) => YamlMap | undefined,
  depth = 0,
): YamlMap {
  if (depth >= DEEPEST) return own;
  let result: YamlMap | undefined;
  for (const name of basesOf(own)) {
    const base = mapNamed(name);
    if (base === undefined) continue;
    const whole = extendMap(base, basesOf, mapNamed, depth + 1);
    result = result === undefined ? whole : merged(result, whole);
  }
  return result === undefined ? own : merged(result, own);
}

function merged(base: YamlMap, own: YamlMap): YamlMap {
  const entries = new Map(base.entries.map((entry) => [entry.key, entry]));
  for (const entry of own.entries) {
    const [below, above] = [mapOf(entries.get(entry.key)?.value), mapOf(entry.value)];
    const value = below !== undefined && above !== undefined ? merged(below, above) : entry.value;
    entries.set(entry.key, { ...entry, value });
  }
  return { ...own, entries: [...entries.values()] };
}
