import type { Act } from '../model/act.ts';
import type { Fetch } from '../model/fetch.ts';
import { both, heldUnder, isCompatible, isOverridden } from '../model/guard.ts';
import type { Invocation, TraceEvent } from '../model/invocation.ts';
import type { MatchedEvent } from '../model/step.ts';
import type { ArchiveNames } from './archive-names.ts';
import { verify } from './checks.ts';
import { download, execute, extract, placeContents, removePaths, transfer, trust, use } from './downloads.ts';
import { emit } from './emit.ts';
import { type Content, type Entry, unknownText } from './entry.ts';
import { find, put } from './files.ts';
import { hash, noteHashFile } from './hashes.ts';
import { imageKey, isMadeHere } from './made-images.ts';
import { changePlace } from './places.ts';
import { changeRepository, clone, retrieve, select, update } from './repositories.ts';
import { beginStage, copyFromStage } from './stages.ts';
import { contentsOfInput, isPassingThrough, printedBy, programOf } from './streams.ts';
import { treeReach, useTrees } from './tree-uses.ts';
import { isRunning, useUnpacked } from './unpacked.ts';
import { readWords } from './words.ts';
import { hasAct, isRepository, newWorld, type ReadTree, split, type World } from './world.ts';

export type { ArchiveNames } from './archive-names.ts';
export type { ReadTree } from './world.ts';

/**
 * Folds the acts of one file's run, in execution order, over an abstract file system, and hands out what came in: for each fetch one
 * `Fetch` per outcome, ordered by the invocation that fetches. `names` says what hosts call their archives; `readTree` gives the text of
 * checksum lists that lie in the scanned tree.
 */
export function live(
  steps: readonly MatchedEvent[],
  names: ArchiveNames,
  readTree: ReadTree = () => undefined,
): readonly Fetch[] {
  if (!steps.some(({ acts }) => acts.length > 0)) return [];
  const world = newWorld(names, readTree, steps);
  for (const { event, acts } of steps) {
    if (event.kind === 'invocation') runInvocation(world, event, acts);
    else if (event.kind === 'write') runWrite(world, event);
    else if (event.kind === 'stage') beginStage(world, event);
    else if (event.kind === 'stage-copy') copyFromStage(world, event);
    else if (event.kind === 'place') changePlace(world, event);
    else placeTreeFile(world, event);
  }
  return emit(world).filter(isAsWritten);
}

/** A fetch is judged as the text stands: what an override from outside would make of it does not count against it. */
function isAsWritten(fetch: Fetch): boolean {
  return !isOverridden(fetch.guard) || isOverridden(fetch.act.guard);
}

/** Acts that look at bytes or replace them: naming a file in such a command is no use of it. */
const NO_USE: ReadonlySet<Act['kind']> = new Set(['fetch', 'hash', 'verify', 'remove', 'trust', 'query']);

/** Commands that only show what they are given. */
const SHOWING = new Set(['echo', 'printf', 'ls', 'stat', 'exit', 'cd', 'pushd', 'popd', 'test', '[', '[[']);

function runInvocation(world: World, invocation: Invocation, acts: readonly Act[]): void {
  world.invocations.set(invocation.id, invocation);
  const { named, trees } = readWords(world, invocation, treeReach(world, invocation, acts));
  useTrees(world, invocation, acts, trees);
  const input = contentsOfAnyInput(world, invocation);
  if (!hasAct(acts, NO_USE) && !SHOWING.has(programOf(invocation)) && !isPassingThrough(invocation)) {
    const whole = input.filter((content) => !content.isDerived);
    const isRun = isRunning(invocation, acts);
    for (const content of [...whole, ...named]) use(content, content.guard, invocation.id, isRun);
  }
  useUnpacked(world, invocation, acts);
  for (const act of acts) run(world, act);
  if (acts.some((act) => act.kind === 'fetch' || act.kind === 'query')) world.fetching.add(invocation.id);
  else notePrinted(world, invocation, named, input);
}

