import type { FactStep, FactWord, HostCondition, Program, Step, Template, TemplatePart } from './program.ts';
import type { Span } from './span.ts';
import { partsTemplate } from './template.ts';
import type { Pieces } from './value.ts';

/** Changes pieces of text; the same pieces where nothing changes. `isShell` is false for words that a format has parted already. */
export type ChangePieces = (pieces: Pieces, isShell: boolean) => Pieces;

/** The program with every text in it changed; names that a format read stay. */
export function changeTexts(program: Program, change: ChangePieces): Program {
  return { ...program, steps: program.steps.map((step) => changeStep(step, change)) };
}

/** The program with every text in it changed, and every place: what it was read from stands elsewhere. */
export function moveTexts(program: Program, change: ChangePieces, moved: (at: Span) => Span): Program {
  const problems = program.problems.map((problem) => ({ ...problem, at: moved(problem.at) }));
  return { ...program, steps: program.steps.map((step) => moveStep(changeStep(step, change), moved)), problems };
}

function moveStep(step: Step, moved: (at: Span) => Span): Step {
  const at = moved(step.at);
  const word = (one: FactWord): FactWord => ({ ...one, at: moved(one.at) });
  const fact = (one: FactStep): FactStep => ({
    ...one,
    at: moved(one.at),
    word: moved(one.word),
    words: one.words.map(word),
  });
  const steps = (list: readonly Step[]) => list.map((one) => moveStep(one, moved));
  switch (step.kind) {
    case 'fact':
      return fact(step);
    case 'stage':
      return { ...step, at, fact: fact(step.fact) };
    case 'each':
      return { ...step, at, items: step.items.map(word), steps: steps(step.steps) };
    case 'choice':
      return { ...step, at, arms: step.arms.map((arm) => ({ ...arm, steps: steps(arm.steps) })) };
    case 'scope':
    case 'define':
    case 'attempt':
      return { ...step, at, steps: steps(step.steps) };
    default:
      return { ...step, at };
  }
}

function changeStep(step: Step, change: ChangePieces): Step {
  const template = (one: Template) => changeTemplate(one, (pieces) => change(pieces, step.kind === 'shell'));
  const nullable = (one: Template | null) => (one === null ? null : template(one));
  const words = (list: readonly FactWord[]) => list.map((word) => ({ ...word, template: template(word.template) }));
  const steps = (list: readonly Step[]) => list.map((one) => changeStep(one, change));
  const fact = (one: FactStep): FactStep => ({ ...one, words: words(one.words) });
  switch (step.kind) {
    case 'shell':
      return { ...step, text: template(step.text) };
    case 'exec':
      return { ...step, words: step.words.map(template) };
    case 'fact':
      return fact(step);
    case 'assign': {
      const { computedName } = step;
      const value = nullable(step.value);
      return computedName === undefined ? { ...step, value } : { ...step, value, computedName: template(computedName) };
    }
    case 'scope': {
      const leaves = step.leaves?.map((one) => ({ ...one, value: template(one.value) }));
      return { ...step, steps: steps(step.steps), ...(leaves === undefined ? {} : { leaves }) };
    }
    case 'choice':
      return {
        ...step,
        arms: step.arms.map((arm) => ({ when: changeCondition(arm.when, template), steps: steps(arm.steps) })),
      };
    case 'rule': {
      const { targets, prerequisites, settings } = step;
      const names = { targets: template(targets), prerequisites: template(prerequisites) };
      return { ...step, ...names, settings: steps(settings), steps: steps(step.steps) };
    }
    case 'export':
      return step;
    case 'define':
    case 'attempt':
      return { ...step, steps: steps(step.steps) };
    case 'keywords': {
      const { prefix, flags, single, many } = step;
      const lists = {
        prefix: template(prefix),
        flags: template(flags),
        single: template(single),
        many: template(many),
      };
      return { ...step, ...lists, words: step.words.map(template) };
    }
    case 'each':
      return { ...step, items: words(step.items), steps: steps(step.steps) };
    case 'stage':
      return { ...step, base: template(step.base), fact: fact(step.fact) };
    case 'read-variables':
    case 'include':
    case 'folder':
      return { ...step, path: template(step.path) };
    case 'copy':
      return { ...step, sources: step.sources.map(template), to: template(step.to), from: nullable(step.from) };
    case 'file':
      return { ...step, path: template(step.path), text: template(step.text) };
    case 'build': {
      const given = step.given.map((one) => ({ ...one, value: nullable(one.value) }));
      return { ...step, recipe: { ...step.recipe, template: template(step.recipe.template) }, given };
    }
    default:
      return step satisfies never;
  }
}

function changeCondition(when: HostCondition | null, template: (one: Template) => Template): HostCondition | null {
  const change = (one: HostCondition): HostCondition => {
    switch (one.kind) {
      case 'equal':
        return { ...one, left: template(one.left), right: template(one.right) };
      case 'matches':
        return { ...one, text: template(one.text), pattern: template(one.pattern) };
      case 'all':
      case 'any':
        return { ...one, of: one.of.map(change) };
      case 'defined':
      case 'true':
      case 'unknown':
        return one;
      default:
        return one satisfies never;
    }
  };
  return when === null ? null : change(when);
}

function changeTemplate(template: Template, change: (pieces: Pieces) => Pieces): Template {
  if (template.language !== 'parts') {
    const pieces = change(template.pieces);
    return pieces === template.pieces ? template : { ...template, pieces };
  }
  return partsTemplate(template.parts.flatMap((part) => changePart(part, change)));
}

function changePart(part: TemplatePart, change: (pieces: Pieces) => Pieces): readonly TemplatePart[] {
  const inner = (template: Template) => changeTemplate(template, change);
  switch (part.kind) {
    case 'text':
    case 'hole':
      return change([part]);
    case 'variable':
      return [{ ...part, fallback: part.fallback === null ? null : inner(part.fallback) }];
    case 'one-of':
      return [{ ...part, options: part.options.map(({ answer, value }) => ({ answer, value: inner(value) })) }];
    case 'operation':
      return [{ ...part, operands: part.operands.map(inner) }];
    case 'output':
      return [{ ...part, script: inner(part.script) }];
    default:
      return part satisfies never;
  }
}
