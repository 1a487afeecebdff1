import { ALWAYS, both } from '../model/guard.ts';
import { resolvePath } from '../model/path.ts';
import { always, flatten, knownText, type Piece, type Value, type Word } from '../model/value.ts';
import { setAliases } from './aliases.ts';
import type { Ending } from './ending.ts';
import type { Machine } from './machine.ts';
import { givenUnder, withoutFirst } from './positional.ts';
import { readNames } from './read-lines.ts';
import { type GuardedPath, pathsOf, print, writeFile } from './redirections.ts';
import { emitInvocation, type Running } from './run-command.ts';
import { setTrap } from './traps.ts';
import { fold, hole, holeValue, NOTHING } from './values.ts';

type Builtin = (machine: Machine, running: Running) => Ending;

/** What the shell itself does, as far as it changes what later commands see. Everything else is a program. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['cd', changeFolder],
  ['pushd', changeFolder],
  ['popd', returnToFolder],
  ['unset', unsetNames],
  ['read', readNames],
  ['mapfile', readNames],
  ['readarray', readNames],
  ['getopts', readOption],
  ['printf', printOrAssign],
  ['let', setNumbers],
  ['set', setOptions],
  ['shift', shiftArguments],
  ['tee', copyOutput],
  ['alias', (machine, running) => goOn(setAliases, machine, running)],
  ['trap', (machine, running) => goOn(setTrap, machine, running)],
  ['exit', (machine, running) => leave(machine, running, 'exit')],
  ['return', (machine, running) => leave(machine, running, 'return')],
  ['wait', waitForJobs],
  ['break', () => 'loop'],
  ['continue', () => 'loop'],
]);

/** `cd dir`, `pushd dir`: applied once over all combinations, so that each keeps its folder. */
function changeFolder(machine: Machine, running: Running): Ending {
  const targets: GuardedPath[] = [];
  const before = machine.cwd;
  for (const variant of running.variants) {
    const operand = variant.words.slice(1).find((word) => !/^-[A-Za-z]+$|^--$/.test(knownText(word.pieces) ?? ''));
    for (const folder of machine.folders()) {
      const guard = both(folder.guard, variant.guard);
      if (guard !== undefined) targets.push({ guard, path: folderOf(machine, folder, operand, running) });
    }
  }
  emitInvocation(machine, running, NOTHING);
  if (knownText(running.variants[0]?.words[0]?.pieces ?? []) === 'pushd') machine.folderStack.push(before);
  machine.previousFolder = before;
  machine.changeFolder(targets);
  return 'none';
}

function folderOf(
  machine: Machine,
  folder: GuardedPath,
  operand: Word | undefined,
  running: Running,
): GuardedPath['path'] {
  if (operand === undefined) return resolvePath(folder.path, [hole('env:HOME', '~', 'environment', running.span)]);
  const previous = machine.previousFolder?.[0];
  if (knownText(operand.pieces) === '-' && previous !== undefined) return previous.path;
  return resolvePath(folder.path, operand.pieces);
}

function returnToFolder(machine: Machine): Ending {
  const before = machine.folderStack.pop();
  if (before !== undefined) machine.changeFolder(before);
  return 'none';
}

/** `wait`, `wait $PID`; `wait -n` waits for one of them, which need not be the one that matters. A word that may be several (not `$!`) names them all. */
function waitForJobs(machine: Machine, running: Running): Ending {
  const words = running.variants[0]?.words.slice(1) ?? [];
  const texts = words.map(({ pieces }) => knownText(pieces));
  const isOne = texts.some((text) => text !== undefined && /^-\w*n/.test(text));
  const isAll = words.length === 0 || words.some(({ pieces }) => pieces.some(isOfMany));
  if (!isOne) machine.jobs.wait(isAll ? 'all' : words.length * running.variants.length);
  emitInvocation(machine, running);
  return 'none';
}

function isOfMany(piece: Piece): boolean {
  return piece.kind === 'hole' && piece.name !== '$!' && (piece.many === true || piece.why === 'loop');
}

function unsetNames(machine: Machine, running: Running): Ending {
  for (const name of namesOf(running)) {
    machine.variables.unset(name, 'unset', machine.guard, () => machine.missing(name, running.span));
  }
  return 'none';
}

function readOption(machine: Machine, running: Running): Ending {
  const names = [namesOf(running)[1], 'OPTARG', 'OPTIND'].filter((name) => name !== undefined);
  for (const name of names)
    machine.assign(name, holeValue(`option:${name}`, `$${name}`, 'argument', running.span), running.span);
  return 'none';
}

