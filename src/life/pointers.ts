import type { Invocation } from '../model/invocation.ts';
import { holesOf, type Pieces, type Word } from '../model/value.ts';
import { LIMITS, type Subject } from './entry.ts';
import type { World } from './world.ts';

/** What stands behind the unknown parts of a value: fetches whose answer it is. */
export type Origins = {
  readonly fetches: readonly Invocation[];
  readonly subjects: readonly Subject[];
  /** The fetches among them that are clones, asked for what came in with them. */
  readonly clones: ReadonlySet<number>;
};

/**
 * Follows holes back to the fetches whose output they are: directly (`$(curl ...)`), through a pipe (`curl | jq`), through a file that
 * was downloaded (`$(cat stable.txt)`), out of a clone (`$(git describe)`), through values that other commands were given.
 */
export function originsOf(world: World, words: readonly Pieces[]): Origins {
  const fetches = new Map<number, Invocation>();
  const subjects = new Set<Subject>();
  const clones = new Set<number>();
  const open = words.flatMap(originIds);
  const seen = new Set<number>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id) || seen.size >= LIMITS.origins) continue;
    seen.add(id);
    const invocation = world.invocations.get(id);
    if (invocation === undefined) continue;
    if (world.fetching.has(id)) fetches.set(id, invocation);
    for (const { subject } of world.printed.get(id) ?? []) {
      subjects.add(subject);
      fetches.set(subject.act.invocation.id, subject.act.invocation);
    }
    for (const { subject } of (world.told.get(id) ?? []).flatMap(({ outcomes }) => outcomes)) {
      if (subject === null) continue;
      fetches.set(subject.act.invocation.id, subject.act.invocation);
      clones.add(subject.act.invocation.id);
    }
    if (!world.fetching.has(id)) open.push(...inputsOf(invocation));
  }
  return { fetches: [...fetches.values()].sort((a, b) => a.id - b.id), subjects: [...subjects], clones };
}

/** The pointers of a fetch: itself is none of them, unless it is a clone whose ref was read out of it (`git checkout $(git describe)`). */
export function pointersOf(world: World, words: readonly (Word | null)[], self: Invocation): readonly Invocation[] {
  const pieces = words.flatMap((word) => (word?.pieces.some((piece) => piece.kind === 'hole') ? [word.pieces] : []));
  if (pieces.length === 0) return [];
  const { fetches, clones } = originsOf(world, pieces);
  return fetches.filter(({ id }) => id !== self.id || clones.has(id));
}

/** Invocations that an invocation's own words and standard input come from. */
function inputsOf(invocation: Invocation): readonly number[] {
  let known = inputs.get(invocation);
  if (known === undefined) {
    known = collectInputs(invocation);
    inputs.set(invocation, known);
  }
  return known;
}

/** Values are followed back through the same invocations again and again. */
const inputs = new WeakMap<Invocation, readonly number[]>();

function collectInputs({ variants, stdin }: Invocation): readonly number[] {
  const result = variants.flatMap((variant) => variant.words.flatMap((word) => originIds(word.pieces)));
  if (stdin?.kind === 'output') result.push(...stdin.producers);
  if (stdin?.kind === 'text') result.push(...stdin.value.flatMap((alternative) => originIds(alternative.pieces)));
  return [...new Set(result)];
}

function originIds(pieces: Pieces): number[] {
  return holesOf(pieces).flatMap((hole) => hole.origin ?? []);
}
