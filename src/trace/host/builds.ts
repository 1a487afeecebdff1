import { BOUNDS } from '../../model/bounds.ts';
import { embedProgram } from '../../model/embedded.ts';
import { ALWAYS, both } from '../../model/guard.ts';
import type { Call } from '../../model/invocation.ts';
import { nestedSteps } from '../../model/nested-steps.ts';
import type { Program, Step, Template } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import { pathNamed } from '../../model/tree-path.ts';
import { flatten, HOLE, type Pieces, pieceKey, type Value } from '../../model/value.ts';
import { cachedIn } from '../cached-names.ts';
import { isTooDeep, withCall } from '../call-stack.ts';
import type { Machine } from '../machine.ts';
import { programAt } from '../program-at.ts';
import { TextFiles } from '../text-files.ts';
import { Variables } from '../variables.ts';
import { inOwnProgram } from './own-program.ts';

type BuildStep = Extract<Step, { kind: 'build' }>;

/** What the arguments of a Dockerfile are set to, by name. */
export type Given = ReadonlyMap<string, Value>;

/** What a build needs of the program that it stands in. */
export type BuildPorts = {
  readonly expand: (template: Template) => Value;
  /** For a text that is read as a whole. */
  readonly expandText: (template: Template) => Value;
  /** Undefined where nobody set the variable. */
  readonly variable: (name: string) => Value | undefined;
  /** What the arguments are set to by whoever runs the program, in place of what it says. */
  readonly handedOn: Given;
  readonly run: (program: Program, given: Given) => void;
};

/** The Dockerfiles that a program builds. */
export class Builds {
  private readonly machine: Machine;
  private readonly ports: BuildPorts;

  constructor(machine: Machine, ports: BuildPorts) {
    this.machine = machine;
    this.ports = ports;
  }

  build(step: BuildStep): void {
    const { machine, ports } = this;
    const isText = step.recipe.kind === 'text';
    const recipes = isText ? ports.expandText(step.recipe.template) : ports.expand(step.recipe.template);
    const given = this.givenOf(step);
    for (const { guard, pieces } of recipes) {
      machine.under(both(machine.guard, guard), () =>
        isText ? this.buildText(pieces, given, step) : this.buildFile(pieces, given, step),
      );
    }
  }

  private givenOf({ given }: BuildStep): Given {
    const own = given.flatMap(({ name, value }): readonly (readonly [string, Value])[] => {
      const known = value === null ? this.ports.variable(name) : this.ports.expand(value);
      return known === undefined ? [] : [[name, known]];
    });
    return new Map([...own, ...this.ports.handedOn]);
  }

  private buildText(text: Pieces, given: Given, { at }: BuildStep): void {
    buildText(this.machine, { text, given, at }, this.ports.run);
  }

  private buildFile(path: Pieces, given: Given, { at }: BuildStep): void {
    const treePath = pathNamed(path, at);
    if (treePath !== undefined) buildTreeFile(this.machine, { treePath, given, at }, this.ports.run);
  }
}

/** A recipe that is known as text, and what its arguments are set to by the build at `at`. */
export type TextBuild = { readonly text: Pieces; readonly given: Given; readonly at: Span };

/** Runs a recipe that is no file of the tree. */
export function buildText(
  machine: Machine,
  { text, given, at }: TextBuild,
  run: (program: Program, given: Given) => void,
): void {
  const program = machine.ports.parse(`${at.file}:${at.start}.dockerfile`, flatten(text));
  if (program === undefined) return;
  const embedded = embedProgram(program, text, placeOf(text, at));
  // An instruction that nobody knows is no fault of the text.
  machine.addProblems({ ...embedded, problems: embedded.problems.filter(({ message }) => !message.includes(HOLE)) });
  inBuild(machine, () => run(embedded, given));
}

/** Where a text stands that was written elsewhere than at `at`: where its first known part does. */
export function placeOf(text: Pieces, at: Span): Span {
  const [first] = text.filter(({ kind }) => kind === 'text');
  if (first === undefined || isInside(first.at, at)) return at;
  const { file } = first.at;
  const near = text.filter((piece) => piece.at.file === file);
  return {
    file,
    start: Math.min(...near.map((piece) => piece.at.start)),
    end: Math.max(...near.map((piece) => piece.at.end)),
  };
}

function isInside(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && outer.start <= inner.start && inner.end <= outer.end;
}

const NO_VARIABLES: Given = new Map();

/** A recipe of the tree, and what whoever builds it at `at` sets its arguments to. */
export type TreeBuild = {
  readonly treePath: string;
  readonly given: Given;
  /** The variables that a file of builds sees. */
  readonly around?: Given;
  readonly format?: string;
  readonly at: Span;
};

/**
 * Runs a recipe of the tree once for each set of arguments that it asks for. By itself it is read with its defaults: here only what changes them
 * is of interest.
 */
export function buildTreeFile(
  machine: Machine,
  { treePath, given, around = NO_VARIABLES, format = 'dockerfile', at }: TreeBuild,
  run: (program: Program, given: Given, around: Given) => void,
): void {
  const program = programAt(machine.ports, treePath, format);
  if (program === undefined) return;
  const asked = argumentsOf(machine, program);
  const own = new Map([...given].filter(([name]) => asked === 'any' || asked.has(name)));
  const words = new Set(around.size === 0 ? [] : machine.ports.tree.read(treePath)?.match(/[A-Za-z_]\w*/g));
  const seen = new Map([...around].filter(([name]) => words.has(name)));
  const key = `${treePath} ${[...own, ...seen]
    .map(([name, value]) => keyOf(name, value))
    .sort()
    .join(' ')}`;
  if (own.size + seen.size === 0 || machine.built.has(key)) return;
  const call: Call = { kind: 'script', name: treePath, span: at };
  if (isTooDeep(machine, call)) return;
  if (machine.built.size >= BOUNDS.builds || machine.steps.isApartSpent()) {
    machine.reachBound(
      at.file,
      'recipes are built with other arguments in more ways than are followed, so not every value that a fetch may have is known',
    );
    return;
  }
  machine.built.add(key);
  withCall(machine, call, () => machine.steps.runApart(() => inBuild(machine, () => run(program, own, seen))));
}

/** The same text from two places is two arguments: each place is its own to mend. */
function keyOf(name: string, value: Value): string {
  const places = value.map(({ pieces }) => `${pieceKey(pieces)}@${pieces[0]?.at.file}:${pieces[0]?.at.start}`);
  return `${name}=${places.join('|')}`;
}

/** Nothing of what is around a build comes in, and nothing but images goes out. */
function inBuild(machine: Machine, run: () => void): void {
  const { files, missing } = machine;
  inOwnProgram(machine, new Variables(), { kind: 'stops' }, () => {
    machine.files = new TextFiles(files);
    machine.unreadSources = [];
    machine.guard = ALWAYS;
    machine.left = [];
    run();
  });
  machine.files = files;
  machine.missing = missing;
}

/** A file of builds may hand on all of them. */
function argumentsOf(machine: Machine, program: Program): ReadonlySet<string> | 'any' {
  const { steps } = program;
  if (isOfBuilds(steps)) return 'any';
  if (program.format === 'cmake') return cachedIn(machine, program);
  return new Set(
    steps.flatMap((step) =>
      step.kind === 'assign' && (step.scope === 'argument' || step.scope === 'global-argument') ? [step.name] : [],
    ),
  );
}

function isOfBuilds(steps: readonly Step[]): boolean {
  return steps.some((step) => step.kind === 'build' || isOfBuilds(nestedSteps(step)));
}
