import { ALWAYS, both, type Guard } from '../model/guard.ts';
import type { TraceEvent } from '../model/invocation.ts';
import { type Entry, LIMITS } from './entry.ts';
import { collect, type Files, find, isFolder, newFiles, put } from './files.ts';
import { fork } from './outcomes.ts';
import { stageNamed } from './stage-lines.ts';
import { split, type World } from './world.ts';

type StageEvent = Extract<TraceEvent, { kind: 'stage' }>;
type StageCopyEvent = Extract<TraceEvent, { kind: 'stage-copy' }>;

/** Another file system begins, as a copy of its base's. */
export function beginStage(world: World, { id, name, base }: StageEvent): void {
  const below = base === null ? undefined : stageNamed(world.stageList, base);
  world.stageList.push({ since: id, name, standsOn: below === undefined ? [] : [{ stage: below, isSure: true }] });
  const from = base === null ? undefined : world.stages.get(base);
  world.files = newFiles();
  world.latestClones.clear();
  world.stages.set(name, world.files);
  if (from !== undefined) copyFiles(world, from, [], [], ALWAYS, null);
}

/** COPY --from: a file lands at the path or in the folder, of a folder what lies in it does. */
export function copyFromStage(world: World, { stage, from, to, guard, id }: StageCopyEvent): void {
  const below = stageNamed(world.stageList, stage);
  if (below !== undefined) world.stageList.at(-1)?.standsOn.push({ stage: below, isSure: guard.size === 0 });
  const files = world.stages.get(stage);
  if (files === undefined) return;
  const source = split(world, from);
  const folder = find(files, source);
  if (folder === undefined) return;
  const target = split(world, to);
  const existing = find(world.files, target);
  const isInto = !isFolder(folder) && existing !== undefined && isFolder(existing);
  const name = source.at(-1) ?? '';
  copyFiles(world, files, source, isInto ? [...target, name] : target, guard, id);
  // `COPY --from=x /a /b/` puts what lies in /a into /b, where trace, which does not know what is a folder, says /b/a.
  const parent = target.slice(0, -1);
  if (!isFolder(folder) || target.at(-1) !== name || parent.length < 2) return;
  const copied = find(world.files, target);
  if (copied === undefined) return;
  for (const { components, entries } of collect(copied, guard)) {
    for (const entry of entries) put(world.files, [...parent, ...components], entry.guard, [entry]);
  }
}

/** `since` null: everything keeps its age, as a stage that goes on does. */
function copyFiles(
  world: World,
  from: Files,
  source: readonly string[],
  target: readonly string[],
  guard: Guard,
  since: number | null,
): void {
  const folder = find(from, source);
  if (folder === undefined) return;
  const isRenamed = since !== null && source.at(-1) !== target.at(-1);
  for (const { components, entries } of collect(folder, guard)) {
    world.copies += entries.length;
    if (world.copies > LIMITS.copies) return;
    for (const entry of entries) {
      const isNamed = entry.isNamed && (components.length > 0 || !isRenamed);
      const copy = { ...continued(world, entry), isNamed, since: since ?? entry.since };
      put(world.files, [...target, ...components], both(entry.guard, guard) ?? entry.guard, [copy]);
    }
  }
}

/** The work tree of the earlier stage goes on in the later one, which speaks for both. */
function continued(world: World, entry: Entry): Entry {
  if (entry.kind !== 'repository') return entry;
  if (entry.guard.size === 0) entry.repository.isContinued = true;
  return { ...entry, repository: fork(world, entry.repository, entry.guard) };
}
