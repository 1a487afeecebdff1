import type { Problem } from '../model/problem.ts';
import type { Notice, Report } from '../model/report.ts';
import { judgeProblem } from '../policy.ts';
import { buildReport, type JudgedProblem, joinReports } from '../reports/build-report.ts';
import { count } from '../reports/layout.ts';
import { problemIds } from '../reports/problem-ids.ts';
import { basesOf } from './bases.ts';
import { type Before, judgeBefore } from './before.ts';
import { readStrictly } from './existing-lockfile.ts';
import { type JudgedStanding, judgeFetches, type Past, type Standing, standingsOf } from './judge-fetches.ts';
import { type LockedFolder, openLockfiles } from './lockfiles.ts';
import { noticesOfComments, noticesOfConfig, noticesOfLockfiles } from './notices.ts';
import { type OpenRoot, openRoots } from './open-roots.ts';
import type { CheckOptions, RunOptions, RunPorts } from './ports.ts';
import { type CountedConfig, createRevisions, loadCounted, type Revisions } from './revisions.ts';

/**
 * Reads, judges and reports. A lockfile that cannot be used ends a scan (UserError); for a check it is a finding, unless it is of a newer
 * version, which an older pinlock cannot judge.
 */
export async function reportRoots(command: 'scan' | 'check', options: CheckOptions, ports: RunPorts): Promise<Report> {
  const revisions = createRevisions(options, ports);
  const configs = new Map<string, CountedConfig>();
  const roots = await openRoots(options, ports, async (tree) => {
    const counted = await loadCounted(tree, options, revisions, ports);
    configs.set(tree.root, counted);
    return counted.config;
  });
  const bases = basesOf(roots, ports);
  const reports: Report[] = [];
  for (const [index, root] of roots.entries()) {
    const base = bases[index] ?? '';
    const own = configs.get(root.scan.tree.root)?.own ?? root.config;
    reports.push(await reportRoot(command, { root, base, own, revisions }, options, ports));
  }
  return joinReports(reports);
}

type Subject = {
  readonly root: OpenRoot;
  readonly base: string;
  readonly own: CountedConfig['own'];
  readonly revisions: Revisions;
};

async function reportRoot(
  command: 'scan' | 'check',
  { root, base, own, revisions }: Subject,
  options: CheckOptions,
  ports: RunPorts,
): Promise<Report> {
  const folders = openLockfiles(root, options, readStrictly);
  const standings = standingsOf(root, folders, ports.hash);
  const judging = { strict: options.strict, today: ports.now().toISOString().slice(0, 10) };
  const beforeIn = async (revision: string | null, option: string): Promise<Before | null> =>
    revision === null ? null : judgeBefore(await revisions.read(root, revision, option), standings, judging);
  const since = await beforeIn(options.since, '--since');
  const policyBase = await beforeIn(options.policyFrom, '--policy-from');
  const judged = judgeFetches(root, standings, judging, pastOf(standings, since, policyBase));
  const problems = [
    ...root.scan.problems,
    ...root.reading.problems,
    ...judged.problems,
    ...toProblems(root, folders, { command, lockfile: options.lockfile, pathFrom: ports.pathFrom }),
  ];
  warnOfStalePins(root, folders, problems.length === 0, ports);
  const ids = problemIds(problems, ports.hash);
  const judgedProblems = problems.map((problem, index): JudgedProblem => {
    const outcome = judgeProblem(problem, options.strict);
    const isKnown = outcome === 'fail' && since?.hadProblem(problem) === true;
    return { id: ids[index] ?? '', problem, outcome: isKnown ? 'pass' : outcome, isKnown };
  });
  const isShown = ({ fetch }: JudgedStanding): boolean => options.all || fetch.purpose === undefined;
  const findings = {
    fetches: judged.fetches.filter(isShown),
    root: { root: root.name, base },
    problems: judgedProblems,
    notices: noticesOf(root, own, {
      folders,
      fetches: judged.fetches,
      base: policyBase,
      revision: options.policyFrom ?? '',
    }),
    files: root.scan.filesRead,
    excluded: root.scan.excluded,
    skipped: root.scan.skipped.length,
  };
  return buildReport(findings, root.tree.read);
}

function pastOf(standings: readonly Standing[], since: Before | null, base: Before | null): Past {
  const drifting = new Set(standings.filter(({ pin }) => pin !== undefined && pin.drift !== null).map(({ id }) => id));
  return {
    isNew: (id) => since?.isNew(id) === true,
    excuseOf: (id) => (since?.wasFailing(id, drifting.has(id)) === true ? 'before' : null),
    accepts: (id, comment) => base === null || base.hadIgnore(id, comment),
  };
}

type NoticeGround = {
  readonly folders: readonly LockedFolder[];
  readonly fetches: readonly JudgedStanding[];
  readonly base: Before | null;
  readonly revision: string;
};

function noticesOf(
  root: OpenRoot,
  own: CountedConfig['own'],
  { folders, fetches, base, revision }: NoticeGround,
): readonly Notice[] {
  if (base === null) return [];
  const isCounted = ({ id, comment }: JudgedStanding): boolean => comment === null || base.hadIgnore(id, comment);
  return [
    ...noticesOfConfig(own, root.config, revision),
    ...noticesOfComments(fetches, isCounted, revision),
    ...noticesOfLockfiles(folders, base.base.folders, revision),
  ];
}

type Asked = { readonly command: 'scan' | 'check' } & Pick<RunOptions, 'lockfile'> & Pick<RunPorts, 'pathFrom'>;

function toProblems(
  root: OpenRoot,
  folders: readonly LockedFolder[],
  { command, lockfile, pathFrom }: Asked,
): readonly Problem[] {
  return folders.flatMap(({ state, label }): readonly Problem[] => {
    if (state.kind !== 'broken') return [];
    if (command === 'scan' || state.error.fault === 'newer') throw state.error;
    const hint = state.error.hint === undefined ? '' : `; ${state.error.hint}`;
    const path = lockfile === null ? label : pathFrom(root.scan.tree.root, lockfile);
    return [{ kind: 'lockfile', path, message: `${state.error.message}${hint}` }];
  });
}

/** Only when the whole root was read can it be said that nothing uses a pin. */
function warnOfStalePins(root: OpenRoot, folders: readonly LockedFolder[], isComplete: boolean, ports: RunPorts): void {
  if (!root.scan.isWhole || !isComplete) return;
  for (const { label, stale } of folders) {
    if (stale.length === 0) continue;
    ports.warn(`${label}: ${count(stale.length, 'pin is', 'pins are')} used by no fetch; pinlock resolve drops them`);
  }
}