/** `let A=B+1`: what it sets is unknown from here on. */
function setNumbers(machine: Machine, running: Running): Ending {
  for (const { words } of running.variants) {
    for (const { pieces } of words.slice(1)) {
      const name = /^(?:\+\+|--)?([A-Za-z_]\w*)\s*(?:\+\+|--|[^=]{0,3}=|$)/.exec(flatten(pieces))?.[1];
      if (name === undefined) continue;
      const value = holeValue(`let:${name}:${machine.next()}`, `$${name}`, 'pattern', running.span);
      machine.assign(name, value, running.span);
    }
  }
  return 'none';
}

/** `printf -v name format ...` assigns; everything else prints. */
function printOrAssign(machine: Machine, running: Running): Ending {
  const [variant] = running.variants;
  const words = variant?.words ?? [];
  if (knownText(words[1]?.pieces ?? []) !== '-v') {
    emitInvocation(machine, running);
    return 'none';
  }
  const name = knownText(words[2]?.pieces ?? []);
  if (name === undefined) return 'none';
  const sink: { text: Value | null; readonly producers: number[] } = { text: NOTHING, producers: [] };
  const rest = running.variants.map((choice) => ({
    ...choice,
    words: [choice.words[0], ...choice.words.slice(3)].filter((word) => word !== undefined),
  }));
  emitInvocation(machine, { ...running, variants: rest, context: { ...running.context, sink } });
  machine.assign(
    name,
    sink.text ?? holeValue(`output:${machine.next()}`, `$${name}`, 'output', running.span),
    running.span,
  );
  return 'none';
}

/** `set -e`, `set -euo pipefail`, `set -- a b`. */
function setOptions(machine: Machine, running: Running): Ending {
  const [variant] = running.variants;
  const words = variant?.words.slice(1) ?? [];
  for (let index = 0; index < words.length; index++) {
    const text = knownText(words[index]?.pieces ?? []) ?? '';
    if (text === '--') {
      const given = running.variants.map(({ guard, words: all }) => ({ guard, words: all.slice(index + 2) }));
      machine.positional = givenUnder(machine.positional, given, machine.guard);
      return 'none';
    }
    if (!/^[-+][A-Za-z]+$/.test(text)) continue;
    const isOn = text.startsWith('-');
    if (text.includes('e')) machine.options = { ...machine.options, errexit: isOn };
    if (text.endsWith('o')) {
      const option = knownText(words[index + 1]?.pieces ?? []);
      if (option === 'pipefail') machine.options = { ...machine.options, pipefail: isOn };
      if (option === 'errexit') machine.options = { ...machine.options, errexit: isOn };
      index += 1;
    }
  }
  return 'none';
}

function shiftArguments(machine: Machine, running: Running): Ending {
  const operand = running.variants[0]?.words[1];
  const count = operand === undefined ? 1 : Number(knownText(operand.pieces));
  if (!Number.isInteger(count)) return 'none';
  machine.positional = machine.positional.map((list) => ({
    ...list,
    words: withoutFirst(list.words, count),
    shifted: list.shifted + count,
  }));
  return 'none';
}

/** `... | tee file`: the file gets what comes in, and so does what follows. */
function copyOutput(machine: Machine, running: Running): Ending {
  const { stdin } = running.redirections;
  const text = stdin?.kind === 'text' ? stdin.value : null;
  const producers = stdin?.kind === 'output' ? stdin.producers : [];
  emitInvocation(machine, { ...running, context: { ...running.context, sink: null } }, null);
  let append = false;
  for (const variant of running.variants) {
    for (const word of variant.words.slice(1)) {
      const operand = knownText(word.pieces);
      if (operand?.startsWith('-') === true) {
        append ||= operand === '-a' || operand === '--append';
        continue;
      }
      for (const { guard, path } of pathsOf(machine, always(word.pieces))) {
        const met = both(both(machine.guard, variant.guard) ?? machine.guard, guard);
        if (met !== undefined) writeFile(machine, { path, text, guard: met, append, producers, span: running.span });
      }
    }
  }
  const { sink } = running.context;
  if (sink !== null && !running.redirections.isSilent && running.redirections.outputs.length === 0) {
    sink.producers.push(...producers);
    print(machine, sink, text, running.span);
  }
  return 'none';
}

function goOn(run: (machine: Machine, running: Running) => void, machine: Machine, running: Running): Ending {
  run(machine, running);
  return 'none';
}

function leave(machine: Machine, running: Running, ending: Ending): Ending {
  if (ending === 'return') machine.hasReturned = true;
  emitInvocation(machine, running, NOTHING);
  return ending;
}

function namesOf(running: Running): readonly string[] {
  const words = running.variants.flatMap((variant) => variant.words.slice(1));
  return fold(words.map((word) => ({ guard: ALWAYS, pieces: word.pieces })))
    .map((alternative) => knownText(alternative.pieces) ?? '')
    .filter((name) => /^\w+$/.test(name));
}
