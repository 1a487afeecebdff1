import { BOUNDS } from '../model/bounds.ts';
import { ALWAYS, both, type Guard } from '../model/guard.ts';
import type { HostCondition, Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import {
  type Alternative,
  always,
  impliedText,
  knownText,
  type Pieces,
  pieceKey,
  type Value,
  writtenText,
} from '../model/value.ts';
import { parseShell } from '../syntax/shell.ts';
import { isFollowed, tooMuch } from './followed.ts';
import { judgeCondition } from './host-conditions.ts';
import { HostFunctions, hostName, UNSET } from './host-functions.ts';
import { Includes, inTree } from './includes.ts';
import type { Machine } from './machine.ts';
import { expandParts, type PartsPort } from './parts.ts';
import { captureText } from './substitution.ts';
import { factVariants, overridable } from './templates.ts';
import { TextFiles } from './text-files.ts';
import { FAILS, type Truth } from './truth.ts';
import { concat, fold, holeValue, overlay, pushUnder, restrict, unite } from './values.ts';

type Deferred = { readonly guard: Guard; readonly template: Template };

/** The language around the shell: its variables that are expanded late, its functions, its arms. One for each program that is run. */
export class Host {
  readonly machine: Machine;
  private readonly runSteps: (steps: readonly Step[]) => void;
  private readonly expandTemplate: (template: Template) => Value;
  private readonly deferred = new Map<string, readonly Deferred[]>();
  readonly functions: HostFunctions;
  /** Answers that a choice kept. */
  private readonly answers = new Map<string, readonly (Guard | undefined)[]>();
  /** Of all loops so far. */
  private turns = 0;
  private readonly includes: Includes;
  private readonly expanding: string[] = [];
  /** True while text is put together that a shell will read. */
  private isForShell = false;
  private readonly port: PartsPort;

  constructor(
    machine: Machine,
    runSteps: (steps: readonly Step[]) => void,
    expandTemplate: (template: Template) => Value,
  ) {
    this.machine = machine;
    this.runSteps = runSteps;
    this.expandTemplate = expandTemplate;
    this.includes = new Includes(machine);
    this.functions = new HostFunctions(machine, runSteps, expandTemplate);
    this.port = {
      variable: (name, at) => this.variable(name, at),
      expand: expandTemplate,
      expandOperand: (template) => this.reading(false, () => expandTemplate(template)),
      settle: (value, name, at) =>
        this.isForShell && value.length > 1 ? (machine.choices.hold(value, name, at) ?? value) : value,
      output: (script, name, at) => this.output(script, name, at),
      file: (path, at) => this.fileText(path, at),
      call: (name, parameters, at) => this.callText(name, parameters, at),
    };
  }

  expand(template: Extract<Template, { language: 'parts' }>): Value {
    return expandParts(template.parts, this.port);
  }

  /** Text that a shell reads, which is run once for each alternative; where those are mere words, they are one open part of it. */
  expandShell(template: Template): Value {
    return template.language === 'parts'
      ? this.reading(true, () => expandParts(template.parts, this.port, BOUNDS.hostTexts))
      : this.expandTemplate(template);
  }

  private reading(isForShell: boolean, expand: () => Value): Value {
    const before = this.isForShell;
    this.isForShell = isForShell;
    const value = expand();
    this.isForShell = before;
    return value;
  }

  /** A variable of the host's language, or one of the environment; undefined where nobody set it. */
  variable(name: string, at: Span): Value | undefined {
    const { variables } = this.machine;
    const variable = variables.lookup(hostName(name)) ?? variables.lookup(name);
    let value: Value | undefined = variable === undefined ? undefined : restrict(variable.value, this.machine.guard);
    for (const { guard, template } of this.deferred.get(name) ?? []) {
      const fresh = this.expandOnce(name, template, at);
      value =
        guard.size === 0 ? fresh : overlay(value ?? holeValue(`host:${name}`, name, 'environment', at), fresh, guard);
    }
    return value === undefined ? undefined : restrict(value, this.machine.guard);
  }

  assign(step: Extract<Step, { kind: 'assign' }>): void {
    if (step.computedName === undefined) {
      this.assignTo(step.name, step);
      return;
    }
    const { machine } = this;
    for (const { guard, pieces } of this.expandTemplate(step.computedName)) {
      const name = knownText(pieces);
      if (name !== undefined) machine.under(both(machine.guard, guard), () => this.assignTo(name, step));
    }
  }

  private assignTo(name: string, step: Extract<Step, { kind: 'assign' }>): void {
    const { value, mode, at, scope } = step;
    const { machine } = this;
    const key = scope === 'variable' ? hostName(name) : name;
    if (mode === 'keep' && this.variable(name, at) !== undefined) return;
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
    const expanded = value === null ? UNSET : this.expandTemplate(template);
    const fresh = step.overridable === true ? overridable(expanded, name) : expanded;
    if (machine.guard.size === 0) this.deferred.delete(name);
    const whole = old === undefined ? fresh : concat(concat(old, blank(at), at), fresh, at);
    const store = () => {
      const kept = isFollowed(whole) ? whole : tooMuch(name, at);
      machine.variables.assign(key, kept, machine.guard, () => this.missing(name, key, at));
      const stored = machine.variables.lookup(key)?.value ?? [];
      if (!isFollowed(stored)) machine.under(ALWAYS, () => machine.assign(key, tooMuch(name, at), at));
    };
    if (step.outer === true) machine.variables.outside(store);
    else store();
  }

  /** What a variable is where the arm that sets it does not run. */
  private missing(name: string, key: string, at: Span): Value {
    return key === name ? this.machine.missing(name, at) : holeValue(`host:${name}`, `$${name}`, 'environment', at);
  }

  scope({ steps, files, leaves = [], at }: Extract<Step, { kind: 'scope' }>): void {
    const { machine } = this;
    const saved = machine.files;
    const { functions } = machine;
    if (files === 'own') {
      machine.files = new TextFiles(saved);
      machine.emit({ kind: 'stage', id: machine.next(), name: `scope:${machine.next()}`, base: null });
    }
    machine.functions = new Map();
    const left = new Map<string, Value>();
    machine.subshell(() => {
      this.runSteps(steps);
      for (const { name, value } of leaves) left.set(name, this.expandTemplate(value));
    });
    machine.functions = functions;
    machine.files = saved;
    for (const [name, value] of left) machine.assign(name, value, at);
  }

  choice({ arms, answers }: Extract<Step, { kind: 'choice' }>): void {
    const { machine } = this;
    const known = answers?.use === 'follow' ? this.answers.get(answers.name) : undefined;
    const guards = known ?? this.guardsOf(arms.map(({ when }) => when));
    if (answers?.use === 'keep') this.answers.set(answers.name, guards);
    for (const [index, { steps }] of arms.entries()) {
      const guard = guards[index];
      if (guard !== undefined) machine.under(both(machine.guard, guard), () => this.runSteps(steps));
    }
  }

  /** When each arm runs, in order; undefined for those that never do. */
  private guardsOf(conditions: readonly (HostCondition | null)[]): readonly (Guard | undefined)[] {
    const { machine } = this;
    let rest: Guard | undefined = ALWAYS;
    return conditions.map((when) => {
      if (rest === undefined) return undefined;
      const before: Guard = rest;
      const truth: Truth = machine.under(both(machine.guard, before), () => this.truth(when)) ?? FAILS;
      rest = truth.no === undefined ? undefined : both(before, truth.no);
      return truth.yes === undefined ? undefined : both(before, truth.yes);
    });
  }

  private truth(when: HostCondition | null): Truth {
    const at = { file: '', start: 0, end: 0 };
    return judgeCondition(when, { expand: this.expandTemplate, variable: (name) => this.variable(name, at) });
  }

  /** Once for each item that there is in any variant; when that gets too many, once with what nobody knows. */
  each({ name, items, steps, at }: Extract<Step, { kind: 'each' }>): void {
    const { machine } = this;
    const turns = new Map<string, { readonly pieces: Pieces; readonly guards: Guard[] }>();
    // Each by itself: which items are there together is no question here.
    for (const { guard, words } of items.flatMap((item) => factVariants([item], this.expandTemplate))) {
      for (const { pieces } of words) {
        const known = turns.get(pieceKey(pieces));
        if (known === undefined) turns.set(pieceKey(pieces), { pieces, guards: [guard] });
        else known.guards.push(guard);
      }
    }
    this.turns += turns.size;
    const isKnown = this.turns <= BOUNDS.turns;
    const unknown = holeValue(`each:${name}`, name, 'loop', at);
    for (const { pieces, guards } of isKnown ? turns.values() : [{ pieces: [], guards: [ALWAYS] }]) {
      machine.under(both(machine.guard, unite(guards) ?? ALWAYS), () => {
        machine.assign(hostName(name), isKnown ? always(pieces) : unknown, at);
        this.runSteps(steps);
      });
    }
  }

  include({ path, format, at }: Extract<Step, { kind: 'include' }>, folder: string): void {
    const { machine } = this;
    for (const { guard, pieces } of this.expandTemplate(path)) {
      const name = knownText(pieces);
      const treePath = name === undefined ? undefined : inTree(folder, name);
      if (treePath === undefined) continue;
      this.includes.run(treePath, format, at, (steps) =>
        machine.under(both(machine.guard, guard), () => this.runSteps(steps)),
      );
    }
  }

  private expandOnce(name: string, template: Template, at: Span): Value {
    const isEnough = !this.machine.step(() => at.file, 0.2);
    if (isEnough || this.expanding.includes(name) || this.expanding.length > BOUNDS.syntaxDepth)
      return holeValue(`host:${name}`, name, 'loop', at);
    this.expanding.push(name);
    const value = this.expandTemplate(template);
    this.expanding.pop();
    return value;
  }

  private output(script: Template, name: string, at: Span): Value {
    const result: Alternative[] = [];
    for (const { guard, pieces } of this.expandShell(script)) {
      const value = this.machine.under(both(this.machine.guard, guard), () =>
        captureText(this.machine, parseShell(pieces), name, at),
      );
      for (const alternative of value ?? []) pushUnder(result, alternative, guard);
    }
    return fold(result);
  }

  private fileText(path: Pieces, at: Span): Pieces | undefined {
    const name = knownText(path);
    const folder = at.file.slice(0, Math.max(at.file.lastIndexOf('/'), 0));
    const treePath = name === undefined ? undefined : inTree(folder, name);
    const text = treePath === undefined ? undefined : this.machine.ports.tree.read(treePath);
    if (treePath === undefined || text === undefined || text.length > BOUNDS.textLength) return undefined;
    return [writtenText(treePath, text, 0, text.length)];
  }

  private callText(name: Value, parameters: readonly Value[], at: Span): Value | undefined {
    const known = name.length === 1 ? knownText(name[0]?.pieces ?? []) : undefined;
    if (known === undefined || this.expanding.includes(known)) return undefined;
    const { variables } = this.machine;
    variables.pushFrame(false);
    for (const [index, value] of parameters.entries()) variables.declareLocal(hostName(String(index + 1)), value);
    const value = this.variable(known, at);
    variables.popFrame();
    return value;
  }
}

function behind(first: Template, second: Template, at: Span): Template {
  const parts = (template: Template) => (template.language === 'parts' ? template.parts : template.pieces);
  return { language: 'parts', parts: [...parts(first), ...blank(at)[0].pieces, ...parts(second)] };
}

function blank(at: Span) {
  return [{ guard: ALWAYS, pieces: [impliedText(' ', at)] }] as const;
}
