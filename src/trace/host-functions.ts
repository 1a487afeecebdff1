import { BOUNDS } from '../model/bounds.ts';
import { ALWAYS, both } from '../model/guard.ts';
import type { Variant } from '../model/invocation.ts';
import type { Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { always, knownText, type Pieces, type Value } from '../model/value.ts';
import { joinList, readKeywordWords, splitList } from './host-lists.ts';
import type { Machine } from './machine.ts';
import { holeValue } from './values.ts';

type Definition = Extract<Step, { kind: 'define' }>;

/** Where variables of the host's language live, out of sight of every shell. */
export function hostName(name: string): string {
  return `host:${name}`;
}

/** The value of a variable that was taken away. */
export const UNSET: Value = [{ guard: ALWAYS, pieces: [], unset: 'unset' }];

/** Functions and macros of the language around the shell. */
export class HostFunctions {
  private readonly machine: Machine;
  private readonly runSteps: (steps: readonly Step[]) => void;
  private readonly expandTemplate: (template: Template) => Value;
  private readonly definitions = new Map<string, Definition>();
  private readonly called = new Set<Definition>();

  constructor(
    machine: Machine,
    runSteps: (steps: readonly Step[]) => void,
    expandTemplate: (template: Template) => Value,
  ) {
    this.machine = machine;
    this.runSteps = runSteps;
    this.expandTemplate = expandTemplate;
  }

  define(step: Definition): void {
    this.definitions.set(step.name.toLowerCase(), step);
  }

  /** Runs a function of the host's language; false when `name` is none. */
  call(name: string, variants: readonly Variant[], at: Span): boolean {
    const definition = this.definitions.get(name.toLowerCase());
    const { machine } = this;
    if (definition === undefined) return false;
    const isInside = machine.stack.some((call) => call.kind === 'function' && call.name === definition.name);
    if (isInside || machine.stack.length >= BOUNDS.callDepth) return true;
    const { stack } = machine;
    this.called.add(definition);
    machine.stack = [...stack, { kind: 'function', name: definition.name, span: at }];
    for (const { guard, words } of variants) {
      machine.under(both(machine.guard, guard), () => {
        machine.variables.pushFrame(!definition.isMacro);
        this.bind(
          definition,
          words.slice(1).map(({ pieces }) => pieces),
          at,
        );
        this.runSteps(definition.steps);
        machine.variables.popFrame();
      });
    }
    machine.stack = stack;
    return true;
  }

  /** Functions of the file itself that nothing calls: read without knowing what they are given. */
  runUncalled(file: string): void {
    const { machine } = this;
    for (const definition of this.definitions.values()) {
      if (this.called.has(definition) || definition.at.file !== file) continue;
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

  private bind({ parameters }: Definition, words: readonly Pieces[], at: Span): void {
    const { variables } = this.machine;
    for (const [index, parameter] of parameters.entries())
      variables.declareLocal(hostName(parameter), always(words[index] ?? []));
    variables.declareLocal(hostName('ARGV'), always(joinList(words, at)));
    variables.declareLocal(hostName('ARGN'), always(joinList(words.slice(parameters.length), at)));
    for (const [index, word] of words.slice(0, 16).entries())
      variables.declareLocal(hostName(`ARGV${index}`), always(word));
  }

  keywords(step: Extract<Step, { kind: 'keywords' }>): void {
    const { variables } = this.machine;
    const prefix = knownText(this.expandTemplate(step.prefix)[0]?.pieces ?? []) ?? '';
    const list = (template: Template) => splitList(this.expandTemplate(template)[0]?.pieces ?? []);
    const names = (template: Template) => list(template).flatMap((item) => knownText(item) ?? []);
    const known = { flags: names(step.flags), single: names(step.single), many: names(step.many) };
    const { found, others } = readKeywordWords(step.words.flatMap(list), known, step.at);
    const declare = (name: string, words: readonly Pieces[] | undefined) =>
      variables.declareLocal(
        hostName(`${prefix}_${name}`),
        words === undefined ? UNSET : always(joinList(words, step.at)),
      );
    for (const name of [...known.flags, ...known.single, ...known.many]) declare(name, found.get(name));
    declare('UNPARSED_ARGUMENTS', others.length === 0 ? undefined : others);
  }
}
