import { BOUNDS } from '../model/bounds.ts';
import { ALWAYS, type Guard, heldUnder, without } from '../model/guard.ts';
import { always, type UnsetReason, type Value } from '../model/value.ts';
import { fold, NOTHING, overlay } from './values.ts';

/** One arm of an array: its elements by key (`0`, `1`, ... or the keys of an associative array) in order. */
export type ArrayAlternative = {
  readonly guard: Guard;
  readonly entries: ReadonlyMap<string, Value>;
  readonly isOpen: boolean;
};

export type Variable = {
  readonly value: Value;
  readonly array: readonly ArrayAlternative[] | null;
  readonly isExported: boolean;
};

/** A frame of variables: a function's locals, or everything that a subshell changes (`isCopy`). */
type Frame = {
  readonly variables: Map<string, Variable>;
  /** Names that stand for other names (`declare -n`). */
  readonly references: Map<string, string>;
  readonly isCopy: boolean;
};

/**
 * The variables of a shell as a chain of frames. A subshell writes into a frame of its own that is thrown away; a function's frame holds
 * its locals alone. Nothing is ever copied to fork: what differs by branch is in the guards of the values.
 */
export class Variables {
  private readonly frames: Frame[] = [{ variables: new Map(), references: new Map(), isCopy: true }];
  /** Names that were set for one command only (`VAR=x cmd`), which later words still use. */
  private readonly oneCommandOnly = new Set<string>();

  private hasReferences = false;

  lookup(written: string): Variable | undefined {
    const name = this.hasReferences ? this.follow(written) : written;
    for (let index = this.frames.length - 1; index >= 0; index--) {
      const variable = this.frames[index]?.variables.get(name);
      if (variable !== undefined) return variable;
    }
    return undefined;
  }

  /** Sets a variable where it lives (or globally, up to the nearest subshell); under a guard the old value stays elsewhere. */
  assign(name: string, value: Value, guard: Guard, missing: () => Value): void {
    const known = this.lookup(name);
    const old = guard.size === 0 ? NOTHING : (known?.value ?? missing());
    this.store(name, { value: overlay(old, value, guard), array: null, isExported: known?.isExported ?? false });
  }

  assignArray(name: string, array: readonly ArrayAlternative[], guard: Guard): void {
    const known = this.lookup(name);
    const kept = [...heldUnder(array, guard)];
    if (guard.size > 0) {
      for (const alternative of known?.array ?? [{ guard: ALWAYS, entries: new Map(), isOpen: true }]) {
        for (const rest of without(alternative.guard, guard)) kept.push({ ...alternative, guard: rest });
      }
    }
    const held = gatherArrays(kept);
    this.store(name, { value: firstElements(held), array: held, isExported: known?.isExported ?? false });
  }

  /** Declares a name in the innermost frame (`local`, `declare` in a function). */
  declareLocal(name: string, value: Value): void {
    this.frames.at(-1)?.references.delete(name);
    this.frames.at(-1)?.variables.set(name, { value, array: null, isExported: false });
  }

  /** From here on `name` is another name of `target` (`declare -n`), in the innermost frame or, as a global one, where names live. */
  refer(name: string, target: string, isLocal: boolean): void {
    if (name === target) return;
    const frame = isLocal ? this.frames.at(-1) : this.frames.findLast(({ isCopy }) => isCopy);
    frame?.variables.delete(name);
    frame?.references.set(name, target);
    this.hasReferences = true;
  }

  /** Every variable gets another value, wherever it lives. */
  replaceAll(make: (name: string) => Value): void {
    for (const { variables } of this.frames) {
      for (const [name, { isExported }] of variables)
        variables.set(name, { value: make(name), array: null, isExported });
    }
  }

  unset(name: string, why: UnsetReason, guard: Guard, missing: () => Value): void {
    this.assign(name, [{ ...always([])[0], guard: ALWAYS, pieces: [], unset: why }], guard, missing);
  }

  export(name: string): void {
    const known = this.lookup(name);
    if (known !== undefined) this.store(name, { ...known, isExported: true });
  }

  markOneCommandOnly(name: string): void {
    if (this.lookup(name) === undefined) this.oneCommandOnly.add(name);
  }

  wasForOneCommandOnly(name: string): boolean {
    return this.oneCommandOnly.has(name);
  }

  pushFrame(isCopy: boolean): void {
    this.frames.push({ variables: new Map(), references: new Map(), isCopy });
  }

  popFrame(): void {
    this.frames.pop();
  }

  /** Runs with the variables of whoever called the innermost function (or opened the innermost scope). */
  outside(run: () => void): void {
    this.below(
      this.frames.findLastIndex(({ isCopy }) => isCopy),
      run,
    );
  }

  /** Runs with the variables that every function and scope sees. */
  outermost(run: () => void): void {
    this.below(1, run);
  }

  private below(frame: number, run: () => void): void {
    const own = this.frames.splice(Math.max(frame, 1));
    run();
    this.frames.push(...own);
  }

  /** The variables of a program that is started from here. */
  ofProgram(): Variables {
    const result = new Variables();
    for (const [name, variable] of this.exported()) result.set(name, variable);
    return result;
  }

  /** Everything that a program started from here would see. */
  exported(): ReadonlyMap<string, Variable> {
    const result = new Map<string, Variable>();
    for (const frame of this.frames) {
      for (const [name, variable] of frame.variables) {
        if (variable.isExported) result.set(name, variable);
        else result.delete(name);
      }
    }
    return result;
  }

  /** Names that begin with a prefix (`${!PREFIX@}`), in order. */
  names(prefix: string): readonly string[] {
    const names = new Set<string>();
    for (const frame of this.frames)
      for (const name of frame.variables.keys()) if (name.startsWith(prefix)) names.add(name);
    return [...names].sort();
  }

  set(name: string, variable: Variable): void {
    this.store(name, variable);
  }

  /** The name that a reference leads to; one that leads in a circle is itself. */
  private follow(written: string): string {
    let name = written;
    for (let turn = 0; turn < MOST_REFERENCES; turn++) {
      const frame = this.frames.findLast(({ variables, references }) => references.has(name) || variables.has(name));
      const target = frame?.references.get(name);
      if (target === undefined) return name;
      name = target;
    }
    return written;
  }

  private store(written: string, variable: Variable): void {
    const name = this.hasReferences ? this.follow(written) : written;
    for (let index = this.frames.length - 1; index >= 0; index--) {
      const frame = this.frames[index];
      if (frame === undefined) return;
      if (frame.isCopy || frame.variables.has(name)) {
        frame.variables.set(name, variable);
        return;
      }
    }
  }
}

/** References that are followed one behind the other. */
const MOST_REFERENCES = 8;

/** Arms of an array that differ by one question stay; of too many separate ones nobody knows which elements there are. */
function gatherArrays(arrays: readonly ArrayAlternative[]): readonly ArrayAlternative[] {
  if (arrays.length <= BOUNDS.scattered) return arrays;
  const sites = new Set(arrays.flatMap(({ guard }) => guard.choices.map(({ site }) => site)));
  if (sites.size <= 3 && arrays.length <= BOUNDS.arms) return arrays;
  return [{ guard: ALWAYS, entries: new Map(), isOpen: true }];
}

/** `$array` is `${array[0]}`. */
function firstElements(array: readonly ArrayAlternative[]): Value {
  return fold(
    array.flatMap((alternative) => {
      const first = alternative.entries.get('0') ?? [...alternative.entries.values()][0];
      return heldUnder(first ?? NOTHING, alternative.guard);
    }),
  );
}
