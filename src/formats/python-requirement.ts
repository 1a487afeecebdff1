import { flatten, slicePieces } from '../model/value.ts';
import type { YamlNode } from '../syntax/yaml.ts';

/** Behind these a requirement has ended: the machines for which it is meant, options of its own, a remark. */
const REST = /[ \t]+(?:[;#]|--?[A-Za-z])|;[ \t]/;

/** A requirement without what stands behind its address or version. */
export function endOfRequirement(text: string): number {
  const end = text.search(REST);
  return end < 0 ? text.length : end;
}

/** An item of a list of requirements, without the machines for which it is meant. */
export function toRequirement(item: YamlNode): YamlNode {
  if (item.kind !== 'scalar') return item;
  return { ...item, pieces: slicePieces(item.pieces, 0, endOfRequirement(flatten(item.pieces))) };
}
