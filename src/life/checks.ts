import type { FetchAct, HashAct, HashAlgorithm, VerifyAct } from '../model/act.ts';
import type { Check } from '../model/fetch.ts';
import { both, type Guard } from '../model/guard.ts';
import { type Path, resolvePath } from '../model/path.ts';
import { flatten, holesOf, type Pieces, slicePieces } from '../model/value.ts';
import { addCheck, bind, isUnknown } from './bind-check.ts';
import { type Content, LIMITS, type Subject } from './entry.ts';
import { find, inside } from './files.ts';
import { listAt, listOnInput } from './list-texts.ts';
import { verifyByRemote } from './remote-list.ts';
import { contentsAt, contentsOfInput } from './streams.ts';
import { algorithmOf, readExpected, readSumList, type SumLine } from './sum-list.ts';
import { type Hashed, split, type World } from './world.ts';

type SumsAct = Extract<VerifyAct, { how: 'sums' }>;
type CompareAct = Extract<VerifyAct, { how: 'compare' }>;

/** A check finds the downloads that it is about. Whether it counts is judged at the end, when their uses are known. */
export function verify(world: World, act: VerifyAct): void {
  switch (act.how) {
    case 'sums':
      verifySums(world, act);
      return;
    case 'compare':
      verifyComparison(world, act);
      return;
    case 'signature':
      verifySignature(world, act);
      return;
    case 'same':
      verifySame(world, act);
      return;
    default:
      act satisfies never;
  }
}

/** Remembers of which bytes a command prints the hash. */
export function hash(world: World, act: HashAct): void {
  const { invocation, guard } = act;
  const contents =
    act.of.length === 0
      ? contentsOfInput(world, invocation.stdin, guard)
      : act.of.flatMap((path) => contentsAt(world, path, guard));
  world.hashes.set(invocation.id, [...(world.hashes.get(invocation.id) ?? []), { act, contents }]);
}

/** The checksum that the syntax of the fetch itself carries (`ADD --checksum=sha256:...`); it always stops the build. */
export function bindExpected(subject: Subject, act: FetchAct): void {
  if (act.expected === null || act.what !== 'file') return;
  const text = flatten(act.expected.pieces);
  const prefix = /^([a-z0-9-]+)[:=]/i.exec(text);
  const algorithm = toAlgorithm(prefix?.[1] ?? '');
  const expected = readExpected(slicePieces(act.expected.pieces, prefix?.[0].length ?? 0, text.length), algorithm);
  const known = expected === undefined || isUnknown(expected) ? null : expected;
  const { guard, invocation } = act;
  const check: Check = {
    kind: 'checksum',
    algorithm: algorithmOf(algorithm, known),
    expected: known,
    swallowed: null,
    invocation,
  };
  subject.checks.push({ guard, pass: null, at: invocation.id, failure: { kind: 'stops' }, check });
}

function verifySums(world: World, act: SumsAct): void {
  const list =
    act.list === 'stdin' ? listOnInput(world, act.invocation.stdin, act.guard) : listAt(world, act.list, act.guard);
  for (const { guard, pieces, overridable } of list.texts) {
    for (const line of readSumList(pieces, act.algorithm)) verifyLine(world, act, line, guard, overridable);
  }
  for (const remote of list.remotes) verifyByRemote(world, act, list, remote);
}

/** The file of a line, seen from where the check runs; `-` is what comes in on standard input. */
function verifyLine(
  world: World,
  act: SumsAct,
  line: SumLine,
  guard: Guard,
  overridable: readonly string[] | undefined,
): void {
  const name = flatten(line.name);
  if (name === '-' || name === '/dev/stdin') {
    bind(world, act, contentsOfInput(world, act.invocation.stdin, guard), line.expected, act.algorithm, overridable);
    return;
  }
  for (const folder of act.invocation.cwd) {
    const met = both(folder.guard, guard);
    if (met === undefined) continue;
    const path = resolvePath(folder.path, line.name);
    bind(world, act, contentsAt(world, path, met), line.expected, act.algorithm, overridable);
  }
}

function verifyComparison(world: World, act: CompareAct): void {
  const { left, right } = act;
  const sides = [
    { hashed: left.pieces, expected: right.pieces, overridable: right.overridable },
    { hashed: right.pieces, expected: left.pieces, overridable: left.overridable },
  ];
  for (const { hashed, expected, overridable } of sides) {
    for (const { act: hashAct, contents } of hashesIn(world, hashed)) {
      const digest = isUnknown(expected) ? expected : readExpected(expected, hashAct.algorithm);
      if (digest !== undefined) bind(world, act, meet(contents, act.guard), digest, hashAct.algorithm, overridable);
    }
  }
}