function run(world: World, act: Act): void {
  switch (act.kind) {
    case 'fetch':
      if (isRepository(act)) clone(world, act);
      else if (!isMadeHere(world, act)) download(world, act);
      return;
    case 'retrieve':
      retrieve(world, act);
      return;
    case 'select':
      select(world, act);
      return;
    case 'update':
      update(world, act);
      return;
    case 'repository':
      changeRepository(world, act);
      return;
    case 'hash':
      hash(world, act);
      return;
    case 'verify':
      verify(world, act);
      return;
    case 'place':
      transfer(world, act);
      return;
    case 'extract':
      extract(world, act);
      return;
    case 'remove':
      removePaths(world, act);
      return;
    case 'execute':
      execute(world, act);
      return;
    case 'trust':
      trust(world, act);
      return;
    case 'make':
      if (act.where === 'here') for (const name of act.names) world.madeImages.add(imageKey(name));
      return;
    case 'query':
      if (act.refs.length > 0) world.askedRefs.set(act.invocation.id, act.refs);
      return;
    default:
      act satisfies never;
  }
}

/** What a command without a fetch prints: the bytes it was given, changed unless it only passes them on. */
function notePrinted(world: World, invocation: Invocation, named: readonly Content[], input: readonly Content[]): void {
  const hashed = world.hashes.get(invocation.id)?.flatMap(({ contents }) => contents) ?? [];
  const read = [...input, ...named, ...hashed];
  if (read.length === 0) return;
  const isChanged = !isPassingThrough(invocation);
  world.printed.set(
    invocation.id,
    read.map((content) => ({ ...content, isDerived: content.isDerived || isChanged })),
  );
}

/** A file gets text that the tree says, or what invocations print; what is added to a download makes it another file. */
function runWrite(world: World, event: Extract<TraceEvent, { kind: 'write' }>): void {
  const { path, guard, text, append, producers, id } = event;
  const components = split(world, path);
  const before = append ? (find(world.files, components)?.entries ?? []) : [];
  const added = before.filter((entry) => entry.kind === 'file' && isCompatible(entry.guard, guard));
  if (added.length > 0) {
    for (const entry of added) {
      const met = both(entry.guard, guard);
      if (met !== undefined && entry.kind === 'file')
        put(world.files, components, met, [{ ...entry, guard: met, isDerived: true }]);
    }
    return;
  }
  if (text !== null) {
    const entries = text.flatMap(({ guard: part, pieces, overridable }): readonly Entry[] => {
      const met = both(part, guard);
      if (met === undefined) return [];
      const entry: Entry = { kind: 'text', text: pieces, guard: met, since: id, isNamed: false };
      return [overridable === undefined ? entry : { ...entry, overridable }];
    });
    put(world.files, components, guard, entries);
    return;
  }
  if (!append) noteHashFile(world, path, producers, id);
  const contents = printedBy(world, producers, guard);
  if (contents.length > 0) placeContents(world, path, guard, contents, id);
  else put(world.files, components, guard, [unknownText(guard, id)]);
}

/** COPY of a folder adds to the folder that is there: what was cloned or unpacked to it stays. */
function placeTreeFile(world: World, { to, guard, treePath, id }: Extract<TraceEvent, { kind: 'tree-copy' }>): void {
  const components = split(world, to);
  const there = find(world.files, components)?.entries ?? [];
  const kept = heldUnder(there, guard).filter((entry) => entry.kind === 'repository' || entry.kind === 'tree');
  const own: Entry = { kind: 'own', treePath, guard, since: id, isNamed: false };
  put(world.files, components, guard, [...kept, own]);
}

function contentsOfAnyInput(world: World, invocation: Invocation): readonly Content[] {
  if (invocation.stdin === null) return [];
  return invocation.variants.flatMap(({ guard }) => contentsOfInput(world, invocation.stdin, guard));
}
