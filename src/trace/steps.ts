import { ALWAYS, both } from '../model/guard.ts';
import type { Variant } from '../model/invocation.ts';
import type { FactWord, Program, Step, Template } from '../model/program.ts';
import { type Span, startOfFile } from '../model/span.ts';
import { spanOfTemplate } from '../model/template.ts';
import { always, flatten, knownText, type Pieces, type Value } from '../model/value.ts';
import { Builds, type Given } from './host/builds.ts';
import { copyFromStage, copyFromTree } from './host/copies.ts';
import type { Lookup } from './host/docker-words.ts';
import { hostName } from './host/functions.ts';
import { Host } from './host/host.ts';
import { runAttempt } from './host/run-attempt.ts';
import { runCallPrograms } from './host/run-call-programs.ts';
import { runKey } from './host/run-image.ts';
import { runShellText } from './host/run-shell-step.ts';
import { Stages } from './host/stages.ts';
import { argumentHole, expandTemplate, factVariants, overridable } from './host/templates.ts';
import { readVariableLines } from './host/variable-lines.ts';
import { failing, type Machine } from './machine.ts';
import { type GuardedPath, pathsOf, writeFile } from './redirections.ts';
import { dispatch, emitInvocation, type Running } from './run-command.ts';
import { hole, NOTHING } from './values.ts';

/** Runs a program's steps in order. */
export function runProgram(machine: Machine, program: Program): void {
  new ProgramRun(machine, program, NOTHING_GIVEN).runWhole();
}

/** Runs a recipe of an image, or a file of such builds, which sees what is `around` it; `given`: what the arguments are set to. */
export function runRecipe(machine: Machine, program: Program, given: Given, around = NOTHING_GIVEN): void {
  const isRecipe = program.format === 'dockerfile';
  if (program.format === 'cmake')
    for (const [name, value] of given)
      machine.assign(hostName(name), overridable(value, name), startOfFile(program.file));
  new ProgramRun(machine, program, isRecipe ? given : around, isRecipe ? NOTHING_GIVEN : given).runWhole();
}

const NOTHING_GIVEN: Given = new Map();

/** Runs recipes of a makefile: those that the goals lead to, null for the first target. `given` stands over what the file sets. */
export function runMakefile(machine: Machine, program: Program, given: Given, goals: readonly Pieces[] | null): void {
  new ProgramRun(machine, program, given).runGoals(goals);
}

class ProgramRun {
  private readonly globals = new Map<string, Value>();
  /** What the variables of the present ENV instruction were before it. */
  private pending: (readonly [string, Value])[] = [];
  private readonly machine: Machine;
  private readonly program: Program;
  private readonly host: Host;
  private readonly stages: Stages;
  private readonly builds: Builds;
  private readonly given: Given;

  /** `given` stands over its own variables, `handedOn` over the arguments of what it builds. */
  constructor(machine: Machine, program: Program, given: Given, handedOn = NOTHING_GIVEN) {
    this.machine = machine;
    this.program = program;
    this.given = given;
    this.stages = new Stages(machine);
    this.host = new Host(
      machine,
      (steps) => this.run(steps),
      (template) => this.expand(template),
      { file: program.file, given },
    );
    this.builds = new Builds(machine, {
      expand: (template) => this.expand(template),
      expandText: (template) => this.host.expandShell(template),
      variable: (name) => this.host.variables.read(name, startOfFile(program.file)),
      handedOn,
      run: (built, known) => runRecipe(machine, built, known),
    });
  }

  runWhole(): void {
    this.run(this.program.steps);
    this.host.targets.run();
    this.host.functions.runUncalled();
  }

  runGoals(goals: readonly Pieces[] | null): void {
    this.run(this.program.steps);
    this.host.targets.run(goals ?? this.host.targets.first());
  }

  run(steps: readonly Step[]): void {
    for (const step of steps) {
      if (!this.machine.step(this.weightOf(step))) return;
      if (step.kind !== 'assign' || step.together !== true) this.pending = [];
      this.runStep(step);
    }
  }