/** `cmp sum.expected sum.actual`: a hash that was written to a file, beside the one that the other file must hold. */
function verifySame(world: World, act: Extract<VerifyAct, { how: 'same' }>): void {
  const [left, right] = act.files;
  for (const [printed, list] of [
    [left, right],
    [right, left],
  ] as const) {
    for (const { act: hashAct, contents } of hashesAt(world, printed, act.guard)) {
      for (const { guard, pieces, overridable } of listAt(world, list, act.guard).texts) {
        const digest = onlyDigest(pieces, hashAct.algorithm);
        if (digest !== undefined) bind(world, act, meet(contents, guard), digest, hashAct.algorithm, overridable);
      }
    }
  }
}

/** The hash in a list of one line, or alone; several say nothing of which is meant. */
function onlyDigest(pieces: Pieces, algorithm: HashAlgorithm): Pieces | undefined {
  const [only, more] = readSumList(pieces, algorithm);
  if (more !== undefined) return undefined;
  return only?.expected ?? readExpected(pieces, algorithm);
}

/** Remembers what was hashed by the commands whose output a file gets in event `since`. */
export function noteHashFile(world: World, path: Path, producers: readonly number[], since: number): void {
  const hashed = hashesFrom(world, producers);
  if (hashed.length > 0) world.hashFiles.set(path.key, { since, hashed });
}

/** What was hashed into a file, if nothing else was put there since. */
function hashesAt(world: World, path: Path, guard: Guard): readonly Hashed[] {
  const known = world.hashFiles.get(path.key);
  if (known === undefined) return [];
  const entries = inside(find(world.files, split(world, path))?.entries ?? [], guard);
  return entries.length > 0 && entries.every(({ since }) => since === known.since) ? known.hashed : [];
}

function verifySignature(world: World, act: Extract<VerifyAct, { how: 'signature' }>): void {
  const { guard, invocation } = act;
  for (const path of act.of) {
    for (const content of contentsOfSigned(world, path, guard)) {
      const check: Check = { kind: 'signature', algorithm: null, expected: null, swallowed: null, invocation };
      addCheck(act, content, check);
    }
  }
}

/** `gpg --verify file.asc` is about `file` as well. */
function contentsOfSigned(world: World, path: Path, guard: Guard): readonly Content[] {
  const text = flatten(path.pieces);
  const suffix = /\.(?:asc|sig|sign|minisig)$/.exec(text)?.[0];
  const contents = contentsAt(world, path, guard);
  if (suffix === undefined) return contents;
  const signed = resolvePath(path, slicePieces(path.pieces, 0, text.length - suffix.length));
  return [...contents, ...contentsAt(world, signed, guard)];
}

/** Hash commands whose output a word holds, through pipes (`$(sha256sum f | cut -d' ' -f1)`). */
function hashesIn(world: World, word: Pieces): readonly Hashed[] {
  return hashesFrom(
    world,
    holesOf(word).flatMap((hole) => hole.origin ?? []),
  );
}

function hashesFrom(world: World, producers: readonly number[]): readonly Hashed[] {
  if (world.hashes.size === 0) return [];
  const result: Hashed[] = [];
  const open = [...producers];
  const seen = new Set<number>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id) || seen.size >= LIMITS.origins) continue;
    seen.add(id);
    const found = world.hashes.get(id);
    if (found !== undefined) result.push(...found);
    const stdin = found === undefined ? world.invocations.get(id)?.stdin : null;
    if (stdin?.kind === 'output') open.push(...stdin.producers);
    if (stdin?.kind === 'text')
      open.push(...stdin.value.flatMap(({ pieces }) => holesOf(pieces).flatMap((hole) => hole.origin ?? [])));
  }
  return result;
}

function meet(contents: readonly Content[], guard: Guard): readonly Content[] {
  return contents.flatMap((content) => {
    const met = both(content.guard, guard);
    return met === undefined ? [] : [{ ...content, guard: met }];
  });
}

const ALGORITHMS: ReadonlyMap<string, HashAlgorithm> = new Map([
  ['md5', 'md5'],
  ['sha1', 'sha1'],
  ['sha224', 'sha224'],
  ['sha256', 'sha256'],
  ['sha384', 'sha384'],
  ['sha512', 'sha512'],
]);

function toAlgorithm(name: string): HashAlgorithm {
  return ALGORITHMS.get(name.toLowerCase().replace('-', '')) ?? 'unknown';
}
