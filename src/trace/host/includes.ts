import { BOUNDS } from '../../model/bounds.ts';
import { toPath } from '../../model/path.ts';
import type { Step } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import { folderOf, inTree, joinPath } from '../../model/tree-path.ts';
import { knownText, type Pieces } from '../../model/value.ts';
import { withCall } from '../call-stack.ts';
import type { Machine } from '../machine.ts';
import { compilePattern, isMatch } from '../pattern.ts';
import { programAt } from '../program-at.ts';
import { findBelowUnknown } from '../script-files.ts';

/** The files that a program reads in where it stands (`include`), each a bounded number of times and never inside itself. */
export class Includes {
  private readonly open: string[] = [];
  private readonly times = new Map<string, number>();
  private readonly machine: Machine;
  private readonly folder: string;

  /** `file` is the program that includes. */
  constructor(machine: Machine, file: string) {
    this.machine = machine;
    this.folder = folderOf(file);
  }

  /** Files that a name or pattern leads to from where the program runs, else from the file that includes; in order. */
  find(word: Pieces, at: Span): readonly string[] {
    const { tree } = this.machine.ports;
    const isFile = (path: string) => tree.kind(path) === 'file';
    const name = knownText(word);
    if (name === undefined) {
      const below = findBelowUnknown(toPath(word), at.file, isFile);
      return below === undefined ? [] : [below];
    }
    for (const folder of [this.folder, folderOf(at.file)]) {
      const found = inTree(folder, name);
      const paths = found === undefined ? [] : this.expand(found).filter(isFile);
      if (paths.length > 0) return paths;
    }
    return [];
  }

  /** The paths of the tree that a pattern stands for. */
  private expand(path: string): readonly string[] {
    let found: readonly string[] = [''];
    for (const part of path.split('/')) {
      const pattern = /[*?[]/.test(part) ? compilePattern(part) : undefined;
      found = found.flatMap((folder) => {
        const names =
          pattern === undefined
            ? [part]
            : this.machine.ports.tree.list(folder).filter((name) => isMatch(pattern, name));
        return [...names].sort().map((name) => joinPath(folder, name));
      });
    }
    return found.slice(0, BOUNDS.arms);
  }

  /** Hands the steps of a file of the tree to `runSteps`; a file that is not there has none. */
  run(path: string, format: string | undefined, at: Span, runSteps: (steps: readonly Step[]) => void): void {
    const { machine, open } = this;
    const times = (this.times.get(path) ?? 0) + 1;
    if (open.includes(path) || times > BOUNDS.includes || open.length >= BOUNDS.callDepth) return;
    this.times.set(path, times);
    const program = programAt(machine.ports, path, format);
    if (program === undefined) return;
    machine.executed.add(path);
    machine.included.add(path);
    if (times === 1) machine.addProblems(program);
    open.push(path);
    withCall(machine, { kind: 'script', name: path, span: at }, () => runSteps(program.steps));
    open.pop();
  }
}
