import { BOUNDS } from '../../model/bounds.ts';
import { ALWAYS, both, type Guard, guardOf } from '../../model/guard.ts';
import type { Step, Template } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import { knownText, type Value } from '../../model/value.ts';
import { isFollowed, tooMuch } from '../followed.ts';
import type { Machine } from '../machine.ts';
import { concat, holeValue, overlay, restrict } from '../values.ts';
import type { Given } from './builds.ts';
import { hostName, UNSET } from './functions.ts';
import { overridable } from './templates.ts';
import { behind, blank, notSet, OF_MAKE, unreadValue } from './variable-values.ts';

type Assignment = Extract<Step, { kind: 'assign' }>;

/** What a variable is under a guard: text that is expanded at each use, or a value that stands. */
type Late =
  | { readonly guard: Guard; readonly template: Template; readonly overridable: boolean }
  | { readonly guard: Guard; readonly value: Value };

/** The variables of the language around a shell: those that hold a value, and those that are expanded late (Make's `=`). */
export class HostVariables {
  private readonly machine: Machine;
  private readonly expandTemplate: (template: Template) => Value;
  /** In the order in which they were set, each over those before it. Where there is one, the machine's variable lies below them all. */
  private late = new Map<string, readonly Late[]>();
  /** Names that were forgotten, and those of them that were set again. */
  private forgotten: { readonly names: ReadonlySet<string>; readonly recalled: Set<string>; readonly at: Span } | null =
    null;
  /** Set by whoever runs the program: what it sets itself is passed over, unless it overrides that. */
  private given: Given;
  /** Names that were set last by a plain assignment, not by one that is kept for the next run. */
  private readonly plain = new Set<string>();
  private readonly expanding: string[] = [];
  /** Under which choices what is expanded now is there at all. */
  private readonly within: Guard[] = [];
  /** What nobody can read, and may have set variables that are set nowhere else. */
  private unread: { readonly guard: Guard; readonly at: Span } | null = null;

  constructor(machine: Machine, expandTemplate: (template: Template) => Value, given: Given) {
    this.machine = machine;
    this.expandTemplate = expandTemplate;
    this.given = given;
  }

  /** A variable of the host's language, or one of the environment; undefined where nobody set it. */
  read(name: string, at: Span): Value | undefined {
    const { machine, forgotten } = this;
    if (forgotten?.names.has(name) === true && !forgotten.recalled.has(name)) return tooMuch(name, forgotten.at);
    const given = this.given.get(name);
    if (given !== undefined) return restrict(given, machine.guard);
    const variable = machine.variables.lookup(hostName(name)) ?? machine.variables.lookup(name);
    let value: Value | undefined = variable === undefined ? undefined : restrict(variable.value, machine.guard);
    for (const late of this.late.get(name) ?? []) {
      const fresh = 'value' in late ? late.value : this.expandOnce(name, late, at);
      value = late.guard.size === 0 ? fresh : overlay(value ?? notSet(name, at), fresh, late.guard);
    }
    const { unread } = this;
    if (value === undefined && unread !== null && !OF_MAKE.test(name))
      value = overlay(notSet(name, at), unreadValue(name, unread.at), unread.guard);
    return value === undefined ? undefined : restrict(value, machine.guard);
  }

  assign(step: Assignment): void {
    const { machine } = this;
    if (step.computedName === undefined) {
      this.assignTo(step.name, step);
      return;
    }
    for (const { guard, pieces } of this.expandTemplate(step.computedName)) {
      const name = knownText(pieces);
      if (name !== undefined) machine.under(both(machine.guard, guard), () => this.assignTo(name, step));
    }
  }

  /** Whatever these were set to, nobody knows it from here on. */
  forget(names: ReadonlySet<string>, at: Span): void {
    this.forgotten = { names, recalled: new Set(), at };
  }

  /** What nobody can read may set any of these, or any variable at all (null). */
  mayChange(names: ReadonlySet<string> | null, guard: Guard, at: Span): void {
    if (names === null) this.unread = { guard, at };
    for (const name of names ?? this.names()) {
      if (OF_MAKE.test(name)) continue;
      this.recall(name);
      this.machine.under(both(this.machine.guard, guard), () =>
        this.keepLate(name, { value: unreadValue(name, at) }, at),
      );
    }
  }

