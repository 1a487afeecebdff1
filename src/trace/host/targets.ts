import { BOUNDS } from '../../model/bounds.ts';
import { ALWAYS, both, type Guard, guardOf } from '../../model/guard.ts';
import type { Step, Template } from '../../model/program.ts';
import type { ExportStep, RuleStep } from '../../model/rule-step.ts';
import { NO_PLACE } from '../../model/span.ts';
import { type Alternative, always, type Pieces, type Value } from '../../model/value.ts';
import type { Machine } from '../machine.ts';
import { fold, holeValue } from '../values.ts';
import { hostName } from './functions.ts';
import { readTargetNames, type TargetName } from './target-names.ts';
import { ANY_WAY, type Setting, TargetSettings } from './target-settings.ts';
import type { HostVariables } from './variables.ts';

/** A recipe with its parts, each under the choices that were made where it stands. */
type Recipe = {
  readonly names: readonly TargetName[];
  readonly first: TargetName | undefined;
  readonly parts: { readonly guard: Guard; readonly steps: readonly Step[] }[];
  readonly step: RuleStep;
};

type GuardedSetting = Setting & { readonly guard: Guard; readonly steps: readonly Step[] };

export type TargetPorts = {
  readonly machine: Machine;
  /** Of the program. */
  readonly file: string;
  readonly variables: HostVariables;
  readonly expand: (template: Template) => Value;
  readonly runSteps: (steps: readonly Step[]) => void;
  /** With variables of its own. */
  readonly inScope: (run: () => void) => void;
};

/** The rules of make: noted while a program and what it includes are read, run behind that. */
export class Targets {
  private readonly ports: TargetPorts;
  private readonly recipes: Recipe[] = [];
  private readonly settings = new TargetSettings<GuardedSetting>();
  private count = 0;
  /** Names that a target may inherit. */
  private inherited: ReadonlySet<string> | undefined;
  private readonly exports: { readonly guard: Guard; readonly step: ExportStep }[] = [];

  constructor(ports: TargetPorts) {
    this.ports = ports;
  }

  note(step: RuleStep): void {
    const { guard } = this.ports.machine;
    const { settings, steps, isPrivate = false } = step;
    const last = this.recipes.at(-1);
    if (step.goesOn === true && last !== undefined) {
      last.parts.push({ guard, steps });
      return;
    }
    const names = this.names(step.targets);
    if (settings.length > 0) {
      this.count += 1;
      this.settings.addSetting({ number: this.count, names, isPrivate, guard, steps: settings });
      return;
    }
    const prerequisites = this.names(step.prerequisites);
    this.settings.addRule({ names, prerequisites });
    this.recipes.push({ names, first: prerequisites[0], parts: [{ guard, steps }], step });
  }

  export(step: ExportStep): void {
    this.exports.push({ guard: this.ports.machine.guard, step });
  }

  /** What is made where no goal is named. */
  first(): readonly Pieces[] {
    const { variables } = this.ports;
    const named = variables.read('.DEFAULT_GOAL', NO_PLACE);
    if (named !== undefined) return named.map(({ pieces }) => pieces);
    const first = this.recipes
      .flatMap(({ names }) => names)
      .find(({ key, isOpen }) => !isOpen && !/^\.[^/]*$/.test(key));
    return first === undefined ? [] : [first.pieces];
  }

  /** Runs every recipe, or those alone that make what the goals need. */
  run(goals?: readonly Pieces[]): void {
    const { machine } = this.ports;
    const needed = goals === undefined ? undefined : this.settings.neededBy(goals.flatMap(readTargetNames));
    this.exportAll();
    if (this.exports.length > 0) machine.made.exported.set(this.ports.file, machine.variables.exported());
    for (const recipe of this.recipes) {
      if (!recipe.parts.some(({ steps }) => steps.length > 0)) continue;
      if (needed?.(recipe.names) === false) continue;
      if (!machine.step()) return;
      this.ports.inScope(() => this.runRecipe(recipe));
    }
  }

