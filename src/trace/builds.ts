import { embedProgram } from '../model/embedded.ts';
import { both } from '../model/guard.ts';
import type { Program, Step, Template } from '../model/program.ts';
import { flatten, knownText, type Pieces, pieceKey, type Value } from '../model/value.ts';
import { inTree } from './includes.ts';
import type { Machine } from './machine.ts';
import { TextFiles } from './text-files.ts';
import { Variables } from './variables.ts';

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
  readonly run: (program: Program, given: Given) => void;
};

/** The Dockerfiles that a program builds. One of the tree is read once for each set of arguments that it asks for. */
export class Builds {
  private readonly done = new Set<string>();
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
    return new Map(
      given.flatMap(({ name, value }): readonly (readonly [string, Value])[] => {
        const known = value === null ? this.ports.variable(name) : this.ports.expand(value);
        return known === undefined ? [] : [[name, known]];
      }),
    );
  }

  private buildText(pieces: Pieces, given: Given, { at }: BuildStep): void {
    const { machine } = this;
    const program = machine.ports.parse(`${at.file}:${at.start}.dockerfile`, flatten(pieces));
    if (program === undefined) return;
    const embedded = embedProgram(program, pieces, at);
    machine.addProblems(embedded);
    this.run(embedded, given);
  }

  /** By itself the file is read with its defaults; here only what changes them is of interest. */
  private buildFile(path: Pieces, given: Given, { at }: BuildStep): void {
    const { machine } = this;
    const folder = at.file.slice(0, Math.max(at.file.lastIndexOf('/'), 0));
    const name = knownText(path);
    const treePath = name === undefined ? undefined : inTree(folder, name);
    const text = treePath === undefined ? undefined : machine.ports.tree.read(treePath);
    const program =
      treePath === undefined || text === undefined ? undefined : machine.ports.parse(treePath, text, 'dockerfile');
    if (treePath === undefined || program === undefined) return;
    const asked = argumentsOf(program);
    const own = new Map([...given].filter(([argument]) => asked.has(argument)));
    const key = `${treePath} ${[...own]
      .map(([argument, value]) => `${argument}=${value.map(({ pieces }) => pieceKey(pieces)).join('|')}`)
      .sort()
      .join(' ')}`;
    if (own.size === 0 || (machine.guard.size === 0 && this.done.has(key))) return;
    this.done.add(key);
    const { stack } = machine;
    machine.stack = [...stack, { kind: 'script', name: treePath, span: at }];
    this.run(program, own);
    machine.stack = stack;
  }

  /** A build sees nothing of what is around it, and leaves nothing but images. */
  private run(program: Program, given: Given): void {
    const { machine } = this;
    const { variables, files, functions, missing } = machine;
    machine.subshell(() => {
      machine.variables = new Variables();
      machine.files = new TextFiles(files);
      machine.functions = new Map();
      this.ports.run(program, given);
      machine.variables = variables;
    });
    machine.files = files;
    machine.functions = functions;
    machine.missing = missing;
  }
}

function argumentsOf({ steps }: Program): ReadonlySet<string> {
  return new Set(
    steps.flatMap((step) =>
      step.kind === 'assign' && (step.scope === 'argument' || step.scope === 'global-argument') ? [step.name] : [],
    ),
  );
}
