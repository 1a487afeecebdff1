import { both, type Guard, guardOf, heldUnder } from '../model/guard.ts';
import type { Span } from '../model/span.ts';
import { type Alternative, always, impliedText, knownText, type Pieces, pieceKey, type Value } from '../model/value.ts';
import type { Machine } from './machine.ts';
import { manyHole } from './positional.ts';
import { fold, hole } from './values.ts';
import type { ArrayAlternative } from './variables.ts';

export function arrayOf(machine: Machine, name: string, at: Span): readonly ArrayAlternative[] {
  const variable = machine.variables.lookup(name);
  if (variable?.array) return variable.array;
  const value = variable?.value ?? machine.missing(name, at);
  return value.map((alternative) => {
    const isOpen = alternative.unset === 'never-set' || isGathered(alternative);
    return {
      guard: alternative.guard,
      entries: isOpen ? new Map() : new Map([['0', always(alternative.pieces)]]),
      isOpen,
    };
  });
}

/** What a loop adds to in each turn has as many elements as there were turns. */
function isGathered({ pieces: [only, more] }: Alternative): boolean {
  return only?.kind === 'hole' && only.why === 'loop' && more === undefined;
}

export function arrayFields(
  machine: Machine,
  name: string,
  at: Span,
): readonly { readonly guard: Guard; readonly fields: readonly Pieces[] }[] {
  return arrayOf(machine, name, at).flatMap((array) => {
    if (array.isOpen) return [{ guard: array.guard, fields: [[manyHole(`array:${name}`, `\${${name}[@]}`, at)]] }];
    let lists: { guard: Guard; fields: readonly Pieces[] }[] = [{ guard: array.guard, fields: [] }];
    for (const value of array.entries.values()) {
      const next: { guard: Guard; fields: readonly Pieces[] }[] = [];
      for (const list of lists) {
        for (const alternative of value) {
          const guard = both(list.guard, alternative.guard);
          if (guard !== undefined) next.push({ guard, fields: [...list.fields, alternative.pieces] });
        }
      }
      lists = next.slice(0, 32);
    }
    return lists;
  });
}

export function arrayCount(machine: Machine, name: string, at: Span): Value {
  return arrayOf(machine, name, at).map((array) => ({
    guard: array.guard,
    pieces: isCountOpen(array, undefined)
      ? [hole(`count:${name}`, `\${#${name}[@]}`, 'operation', at)]
      : [impliedText(String(array.entries.size), at)],
  }));
}

/** `${array[key]}`; an unknown key is a choice between the elements that there are. */
export function element(machine: Machine, name: string, key: Value, at: Span): Value {
  const result: Alternative[] = [];
  for (const array of arrayOf(machine, name, at)) {
    for (const index of key) {
      const guard = both(array.guard, index.guard);
      if (guard === undefined) continue;
      const text = fromEnd(knownText(index.pieces), array);
      const unknown = hole(`element:${name}:${pieceKey(index.pieces)}`, `\${${name}[…]}`, 'operation', at);
      if (text !== undefined) {
        const isOpen = isCountOpen(array, text);
        const found = array.isOpen || !isOpen ? array.entries.get(text) : undefined;
        if (found === undefined)
          result.push({ guard, pieces: isOpen ? [unknown] : [], ...(isOpen ? {} : { unset: 'unset' }) });
        else result.push(...heldUnder(found, guard));
        continue;
      }
      const site = `is:${pieceKey(index.pieces)}`;
      for (const [entry, value] of array.entries) {
        const arm = both(guard, guardOf(site, [entry]));
        if (arm !== undefined) result.push(...heldUnder(value, arm));
      }
      if (array.isOpen || array.entries.size === 0) {
        const rest = both(guard, guardOf(site, [...array.entries.keys()], true));
        if (rest !== undefined) result.push({ guard: rest, pieces: [unknown] });
      }
    }
  }
  return fold(result);
}

/** `${array[-1]}` counts from the end. */
function fromEnd(key: string | undefined, array: ArrayAlternative): string | undefined {
  const { entries } = array;
  if (key === undefined || !/^-\d+$/.test(key) || entries.has(key)) return key;
  return isCountOpen(array, undefined) ? undefined : String(entries.size + Number(key));
}

/** Whether it is not known how many elements stand before that key (or at all): an unquoted unknown may be several. */
function isCountOpen({ entries, isOpen }: ArrayAlternative, key: string | undefined): boolean {
  if (isOpen) return true;
  if (key !== undefined && !/^\d+$/.test(key)) return false;
  for (const [entry, value] of entries) {
    if (key !== undefined && Number(entry) >= Number(key)) continue;
    if (value.some(({ pieces }) => pieces.some((piece) => piece.kind === 'hole' && piece.many === true))) return true;
  }
  return false;
}
