import { BOUNDS } from '../../model/bounds.ts';
import { ALWAYS } from '../../model/guard.ts';
import type { Variant } from '../../model/invocation.ts';
import type { FactWord, Step, Template } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import { type Alternative, impliedText, knownText, type Pieces, type Value, type Word } from '../../model/value.ts';
import { withCall } from '../call-stack.ts';
import type { Machine } from '../machine.ts';
import { fold, holeValue } from '../values.ts';
import { type Definition, HostEffects } from './effects.ts';
import { joinList, readKeywordWords, splitList } from './lists.ts';
import { factVariants } from './templates.ts';

/** Where variables of the host's language live, out of sight of every shell. */
export function hostName(name: string): string {
  return `host:${name}`;
}

/** The value of a variable that was taken away. */
export const UNSET: Value = [{ guard: ALWAYS, pieces: [], unset: 'unset' }];

/** Words of a call that are known by number (`ARGV0`, ...). */
const MOST_COUNTED = 16;

/** Functions and macros of the language around the shell. */
export class HostFunctions {
  private readonly machine: Machine;
  private readonly runSteps: (steps: readonly Step[]) => void;
  private readonly expandTemplate: (template: Template) => Value;
  private readonly definitions = new Map<string, Definition>();
  private readonly called = new Set<Definition>();
  private readonly effects: HostEffects;

  constructor(
    machine: Machine,
    runSteps: (steps: readonly Step[]) => void,
    expandTemplate: (template: Template) => Value,
  ) {
    this.machine = machine;
    this.runSteps = runSteps;
    this.expandTemplate = expandTemplate;
    this.effects = new HostEffects(this.definitions, (name, words) => machine.ports.isCall?.(name, words) !== false);
  }

  define(step: Definition): void {
    const name = step.name.toLowerCase();
    if (this.definitions.get(name) === step) return;
    this.definitions.set(name, step);
    this.effects.forget();
  }

  /** What a rule knows by name is read by the rule, even where the tree has a copy of its text (CPM.cmake). */
  private isRule(words: readonly Word[]): boolean {
    return this.machine.ports.isFetchCommand?.(words, 'call') === true;
  }

  /** Runs a function of the host's language; false when `name` is none. */
  call(name: string, variants: readonly Variant[], at: Span): boolean {
    const definition = this.definitions.get(name.toLowerCase());
    const { machine } = this;
    if (definition === undefined || this.isRule(variants[0]?.words ?? [])) return false;
    const isInside = machine.stack.some((call) => call.kind === 'function' && call.name === definition.name);
    if (isInside || machine.stack.length >= BOUNDS.callDepth) return true;
    if (machine.ports.runsIdle !== true && this.effects.of(definition) === 'none') return true;
    this.called.add(definition);
    machine.variables.pushFrame(!definition.isMacro);
    withCall(machine, { kind: 'function', name: definition.name, span: at }, () => {
      this.bind(definition, variants, at);
      this.runSteps(definition.steps);
    });
    machine.variables.popFrame();
    return true;
  }

  /** Functions of the file and what it includes that nothing calls: read without knowing what they are given. */
  runUncalled(): void {
    const { machine } = this;
    for (const definition of this.definitions.values()) {
      if (this.called.has(definition) || this.isRule([nameOf(definition)])) continue;
      if (machine.ports.runsIdle !== true && this.effects.of(definition) !== 'any') continue;
      this.called.add(definition);
      const { variables } = machine;
      variables.pushFrame(true);
      for (const name of [...definition.parameters, 'ARGN', 'ARGV'])
        variables.declareLocal(
          hostName(name),
          holeValue(`argument:${definition.name}:${name}`, `\${${name}}`, 'argument', definition.at),
        );
      this.runSteps(definition.steps);
      variables.popFrame();
    }
  }

  /** The words of all variants at once, each text under its choices. */
  private bind({ parameters }: Definition, variants: readonly Variant[], at: Span): void {
    const { variables } = this.machine;
    const declare = (name: string, pick: (words: readonly Pieces[]) => Pieces) =>
      variables.declareLocal(
        hostName(name),
        fold(variants.map(({ guard, words }) => ({ guard, pieces: pick(words.slice(1).map(({ pieces }) => pieces)) }))),
      );
    for (const [index, parameter] of parameters.entries()) declare(parameter, (words) => words[index] ?? []);
    declare('ARGV', (words) => joinList(words, at));
    declare('ARGN', (words) => joinList(words.slice(parameters.length), at));
    const most = Math.max(...variants.map(({ words }) => words.length - 1));
    for (let index = 0; index < Math.min(most, MOST_COUNTED); index++)
      declare(`ARGV${index}`, (words) => words[index] ?? []);
  }

  keywords(step: Extract<Step, { kind: 'keywords' }>): void {
    const prefix = knownText(this.expandTemplate(step.prefix)[0]?.pieces ?? []) ?? '';
    const list = (template: Template) => splitList(this.expandTemplate(template)[0]?.pieces ?? []);
    const names = (template: Template) => list(template).flatMap((item) => knownText(item) ?? []);
    const known = { flags: names(step.flags), single: names(step.single), many: names(step.many) };
    const items = step.words.map((template): FactWord => ({ template, at: step.at, isList: true }));
    const readings = factVariants(items, this.expandTemplate).map(({ guard, words }) => ({
      guard,
      ...readKeywordWords(
        words.map(({ pieces }) => pieces),
        known,
        step.at,
      ),
    }));
    const declare = (name: string, pick: (reading: (typeof readings)[number]) => readonly Pieces[] | undefined) =>
      this.machine.assign(
        hostName(`${prefix}_${name}`),
        fold(
          readings.map((reading): Alternative => {
            const words = pick(reading);
            if (words === undefined) return { guard: reading.guard, pieces: [], unset: 'unset' };
            return { guard: reading.guard, pieces: joinList(words, step.at) };
          }),
        ),
        step.at,
      );
    for (const name of [...known.flags, ...known.single, ...known.many]) declare(name, ({ found }) => found.get(name));
    declare('UNPARSED_ARGUMENTS', ({ others }) => (others.length === 0 ? undefined : others));
  }
}

function nameOf({ name, at }: Definition): Word {
  return { pieces: [impliedText(name, at)], at };
}