  private runRecipe(recipe: Recipe): void {
    const { machine, runSteps } = this.ports;
    const exported = this.exports.length;
    const isChanged = this.runSettings(recipe);
    this.setAutomatic(recipe);
    this.exportAll(isChanged);
    const { guard } = machine;
    for (const part of recipe.parts) machine.under(both(guard, part.guard), () => runSteps(part.steps));
    this.exports.length = exported;
  }

  /** What others set that need the target, then its own. Tells of a name whether that may have set it. */
  private runSettings(recipe: Recipe): (name: string) => boolean {
    const { names } = recipe;
    const set = new Set<string>();
    const ways = new Map(names.flatMap((name) => this.settings.waysTo(name)).map((way) => [way.key, way]));
    const isTooMuch = ways.size > BOUNDS.product || ways.has(ANY_WAY);
    if (isTooMuch) {
      this.inherited ??= new Set(this.settings.inherited.flatMap(({ steps }) => namesSetBy(steps)));
      this.ports.variables.forget(this.inherited, recipe.step.at);
    } else for (const way of ways.values()) this.apply(way.settings, guardOf('make:needed', [way.key]), set);
    for (const [index, name] of names.entries())
      this.apply(this.settings.own(name), this.guardOfName(recipe, index), set);
    return (name) => set.has(name) || (isTooMuch && this.inherited?.has(name) === true);
  }

  private apply(settings: readonly GuardedSetting[], when: Guard, set: Set<string>): void {
    const { machine, runSteps } = this.ports;
    for (const { guard, steps } of settings) {
      const here = both(guard, when);
      if (here !== undefined) machine.under(both(machine.guard, here), () => runSteps(steps));
      for (const name of namesSetBy(steps)) set.add(name);
    }
  }

  /** A recipe of several targets runs for each. */
  private guardOfName({ names, step }: Pick<Recipe, 'names' | 'step'>, index: number): Guard {
    return names.length < 2 ? ALWAYS : guardOf(`make:target:${step.at.file}:${step.at.start}`, [String(index)]);
  }

  /** `$@`, `$<` and kin; those that are not known here are unknown in each recipe by themselves. */
  private setAutomatic(recipe: Recipe): void {
    const { names, first, step } = recipe;
    const { variables } = this.ports.machine;
    const { at } = step;
    const unknown = (name: string) => holeValue(`make:${name}:${at.file}:${at.start}`, `$${name}`, 'operation', at);
    const isKnown = names.length > 0 && names.length <= BOUNDS.product && !names.some(({ isOpen }) => isOpen);
    const target = isKnown
      ? fold(names.map(({ pieces }, index): Alternative => ({ guard: this.guardOfName(recipe, index), pieces })))
      : unknown('@');
    variables.declareLocal(hostName('@'), target);
    variables.declareLocal(hostName('<'), first === undefined || first.isOpen ? unknown('<') : always(first.pieces));
    for (const name of ['^', '*', '+', '?', '%', '|']) variables.declareLocal(hostName(name), unknown(name));
  }

  /** What shells see, with the values that hold now. */
  private exportAll(isChanged?: (name: string) => boolean): void {
    const { machine, variables } = this.ports;
    for (const { guard, step } of this.exports) {
      const all = step.names ?? variables.names();
      const fresh = isChanged === undefined ? all : all.filter(isChanged);
      machine.under(both(machine.guard, guard), () => {
        for (const name of fresh) variables.export(name, step.at);
      });
    }
  }

  private names(template: Template): readonly TargetName[] {
    const names = this.ports.expand(template).flatMap(({ pieces }) => readTargetNames(pieces));
    return [...new Map(names.map((name) => [name.key, name])).values()];
  }
}

function namesSetBy(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => (step.kind === 'assign' ? [step.name] : []));
}
