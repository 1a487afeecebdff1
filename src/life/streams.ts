import { both, type Guard, heldUnder } from '../model/guard.ts';
import type { Invocation, Stream } from '../model/invocation.ts';
import type { Path } from '../model/path.ts';
import { lastName } from '../model/tree-path.ts';
import { flatten, type Word } from '../model/value.ts';
import type { Content, Entry } from './entry.ts';
import { findMatching, findUpwards } from './files.ts';
import { split, type World } from './world.ts';

/** Downloaded bytes that lie at a path under `guard`, or that were unpacked to there from an archive. */
export function contentsAt(world: World, path: Path, guard: Guard): readonly Content[] {
  if (world.files.size === 0) return [];
  const found = findMatching(world.files, path).flatMap(({ folder }) => heldUnder(folder.entries, guard));
  if (found.length > 0) return found.flatMap((entry) => toContent(entry) ?? []);
  return unpackedAt(world, path, guard);
}

/** Downloaded bytes on an invocation's standard input. */
export function contentsOfInput(world: World, stdin: Stream | null, guard: Guard): readonly Content[] {
  if (stdin === null || stdin.kind === 'text') return [];
  if (stdin.kind === 'file') return contentsAt(world, stdin.path, guard);
  return printedBy(world, stdin.producers, guard);
}

/** Downloaded bytes that invocations print. */
export function printedBy(world: World, producers: readonly number[], guard: Guard): readonly Content[] {
  return producers.flatMap((producer) => heldUnder(world.printed.get(producer) ?? [], guard));
}

/** The same bytes under fewer choices. */
export function under(contents: readonly Content[], guard: Guard): readonly Content[] {
  return contents.flatMap((content) => {
    const met = both(content.guard, guard);
    return met === undefined ? [] : [{ ...content, guard: met }];
  });
}

/** True for the commands that print what they read, unchanged. */
export function isPassingThrough(invocation: Invocation): boolean {
  const name = programOf(invocation);
  return name === 'cat' || name === 'tee' || name === 'pv';
}

/** The program's name without its folder. */
export function programOf(invocation: Invocation): string {
  return lastName(flatten(invocation.variants[0]?.words[0]?.pieces ?? []));
}

/**
 * The path of a program that lies in some folder of the build (`./install`, whatever a program of that name does elsewhere); undefined for
 * one that is found by its name or in a folder of the system.
 */
export function localProgram({ variants }: Invocation): Word | undefined {
  const word = variants[0]?.words[0];
  const text = flatten(word?.pieces ?? []);
  return !text.includes('/') || SYSTEM_PROGRAM.test(text) ? undefined : word;
}

const SYSTEM_PROGRAM = /^(?:\/usr)?(?:\/local)?\/s?bin\/[^/]+$/;

/** The operand of `grep` that is a pattern and no file; undefined for every other command. */
export function patternOf(invocation: Invocation, words: readonly Word[]): Word | undefined {
  if (!/^[ef]?grep$/.test(programOf(invocation))) return undefined;
  return words.slice(1).find(({ pieces }) => !flatten(pieces).startsWith('-'));
}

function unpackedAt(world: World, path: Path, guard: Guard): readonly Content[] {
  for (const { folder } of findUpwards(world.files, split(world, path))) {
    const trees = heldUnder(folder.entries, guard).filter((entry) => entry.kind === 'tree');
    if (trees.length > 0) return trees.map(({ subject, since, guard }) => ({ subject, since, guard, isDerived: true }));
  }
  return [];
}

function toContent(entry: Entry): Content | undefined {
  if (entry.kind !== 'file') return undefined;
  const { guard, subject, isDerived, since } = entry;
  return { guard, subject, isDerived, since };
}