  /** With one more variable that holds `value`, whatever it is outside. */
  withLocal(name: string, value: Value, run: () => void): void {
    const late = this.late.get(name);
    this.late.delete(name);
    this.machine.variables.pushFrame(false);
    this.machine.variables.declareLocal(hostName(name), value);
    run();
    this.machine.variables.popFrame();
    if (late === undefined) this.late.delete(name);
    else this.late.set(name, late);
  }

  /** Every shell sees it from here on, with the value that it has now. */
  export(name: string, at: Span): void {
    const value = this.read(name, at);
    if (value === undefined) return;
    this.machine.assign(name, value, at);
    this.machine.variables.export(name);
  }

  /** What is set so far. */
  names(): readonly string[] {
    const prefix = hostName('');
    const now = this.machine.variables.names(prefix).map((name) => name.slice(prefix.length));
    return [...new Set([...this.late.keys(), ...now])];
  }

  /** What is set by `run` is gone behind it. */
  inScope(run: () => void): void {
    const { late, forgotten, given } = this;
    this.late = new Map(late);
    if (forgotten !== null) this.forgotten = { ...forgotten, recalled: new Set(forgotten.recalled) };
    run();
    this.late = late;
    this.forgotten = forgotten;
    this.given = given;
  }

  /** The text of a function's body, the variable `name`, with `1`, `2`, ... set; undefined where there is none, or it calls itself. */
  call(name: string, parameters: readonly Value[], at: Span): Value | undefined {
    if (this.expanding.includes(name)) return undefined;
    const { variables } = this.machine;
    variables.pushFrame(false);
    for (const [index, value] of parameters.entries()) variables.declareLocal(hostName(String(index + 1)), value);
    const value = this.read(name, at);
    variables.popFrame();
    return value;
  }

  /** `?=` sets it where it has no value yet. */
  private assignTo(name: string, step: Assignment): void {
    const { machine } = this;
    const isBeside = step.cache !== undefined && this.plain.has(name);
    const known = step.mode === 'keep' || isBeside ? this.read(name, step.at) : undefined;
    if (known === undefined) {
      this.store(name, step);
      return;
    }
    const first = isBeside ? this.firstRun(step) : undefined;
    const { outer: _, ...here } = step;
    for (const { guard, unset } of known) {
      const now = both(machine.guard, guard);
      if (unset !== undefined) machine.under(now, () => this.store(name, step));
      else if (first !== undefined && now !== undefined) machine.under(both(now, first), () => this.store(name, here));
    }
  }

  /** When a cached variable takes the place of a plain one; undefined for never. */
  private firstRun({ mode, cache, at }: Assignment): Guard | undefined {
    const [only, other] = cache === undefined ? [] : (this.read(cache.policy, at) ?? []);
    const policy = only === undefined || other !== undefined ? undefined : knownText(only.pieces);
    if (policy === 'NEW' && mode === 'keep') return undefined;
    return policy === 'OLD' && mode !== 'keep' ? ALWAYS : guardOf(`cache:${at.file}:${at.start}`, ['first']);
  }

  private store(name: string, step: Assignment): void {
    const { mode, at } = step;
    const given = this.given.get(name);
    if (given !== undefined) {
      if (step.overrides !== true) return;
      this.given = new Map([...this.given].filter(([other]) => other !== name));
      this.late.set(name, [{ guard: ALWAYS, value: given }]);
    }
    this.recall(name);
    if (step.cache === undefined && step.value !== null) this.plain.add(name);
    else if (this.machine.guard.size === 0) this.plain.delete(name);
    const template: Template = step.value ?? { language: 'literal', pieces: [] };
    const late = this.late.get(name);
    if (mode === 'append') this.append(name, template, step);
    else if (step.deferred === true) this.keepLate(name, { template, overridable: step.overridable === true }, at);
    else {
      const expanded = step.value === null ? UNSET : this.expandTemplate(template);
      const fresh = step.overridable === true ? overridable(expanded, name) : expanded;
      if (late !== undefined && this.machine.guard.size > 0) this.keepLate(name, { value: fresh }, at);
      else this.keepNow(name, fresh, step);
    }
  }

