import { flatten, HOLE, type Pieces, pieceKey } from '../../model/value.ts';
import { wordsOf } from '../text-operations.ts';

/** A name of a target. One with `%` or a part that nobody knows stands for all names that begin and end as it does. */
export type TargetName = {
  readonly key: string;
  /** The same for names that stand for the same names: of an open one, how they begin and end. */
  readonly kind: string;
  readonly pieces: Pieces;
  readonly before: string;
  readonly behind: string;
  readonly isOpen: boolean;
};

/** The names of a list, without what only parts it. */
export function readTargetNames(list: Pieces): readonly TargetName[] {
  return wordsOf(list).flatMap((pieces): readonly TargetName[] => {
    const text = flatten(pieces);
    if (text === '|') return [];
    const parts = text.split(OPEN);
    const [before = '', behind = ''] = [parts[0], parts.at(-1)];
    const isOpen = parts.length > 1;
    const key = pieceKey(pieces);
    return [{ key, kind: isOpen ? `${before}\n${behind}` : key, pieces, before, behind, isOpen }];
  });
}

const OPEN = new RegExp(`[%${HOLE}]`);

/** True when both may name one target. */
export function isSameTarget(a: TargetName, b: TargetName): boolean {
  if (a.kind === b.kind) return true;
  if (a.isOpen && b.isOpen)
    return (
      (a.before.startsWith(b.before) || b.before.startsWith(a.before)) &&
      (a.behind.endsWith(b.behind) || b.behind.endsWith(a.behind))
    );
  if (!a.isOpen && !b.isOpen) return false;
  const [open, name] = a.isOpen ? [a, b] : [b, a];
  const { before, behind } = open;
  return name.key.length >= before.length + behind.length && name.key.startsWith(before) && name.key.endsWith(behind);
}

/** Things that stand under names of targets. */
export class NameTable<Item> {
  private readonly kinds = new Map<string, { readonly name: TargetName; readonly items: Item[] }>();
  private readonly open: { readonly name: TargetName; readonly items: Item[] }[] = [];
  /** What was asked for since something was added. */
  private readonly found = new Map<string, ReadonlySet<Item>>();

  add(name: TargetName, item: Item): void {
    this.found.clear();
    const known = this.kinds.get(name.kind);
    if (known !== undefined) {
      known.items.push(item);
      return;
    }
    const kind = { name, items: [item] };
    this.kinds.set(name.kind, kind);
    if (name.isOpen) this.open.push(kind);
  }

  /** True when something stands under a name that may be the same. */
  has(name: TargetName): boolean {
    if (this.kinds.has(name.kind)) return true;
    for (const one of name.isOpen ? this.kinds.values() : this.open) if (isSameTarget(one.name, name)) return true;
    return false;
  }

  /** What stands under a name that may be the same, each once. */
  get(name: TargetName): ReadonlySet<Item> {
    let items = this.found.get(name.kind);
    if (items === undefined) {
      items = this.search(name);
      this.found.set(name.kind, items);
    }
    return items;
  }

  /** Those under open names before those under the very name. */
  private search(name: TargetName): ReadonlySet<Item> {
    const found = new Set<Item>();
    for (const one of name.isOpen ? this.kinds.values() : this.open)
      if (isSameTarget(one.name, name)) for (const item of one.items) found.add(item);
    if (!name.isOpen) for (const item of this.kinds.get(name.kind)?.items ?? []) found.add(item);
    return found;
  }
}
