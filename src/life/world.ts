import type { Act, FetchAct, HashAct, RetrieveAct, VerifyAct } from '../model/act.ts';
import { ALWAYS, type Guard, implies } from '../model/guard.ts';
import type { Invocation } from '../model/invocation.ts';
import type { Path } from '../model/path.ts';
import type { MatchedEvent } from '../model/step.ts';
import type { Word } from '../model/value.ts';
import type { ArchiveNames } from './archive-names.ts';
import { type Content, LIMITS, type Repository, type Subject, type Use } from './entry.ts';
import { componentsOf, type Files, newFiles } from './files.ts';
import type { Place } from './places.ts';
import type { Origins } from './pointers.ts';
import type { Stage } from './stage-lines.ts';

/** Text of a file of the scanned tree; undefined when there is none. */
export type ReadTree = (treePath: string) => string | undefined;

/** The state of the fold. It is mutated in place; what `live` hands out is readonly. */
export type World = {
  readonly names: ArchiveNames;
  readonly readTree: ReadTree;
  files: Files;
  readonly stages: Map<string, Files>;
  /** In the order in which they begin. */
  readonly stageList: Stage[];
  /** Other machines and containers, by name, and the places that were left for the present one. */
  readonly places: Map<string, Place>;
  readonly left: Place[];
  /** By parent folder: the clone that was made there last. */
  latestClones: Map<string, Repository>;
  /** By folder: the clones that only some choices lead to, of the whole script. */
  readonly choosable: ReadonlyMap<string, readonly FetchAct[]>;
  copies: number;
  /** In the order in which they came in. */
  readonly subjects: Subject[];
  readonly repositories: Repository[];
  readonly invocations: Map<number, Invocation>;
  /** By invocation, the refs that it asked a repository for. */
  readonly askedRefs: Map<number, readonly Word[]>;
  /** Invocations that fetch. */
  readonly fetching: Set<number>;
  /** What an invocation prints, as far as it came in. */
  readonly printed: Map<number, readonly Content[]>;
  /** Work trees of which an invocation prints what it read in them. */
  readonly told: Map<number, readonly Repository[]>;
  /** Hashes that an invocation prints, with the bytes they are of. */
  readonly hashes: Map<number, readonly Hashed[]>;
  /** What an invocation checks and says. */
  readonly sumChecks: Map<number, readonly Extract<VerifyAct, { how: 'sums' }>[]>;
  /** By path, what was hashed where the hash was written there, by event `since`. */
  readonly hashFiles: Map<string, { readonly since: number; readonly hashed: readonly Hashed[] }>;
  readonly components: Map<string, readonly string[]>;
  /** Names of images that commands made on this machine. */
  readonly madeImages: Set<string>;
  /** By folder, what archives were unpacked to there. */
  unpacked: Map<string, readonly Unpacked[]>;
  /** Where values come from, as far as invocation `at` asked for it. */
  origins: { readonly at: number; readonly byValue: Map<string, Origins> };
};

/** Bytes whose hash a command prints. */
export type Hashed = { readonly act: HashAct; readonly contents: readonly Content[] };

/** The bytes of an archive that lie unpacked in a folder; `isOwnFolder`: one that was named for them, not where the command ran. */
/**
 * Remembers that bytes were used. Behind the bound one use under every choice stands for all later ones: a check before it comes before
 * them, and one behind it does not count.
 */
export function noteUse(subject: Subject, use: Use): void {
  const { uses } = subject;
  if (uses.length > LIMITS.uses) return;
  const last = uses.at(-1);
  if (last?.at === use.at && last.isRun === use.isRun && implies(use.guard, last.guard)) return;
  uses.push(uses.length === LIMITS.uses ? { ...use, guard: ALWAYS, isRun: true } : use);
}

export type Unpacked = { readonly guard: Guard; readonly content: Content; readonly isOwnFolder: boolean };

export function newWorld(names: ArchiveNames, readTree: ReadTree, steps: readonly MatchedEvent[]): World {
  return {
    names,
    readTree,
    files: newFiles(),
    stages: new Map(),
    stageList: [],
    places: new Map(),
    left: [],
    latestClones: new Map(),
    choosable: choosableClones(steps),
    copies: 0,
    subjects: [],
    repositories: [],
    invocations: new Map(),
    askedRefs: new Map(),
    origins: { at: 0, byValue: new Map() },
    fetching: new Set(),
    printed: new Map(),
    told: new Map(),
    hashes: new Map(),
    sumChecks: new Map(),
    hashFiles: new Map(),
    components: new Map(),
    madeImages: new Set(),
    unpacked: new Map(),
  };
}

function choosableClones(steps: readonly MatchedEvent[]): ReadonlyMap<string, readonly FetchAct[]> {
  const result = new Map<string, FetchAct[]>();
  for (const { acts } of steps) {
    for (const act of acts) {
      if (act.kind !== 'fetch' || !isRepository(act) || act.into === null || act.guard.size === 0) continue;
      const known = result.get(act.into.key);
      if (known === undefined) result.set(act.into.key, [act]);
      else known.push(act);
    }
  }
  return result;
}

/** A repository comes in, not a file or an image. */
export function isRepository({ what }: FetchAct): boolean {
  return what === 'git' || what === 'hg' || what === 'svn';
}

export function newSubject(world: World, act: FetchAct | RetrieveAct): Subject {
  const subject: Subject = { act, checks: [], uses: [], isKey: false, isMerged: false, dependents: new Map() };
  world.subjects.push(subject);
  return subject;
}

/** Components of a path, split once for each path of a file. */
export function split(world: World, path: Path): readonly string[] {
  let components = world.components.get(path.key);
  if (components === undefined) {
    components = componentsOf(path);
    world.components.set(path.key, components);
  }
  return components;
}

/** The act says all about what its command does to files; one that builds or runs what it is given as well does not. */
export function isWholeStory(act: Act): boolean {
  return act.kind !== 'fetch' || !act.marks.has('builds');
}

/** Whether one of the acts is of these kinds and says all about its command. */
export function hasAct(acts: readonly Act[], kinds: ReadonlySet<Act['kind']>): boolean {
  return acts.some((act) => kinds.has(act.kind) && isWholeStory(act));
}
