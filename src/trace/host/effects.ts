import type { FactStep, Step, Template } from '../../model/program.ts';
import { partsOf } from '../../model/template.ts';
import { knownText } from '../../model/value.ts';

/**
 * Functions of the host's language that need not be run, because nothing that is looked for hangs on them: those that set variables of their
 * own and talk. Judged by the text alone, once for each function, and conservatively: what is not surely without effect is run.
 */

export type Definition = Extract<Step, { kind: 'define' }>;

/** `none`: a call changes nothing; `outer`: it may set variables of its caller; `any`: it may fetch, or change what others see. */
export type Effects = 'none' | 'outer' | 'any';

/** What a body does besides calling; `caches`: it sets variables that everything sees; `calls` by name in lower case, true where a call that nobody defines is without effect. */
type Summary = { own: Effects; caches: boolean; readonly calls: Map<string, boolean> };

/** Whether a call of this name, or of these words by whatever name, may fetch by itself. */
type IsRule = (name: string, words: readonly string[]) => boolean;

/** What a definition does, with all that it calls. */
export class HostEffects {
  private readonly definitions: ReadonlyMap<string, Definition>;
  private readonly isRule: IsRule;
  private readonly summaries = new Map<Definition, Summary>();
  private readonly known = new Map<Definition, Effects>();

  constructor(definitions: ReadonlyMap<string, Definition>, isRule: IsRule) {
    this.definitions = definitions;
    this.isRule = isRule;
  }

  /** Another function has a name from here on. */
  forget(): void {
    this.known.clear();
  }

  of(definition: Definition): Effects {
    const known = this.known.get(definition) ?? this.reach(definition);
    this.known.set(definition, known);
    return known;
  }

  private reach(definition: Definition): Effects {
    let result: Effects = 'none';
    const seen = new Map<Definition, boolean>([[definition, true]]);
    for (const [next, isHere] of seen) {
      const { own, caches, calls } = this.summaryOf(next);
      if (own === 'any') return 'any';
      if (caches || (isHere && own === 'outer')) result = 'outer';
      for (const [name, isPlain] of calls) {
        const called = this.definitions.get(name);
        if (called === undefined && !isPlain) return 'any';
        // What a macro sets is set where it is called.
        const isSetHere = isHere && called?.isMacro === true;
        if (called === undefined || seen.get(called) === true || (seen.has(called) && !isSetHere)) continue;
        seen.delete(called);
        seen.set(called, isSetHere);
      }
    }
    return result;
  }

  private summaryOf(definition: Definition): Summary {
    const known = this.summaries.get(definition);
    if (known !== undefined) return known;
    const summary: Summary = { own: 'none', caches: false, calls: new Map() };
    this.summarise(definition.steps, definition.isMacro, summary);
    this.summaries.set(definition, summary);
    return summary;
  }

  private summarise(steps: readonly Step[], isMacro: boolean, summary: Summary): void {
    for (const step of steps) {
      if (summary.own === 'any') return;
      switch (step.kind) {
        case 'assign':
          if (step.scope !== 'variable') summary.own = 'any';
          else if (step.outer === 'everywhere') summary.caches = true;
          else if (isMacro || step.outer === 'caller') summary.own = 'outer';
          break;
        case 'keywords':
          if (isMacro) summary.own = 'outer';
          break;
        case 'each':
          if (isMacro) summary.own = 'outer';
          this.summarise(step.steps, isMacro, summary);
          break;
        case 'choice':
          for (const arm of step.arms) this.summarise(arm.steps, isMacro, summary);
          break;
        case 'fact':
          this.call(step, summary);
          break;
        default:
          summary.own = 'any';
      }
    }
  }

  /** A call whose words nobody knows may run a program. */
  private call({ form, words: [first, ...words] }: FactStep, summary: Summary): void {
    const name = first?.template.language === 'literal' ? knownText(first.template.pieces)?.toLowerCase() : undefined;
    if (form !== 'call' || name === undefined || this.isRule(name, [])) {
      summary.own = 'any';
      return;
    }
    const texts = words.filter(({ isList }) => isList === true).map(({ template }) => writtenText(template));
    const known = texts.filter((text) => text !== undefined);
    const isPlain = known.length === texts.length && !this.isRule(name, known);
    summary.calls.set(name, isPlain && summary.calls.get(name) !== false);
  }
}

function writtenText(template: Template): string | undefined {
  const parts = partsOf(template);
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  return texts.length === parts.length ? texts.join('') : undefined;
}
