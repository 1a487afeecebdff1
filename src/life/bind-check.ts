import type { HashAlgorithm, VerifyAct } from '../model/act.ts';
import type { Check } from '../model/fetch.ts';
import { both, type Guard } from '../model/guard.ts';
import type { Failure, Invocation } from '../model/invocation.ts';
import { flatten, HOLE, type Pieces, pieceKey } from '../model/value.ts';
import { type Content, LIMITS, type Subject } from './entry.ts';
import { type Origins, originsOf } from './pointers.ts';
import { equality, ownSite } from './questions.ts';
import { sentenceOf } from './reasons.ts';
import { algorithmOf } from './sum-list.ts';
import type { World } from './world.ts';

/** Notes a check of known, unknown or fetched value on the downloads that it is about. */
export function bind(
  world: World,
  act: VerifyAct,
  contents: readonly Content[],
  digest: Pieces,
  algorithm: HashAlgorithm,
  overridable?: readonly string[],
): void {
  if (contents.length === 0) return;
  const { invocation } = act;
  const origins = isUnknown(digest) ? originsNow(world, invocation, digest) : undefined;
  const expected = origins === undefined ? digest : null;
  for (const content of contents) {
    // A hash that was taken from the file itself proves nothing.
    if (origins?.subjects.includes(content.subject)) continue;
    const kind = origins !== undefined && origins.fetches.length > 0 ? 'remote-checksum' : 'checksum';
    addCheck(act, content, {
      kind,
      algorithm: algorithmOf(algorithm, expected),
      expected,
      ...(overridable === undefined ? {} : { overridable }),
      swallowed: null,
      invocation,
    });
  }
}

/** One command checks many files, or one under many choices, against the same value. */
function originsNow(world: World, { id }: Invocation, digest: Pieces): Origins {
  if (world.origins.at !== id) world.origins = { at: id, byValue: new Map() };
  const key = pieceKey(digest);
  const known = world.origins.byValue.get(key) ?? originsOf(world, [digest]);
  world.origins.byValue.set(key, known);
  return known;
}

/** Notes a check on the bytes that it is about, under the choices that both share; `list` is the download that said what to expect. */
export function addCheck(act: VerifyAct, content: Content, check: Check, list?: Subject): void {
  const guard = both(act.guard, content.guard);
  if (guard === undefined || content.subject.checks.length >= LIMITS.checks) return;
  const { invocation } = act;
  const isNegated = act.how === 'compare' && act.negated;
  const failure: Failure = isNegated ? { kind: 'ignored', why: 'negated' } : invocation.failure;
  content.subject.checks.push({
    guard,
    pass: passed(act, guard, failure),
    at: invocation.id,
    failure,
    ...(list === undefined ? {} : { list }),
    check:
      content.isDerived && check.kind === 'checksum' ? { ...check, swallowed: sentenceOf('unpacked-file') } : check,
  });
}

/** The choices under which a check surely passed, when the script asks for that: by `||` and `if`, or by comparing. */
function passed(act: VerifyAct, guard: Guard, failure: Failure): Guard | null {
  if (act.how === 'compare') return both(guard, equality(act.left.pieces, act.right.pieces)) ?? null;
  return ownSite(act.guard, failure) === undefined ? null : guard;
}

/** True for a value that the text does not say, or not wholly. */
export function isUnknown(pieces: Pieces): boolean {
  return flatten(pieces).includes(HOLE);
}
