import type { FetchAct, HashAlgorithm, VerifyAct } from '../model/act.ts';
import type { Check } from '../model/fetch.ts';
import type { Guard } from '../model/guard.ts';
import { type Path, resolvePath } from '../model/path.ts';
import { flatten, type Pieces, slicePieces } from '../model/value.ts';
import { type Asking, addCheck, bind, isUnknown } from './bind-check.ts';
import { verifyLines } from './check-lines.ts';
import { allLines, verifySums } from './check-sums.ts';
import type { Content, Subject } from './entry.ts';
import { expectedIn } from './expected-hash.ts';
import { hashesAt, hashesIn, hashesOfInput } from './hashes.ts';
import { listOf } from './list-texts.ts';
import { equality } from './questions.ts';
import { contentsAt, under } from './streams.ts';
import { algorithmOf, readExpected, readSumList } from './sum-list.ts';
import type { World } from './world.ts';

type CompareAct = Extract<VerifyAct, { how: 'compare' }>;

/** A check finds the downloads that it is about. Whether it counts is judged at the end, when their uses are known. */
export function verify(world: World, act: VerifyAct): void {
  switch (act.how) {
    case 'sums':
      world.sumChecks.set(act.invocation.id, [...(world.sumChecks.get(act.invocation.id) ?? []), act]);
      verifySums(world, act, act, allLines);
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
    case 'lines':
      verifyLines(world, act);
      return;
    default:
      act satisfies never;
  }
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

function verifyComparison(world: World, act: CompareAct): void {
  const { left, right, likeness } = act;
  const asking: Asking = { ...act, equal: equality(left.pieces, right.pieces, likeness) };
  const sides = [
    { hashed: left.pieces, like: right.pieces, overridable: right.overridable },
    // What is printed may be a part of the hash, which as a pattern the whole is like.
    ...(likeness === 'pattern' && !WILD.test(flatten(right.pieces))
      ? [{ hashed: right.pieces, like: left.pieces, overridable: left.overridable }]
      : []),
  ];
  for (const { hashed, like, overridable } of sides) {
    for (const { act: hashAct, contents } of hashesIn(world, hashed)) {
      const digest = isUnknown(like) ? like : expectedIn(withoutLead(like, hashed), hashAct.algorithm, likeness);
      if (digest !== undefined) bind(world, asking, under(contents, act.guard), digest, hashAct.algorithm, overridable);
    }
  }
}

const WILD = /[*?[]/;

/** `[ "x$(sha256sum f)" = x0123 ]`: without the text that both begin with. */
function withoutLead(expected: Pieces, hashed: Pieces): Pieces {
  const [lead] = hashed;
  const text = flatten(expected);
  if (lead?.kind !== 'text' || !text.startsWith(lead.text)) return expected;
  return slicePieces(expected, lead.text.length, text.length);
}

/** `cmp sum.expected sum.actual`: a hash that was written to a file or comes in, beside the one that the other must hold. */
function verifySame(world: World, act: Extract<VerifyAct, { how: 'same' }>): void {
  const { guard, invocation } = act;
  const [left, right] = act.files;
  for (const [printed, list] of [
    [left, right],
    [right, left],
  ] as const) {
    const hashed = printed === 'stdin' ? hashesOfInput(world, invocation.stdin) : hashesAt(world, printed, guard);
    for (const { act: hashAct, contents } of hashed) {
      for (const { guard: part, pieces, overridable } of listOf(world, list, act).texts) {
        const digest = onlyDigest(pieces, hashAct.algorithm);
        if (digest !== undefined) bind(world, act, under(contents, part), digest, hashAct.algorithm, overridable);
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
