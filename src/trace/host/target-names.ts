import { flatten, HOLE, type Pieces, pieceKey } from '../../model/value.ts';
import { wordsOf } from '../text-operations.ts';

/** A name of a target. One with `%` or a part that nobody knows stands for all names that begin and end as it does. */
export type TargetName = {
  readonly key: string;
  readonly pieces: Pieces;
  readonly before: string;
  readonly behind: string;
  readonly isOpen: boolean;
};

/** The names of a list, without what only parts it. */
export function readTargetNames(list: Pieces): readonly TargetName[] {
  return wordsOf(list).flatMap((pieces): readonly TargetName[] => {
    const text = flatten(pieces);
    const parts = text.split(OPEN);
    const [before = '', behind = ''] = [parts[0], parts.at(-1)];
    return text === '|' ? [] : [{ key: pieceKey(pieces), pieces, before, behind, isOpen: parts.length > 1 }];
  });
}

const OPEN = new RegExp(`[%${HOLE}]`);

/** True when both may name one target. */
export function isSameTarget(a: TargetName, b: TargetName): boolean {
  if (a.key === b.key) return true;
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
  private readonly closed = new Map<string, Item[]>();
  private readonly open: { readonly name: TargetName; readonly item: Item }[] = [];
  private readonly all: { readonly name: TargetName; readonly item: Item }[] = [];
  /** What was asked for since something was added. */
  private readonly found = new Map<string, ReadonlySet<Item>>();

  add(name: TargetName, item: Item): void {
    this.found.clear();
    this.all.push({ name, item });
    if (name.isOpen) {
      this.open.push({ name, item });
      return;
    }
    const known = this.closed.get(name.key);
    if (known === undefined) this.closed.set(name.key, [item]);
    else known.push(item);
  }

  /** True when something stands under a name that may be the same. */
  has(name: TargetName): boolean {
    if (!name.isOpen && this.closed.has(name.key)) return true;
    return (name.isOpen ? this.all : this.open).some((one) => isSameTarget(one.name, name));
  }

  /** What stands under a name that may be the same, each once. */
  get(name: TargetName): ReadonlySet<Item> {
    let items = this.found.get(name.key);
    if (items === undefined) {
      items = this.search(name);
      this.found.set(name.key, items);
    }
    return items;
  }

  private search(name: TargetName): ReadonlySet<Item> {
    const candidates = name.isOpen ? this.all : this.open;
    const items = candidates.flatMap((one) => (isSameTarget(one.name, name) ? [one.item] : []));
    return new Set(name.isOpen ? items : [...items, ...(this.closed.get(name.key) ?? [])]);
  }
}
