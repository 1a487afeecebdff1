import type { VerifyAct } from '../model/act.ts';
import { type Guard, isCompatible } from '../model/guard.ts';
import type { Stream } from '../model/invocation.ts';
import type { Path } from '../model/path.ts';
import { flatten } from '../model/value.ts';
import { bind } from './bind-check.ts';
import { allLines, verifySums } from './check-sums.ts';
import { expectedIn } from './expected-hash.ts';
import { turnsBeyond } from './questions.ts';
import { under } from './streams.ts';
import type { SumLine } from './sum-list.ts';
import type { Hashed, World } from './world.ts';

type LinesAct = Extract<VerifyAct, { how: 'lines' }>;
type SumsAct = Extract<VerifyAct, { how: 'sums' }>;

/** What is read when a command looks for lines: hashes that were printed, and what checks say of their files. */
type Printed = { readonly hashed: readonly Hashed[]; readonly checks: readonly SumsAct[] };

/** `sha256sum f | grep 0123...`, `sha256sum -c list | grep OK`: what is asked for is whether such a line was printed. */
export function verifyLines(world: World, act: LinesAct): void {
  const printed = printedInto(world, act.invocation.stdin);
  const hashed = printed.hashed.filter((one) => isCompatible(one.act.guard, act.guard));
  const checks = printed.checks.filter(({ guard }) => isCompatible(guard, act.guard));
  if (hashed.length === 0) verifyWord(world, act, checks);
  else if (
    checks.length === 0 &&
    isOne(
      hashed.map((one) => one.act.guard),
      act,
    )
  )
    for (const hash of hashed) verifyHash(world, act, hash);
}

/** Of several files any line would do, so nothing is said of one. */
function verifyHash(world: World, act: LinesAct, { act: { algorithm, of }, contents }: Hashed): void {
  if (of.length > 1 || of.some(isSeveral)) return;
  const { pieces, overridable } = act.like;
  const digest = expectedIn(pieces, algorithm, 'expression');
  if (digest !== undefined) bind(world, act, under(contents, act.guard), digest, algorithm, overridable);
}

/** Whether at most one of them is there, whatever is chosen: not in every turn of a loop one. */
function isOne(guards: readonly Guard[], { guard: asked }: LinesAct): boolean {
  return guards.every(
    (guard, index) =>
      !turnsBeyond(guard, asked) && guards.slice(0, index).every((other) => !isCompatible(guard, other)),
  );
}

/** A path that may be those of several files. */
function isSeveral({ pieces }: Path): boolean {
  return pieces.some((piece) => piece.kind === 'hole' && (piece.many === true || piece.why === 'pattern'));
}

/** What a check prints behind the name of a file: it is as it should be, or not. */
const GOOD = /^([^|\\(){}[\]\n]*)OK\$?$/;
const BAD = /^[: ]*FAILED\$?$/;

/** `OK` is said where one file at least is as it should be; something else than `OK`, or `FAILED`, where one is not. */
function verifyWord(world: World, act: LinesAct, checks: readonly SumsAct[]): void {
  const text = flatten(act.like.pieces);
  const good = GOOD.exec(text);
  if (good !== null && !act.negated) {
    if (
      !isOne(
        checks.map(({ guard }) => guard),
        act,
      )
    )
      return;
    for (const check of checks)
      verifySums(world, check, act, (lines, guard) => saidOf(lines, nameIn(good[1]), turnsBeyond(guard, act.guard)));
  } else if (good !== null || (BAD.test(text) && !act.negated)) {
    // A check that says nothing of its files says nothing of a wrong one.
    const said = checks.filter(({ isSilent }) => !isSilent);
    for (const check of said) verifySums(world, check, { ...act, negated: true }, allLines);
  }
}

/** `^tool.tgz: ` is said of `tool.tgz`. */
function nameIn(before: string | undefined): string | undefined {
  return /^\^?(.+): *$/.exec(before ?? '')?.[1];
}

/** The lines whose files were named, or the only one there is; a name that holds the word itself says nothing. */
function saidOf(lines: readonly SumLine[], name: string | undefined, hasMore: boolean): readonly SumLine[] {
  const meant = lines.length < 2 && !hasMore ? lines : lines.filter((line) => flatten(line.name) === name);
  return meant.filter((line) => !flatten(line.name).includes('OK'));
}

/** What comes in, followed through what stands between; nothing where something else comes in beside it. */
function printedInto(world: World, input: Stream | null): Printed {
  const hashed: Hashed[] = [];
  const checks: SumsAct[] = [];
  const open = [input];
  const seen = new Set<number>();
  for (let stdin = open.pop(); stdin !== undefined; stdin = open.pop()) {
    if (stdin?.kind !== 'output') return NOTHING;
    for (const id of stdin.producers) {
      if (seen.has(id)) continue;
      seen.add(id);
      const [hashes, sums] = [world.hashes.get(id), world.sumChecks.get(id)];
      if (hashes !== undefined) hashed.push(...hashes);
      if (sums !== undefined) checks.push(...sums);
      if (hashes === undefined && sums === undefined) open.push(world.invocations.get(id)?.stdin ?? null);
    }
  }
  return { hashed, checks };
}

const NOTHING: Printed = { hashed: [], checks: [] };
