import { BOUNDS } from '../model/bounds.ts';
import { ALWAYS, both, type Guard } from '../model/guard.ts';
import type { Variant } from '../model/invocation.ts';
import type { HostCondition, Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { type Alternative, always, flatten, knownText, type Pieces, slicePieces, type Value } from '../model/value.ts';
import { parseShell } from '../syntax/shell.ts';
import type { Machine } from './machine.ts';
import { expandParts, type PartsPort } from './parts.ts';
import { captureText } from './substitution.ts';
import { TextFiles } from './text-files.ts';
import { collectPairs, compareTexts, FAILS, HOLDS, question, swap, type Truth } from './truth.ts';
import { concat, fold, holeValue, overlay, pushUnder, restrict } from './values.ts';

type Definition = Extract<Step, { kind: 'define' }>;
type Deferred = { readonly guard: Guard; readonly template: Template };

/** The language around the shell: its variables that are expanded late, its functions, its arms. One for each program that is run. */
export class Host {
  readonly machine: Machine;
  private readonly runSteps: (steps: readonly Step[]) => void;
  private readonly expandTemplate: (template: Template) => Value;
  private readonly deferred = new Map<string, readonly Deferred[]>();
  private readonly definitions = new Map<string, Definition>();
  private readonly including: string[] = [];
  private readonly expanding: string[] = [];
  private readonly port: PartsPort;

  constructor(
    machine: Machine,
    runSteps: (steps: readonly Step[]) => void,
    expandTemplate: (template: Template) => Value,
  ) {
    this.machine = machine;
    this.runSteps = runSteps;
    this.expandTemplate = expandTemplate;
    this.port = {
      variable: (name, at) => this.variable(name, at),
      expand: expandTemplate,
      output: (script, name, at) => this.output(script, name, at),
      call: (name, parameters, at) => this.callText(name, parameters, at),
    };
  }

  expand(template: Extract<Template, { language: 'parts' }>): Value {
    return expandParts(template.parts, this.port);
  }

  /** A variable of the host's language, or one of the environment; undefined where nobody set it. */
  variable(name: string, at: Span): Value | undefined {
    const variable = this.machine.variables.lookup(name);
    let value: Value | undefined = variable === undefined ? undefined : restrict(variable.value, this.machine.guard);
    for (const { guard, template } of this.deferred.get(name) ?? []) {
      const fresh = this.expandOnce(name, template, at);
      value =
        guard.size === 0 ? fresh : overlay(value ?? holeValue(`host:${name}`, name, 'environment', at), fresh, guard);
    }
    return value;
  }

  assign(step: Extract<Step, { kind: 'assign' }>): void {
    const { name, value, mode, at } = step;
    const { machine } = this;
    if (mode === 'keep' && (machine.variables.lookup(name) !== undefined || this.deferred.has(name))) return;
    const template: Template = value ?? { language: 'literal', pieces: [] };
    if (step.deferred === true && mode !== 'append') {
      const kept = machine.guard.size === 0 ? [] : (this.deferred.get(name) ?? []);
      this.deferred.set(name, [...kept, { guard: machine.guard, template }].slice(-BOUNDS.scattered));
      return;
    }
    if (mode === 'append' && this.deferred.has(name)) {
      const known = this.deferred.get(name) ?? [];
      this.deferred.set(
        name,
        known.map((one) => ({ ...one, template: behind(one.template, template, at) })),
      );
      return;
    }
    const old = mode === 'append' ? this.variable(name, at) : undefined;
    const fresh = this.expandTemplate(template);
    if (machine.guard.size === 0) this.deferred.delete(name);
    machine.assign(name, old === undefined ? fresh : concat(concat(old, blank(at), at), fresh, at), at);
  }

  scope({ steps, files }: Extract<Step, { kind: 'scope' }>): void {
    const { machine } = this;
    const saved = machine.files;
    const { functions } = machine;
    if (files === 'own') {
      machine.files = new TextFiles(saved);
      machine.emit({ kind: 'stage', id: machine.next(), name: `scope:${machine.next()}`, base: null });
    }
    machine.functions = new Map();
    machine.subshell(() => this.runSteps(steps));
    machine.functions = functions;
    machine.files = saved;
  }

  choice({ arms }: Extract<Step, { kind: 'choice' }>): void {
    const { machine } = this;
    let rest: Guard | undefined = ALWAYS;
    for (const { when, steps } of arms) {
      if (rest === undefined) return;
      const before: Guard = rest;
      const truth: Truth = machine.under(both(machine.guard, before), () => this.truth(when)) ?? FAILS;
      const yes: Guard | undefined = truth.yes === undefined ? undefined : both(before, truth.yes);
      if (yes !== undefined) machine.under(both(machine.guard, yes), () => this.runSteps(steps));
      rest = truth.no === undefined ? undefined : both(before, truth.no);
    }
  }

  private truth(when: HostCondition | null): Truth {
    if (when === null) return HOLDS;
    if (when.kind === 'unknown') return question(`host:${when.text}`);
    if (when.kind === 'equal') {
      const truth = collectPairs(this.expandTemplate(when.left), this.expandTemplate(when.right), (a, b) =>
        compareTexts(a, b, false),
      );
      return when.negated ? swap(truth) : truth;
    }
    const isSet = this.machine.variables.lookup(when.name) !== undefined || this.deferred.has(when.name);
    const truth = isSet ? HOLDS : question(`defined:${when.name}`);
    return when.negated ? swap(truth) : truth;
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

  private bind({ parameters }: Definition, words: readonly Pieces[], at: Span): void {
    const { variables } = this.machine;
    for (const [index, parameter] of parameters.entries())
      variables.declareLocal(parameter, always(words[index] ?? []));
    variables.declareLocal('ARGV', always(joinList(words, at)));
    variables.declareLocal('ARGN', always(joinList(words.slice(parameters.length), at)));
    for (const [index, word] of words.slice(0, 16).entries()) variables.declareLocal(`ARGV${index}`, always(word));
  }

  keywords(step: Extract<Step, { kind: 'keywords' }>): void {
    const { machine } = this;
    const prefix = knownText(this.expandTemplate(step.prefix)[0]?.pieces ?? []) ?? '';
    const words = step.words.flatMap((template) => splitList(this.expandTemplate(template)[0]?.pieces ?? []));
    const found = new Map<string, Pieces[]>();
    let current: string | undefined;
    for (const word of words) {
      const text = knownText(word);
      const isKeyword =
        text !== undefined && (step.flags.includes(text) || step.single.includes(text) || step.many.includes(text));
      if (isKeyword) {
        current = step.flags.includes(text) ? undefined : text;
        found.set(text, step.flags.includes(text) ? [truthText(step.at)] : []);
      } else if (current !== undefined) {
        found.get(current)?.push(word);
        if (step.single.includes(current)) current = undefined;
      }
    }
    for (const name of [...step.flags, ...step.single, ...step.many]) {
      const values = found.get(name);
      const variable = `${prefix}_${name}`;
      if (values === undefined)
        machine.variables.declareLocal(variable, [{ guard: ALWAYS, pieces: [], unset: 'unset' }]);
      else machine.variables.declareLocal(variable, always(joinList(values, step.at)));
    }
  }

  include({ path, at }: Extract<Step, { kind: 'include' }>, folder: string): void {
    const { machine } = this;
    for (const { guard, pieces } of this.expandTemplate(path)) {
      const name = knownText(pieces);
      const treePath = name === undefined ? undefined : inTree(folder, name);
      if (treePath === undefined || this.including.includes(treePath)) continue;
      if (this.including.length >= BOUNDS.callDepth) return;
      const text = machine.ports.tree.read(treePath);
      const program = text === undefined ? undefined : machine.ports.parse(treePath, text);
      if (program === undefined) continue;
      machine.executed.add(treePath);
      const { stack } = machine;
      machine.stack = [...stack, { kind: 'script', name: treePath, span: at }];
      this.including.push(treePath);
      machine.under(both(machine.guard, guard), () => this.runSteps(program.steps));
      this.including.pop();
      machine.stack = stack;
    }
  }

  private expandOnce(name: string, template: Template, at: Span): Value {
    if (this.expanding.includes(name) || this.expanding.length > BOUNDS.syntaxDepth)
      return holeValue(`host:${name}`, name, 'loop', at);
    this.expanding.push(name);
    const value = this.expandTemplate(template);
    this.expanding.pop();
    return value;
  }

  private output(script: Value, name: string, at: Span): Value {
    const result: Alternative[] = [];
    for (const { guard, pieces } of script) {
      const value = this.machine.under(both(this.machine.guard, guard), () =>
        captureText(this.machine, parseShell(pieces), name, at),
      );
      for (const alternative of value ?? []) pushUnder(result, alternative, guard);
    }
    return fold(result);
  }

  private callText(name: Value, parameters: readonly Value[], at: Span): Value | undefined {
    const known = name.length === 1 ? knownText(name[0]?.pieces ?? []) : undefined;
    if (known === undefined || this.expanding.includes(known)) return undefined;
    const { variables } = this.machine;
    variables.pushFrame(false);
    for (const [index, value] of parameters.entries()) variables.declareLocal(String(index + 1), value);
    const value = this.variable(known, at);
    variables.popFrame();
    return value;
  }
}

/** A path that a file of `folder` names, below the root; undefined when it leads out of it. */
function inTree(folder: string, name: string): string | undefined {
  const parts: string[] = name.startsWith('/') ? [] : folder.split('/').filter((part) => part !== '');
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** A list of the host's language: items with `;` between. */
function joinList(items: readonly Pieces[], at: Span): Pieces {
  return items.flatMap((item, index) =>
    index === 0 ? item : [{ kind: 'text', text: ';', at, verbatim: false } as const, ...item],
  );
}

/** The items of a list; a `;` that nobody sees (in an unknown part) parts nothing. */
export function splitList(list: Pieces): readonly Pieces[] {
  const text = flatten(list);
  if (!text.includes(';')) return text === '' ? [] : [list];
  const items: Pieces[] = [];
  for (const match of text.matchAll(/[^;]+/g))
    items.push(slicePieces(list, match.index, match.index + match[0].length));
  return items;
}

function behind(first: Template, second: Template, at: Span): Template {
  const parts = (template: Template) => (template.language === 'parts' ? template.parts : template.pieces);
  return { language: 'parts', parts: [...parts(first), ...blank(at)[0].pieces, ...parts(second)] };
}

function blank(at: Span) {
  return [{ guard: ALWAYS, pieces: [{ kind: 'text', text: ' ', at, verbatim: false } as const] }] as const;
}

function truthText(at: Span): Pieces {
  return [{ kind: 'text', text: 'TRUE', at, verbatim: false }];
}
