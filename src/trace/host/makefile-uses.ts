import { nestedSteps } from '../../model/nested-steps.ts';
import type { HostCondition, Program, Step, Template, TemplatePart } from '../../model/program.ts';
import type { RuleStep } from '../../model/rule-step.ts';
import { writtenPieces } from '../../model/template.ts';
import { flatten, showPieces } from '../../model/value.ts';
import type { Machine } from '../machine.ts';
import { programAt } from '../program-at.ts';
import { wordsOf } from '../text-operations.ts';
import { Includes } from './includes.ts';
import { namesInScripts, pathsIn } from './recipe-scripts.ts';
import { readTargetNames, type TargetName } from './target-names.ts';
import { type Setting, TargetSettings } from './target-settings.ts';

/** A text of a makefile, as it is written, with the variables in it; `leadsOn`: it runs another makefile that fetches. */
type Use = { text: string; readonly names: Set<string>; leadsOn?: true };

/** Names that make looks for. https://www.gnu.org/software/make/manual/make.html#Makefile-Names */
export const USUAL_MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];

/** Where a recipe goes on in a script of the tree. */
const SCRIPT = /\.(?:ba)?sh(?![\w.])|(?:^|[\s;&|(])\.{1,2}\/[\w-]/;
const GIVEN = /(?:^|[\s"'])([A-Za-z_]\w*)[:?+]?=/g;

/**
 * The variables of a makefile and what it includes that may say what is fetched for these goals (null: for any): only for those it has to be run
 * again.
 */
export function namesThatMatter(
  machine: Machine,
  program: Program,
  goals: readonly TargetName[] | null,
): ReadonlySet<string> {
  const known = KNOWN.get(program) ?? new Uses(machine);
  if (!KNOWN.has(program)) {
    KNOWN.set(program, known);
    known.addProgram(program);
  }
  return known.thatMatter(goals);
}

const KNOWN = new WeakMap<Program, Uses>();

class Uses {
  private readonly machine: Machine;
  /** By variable, the texts that it is set to. */
  private readonly variables = new Map<string, Use>();
  /** By variable, those that are named where it is given to another make. */
  private readonly given = new Map<string, ReadonlySet<string>>();
  private readonly recipes: { readonly targets: readonly TargetName[]; readonly use: Use }[] = [];
  private readonly rules = new TargetSettings<Setting>();
  private readonly files = new Set<string>();

  constructor(machine: Machine) {
    this.machine = machine;
  }

  addProgram(program: Program): void {
    if (this.files.has(program.file)) return;
    this.files.add(program.file);
    this.addSteps(program.steps, program, newUse());
  }

  thatMatter(goals: readonly TargetName[] | null): ReadonlySet<string> {
    const names = new Set<string>();
    const isNeeded = goals === null ? undefined : this.rules.neededBy(goals);
    for (const { targets, use: recipe } of this.recipes) {
      if (isNeeded?.(targets) === false) continue;
      const own = this.reachedFrom(recipe, false);
      if (!this.mayFetch(recipe) && ![...own].some((name) => this.mayFetch(this.variables.get(name)))) continue;
      for (const name of this.reachedFrom(recipe, true)) names.add(name);
    }
    return names;
  }

  /** What the text is made of; `isGiven`: also what its variables are made of that are given to it. */
  private reachedFrom({ names }: Use, isGiven: boolean): ReadonlySet<string> {
    const reached = new Set(names);
    // It grows while it is walked.
    for (const name of reached) {
      for (const other of this.variables.get(name)?.names ?? []) reached.add(other);
      if (isGiven) for (const other of this.given.get(name) ?? []) reached.add(other);
    }
    return reached;
  }

  private mayFetch(use: Use | undefined): boolean {
    if (use === undefined) return false;
    return use.leadsOn === true || SCRIPT.test(use.text) || this.machine.ports.hasFetchWord?.(use.text) !== false;
  }

  /** `outer` is what the conditions around the steps ask for. */
  private addSteps(steps: readonly Step[], program: Program, outer: Use): void {
    for (const step of steps) {
      if (step.kind === 'assign') this.addAssignment(step, outer);
      else if (step.kind === 'include') this.addIncluded(step, program);
      else if (step.kind === 'rule') {
        this.addSteps(step.settings, program, outer);
        this.addRecipe(step, program, outer);
      } else if (step.kind === 'choice') {
        const inner = { text: '', names: new Set(outer.names) };
        for (const { when } of step.arms) addCondition(inner, when);
        this.addSteps(nestedSteps(step), program, inner);
      }
    }
  }

  private addAssignment({ name, value }: Extract<Step, { kind: 'assign' }>, outer: Use): void {
    const use = this.useOf(name);
    for (const one of outer.names) use.names.add(one);
    if (value !== null) addTemplate(use, value);
  }

  /** What it gives to another make is set from what stands in it. */
  private addRecipe({ targets, prerequisites, steps }: RuleStep, { file }: Program, outer: Use): void {
    const recipe: Use = { text: '', names: new Set(outer.names) };
    const names = readTargetNames(writtenPieces(targets));
    for (const step of steps.flatMap((one) => [one, ...nestedSteps(one)]))
      if (step.kind === 'shell') addTemplate(recipe, step.text);
    this.recipes.push({ targets: names, use: recipe });
    for (const name of namesInScripts(this.machine.ports, file, recipe.text)) recipe.names.add(name);
    const isMaking = /\bmake\b/i.test(recipe.text);
    const made = isMaking
      ? steps.flatMap((step) => (step.kind === 'shell' ? readTargetNames(writtenPieces(step.text)) : []))
      : [];
    // Whatever stands in a line that runs make may be a goal.
    this.rules.addRule({
      names,
      prerequisites: [...readTargetNames(writtenPieces(prerequisites)), ...made.filter(({ key }) => key.length > 1)],
    });
    if (!isMaking) return;
    this.addMakefiles(recipe, file);
    for (const [, name] of recipe.text.matchAll(GIVEN)) {
      this.given.set(name ?? '', new Set([...(this.given.get(name ?? '') ?? []), ...recipe.names]));
    }
  }

  /** What matters to the makefiles of the folders that a recipe names: make hands on what it was given. */
  private addMakefiles(recipe: Use, file: string): void {
    for (const path of new Set(pathsIn(file, recipe.text))) {
      for (const name of USUAL_MAKEFILES) {
        const program = programAt(this.machine.ports, `${path}/${name}`, 'make');
        if (program?.format !== 'make') continue;
        for (const matter of namesThatMatter(this.machine, program, null)) {
          recipe.names.add(matter);
          recipe.leadsOn = true;
        }
        break;
      }
    }
  }

  private addIncluded({ path, at, format }: Extract<Step, { kind: 'include' }>, program: Program): void {
    const includes = new Includes(this.machine, program.file);
    for (const file of wordsOf(writtenPieces(path)).flatMap((word) => includes.find(word, at))) {
      const included = programAt(this.machine.ports, file, format);
      if (included !== undefined) this.addProgram(included);
    }
  }

  private useOf(name: string): Use {
    const use = this.variables.get(name) ?? newUse();
    this.variables.set(name, use);
    return use;
  }
}

function newUse(): Use {
  return { text: '', names: new Set() };
}

function addTemplate(use: Use, template: Template): void {
  use.text += `${showPieces(writtenPieces(template))}\n`;
  if (template.language === 'parts') for (const part of template.parts) addPart(use, part);
}

function addPart(use: Use, part: TemplatePart): void {
  if (part.kind === 'variable') {
    use.names.add(part.name);
    if (part.fallback !== null) addTemplate(use, part.fallback);
  } else if (part.kind === 'operation') {
    const [name] = part.operands;
    if (part.operation === 'call' && name !== undefined) use.names.add(flatten(writtenPieces(name)));
    for (const operand of part.operands) addTemplate(use, operand);
  } else if (part.kind === 'output') addTemplate(use, part.script);
  else if (part.kind === 'one-of') for (const { value } of part.options) addTemplate(use, value);
}

function addCondition(use: Use, when: HostCondition | null): void {
  if (when?.kind === 'true' || when?.kind === 'defined') use.names.add(when.name);
  if (when?.kind === 'equal') for (const side of [when.left, when.right]) addTemplate(use, side);
}
