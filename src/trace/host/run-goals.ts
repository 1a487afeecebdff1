import { BOUNDS } from '../../model/bounds.ts';
import type { Call } from '../../model/invocation.ts';
import { resolvePath } from '../../model/path.ts';
import type { Program } from '../../model/program.ts';
import { always, flatten, impliedText, type Pieces, slicePieces, type Value } from '../../model/value.ts';
import type { Wrapped } from '../../model/wrapper.ts';
import { isTooDeep, withCall } from '../call-stack.ts';
import { enterFolders } from '../enter-folders.ts';
import { failureOf } from '../failures.ts';
import { tooMuch } from '../followed.ts';
import type { Machine } from '../machine.ts';
import { programAt } from '../program-at.ts';
import type { Running } from '../run-command.ts';
import { findFile } from '../script-files.ts';
import { runMakefile } from '../steps.ts';
import { wordsOf } from '../text-operations.ts';
import { saysSomething } from '../values.ts';
import type { Variable } from '../variables.ts';
import type { Given } from './builds.ts';
import { namesThatMatter, USUAL_MAKEFILES } from './makefile-uses.ts';
import { inOwnProgram } from './own-program.ts';
import { readTargetNames } from './target-names.ts';

type Goals = Extract<Wrapped, { kind: 'goals' }>;

/** `V=x`, `V:=x`, `V+=x`: what is given on the command line. */
const GIVEN = /^([^\s:=#+?!$]+)(:{0,3}|[+?!])=/;

/**
 * `make -C sub V=1.2 all` runs recipes of a makefile of the tree with other variables than it has by itself, where it is read as well; without
 * any that it asks for nothing is new.
 */
export function runGoals(machine: Machine, running: Running, goals: Goals): void {
  const exported = machine.variables.exported();
  const flags = exported.get('MAKEFLAGS')?.value ?? [];
  const ofFlags = flags.length === 1 ? flags.flatMap(({ pieces }) => wordsOf(pieces)) : [];
  const given = new Map([
    ...machine.made.given,
    ...givenBy(ofFlags, running),
    ...givenBy(
      goals.words.map(({ pieces }) => pieces),
      running,
    ),
  ]);
  const names = goals.words.filter(({ pieces }) => !GIVEN.test(flatten(pieces)) && !/^\d+$/.test(flatten(pieces)));
  const asked = names.map(({ pieces }) => pieces);
  if (!machine.step(0)) return;
  for (const treePath of makefilesOf(machine, goals, running)) {
    const program = programAt(machine.ports, treePath, 'make');
    if (program?.format !== 'make') continue;
    const matter = namesThatMatter(machine, program, asked.length === 0 ? null : asked.flatMap(readTargetNames));
    const own = machine.made.exported.get(treePath);
    const seen = [...exported].filter(
      ([name, { value }]) => matter.has(name) && own?.get(name)?.value !== value && saysSomething(value),
    );
    if (seen.length === 0 && ![...given.keys()].some((name) => matter.has(name))) continue;
    const values = [...[...given].filter(([name]) => matter.has(name)), ...seen.map(toGiven)];
    const shown = values.map(([name, value]) => [name, ...value.map(({ pieces }) => flatten(pieces))]);
    const key = JSON.stringify([treePath, asked.map(flatten), shown]);
    if (machine.made.runs.has(key)) continue;
    if (machine.made.runs.size >= BOUNDS.makeRuns || machine.made.depth >= BOUNDS.makeDepth) {
      machine.reachBound(
        treePath,
        'makefiles are run with other variables in more ways than are followed, so not every value that a fetch may have is known',
      );
      return;
    }
    machine.made.runs.add(key);
    runProgram(machine, running, {
      treePath,
      program,
      given: goals.environmentWins ? new Map([...seen.map(toGiven), ...given]) : given,
      goals: asked.length === 0 ? null : asked,
      folders: goals.folders.map(({ pieces }) => pieces),
    });
  }
}

function toGiven([name, { value }]: readonly [string, Variable]): readonly [string, Value] {
  return [name, value];
}

/** What words like `V=x` set, those of the command line or of `MAKEFLAGS`. */
function givenBy(words: readonly Pieces[], { span }: Running): Given {
  return new Map(
    words.flatMap((pieces): readonly (readonly [string, Value])[] => {
      const text = flatten(pieces);
      const [sign, name, operator] = GIVEN.exec(text) ?? [];
      if (sign === undefined || name === undefined) return [];
      const value = slicePieces(pieces, sign.length, text.length);
      // Make itself expands it once more.
      const isText = /^:*$/.test(operator ?? '') && !flatten(value).includes('$');
      return [[name, isText ? always(value) : tooMuch(name, span)]];
    }),
  );
}

/** The makefiles that it may be, from each folder where the command may run. */
function makefilesOf(machine: Machine, { folders, files }: Goals, { span }: Running): ReadonlySet<string> {
  const [asked] = files.map(({ pieces }) => pieces);
  const usual = USUAL_MAKEFILES.map((name): Pieces => [impliedText(name, span)]);
  const found = new Set<string>();
  for (const { path } of machine.folders()) {
    const folder = folders.reduce((here, { pieces }) => resolvePath(here, pieces), path);
    for (const name of asked === undefined ? usual : [asked]) {
      const file = findFile(machine, resolvePath(folder, name), folders.length > 0 ? span : undefined);
      if (file?.kind !== 'tree') continue;
      found.add(file.treePath);
      break;
    }
  }
  return found;
}

type Run = {
  readonly treePath: string;
  readonly program: Program;
  readonly given: Given;
  readonly goals: readonly Pieces[] | null;
  readonly folders: readonly Pieces[];
};

/** A program of its own: it sees what is exported, and the files of whoever runs it. */
function runProgram(machine: Machine, running: Running, { treePath, program, given, goals, folders }: Run): void {
  const call: Call = {
    kind: 'script',
    name: `${treePath} ${goals?.map(flatten).join(' ') ?? ''}`.trimEnd(),
    span: running.span,
  };
  if (isTooDeep(machine, call)) return;
  const { variables, made } = machine;
  inOwnProgram(machine, variables.ofProgram(), failureOf(machine, running.context), () => {
    machine.made = { ...made, given: new Map(given), exported: new Map(made.exported), depth: made.depth + 1 };
    enterFolders(machine, folders);
    for (const [name, value] of given) {
      machine.assign(name, value, running.span);
      machine.variables.export(name);
    }
    withCall(machine, call, () => runMakefile(machine, program, given, goals));
  });
  machine.made = made;
}
