import { ALWAYS } from '../model/guard.ts';
import type { Call } from '../model/invocation.ts';
import { type Path, toPath } from '../model/path.ts';
import { NO_PLACE } from '../model/span.ts';
import { always, impliedText, type Word } from '../model/value.ts';
import type { Elsewhere } from '../model/wrapper.ts';
import { withCall } from './call-stack.ts';
import type { Machine } from './machine.ts';
import { pathsOf } from './redirections.ts';
import type { Running } from './run-command.ts';
import { TextFiles } from './text-files.ts';
import { hole, holeValue } from './values.ts';
import { Variables } from './variables.ts';

/**
 * Runs something in another place. On another machine and in another container there are other files, other variables and no functions; below
 * another root (`chroot`) the files are ours, by other names. Nothing of either's state is seen from the other but those files.
 */
export function runElsewhere(
  machine: Machine,
  running: Running,
  where: Elsewhere,
  run: (inner: Running) => void,
): void {
  const call: Call = { kind: 'elsewhere', name: where.name, span: running.span };
  const inner: Running = {
    ...running,
    context: { ...running.context, sink: null, stdin: running.redirections.stdin, place: 'guarded' },
    redirections: { stdin: running.redirections.stdin, outputs: [], append: false, isSilent: true, span: null },
  };
  const { cwd, files } = machine;
  const root = where.root === null ? undefined : rootOf(machine, where.root);
  withCall(machine, call, () => {
    if (root === undefined) inNewPlace(machine, where, running, () => run(inner));
    else belowRoot(machine, where, root, () => run(inner));
  });
  machine.cwd = cwd;
  machine.files = files;
}

function belowRoot(machine: Machine, { name }: Elsewhere, root: Path, run: () => void): void {
  const { files } = machine;
  machine.files = files.below(root);
  machine.cwd = [{ guard: ALWAYS, path: toPath([impliedText('/', NO_PLACE)]) }];
  enter(machine, name, root, () => machine.subshell(run));
  files.takeBack(root, machine.files);
}

function inNewPlace(machine: Machine, { name, isNew }: Elsewhere, { span }: Running, run: () => void): void {
  const key = isNew ? `${name} ${machine.next()}` : name;
  const { variables, functions, missing, positional, scriptName } = machine;
  const known = machine.places.get(key) ?? new TextFiles();
  machine.places.set(key, known);
  machine.files = known;
  machine.variables = new Variables();
  machine.functions = new Map();
  machine.positional = [{ guard: ALWAYS, words: [], open: null, shifted: 0 }];
  machine.missing = (variable, at) =>
    holeValue(`env:${variable}@${key}`, `$${variable}`, 'environment', at).map((choice) => ({
      ...choice,
      unset: 'never-set' as const,
    }));
  machine.cwd = [{ guard: ALWAYS, path: toPath([hole(`folder@${key}`, '$PWD', 'environment', span)]) }];
  enter(machine, key, null, () => machine.subshell(run));
  machine.variables = variables;
  machine.functions = functions;
  machine.missing = missing;
  machine.positional = positional;
  machine.scriptName = scriptName;
}

function enter(machine: Machine, name: string, root: Path | null, run: () => void): void {
  machine.emit({ kind: 'place', id: machine.next(), name, root });
  run();
  machine.emit({ kind: 'place', id: machine.next(), name: null, root: null });
}

function rootOf(machine: Machine, word: Word): Path | undefined {
  return pathsOf(machine, always(word.pieces))[0]?.path;
}