  /** What is set of a forgotten variable stands over what nobody knows. */
  private recall(name: string): void {
    const { forgotten } = this;
    if (forgotten?.names.has(name) !== true || forgotten.recalled.has(name)) return;
    forgotten.recalled.add(name);
    this.late.set(name, [{ guard: ALWAYS, value: tooMuch(name, forgotten.at) }]);
  }

  /** Behind what it holds, in the same way: expanded late where that is, and where there is nothing yet. */
  private append(name: string, template: Template, step: Assignment): void {
    const { machine } = this;
    const { at } = step;
    const late = this.late.get(name);
    const isWhole = late?.[0]?.guard.size === 0;
    if (late !== undefined && isWhole) {
      for (const one of late) {
        machine.under(both(machine.guard, one.guard), () =>
          'value' in one
            ? this.keepLate(
                name,
                { value: concat(concat(one.value, blank(at), at), this.expandTemplate(template), at) },
                at,
              )
            : this.keepLate(name, { ...one, template: behind(one.template, template, at) }, at),
        );
      }
      return;
    }
    const old = this.read(name, at);
    if (old === undefined && step.deferred === true) {
      this.keepLate(name, { template, overridable: false }, at);
      return;
    }
    const added = this.expandTemplate(template);
    const whole = old === undefined ? added : concat(concat(old, blank(at), at), added, at);
    if (late === undefined) this.keepNow(name, whole, step);
    else this.keepLate(name, { value: whole }, at);
  }

  private keepLate(
    name: string,
    late: { readonly template: Template; readonly overridable: boolean } | { readonly value: Value },
    at: Span,
  ): void {
    const { guard } = this.machine;
    const kept = guard.size === 0 ? [] : (this.late.get(name) ?? []);
    const isTooMuch = kept.length >= BOUNDS.scattered;
    this.late.set(name, isTooMuch ? [{ guard: ALWAYS, value: tooMuch(name, at) }] : [...kept, { ...late, guard }]);
  }

  private keepNow(name: string, value: Value, { scope, outer, at }: Assignment): void {
    const { machine } = this;
    const key = scope === 'variable' ? hostName(name) : name;
    if (machine.guard.size === 0) this.late.delete(name);
    const store = () => {
      const kept = isFollowed(value) ? value : tooMuch(name, at);
      machine.variables.assign(key, kept, machine.guard, () => this.missing(name, key, at));
      const stored = machine.variables.lookup(key)?.value ?? [];
      if (!isFollowed(stored)) machine.under(ALWAYS, () => machine.assign(key, tooMuch(name, at), at));
    };
    if (outer === 'everywhere') machine.variables.outermost(store);
    else if (outer === 'caller') machine.variables.outside(store);
    else store();
  }

  /** What a variable is where the arm that sets it does not run. */
  private missing(name: string, key: string, at: Span): Value {
    return key === name ? this.machine.missing(name, at) : notSet(name, at);
  }

  /** What `expand` runs, it runs under `guard` alone. */
  expandWithin<T>(guard: Guard, expand: () => T): T {
    this.within.push(guard);
    const result = expand();
    this.within.pop();
    return result;
  }

  /** Runs something while a text is expanded, under all choices that lead to it. */
  runWithin(guard: Guard, run: () => void): void {
    const whole = [guard, ...this.within].reduce<Guard | undefined>(
      (known, one) => (known === undefined ? undefined : both(known, one)),
      this.machine.guard,
    );
    this.machine.under(whole, run);
  }

  private expandOnce(name: string, late: Extract<Late, { template: Template }>, at: Span): Value {
    const isEnough = !this.machine.step(0.2);
    if (isEnough || this.expanding.includes(name) || this.expanding.length > BOUNDS.syntaxDepth)
      return holeValue(`host:${name}`, name, 'loop', at);
    this.expanding.push(name);
    const value = this.expandWithin(late.guard, () => this.expandTemplate(late.template));
    this.expanding.pop();
    return late.overridable ? overridable(value, name) : value;
  }
}
