import { BOUNDS } from '../model/bounds.ts';
import { ALWAYS, answerTo, both, type Guard, guardOf, isSeen, overrideSite } from '../model/guard.ts';
import type { Call, Failure, Invocation, Pipeline, Standing, TraceEvent } from '../model/invocation.ts';
import { type Path, toPath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { Program } from '../model/program.ts';
import { type Span, startOfFile } from '../model/span.ts';
import { type Pieces, type Value, type Word, workingFolderHole } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import type { Asked } from './asked.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { HostChoices } from './host/choices.ts';
import { Jobs } from './jobs.ts';
import type { Sink } from './sinks.ts';
import { StepCount } from './step-count.ts';
import { TextFiles } from './text-files.ts';
import type { TracePorts } from './trace-ports.ts';
import type { Trap } from './traps.ts';
import { addUnread, readUnread, type UnreadSource } from './unread-names.ts';
import { concat, environmentHole, holeValue, notLeft, overlay, restrict } from './values.ts';
import { type Variable, Variables } from './variables.ts';

/** `$1 $2 ...`; `open` names the function or script when nobody says what it is called with, `shifted` how many were shifted away. */
export type Positional = {
  readonly guard: Guard;
  readonly words: readonly Word[];
  readonly open: string | null;
  readonly shifted: number;
};

/** How a node is run: what its failure means, where it may be edited, where its output goes. */
export type Context = Pick<Standing, 'place'> & {
  readonly source: shell.ShellSource;
  /** False in conditions and left of `&&` and `||`: there `set -e` does not act. */
  readonly errexit: boolean;
  /** What a non-zero status of this node leads to, errexit aside. */
  readonly tail: Failure;
  readonly onExit: Failure;
  /** In `if ! command`, what the failure of the command itself leads to. */
  readonly negatedTail?: Failure;
  /** Commands whose success alone leads to an end. */
  readonly asked?: Asked | undefined;
  /** The last command of a pipeline, on whose status `set -e` acts. */
  readonly endsPipeline?: boolean;
  /** As for the invocation: of a command, or of a pipeline, that is run with this context; not of what those run. */
  readonly isChained?: true | undefined;
  /** Likewise of a command. */
  readonly pipeline?: Pipeline | undefined;
  readonly onReturn: Failure;
  /** In the condition of a loop `read` takes another line each turn, and says whether the lines are known. */
  readonly turns?: { areKnown: boolean } | undefined;
  /** `x=$(command)`: the status of the substitution is that of the assignment. */
  readonly isAssigned?: boolean;
  readonly stdin: Invocation['stdin'];
  readonly sink: Sink | null;
};

/** A context in which every failure means the same. */
export function failing(failure: Failure, source: shell.ShellSource): Context {
  return {
    source,
    errexit: true,
    tail: failure,
    onExit: failure,
    onReturn: failure,
    place: 'simple',
    stdin: null,
    sink: null,
  };
}

type MutableFailure = { kind: 'skips'; until: number; isCaught?: true };

/** The state of one run. Mutated in place for speed; what comes out of trace is readonly. */
export class Machine {
  readonly ports: TracePorts;
  private readonly entry: string;
  readonly events: TraceEvent[] = [];
  /** By the key of a path, what was written there last. */
  readonly lastWrites = new Map<string, Extract<TraceEvent, { kind: 'write' }>>();
  readonly problems: Problem[] = [];
  /** Tree files that were run or sourced: their own reading without a context yields. */
  readonly executed = new Set<string>();
  /** Those among them that a file includes as its own text. */
  readonly included = new Set<string>();
  variables = new Variables();
  files = new TextFiles();
  /** What makefiles were run with on their command lines so far, and runs of them that need not be repeated. */
  made = {
    depth: 0,
    given: new Map<string, Value>(),
    runs: new Set<string>(),
    /** By makefile, what it exports by itself. */
    exported: new Map<string, ReadonlyMap<string, Variable>>(),
  };
  /** Recipes of images that were run, with what their arguments were set to. */
  readonly built = new Set<string>();
  readonly steps = new StepCount();
  /** What runs at the same time. */
  readonly jobs = new Jobs(() => this.serial);
  /** How often a script was found below a folder that nobody knows. */
  readonly guessedRuns = new Map<string, number>();
  /** Texts of other places where commands ran, by their names. */
  readonly places = new Map<string, TextFiles>();
  functions = new Map<string, readonly FunctionDefinition[]>();
  /** Functions that were called, by `keyOfFunction`. */
  readonly called = new Set<string>();
  guard: Guard = ALWAYS;
  /** Choices under which this text was left (`*) exit 1 ;;`), where the guard alone cannot say that. */
  left: readonly Guard[] = [];
  /** What the languages around shells left open in their texts. */
  readonly choices = new HostChoices();
  cwd: readonly { readonly guard: Guard; readonly path: Path }[];
  /** By name, the words that a command called so begins with. */
  readonly aliases = new Map<string, readonly Word[]>();
  /** The call that is run now was left by a `return`, under some choices at least. */
  hasReturned = false;
  /** Text that runs at the end. */
  readonly traps: Trap[] = [];
  folderStack: (typeof this.cwd)[] = [];
  previousFolder: typeof this.cwd | null = null;
  positional: readonly Positional[] = [{ guard: ALWAYS, words: [], open: null, shifted: 0 }];
  scriptName: Pieces = [];
  options = { errexit: false, pipefail: false };
  stack: readonly Call[] = [];
  /** What the failure of a whole step of the program leads to. */
  stepFailure: Failure = { kind: 'stops' };
  /** What a variable is that nobody set: unknown from outside, or surely empty with a reason. */
  missing: (name: string, at: Span) => Value;
  format = 'shell';
  /** What may have set what the text never sets: a file was sourced that nobody can read, or names were read from what commands print. */
  unreadSources: readonly UnreadSource[] = [];
  private serial = 0;
  private boundProblems = new Set<string>();

  constructor(ports: TracePorts, file: string) {
    this.ports = ports;
    this.entry = file;
    this.cwd = [{ guard: ALWAYS, path: workingFolder(file) }];
    this.missing = (name, at) => environmentHole(name, at);
  }

  /** A number that is new in this run. */
  next(): number {
    this.serial += 1;
    return this.serial;
  }

  emit(event: TraceEvent): void {
    this.events.push(event);
    if (event.kind === 'write') this.lastWrites.set(event.path.key, event);
  }

  /** Counts a step, whose `weight` is what it costs beside a command; false when the bound is reached, which is one problem on the entry, whatever file stands there. */
  step(weight = 1): boolean {
    if (this.steps.take(weight)) return true;
    this.reachBound(this.entry, `more than ${BOUNDS.steps} commands are run from this file; the rest is not read`);
    return false;
  }

  /** What is broken in a file that is read. */
  addProblems({ problems }: Program): void {
    for (const { at, message, kind = 'syntax' } of problems)
      this.problems.push({ kind, path: at.file, message, offset: at.start });
  }

  /** Named where it is reached first: what is run behind that reaches it again and again. */
  reachBound(file: string, message: string): void {
    if (this.boundProblems.has(message)) return;
    this.boundProblems.add(message);
    this.problems.push({ kind: 'bound', path: file, message });
  }

  value(name: string, at: Span): Value {
    const variable = this.variables.lookup(name);
    const overridden = answerTo(this.guard, overrideSite([name]));
    if (overridden?.not === true) return holeValue(`override:${name}`, `$${name}`, 'environment', at);
    if (variable !== undefined) return notLeft(restrict(variable.value, this.guard), this.guard, this.left);
    if (this.variables.wasForOneCommandOnly(name)) return [{ guard: ALWAYS, pieces: [], unset: 'one-command-only' }];
    const value = this.missing(name, at);
    return readUnread(value, this.unreadSources);
  }

  /** A file that nobody can read was sourced; or, with `origin`, variables were named by what these invocations print. */
  noteUnreadSource(origin: readonly number[] = []): void {
    this.unreadSources = addUnread(this.unreadSources, { guard: this.guard, origin });
  }

  assign(name: string, value: Value, at: Span): void {
    this.variables.assign(name, value, this.guard, () => this.missing(name, at));
  }

  append(name: string, value: Value, at: Span): void {
    const known = this.variables.lookup(name);
    this.assign(name, known === undefined ? value : concat(restrict(known.value, this.guard), value, at), at);
  }

  /** The folder now, for each choice that can hold here. */
  folders(): readonly { readonly guard: Guard; readonly path: Path }[] {
    if (this.cwd.length === 1) return this.cwd;
    return this.cwd.filter((alternative) => isSeen(alternative.guard, this.guard));
  }

  changeFolder(targets: readonly { readonly guard: Guard; readonly path: Path }[]): void {
    const toValue = (folders: typeof targets): Value =>
      folders.map(({ guard, path }) => ({ guard, pieces: path.pieces }));
    this.cwd = overlay(toValue(this.cwd), toValue(targets), this.guard).map(({ guard, pieces }) => ({
      guard,
      path: toPath(pieces),
    }));
  }

  /**
   * Text that was fetched runs in this shell (`eval "$(curl ...)"`): it may set every variable, so each is from here on what a server answers.
   */
  distrust(producers: readonly number[], at: Span): void {
    const fetched = producers.filter((id) => this.isFetched(id));
    if (fetched.length === 0) return;
    this.variables.replaceAll((name) => holeValue(`fetched:${name}:${this.next()}`, `$${name}`, 'output', at, fetched));
  }

  private isFetched(id: number): boolean {
    const event = this.events.findLast((known) => known.id === id);
    return (
      event?.kind === 'invocation' && event.variants.some(({ words }) => this.ports.isFetchCommand?.(words) === true)
    );
  }

  /** Runs under `guard` as well; false (and nothing run) when that cannot hold here. */
  under<Result>(guard: Guard | undefined, run: () => Result): Result | undefined {
    if (guard === undefined) return undefined;
    const { guard: saved, left } = this;
    this.guard = guard;
    const result = run();
    this.guard = saved;
    this.left = left;
    return result;
  }

  /** A shell of its own: variables, folder and options come back afterwards; files stay as they are. */
  subshell<Result>(run: () => Result): Result {
    const { cwd, options, guard, left, positional, unreadSources } = this;
    this.variables.pushFrame(true);
    this.options = { ...options };
    const result = this.jobs.inShell(run);
    this.variables.popFrame();
    this.cwd = cwd;
    this.options = options;
    this.guard = guard;
    this.left = left;
    this.positional = positional;
    this.unreadSources = unreadSources;
    return result;
  }

  /** A failure that skips what runs until `close` is called. */
  openSkip(isCaught = false): { readonly failure: Failure; readonly close: () => void } {
    const failure: MutableFailure = { kind: 'skips', until: Number.MAX_SAFE_INTEGER };
    if (isCaught) failure.isCaught = true;
    return {
      failure,
      close: () => {
        failure.until = this.serial + 1;
      },
    };
  }
}

/** Where a script of the tree runs: nobody knows, so it is a folder of its own that stands for the tree. */
export function workingFolder(file: string): Path {
  return toPath([workingFolderHole(startOfFile(file))]);
}

/** The guard of something that may happen or not: a body that may run zero times, a command that nobody waits for. */
export function perhaps(machine: Machine, question: string): Guard | undefined {
  return both(machine.guard, guardOf(`${question}:${machine.next()}`, ['yes']));
}
