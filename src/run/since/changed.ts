import type { RootScan } from '../../discover/index.ts';
import { lockFolderOf } from '../../discover/index.ts';
import type { Problem } from '../../model/problem.ts';
import { CONFIG_NAME, LOCKFILE_NAME } from '../../model/settings.ts';
import type { ClassifiedFetch } from '../../model/source.ts';
import { joinPath } from '../../model/tree-path.ts';
import type { Pieces } from '../../model/value.ts';
import type { JudgedStanding } from '../judge-fetches.ts';
import type { CheckOptions, RunPorts } from '../ports.ts';
import type { Before } from './before.ts';

/** The revision with which a change is compared: what pre-commit was started with (`--from-ref`), else the last commit. */
export function revisionBefore({ since }: CheckOptions, env: RunPorts['env']): string {
  const from = env.PRE_COMMIT_FROM_REF ?? '';
  return since ?? (from === '' || from.startsWith('-') ? 'HEAD' : from);
}

/** What of a root a change of some files can be answerable for. */
export type Concern = {
  readonly concernsFetch: (fetch: ClassifiedFetch) => boolean;
  readonly concernsProblem: (problem: Problem) => boolean;
};

/**
 * The fetches in which a changed file takes part: it holds the fetch, the command behind a call, a check, or any piece of what is fetched,
 * wherever the fetch stands. A changed lockfile concerns all that it serves, changed settings concern everything.
 */
export function concernOf({ asked, lockFolders }: Pick<RootScan, 'asked' | 'lockFolders'>): Concern {
  const changed = new Set(asked.files);
  const isChanged = (path: string): boolean =>
    changed.has(path) || asked.folders.some((folder) => isBelow(folder, path));
  const lockfileOf = (path: string): string => joinPath(lockFolderOf(path, lockFolders), LOCKFILE_NAME);
  if (isChanged(CONFIG_NAME)) return { concernsFetch: () => true, concernsProblem: ({ kind }) => kind !== 'no-files' };
  return {
    concernsFetch: (fetch) => isChanged(lockfileOf(fetch.place.file)) || filesOf(fetch).some(isChanged),
    // A lockfile that cannot be used says nothing about any fetch.
    concernsProblem: ({ kind, path }) => kind === 'lockfile' || (kind !== 'no-files' && isChanged(path)),
  };
}

/**
 * The concern, with what fails now in the files that may use a changed one and did not fail before: a deleted list of checksums is no piece of
 * anything, and a value that only decides between two arms is none either. `readBefore` is asked only where something like that fails; where it
 * has no answer, all of it counts.
 */
export async function withNewFailures(
  concern: Concern,
  found: { readonly fetches: readonly JudgedStanding[]; readonly problems: readonly Problem[] },
  readBefore: () => Promise<Before | null>,
): Promise<Concern> {
  const fetches = found.fetches.filter(({ outcome, fetch }) => outcome === 'fail' && !concern.concernsFetch(fetch));
  const problems = found.problems.filter((problem) => !concern.concernsProblem(problem));
  if (fetches.length + problems.length === 0) return concern;
  const before = await readBefore();
  const isNew = ({ id, drift }: JudgedStanding): boolean => before?.wasFailing(id, drift !== null) !== true;
  const newFetches = new Set(fetches.filter(isNew).map(({ fetch }) => fetch));
  const newProblems = new Set(problems.filter((problem) => before?.hadProblem(problem) !== true));
  return {
    concernsFetch: (fetch) => newFetches.has(fetch) || concern.concernsFetch(fetch),
    concernsProblem: (problem) => newProblems.has(problem) || concern.concernsProblem(problem),
  };
}

function isBelow(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** Every file in which a part of it is written. */
function filesOf({ place, related, outcomes }: ClassifiedFetch): readonly string[] {
  const files = new Set([place.file, ...related.map(({ at }) => at.file)]);
  const addPieces = (pieces: Pieces | undefined | null): void => {
    for (const { at } of pieces ?? []) files.add(at.file);
  };
  for (const { act, url, history, checks, ineffective, pointers } of outcomes) {
    addPieces(url.pieces);
    const acts = [act, ...history.map((change) => change.act), ...ineffective.map((one) => one.act)];
    const invocations = [...acts.map((one) => one.invocation), ...checks.map((one) => one.invocation), ...pointers];
    for (const { span, stack } of invocations) {
      files.add(span.file);
      for (const call of stack) files.add(call.span.file);
    }
    for (const { ref } of history) addPieces(ref?.pieces);
    for (const { expected } of checks) addPieces(expected);
  }
  return [...files];
}
