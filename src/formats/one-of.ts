import type { Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { partsTemplate } from '../model/template.ts';
import type { YamlNode } from '../syntax/yaml.ts';
import { itemsOf } from '../syntax/yaml-access.ts';
import type { YamlReading } from './yaml-reading.ts';

/** A text that something may be, where the question has this answer. */
export type Option = { readonly answer: string; readonly value: Template };

/** A variable that is one of several texts: a column of a matrix. Columns of one question are chosen together. */
export type OneOf = {
  readonly name: string;
  readonly question: string;
  readonly options: readonly Option[];
  readonly at: Span;
};

export function oneOfSteps(columns: readonly OneOf[], scope: 'environment' | 'variable'): readonly Step[] {
  return columns.flatMap((column): readonly Step[] => {
    const { name, options, at } = column;
    return options.length === 0 ? [] : [{ kind: 'assign', scope, name, value: oneOfTemplate(column), at }];
  });
}

/** A text that is one of several. */
export function oneOfTemplate({ question, options, at }: Omit<OneOf, 'name'>): Template {
  return partsTemplate([{ kind: 'one-of', question, options, at }]);
}

/** The texts of a list, each with its place there as the answer; of a text by itself that one. */
export function optionsIn(reading: YamlReading, list: YamlNode | null | undefined): readonly Option[] {
  return itemsOf(list).flatMap((item, index) =>
    item.kind === 'scalar' ? [{ answer: String(index), value: reading.toTemplate(item.pieces) }] : [],
  );
}

/** The texts that each variable may be, in the order in which they were found. */
export function optionsByName(
  found: readonly (Option & { readonly name: string })[],
): ReadonlyMap<string, readonly Option[]> {
  const byName = new Map<string, Option[]>();
  for (const { name, answer, value } of found) {
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [{ answer, value }]);
    else known.push({ answer, value });
  }
  return byName;
}
