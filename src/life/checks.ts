import type { FetchAct, HashAct, HashAlgorithm, VerifyAct } from '../model/act.ts';
import type { Check } from '../model/fetch.ts';
import { both, type Guard } from '../model/guard.ts';
import type { Failure } from '../model/invocation.ts';
import { basename, type Path, resolvePath } from '../model/path.ts';
import { flatten, HOLE, holesOf, type Pieces, pieceKey, slicePieces } from '../model/value.ts';
import type { Content, Subject } from './entry.ts';
import { find } from './files.ts';
import { type List, listAt, listOnInput } from './list-texts.ts';
import { originsOf } from './pointers.ts';
import { equality, ownSite } from './questions.ts';
import { contentsAt, contentsOfInput } from './streams.ts';
import { algorithmOf, readExpected, readSumList, type SumLine } from './sum-list.ts';
import { split, type World } from './world.ts';

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
  for (const { guard, pieces } of list.texts) {
    for (const line of readSumList(pieces, act.algorithm)) verifyLine(world, act, line, guard);
  }
  for (const remote of list.remotes) verifyByRemote(world, act, list, remote);
}

/** The file of a line, seen from where the check runs; `-` is what comes in on standard input. */
function verifyLine(world: World, act: SumsAct, line: SumLine, guard: Guard): void {
  const name = flatten(line.name);
  if (name === '-' || name === '/dev/stdin') {
    bind(world, act, contentsOfInput(world, act.invocation.stdin, guard), line.expected, act.algorithm);
    return;
  }
  for (const folder of act.invocation.cwd) {
    const met = both(folder.guard, guard);
    if (met === undefined) continue;
    const path = resolvePath(folder.path, line.name);
    bind(world, act, contentsAt(world, path, met), line.expected, act.algorithm);
  }
}

function verifyComparison(world: World, act: CompareAct): void {
  const { left, right } = act;
  const sides = [
    { hashed: left.pieces, expected: right.pieces },
    { hashed: right.pieces, expected: left.pieces },
  ];
  for (const { hashed, expected } of sides) {
    for (const { act: hashAct, contents } of hashesIn(world, hashed)) {
      const digest = isUnknown(expected) ? expected : readExpected(expected, hashAct.algorithm);
      if (digest !== undefined) bind(world, act, meet(contents, act.guard), digest, hashAct.algorithm);
    }
  }
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

/** A list that came from the network: it says nothing that the tree knows, but it is about somebody. */
function verifyByRemote(world: World, act: SumsAct, list: List, remote: Content): void {
  const { invocation } = act;
  for (const folder of invocation.cwd) {
    const met = both(folder.guard, remote.guard);
    if (met === undefined) continue;
    for (const [name, child] of find(world.files, split(world, folder.path))?.children ?? []) {
      for (const entry of child.entries) {
        const shared = both(entry.guard, met);
        if (entry.kind !== 'file' || entry.subject === remote.subject || shared === undefined) continue;
        if (!isListed(act, list, remote, name, entry.subject)) continue;
        const check: Check = {
          kind: 'remote-checksum',
          algorithm: act.algorithm,
          expected: null,
          swallowed: null,
          invocation,
        };
        addCheck(act, { ...entry, guard: shared }, check);
      }
    }
  }
}

/** By name (`tool.tgz.sha256`, `grep tool.tgz SUMS`), else by neighbourhood: the list lies beside the file on its server. */
function isListed({ list: path }: SumsAct, list: List, remote: Content, name: string, subject: Subject): boolean {
  if (list.chosenBy.some((pieces) => flatten(pieces).replaceAll('\\', '').includes(name))) return true;
  const listName = path === 'stdin' ? '' : pieceKey(basename(path));
  if (listName.startsWith(`${name}.`)) return true;
  return (
    remote.subject.act.kind === 'fetch' &&
    subject.act.kind === 'fetch' &&
    folderOf(remote.subject.act) === folderOf(subject.act)
  );
}

function folderOf(act: FetchAct): string {
  const text = flatten(act.url.pieces);
  return pieceKey(slicePieces(act.url.pieces, 0, text.lastIndexOf('/') + 1));
}

/** Hash commands whose output a word holds, through pipes (`$(sha256sum f | cut -d' ' -f1)`). */
function hashesIn(
  world: World,
  word: Pieces,
): readonly { readonly act: HashAct; readonly contents: readonly Content[] }[] {
  const result = [];
  const open = holesOf(word).flatMap((hole) => hole.origin ?? []);
  const seen = new Set<number>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
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

/** Notes a check of known, unknown or fetched value on the downloads that it is about. */
function bind(
  world: World,
  act: VerifyAct,
  contents: readonly Content[],
  digest: Pieces,
  algorithm: HashAlgorithm,
): void {
  if (contents.length === 0) return;
  const { invocation } = act;
  const origins = isUnknown(digest) ? originsOf(world, [digest]) : undefined;
  const expected = origins === undefined ? digest : null;
  for (const content of contents) {
    // A hash that was taken from the file itself proves nothing.
    if (origins?.subjects.includes(content.subject)) continue;
    const kind = origins !== undefined && origins.fetches.length > 0 ? 'remote-checksum' : 'checksum';
    addCheck(act, content, {
      kind,
      algorithm: algorithmOf(algorithm, expected),
      expected,
      swallowed: null,
      invocation,
    });
  }
}

function addCheck(act: VerifyAct, content: Content, check: Check): void {
  const guard = both(act.guard, content.guard);
  if (guard === undefined) return;
  const { invocation } = act;
  const isNegated = act.how === 'compare' && act.negated;
  const failure: Failure = isNegated ? { kind: 'ignored', why: 'negated' } : invocation.failure;
  content.subject.checks.push({
    guard,
    pass: passed(act, guard, failure),
    at: invocation.id,
    failure,
    check: content.isDerived && check.kind === 'checksum' ? { ...check, swallowed: UNPACKED } : check,
  });
}

/** The choices under which a check surely passed, when the script asks for that: by `||` and `if`, or by comparing. */
function passed(act: VerifyAct, guard: Guard, failure: Failure): Guard | null {
  if (act.how === 'compare') return both(guard, equality(act.left.pieces, act.right.pieces)) ?? null;
  return ownSite(act.guard, failure) === undefined ? null : guard;
}

/** Why a check of what was unpacked does not count: the rest of the archive, and the archive itself, go unchecked. */
const UNPACKED = 'unpacked-file';

function meet(contents: readonly Content[], guard: Guard): readonly Content[] {
  return contents.flatMap((content) => {
    const met = both(content.guard, guard);
    return met === undefined ? [] : [{ ...content, guard: met }];
  });
}

function isUnknown(pieces: Pieces): boolean {
  return flatten(pieces).includes(HOLE);
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