  /** Beside a command. A makefile that runs again is read again, which is no new text. */
  private weightOf({ kind }: Step): number {
    return kind === 'shell' || kind === 'exec' ? 1 : this.machine.made.depth > 0 ? 0.02 : kind === 'assign' ? 0.2 : 1;
  }

  private runStep(step: Step): void {
    switch (step.kind) {
      case 'shell':
        return this.runShell(step);
      case 'exec':
        return this.runExec(step);
      case 'fact':
        return this.emitFact(step);
      case 'assign':
        return this.assign(step);
      case 'stage':
        return this.enterStage(step);
      case 'folder':
        return this.machine.changeFolder(this.paths(step.path));
      case 'copy':
        return this.copy(step);
      case 'file':
        return this.writeFile(step);
      case 'scope':
        return this.host.scope(step);
      case 'attempt':
        return runAttempt(this.machine, step, () => this.run(step.steps));
      case 'read-variables':
        return this.readVariables(step);
      case 'choice':
        return this.host.choice(step);
      case 'rule':
        return this.host.targets.note(step);
      case 'export':
        return this.host.targets.export(step);
      case 'define':
        return this.host.functions.define(step);
      case 'keywords':
        return this.host.functions.keywords(step);
      case 'each':
        return this.host.each(step);
      case 'build':
        return this.builds.build(step);
      case 'include':
        return this.host.include(step);
      default:
        return step satisfies never;
    }
  }

  /** Once for each text that the language around it makes of it. */
  private runShell(step: Extract<Step, { kind: 'shell' }>): void {
    const { machine } = this;
    for (const { guard, pieces } of this.host.expandShell(step.text))
      machine.under(both(machine.guard, guard), () => runShellText(machine, step, pieces));
  }

  private runExec(step: Extract<Step, { kind: 'exec' }>): void {
    const words = step.words.map((template): FactWord => ({ template, at: spanOfTemplate(template, step.at) }));
    const variants = factVariants(words, (template) => this.expand(template));
    const running = this.running(variants, words[0]?.at ?? step.at, step.at, 'exec', 'command');
    this.machine.subshell(() => dispatch(this.machine, running));
  }

  private emitFact(step: Extract<Step, { kind: 'fact' }>): void {
    const narrow = step.form === 'call' ? this.machine.ports.readWords : undefined;
    const variants = factVariants(step.words, (template) => this.expand(template), narrow);
    const name = step.form === 'call' ? knownText(variants[0]?.words[0]?.pieces ?? []) : undefined;
    if (name !== undefined && this.host.functions.call(name, variants, step.at)) return;
    const facts = variants.filter((variant) => !variant.words.some((word) => this.stages.isMeant(word)));
    if (facts.length === 0) return;
    const running = this.running(facts, step.word, step.at, 'fact', step.form);
    emitInvocation(this.machine, step.form === 'key' ? runKey(this.machine, running) : running, null);
    if (step.form === 'call') runCallPrograms(this.machine, step, (template) => this.expand(template), running);
  }

  private running(
    variants: readonly Variant[],
    word: Span,
    span: Span,
    host: Running['host'],
    form: Running['form'],
  ): Running {
    const context = failing(this.machine.stepFailure, { text: '', pieces: [], slice: null });
    const redirections = { stdin: null, outputs: [], append: false, isSilent: false, span: null };
    return { variants, context, redirections, word, span, host, form };
  }

  /** ARG keeps the global's value when it has none of its own, ENV wins over an ARG of the same name. */
  private assign(step: Extract<Step, { kind: 'assign' }>): void {
    const { name, value, scope, at } = step;
    if (scope === 'variable' || step.mode !== undefined || step.deferred === true) {
      this.host.variables.assign(step);
      if (scope === 'environment' && step.computedName === undefined) this.machine.variables.export(name);
      return;
    }
    const given = this.given.get(name);
    if (scope === 'global-argument') {
      const standard = value === null ? argumentHole(name, at) : overridable(this.expandGlobal(value), name);
      this.globals.set(name, given === undefined ? standard : overridable(given, name));
      return;
    }
    if (scope === 'environment') {
      this.stages.environment.add(name);
      const before = new Map(this.pending);
      const lookup = (other: string, span: Span) => before.get(other) ?? this.machine.value(other, span);
      this.pending.push([name, this.machine.value(name, at)]);
      this.machine.assign(name, value === null ? NOTHING : this.expandWith(value, lookup), at);
    } else {
      if (this.stages.environment.has(name)) return;
      const inherited = this.globals.get(name) ?? argumentHole(name, at);
      const standard = value === null ? inherited : overridable(this.expand(value), name);
      this.machine.assign(name, given === undefined ? standard : overridable(given, name), at);
    }
    this.machine.variables.export(name);
  }

