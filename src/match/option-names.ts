import type { OptionTable, Roles, ValueMark } from './rule.ts';

/** What one option means. `takes`: `glued` values stand only in the same word. */
export type OptionMeaning = {
  readonly takes: 'nothing' | 'value' | 'glued';
  readonly role?: string;
  readonly use: 'none' | 'capture' | 'cumulative' | 'named' | 'operand' | 'output-file' | 'output-remote';
  readonly marks: readonly string[];
  readonly byValue: readonly ValueMark[];
};

const tables = new WeakMap<OptionTable, ReadonlyMap<string, OptionMeaning>>();

/** The table's options by name. Made at its first use. */
export function meaningsOf(table: OptionTable): ReadonlyMap<string, OptionMeaning> {
  const known = tables.get(table);
  if (known !== undefined) return known;
  const made = toMeanings(table);
  tables.set(table, made);
  return made;
}

/** A long option by its name, an unambiguous beginning of it (getopt_long(3)), or its negation. */
export function findLong(table: OptionTable, name: string): OptionMeaning | undefined {
  const meanings = meaningsOf(table);
  const exact = meanings.get(name);
  if (exact !== undefined) return exact;
  if (name.startsWith('no-') && name.length > 4 && meanings.has(name.slice(3))) return NEGATED;
  if (name.length < 2) return undefined;
  let only: OptionMeaning | undefined;
  for (const [key, meaning] of meanings) {
    if (key.length < 2 || !key.startsWith(name)) continue;
    if (only !== undefined && !isSameMeaning(only, meaning)) return undefined;
    only = meaning;
  }
  return only;
}

const NEGATED: OptionMeaning = { takes: 'nothing', use: 'none', marks: [], byValue: [] };

function isSameMeaning(a: OptionMeaning, b: OptionMeaning): boolean {
  return a.takes === b.takes && a.use === b.use && a.role === b.role && a.marks.join() === b.marks.join();
}

function toMeanings(table: OptionTable): ReadonlyMap<string, OptionMeaning> {
  const result = new Map<string, OptionMeaning>();
  const optional = new Set(table.optional);
  const values = new Set(table.values);
  const takesOf = (name: string, otherwise: OptionMeaning['takes']): OptionMeaning['takes'] =>
    optional.has(name) ? 'glued' : values.has(name) ? 'value' : otherwise;
  const put = (name: string, meaning: Partial<OptionMeaning> & Pick<OptionMeaning, 'takes'>) => {
    result.set(name, { ...(result.get(name) ?? NEGATED), ...meaning });
  };
  for (const name of table.flags ?? []) put(name, { takes: 'nothing' });
  for (const name of table.values ?? []) put(name, { takes: 'value' });
  for (const name of table.optional ?? []) put(name, { takes: 'glued' });
  for (const [role, name] of pairs(table.capture)) put(name, { takes: takesOf(name, 'value'), role, use: 'capture' });
  for (const [role, name] of pairs(table.cumulative)) put(name, { takes: 'value', role, use: 'cumulative' });
  for (const [role, name] of pairs(table.named)) put(name, { takes: takesOf(name, 'nothing'), role, use: 'named' });
  for (const name of table.operand ?? []) put(name, { takes: 'value', use: 'operand' });
  for (const name of table.outputs?.file ?? []) put(name, { takes: 'value', use: 'output-file' });
  for (const name of table.outputs?.remote ?? []) put(name, { takes: 'nothing', use: 'output-remote' });
  for (const [mark, name] of pairs(table.marks)) {
    const known = result.get(name);
    put(name, { takes: known?.takes ?? 'nothing', marks: [...(known?.marks ?? []), mark] });
  }
  for (const entry of table.byValue ?? []) {
    for (const name of entry.options) {
      const known = result.get(name);
      put(name, { takes: known?.takes ?? 'value', byValue: [...(known?.byValue ?? []), entry] });
    }
  }
  return result;
}

function pairs(roles: Roles | undefined): readonly (readonly [string, string])[] {
  return Object.entries(roles ?? {}).flatMap(([role, names]) => names.map((name) => [role, name] as const));
}
