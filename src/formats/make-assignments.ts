import type { Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { literalTemplate, partsTemplate } from '../model/template.ts';
import { flatten, type Pieces, slicePieces } from '../model/value.ts';
import { makeTemplate } from '../syntax/make-template.ts';

/** What an assignment of a makefile does, by its operator. */
export function assignmentSteps(
  { name, operator, value }: { readonly name: Pieces; readonly operator: string; readonly value: Pieces },
  at: Span,
): readonly Step[] {
  const written = flatten(name);
  const template = operator === '!=' ? outputOf(value, at) : makeTemplate(value);
  const base = { kind: 'assign', scope: 'variable', name: written, value: template, at } as const;
  const named: Extract<Step, { kind: 'assign' }> = written.includes('$')
    ? { ...base, computedName: makeTemplate(name) }
    : base;
  switch (operator) {
    case '=':
      return [{ ...named, deferred: true }];
    case '?=':
      return [{ ...named, mode: 'keep', deferred: true, overridable: true }];
    case '+=':
      return [{ ...named, mode: 'append', deferred: true }];
    default:
      return [named];
  }
}

function outputOf(script: Pieces, at: Span): Template {
  return partsTemplate([{ kind: 'output', script: makeTemplate(script), text: `$(shell ${flatten(script)})`, at }]);
}

/** Files of the tree; one that is not there yet is made by a rule, or left out (`-include`). */
export function includeSteps(paths: Pieces, at: Span): readonly Step[] {
  const text = flatten(paths);
  return [...text.matchAll(/(?:\$\([^)]*\)|\$\{[^}]*\}|\S)+/g)].map(
    (match): Step => ({
      kind: 'include',
      path: makeTemplate(slicePieces(paths, match.index, match.index + match[0].length)),
      at,
    }),
  );
}

/** What every shell sees of a variable. */
export function exportSteps(names: readonly string[], at: Span): readonly Step[] {
  return names.map((name): Step => {
    const text = `$(${name})`;
    const value = partsTemplate([
      {
        kind: 'variable',
        name,
        text,
        why: 'environment',
        fallback: literalTemplate([]),
        emptyIsUnset: false,
        many: false,
        at,
      },
    ]);
    return { kind: 'assign', scope: 'environment', name, value, at };
  });
}