  private enterStage(step: Extract<Step, { kind: 'stage' }>): void {
    const { machine } = this;
    this.stages.leave();
    const isOwn = this.stages.enter(step.name, this.expandGlobal(step.base), step.at);
    machine.missing = (name, at) => this.missing(name, at);
    if (!isOwn) return;
    machine.variables.pushFrame(true);
    machine.missing = (name, at) => this.globals.get(name) ?? argumentHole(name, at);
    this.emitFact(step.fact);
    machine.missing = (name, at) => this.missing(name, at);
    machine.variables.popFrame();
  }

  private copy(step: Extract<Step, { kind: 'copy' }>): void {
    const name = step.from === null ? null : this.stages.nameOf(this.expand(step.from)[0]?.pieces ?? []);
    const sources = step.sources.flatMap((source) =>
      this.expand(source)
        .slice(0, 1)
        .map((alternative) => alternative.pieces),
    );
    const [target] = this.paths(step.to);
    if (target === undefined || name === undefined) return;
    this.stages.leave();
    const isFolder = flatten(this.expand(step.to)[0]?.pieces ?? []).endsWith('/') || sources.length > 1;
    const to = { path: target.path, isFolder, at: step.at };
    if (name === null) {
      copyFromTree(this.machine, this.program.file, sources, to);
      return;
    }
    // The files of an image nobody knows.
    const from = this.stages.get(name);
    if (from !== undefined) copyFromStage(this.machine, from, sources, to);
  }

  private writeFile(step: Extract<Step, { kind: 'file' }>): void {
    const { machine } = this;
    const { guard } = machine;
    const [target] = this.paths(step.path);
    if (target === undefined) return;
    const text = this.expand(step.text);
    writeFile(machine, { path: target.path, text, guard, append: false, producers: [], span: step.at });
  }

  private readVariables({ path, scope, prefix, at }: Extract<Step, { kind: 'read-variables' }>): void {
    const { machine } = this;
    const [file] = this.paths(path);
    if (file === undefined) return;
    for (const { guard, name, pieces } of readVariableLines(machine.files.text(file.path, machine.guard) ?? [])) {
      const variable = `${prefix}${name}`;
      machine.under(both(machine.guard, guard), () => machine.assign(variable, always(pieces), at));
      if (scope === 'environment') machine.variables.export(variable);
    }
  }

  private paths(template: Template): readonly GuardedPath[] {
    return pathsOf(this.machine, this.expand(template));
  }

  private expand(template: Template): Value {
    return this.expandWith(template, (name, at) => this.machine.value(name, at));
  }

  private expandGlobal(template: Template): Value {
    return this.expandWith(template, (name, at) => this.globals.get(name) ?? argumentHole(name, at));
  }

  private expandWith(template: Template, lookup: Lookup): Value {
    return expandTemplate(this.machine, template, lookup, this.host);
  }

  /** In a stage an unknown name is the base image's, except a global ARG that the stage does not declare: that one is empty. */
  private missing(name: string, at: Span): Value {
    if (this.globals.has(name))
      // Unless the base image sets it: that is for its conditions to ask, not for words to guess.
      return [{ guard: ALWAYS, pieces: [], unset: 'arg-not-in-stage', overridable: [name] }];
    return [{ guard: ALWAYS, pieces: [hole(`env:${name}`, `$${name}`, 'environment', at)], unset: 'never-set' }];
  }
}
