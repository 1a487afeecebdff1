import type { Step, Template } from '../model/program.ts';
import type { RuleStep } from '../model/rule-step.ts';
import type { Span } from '../model/span.ts';
import { partsTemplate } from '../model/template.ts';
import { flatten, joinPieces, type Pieces, slicePieces } from '../model/value.ts';
import { closeOf, makeTemplate } from '../syntax/make-template.ts';

type Assignment = {
  readonly name: Pieces;
  readonly operator: string;
  readonly value: Pieces;
  readonly isExported: boolean;
  readonly overrides: boolean;
};

/** What an assignment of a makefile does, by its operator. */
export function assignmentSteps(assignment: Assignment, at: Span): readonly Step[] {
  const written = flatten(assignment.name);
  const steps = setSteps(assignment, at);
  return assignment.isExported && !written.includes('$') ? [...steps, { kind: 'export', names: [written], at }] : steps;
}

/** A rule without a recipe. */
export function ruleStep({
  targets,
  prerequisites,
  at,
}: {
  readonly targets: Pieces;
  readonly prerequisites: Pieces;
  readonly at: Span;
}): RuleStep {
  const names = { targets: makeTemplate(targets), prerequisites: makeTemplate(prerequisites) };
  return { kind: 'rule', ...names, settings: [], steps: [], at };
}

function setSteps({ name, operator, value, overrides }: Assignment, at: Span): readonly Step[] {
  const written = flatten(name);
  const template = operator === '!=' ? outputOf(value, at) : makeTemplate(value);
  const simple = { kind: 'assign', scope: 'variable', name: written, value: template, at } as const;
  const base = overrides ? ({ ...simple, overrides } as const) : simple;
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

/**
 * Files of the tree; one that is not there yet is made by a rule, or left out (`-include`). A pattern in `wildcard` is what it is without.
 */
export function includeSteps(paths: Pieces, at: Span): readonly Step[] {
  return [{ kind: 'include', path: makeTemplate(withoutWildcards(paths)), format: 'make', isList: true, at }];
}

const WILDCARD = /\$[({]wildcard[ \t]+/g;

function withoutWildcards(paths: Pieces): Pieces {
  const text = flatten(paths);
  const parts: Pieces[] = [];
  let done = 0;
  for (const match of text.matchAll(WILDCARD)) {
    const end = closeOf(text, match.index + 1, text.length);
    if (end < 0 || match.index < done) continue;
    parts.push(slicePieces(paths, done, match.index), slicePieces(paths, match.index + match[0].length, end - 1));
    done = end;
  }
  return joinPieces(...parts, slicePieces(paths, done, text.length));
}
