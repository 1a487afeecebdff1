import { BOUNDS } from '../../model/bounds.ts';
import { ALWAYS, both, type Guard, heldUnder } from '../../model/guard.ts';
import type { HostCondition, Step, Template } from '../../model/program.ts';
import { NO_PLACE, type Span } from '../../model/span.ts';
import { pathNamed } from '../../model/tree-path.ts';
import {
  type Alternative,
  always,
  impliedText,
  knownText,
  type Pieces,
  pieceKey,
  type Value,
  writtenText,
} from '../../model/value.ts';
import { parseShell } from '../../syntax/shell.ts';
import type { Machine } from '../machine.ts';
import { captureText } from '../substitution.ts';
import { TextFiles } from '../text-files.ts';
import { wordsOf } from '../text-operations.ts';
import { FAILS, type Truth } from '../truth.ts';
import { concat, fold, holeValue, NOTHING, unite } from '../values.ts';
import type { Given } from './builds.ts';
import { judgeCondition } from './conditions.ts';
import { evaluateText } from './evaluated-text.ts';
import { HostFunctions, hostName } from './functions.ts';
import { Includes } from './includes.ts';
import { expandParts, type PartsPort } from './parts.ts';
import { Targets } from './targets.ts';
import { factVariants } from './templates.ts';
import { HostVariables } from './variables.ts';

/** The language around the shell: its variables that are expanded late, its functions, its arms. One for each program that is run. */
export class Host {
  readonly machine: Machine;
  private readonly runSteps: (steps: readonly Step[]) => void;
  private readonly expandTemplate: (template: Template) => Value;
  readonly functions: HostFunctions;
  readonly variables: HostVariables;
  readonly targets: Targets;
  /** Of all loops so far. */
  private turns = 0;
  private readonly includes: Includes;
  /** True while text is put together that a shell will read. */
  private isForShell = false;
  private readonly port: PartsPort;

  constructor(
    machine: Machine,
    runSteps: (steps: readonly Step[]) => void,
    expandTemplate: (template: Template) => Value,
    { file, given }: { readonly file: string; readonly given: Given },
  ) {
    this.machine = machine;
    this.runSteps = runSteps;
    this.expandTemplate = expandTemplate;
    this.includes = new Includes(machine, file);
    this.variables = new HostVariables(machine, expandTemplate, given);
    this.targets = new Targets({
      machine,
      file,
      variables: this.variables,
      expand: expandTemplate,
      runSteps,
      inScope: (run) => this.inScope(run),
    });
    this.functions = new HostFunctions(machine, runSteps, expandTemplate);
    this.port = {
      variable: (name, at) => this.variables.read(name, at),
      expand: expandTemplate,
      expandOperand: (template) => this.reading(false, () => expandTemplate(template)),
      settle: (value, name, at) =>
        this.isForShell && value.length > 1 ? (machine.choices.hold(value, name, at) ?? value) : value,
      output: (script, name, at) => this.output(script, name, at),
      file: (path, at) => this.fileText(path, at),
      call: (name, parameters, at) => this.callText(name, parameters, at),
      evaluate: (text, at) => evaluateText(machine, this.variables, text, at, runSteps),
      forEach: (name, words, text, at) => this.forEach(name, words, text, at),
      within: (guard, expand) => this.variables.expandWithin(guard, expand),
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

  scope({ steps, files, leaves = [], at }: Extract<Step, { kind: 'scope' }>): void {
    const { machine } = this;
    const saved = machine.files;
    if (files === 'own') {
      machine.files = new TextFiles(saved);
      machine.emit({ kind: 'stage', id: machine.next(), name: `scope:${machine.next()}`, base: null });
    }
    const left = new Map<string, Value>();
    this.inScope(() => {
      this.runSteps(steps);
      for (const { name, value } of leaves) left.set(name, this.expandTemplate(value));
    });
    machine.files = saved;
    for (const [name, value] of left) machine.assign(name, value, at);
  }

  /** With variables, folder and functions of its own. */
  private inScope(run: () => void): void {
    const { machine } = this;
    const { functions } = machine;
    machine.functions = new Map();
    machine.subshell(() => this.variables.inScope(run));
    machine.functions = functions;
  }

  choice({ arms }: Extract<Step, { kind: 'choice' }>): void {
    const { machine } = this;
    const guards = this.guardsOf(arms.map(({ when }) => when));
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
    const at = NO_PLACE;
    return judgeCondition(when, { expand: this.expandTemplate, variable: (name) => this.variables.read(name, at) });
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

  /** The text once for each word, with blanks between. A list that nobody knows is one word of it; of too many nobody knows the text. */
  private forEach(name: Value, words: Value, text: Template, at: Span): Value | undefined {
    const known = name.length === 1 ? knownText(name[0]?.pieces ?? []) : undefined;
    const variable = known ?? '';
    const result: Alternative[] = [];
    let isWhole = known !== undefined;
    for (const { guard, pieces } of words) {
      const turns = wordsOf(pieces);
      this.turns += turns.length;
      const isKnown = this.turns <= BOUNDS.turns;
      const values = isKnown ? turns.map(always) : [holeValue(`each:${variable}`, variable, 'loop', at)];
      isWhole &&= isKnown && turns.length <= BOUNDS.product;
      let whole: Value = NOTHING;
      for (const [index, value] of values.entries())
        this.variables.expandWithin(guard, () =>
          this.variables.withLocal(variable, value, () => {
            const turn = this.expandTemplate(text);
            if (isWhole)
              whole = concat(index === 0 ? NOTHING : concat(whole, always([impliedText(' ', at)]), at), turn, at);
          }),
        );
      result.push(...heldUnder(whole, guard));
    }
    return isWhole ? fold(result) : undefined;
  }

  include({ path, format, isList, at }: Extract<Step, { kind: 'include' }>): void {
    const { machine, includes } = this;
    const run = (treePath: string, guard: Guard) =>
      includes.run(treePath, format, at, (steps) =>
        machine.under(both(machine.guard, guard), () => this.runSteps(steps)),
      );
    for (const { guard, pieces } of this.expandTemplate(path)) {
      if (isList === true) {
        for (const word of wordsOf(pieces)) for (const found of includes.find(word, at)) run(found, guard);
        continue;
      }
      const treePath = pathNamed(pieces, at);
      if (treePath !== undefined) run(treePath, guard);
    }
  }

  private output(script: Template, name: string, at: Span): Value {
    const result: Alternative[] = [];
    for (const { guard, pieces } of this.expandShell(script)) {
      const value = this.machine.under(both(this.machine.guard, guard), () =>
        captureText(this.machine, parseShell(pieces), name, at),
      );
      result.push(...heldUnder(value ?? [], guard));
    }
    return fold(result);
  }

  private fileText(path: Pieces, at: Span): Pieces | undefined {
    const treePath = pathNamed(path, at);
    const text = treePath === undefined ? undefined : this.machine.ports.tree.read(treePath);
    if (treePath === undefined || text === undefined || text.length > BOUNDS.textLength) return undefined;
    return [writtenText(treePath, text, 0, text.length)];
  }

  private callText(name: Value, parameters: readonly Value[], at: Span): Value | undefined {
    const known = name.length === 1 ? knownText(name[0]?.pieces ?? []) : undefined;
    return known === undefined ? undefined : this.variables.call(known, parameters, at);
  }
}
