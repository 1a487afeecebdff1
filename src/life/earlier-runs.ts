import type { FetchAct, RetrieveAct, SelectAct, UpdateAct } from '../model/act.ts';
import type { RefChange } from '../model/fetch.ts';
import { answerTo, both, isCompatible, keepChoices } from '../model/guard.ts';
import type { Path } from '../model/path.ts';
import type { Outcome } from './entry.ts';
import { EMPTY, newRepository } from './outcomes.ts';
import { isSpelledIn, place, searchRepositories } from './placed-repositories.ts';
import { newSubject, type World } from './world.ts';

/** What a clone leaves behind when nothing else happens to it. */
export function asCloned(world: World, act: FetchAct): Outcome {
  const { ref, refKind, marks } = act;
  const fetched: RefChange = { how: 'fetched', ref, refKind, act };
  const movesSubmodules = marks.has('recursive') && marks.has('remote-submodules');
  return {
    ...EMPTY,
    guard: act.guard,
    subject: newSubject(world, act),
    url: act.url,
    history: movesSubmodules ? [fetched, { ...fetched, how: 'submodule-remote' }] : [fetched],
    remotes: new Map([['origin', act.url]]),
    hasSubmodules: marks.has('recursive'),
  };
}

/**
 * `[ -d r ] && git -C r pull || git clone U r`: where a command works in a folder that the script clones to in another arm of the same
 * question, an earlier run has left the clone there.
 */
export function recall(world: World, { repository: path, guard }: RetrieveAct | SelectAct | UpdateAct): void {
  for (const act of clonesUpwards(world, path)) {
    if (act.into === null || isCompatible(act.guard, guard)) continue;
    const other = keepChoices(act.guard, ({ site }) => answerTo(guard, site) === undefined);
    const parts = searchRepositories(world, path, guard).open.flatMap((open) => both(open, other) ?? []);
    if (parts.length === 0) continue;
    const cloned = asCloned(world, act);
    const repository = newRepository(
      world,
      ...parts.map((part) => ({ ...cloned, guard: part, isFromEarlierRun: true })),
    );
    for (const part of parts)
      place(world, repository, act.into, part, act.invocation.id, isSpelledIn(act.into, act.url));
  }
}

/** The clones that some choice leads to, by the folder that a path is or lies in. */
function clonesUpwards({ choosable }: World, path: Path): readonly FetchAct[] {
  if (choosable.size === 0) return [];
  const result: FetchAct[] = [];
  for (let { key } = path; key !== ''; key = key.slice(0, Math.max(key.lastIndexOf('/'), 0)))
    result.push(...(choosable.get(key) ?? []));
  return result;
}
