import type { HashAlgorithm } from '../model/act.ts';
import type { Check } from '../model/fetch.ts';
import { both, type Guard, keepChoices } from '../model/guard.ts';
import type { Failure, Invocation } from '../model/invocation.ts';
import { flatten, HOLE, type Pieces, pieceKey } from '../model/value.ts';
import { type Content, LIMITS, type Subject } from './entry.ts';
import { type Origins, originsOf } from './pointers.ts';
import { ownSite } from './questions.ts';
import { sentenceOf } from './reasons.ts';
import { algorithmOf } from './sum-list.ts';
import type { World } from './world.ts';

/** What asks for the outcome of a check: the command that makes it, or one that reads what it prints. */
export type Asking = {
  readonly invocation: Invocation;
  readonly guard: Guard;
  /** It succeeds where the check fails. */
  readonly negated?: boolean;
  /** The choice under which two compared words are equal. */
  readonly equal?: Guard;
};

/** Notes a check of known, unknown or fetched value on the downloads that it is about. */
export function bind(
  world: World,
  asking: Asking,
  contents: readonly Content[],
  digest: Pieces,
  algorithm: HashAlgorithm,
  overridable?: readonly string[],
): void {
  if (contents.length === 0) return;
  const { invocation } = asking;
  const origins = isUnknown(digest) ? originsNow(world, invocation, digest) : undefined;
  const expected = origins === undefined ? digest : null;
  for (const content of contents) {
    // A hash that was taken from the file itself proves nothing.
    if (origins?.subjects.includes(content.subject)) continue;
    const kind = origins !== undefined && origins.fetches.length > 0 ? 'remote-checksum' : 'checksum';
    addCheck(asking, content, {
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
export function addCheck(asking: Asking, content: Content, check: Check, list?: Subject): void {
  const shared = both(asking.guard, content.guard);
  if (!isRunWith(asking.invocation, content.subject.act.invocation)) return;
  if (shared === undefined || content.subject.checks.length >= LIMITS.checks) return;
  const { invocation } = asking;
  const guard = whateverItAnswers(asking, shared);
  const failure = failureOf(asking);
  content.subject.checks.push({
    guard,
    pass: passed(asking, guard, failure),
    at: invocation.id,
    failure,
    ...(list === undefined ? {} : { list }),
    check:
      content.isDerived && check.kind === 'checksum' ? { ...check, swallowed: sentenceOf('unpacked-file') } : check,
  });
}

/** False for a check in a function that nobody calls, of something that came in elsewhere. */
function isRunWith(check: Invocation, { stack }: Invocation): boolean {
  const uncalled = check.stack.find(({ kind, span }) => kind === 'function' && span.start === span.end);
  return (
    uncalled === undefined ||
    stack.some(({ span }) => span.file === uncalled.span.file && span.end === uncalled.span.end)
  );
}

/** A command that succeeds where the check fails is run whatever it answers. */
function whateverItAnswers({ invocation, negated }: Asking, guard: Guard): Guard {
  const site = negated === true ? invocation.success?.site : undefined;
  return site === undefined ? guard : keepChoices(guard, (choice) => choice.site !== site);
}

/** What it leads to when the check fails. */
function failureOf({ invocation, negated }: Asking): Failure {
  if (negated !== true) return invocation.failure;
  return invocation.success?.leadsTo ?? { kind: 'ignored', why: 'negated' };
}

/** The choices under which a check surely passed, when the script asks for that: by `||` and `if`, or by comparing. */
function passed({ guard: asked, negated, equal }: Asking, guard: Guard, failure: Failure): Guard | null {
  if (equal !== undefined) return both(guard, equal) ?? null;
  return negated === true || ownSite(asked, failure) === undefined ? null : guard;
}

/** True for a value that the text does not say, or not wholly. */
export function isUnknown(pieces: Pieces): boolean {
  return flatten(pieces).includes(HOLE);
}
