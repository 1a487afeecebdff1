import type { VerifyAct } from '../model/act.ts';
import { both, type Guard } from '../model/guard.ts';
import { resolvePath } from '../model/path.ts';
import { flatten } from '../model/value.ts';
import { type Asking, bind } from './bind-check.ts';
import type { Content } from './entry.ts';
import { listOf } from './list-texts.ts';
import { verifyByRemote } from './remote-list.ts';
import { contentsAt, contentsOfInput } from './streams.ts';
import { readSumList, type SumLine } from './sum-list.ts';
import type { World } from './world.ts';

type SumsAct = Extract<VerifyAct, { how: 'sums' }>;

/** Binds the files of a checked list, as far as `choose` takes lines of it, by what asks for the outcome. */
export function verifySums(
  world: World,
  act: SumsAct,
  asking: Asking,
  choose: (lines: readonly SumLine[], guard: Guard) => readonly SumLine[],
): void {
  const list = listOf(world, act.list, act);
  for (const { guard, pieces, overridable } of list.texts) {
    for (const line of choose(readSumList(pieces, act.algorithm), guard))
      verifyLine(world, act, asking, line, guard, overridable);
  }
  for (const remote of list.remotes) verifyByRemote(world, act, asking, list, remote);
}

export function allLines(lines: readonly SumLine[]): readonly SumLine[] {
  return lines;
}

/** The file of a line, seen from where the check runs; `-` is what comes in on standard input. */
function verifyLine(
  world: World,
  { algorithm, invocation }: SumsAct,
  asking: Asking,
  line: SumLine,
  guard: Guard,
  overridable: readonly string[] | undefined,
): void {
  const name = flatten(line.name);
  const check = (contents: readonly Content[]) => bind(world, asking, contents, line.expected, algorithm, overridable);
  if (name === '-' || name === '/dev/stdin') {
    check(contentsOfInput(world, invocation.stdin, guard));
    return;
  }
  for (const folder of invocation.cwd) {
    const met = both(folder.guard, guard);
    if (met !== undefined) check(contentsAt(world, resolvePath(folder.path, line.name), met));
  }
}
