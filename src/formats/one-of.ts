import type { Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { partsTemplate } from '../model/template.ts';

/** A variable that is one of several texts: a column of a matrix. Columns of one question are chosen together. */
export type OneOf = {
  readonly name: string;
  readonly question: string;
  readonly options: readonly { readonly answer: string; readonly value: Template }[];
  readonly at: Span;
};

export function oneOfSteps(columns: readonly OneOf[], scope: 'environment' | 'variable'): readonly Step[] {
  return columns.flatMap(({ name, question, options, at }): readonly Step[] => {
    if (options.length === 0) return [];
    const value = partsTemplate([{ kind: 'one-of', question, options, at }]);
    return [{ kind: 'assign', scope, name, value, at }];
  });
}
