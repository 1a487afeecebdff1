import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import type { Problem } from '../model/problem.ts';
import type { Notice, Report } from '../model/report.ts';
import { judgeProblem } from '../policy.ts';
import { buildReport, type JudgedProblem, joinReports } from '../reports/build-report.ts';
import { count } from '../reports/layout.ts';
import { problemIds } from '../reports/problem-ids.ts';
import { readStrictly } from './existing-lockfile.ts';
import { type JudgedStanding, judgeFetches, type Past, type Standing, standingsOf } from './judge-fetches.ts';
import { type LockedFolder, openLockfiles } from './lockfiles.ts';
import { namingRoot } from './naming-root.ts';
import { noticesOfComments, noticesOfConfig, noticesOfLockfiles } from './notices.ts';
import { type OpenRoot, openRoots } from './open-roots.ts';
import { type CheckOptions, NO_CHECK, type RunOptions, type RunPorts } from './ports.ts';
import {
  type Baseline,
  goneEntries,
  loadBaseline,
  noticesOfBaseline,
  noticesOfGone,
  shrinkBaseline,
} from './since/baselines.ts';
import { basesOf } from './since/bases.ts';
import { type Before, isFileProblem, judgeBefore } from './since/before.ts';
import { concernOf, revisionBefore, withNewFailures } from './since/changed.ts';
import { type CountedConfig, createRevisions, loadCounted, type Revisions } from './since/revisions.ts';
import { onIndex, withChanges } from './since/staged.ts';

/**
 * Reads, judges and reports. A lockfile that cannot be used ends a scan (UserError); for a check it is a finding, unless it is of a newer
 * version, which an older pinlock cannot judge. `adjust` changes the settings that were read.
 */
export function reportRoots(
  command: 'scan' | 'check',
  options: CheckOptions,
  ports: RunPorts,
  adjust: (config: Config) => Config = (config) => config,
): Promise<Report> {
  const report = (reading: RunPorts): Promise<Report> => reportAll(command, options, reading, adjust);
  return options.staged ? onIndex(options, ports, report) : report(ports);
}

async function reportAll(
  command: 'scan' | 'check',
  options: CheckOptions,
  ports: RunPorts,
  adjust: (config: Config) => Config,
): Promise<Report> {
  const changes = await withChanges(options, ports);
  const revisions = createRevisions(changes, ports);
  const configs = new Map<string, CountedConfig>();
  const roots = await openRoots(changes, ports, async (tree) => {
    const { config, own } = await loadCounted(tree, options, revisions, ports);
    const counted = { config: adjust(config), own: adjust(own) };
    configs.set(tree.root, counted);
    return counted.config;
  });
  refuseBaselineFor(roots, options);
  const bases = basesOf(roots, ports);
  const reports: Report[] = [];
  for (const [index, root] of roots.entries()) {
    const base = bases[index] ?? '';
    const counted = configs.get(root.scan.tree.root) ?? { config: root.config, own: root.config };
    reports.push(
      await namingRoot(root.name, () => reportRoot(command, { root, base, counted, revisions }, options, ports)),
    );
  }
  return joinReports(reports);
}

/** What check says of one root that is open already, by its own settings and without a baseline. */
export function reportOpenRoot(root: OpenRoot, options: RunOptions, ports: RunPorts): Promise<Report> {
  const config = { ...root.config, baseline: null };
  const checking: CheckOptions = { ...options, ...NO_CHECK };
  const revisions = createRevisions(checking, ports);
  return reportRoot('check', { root, base: '', counted: { config, own: config }, revisions }, checking, ports);
}

/** Ids hold paths relative to a root, so one file of them is for one root, and what was not read cannot be called gone. */
function refuseBaselineFor(roots: readonly OpenRoot[], options: CheckOptions): void {
  const { baseline, shrinksBaseline, policyFrom } = options;
  if (baseline !== null && roots.length > 1)
    throw new UserError('--baseline is for one root', {
      hint: "several roots name theirs under 'baseline' in pinlock.yml",
    });
  if (!shrinksBaseline) return;
  if (policyFrom !== null) throw new UserError('--update-baseline does not go together with --policy-from');
  if (roots.some(({ scan }) => !scan.isWhole))
    throw new UserError('--update-baseline needs the whole project, without paths');
}

type Subject = {
  readonly root: OpenRoot;
  readonly base: string;
  readonly counted: CountedConfig;
  readonly revisions: Revisions;
};

async function reportRoot(
  command: 'scan' | 'check',
  { root, base, counted, revisions }: Subject,
  options: CheckOptions,
  ports: RunPorts,
): Promise<Report> {
  const folders =
    options.staged && options.lockfile === null
      ? openLockfiles(root, options, readStrictly, ({ label }) => root.scan.tree.read(label))
      : openLockfiles(root, options, readStrictly);
  const standings = standingsOf(root, folders, ports.hash);
  const judging = { strict: options.strict, today: ports.now().toISOString().slice(0, 10) };
  const beforeIn = async (revision: string | null, option: string): Promise<Before | null> =>
    revision === null ? null : judgeBefore(await revisions.read(root, revision, option), standings, judging);
  const since = await beforeIn(options.since, '--since');
  const policyBase = await beforeIn(options.policyFrom, '--policy-from');
  const baseline = command === 'scan' ? null : await loadBaseline(root, counted, { options, revisions, ports });
  const judged = judgeFetches(root, standings, judging, pastOf(standings, { since, policyBase, baseline }));
  const found = [
    ...root.scan.problems,
    ...root.reading.problems,
    ...judged.problems,
    ...toProblems(root, folders, { command, lockfile: options.lockfile, pathFrom: ports.pathFrom }),
  ];
  if (!options.changed) warnOfStalePins(root, folders, found.length === 0, ports);
  const readBefore = (): Promise<Before | null> => {
    const revision = revisionBefore(options, ports.env);
    return beforeIn(revision, '--changed').catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      ports.warn(`what fails in files that use a changed one cannot be compared: ${error.message}`);
      return null;
    });
  };
  const concern = options.changed
    ? await withNewFailures(
        concernOf(root.scan),
        { fetches: judged.fetches, problems: root.reading.problems },
        readBefore,
      )
    : null;
  const problems = concern === null ? found : found.filter(concern.concernsProblem);
  const ids = problemIds(problems, ports.hash);
  const judgedProblems = problems.map((problem, index): JudgedProblem => {
    const outcome = judgeProblem(problem, options.strict);
    const id = ids[index] ?? '';
    const isOld = since?.hadProblem(problem) === true || (isFileProblem(problem) && baseline?.ids.has(id) === true);
    const isKnown = outcome === 'fail' && isOld;
    return { id, problem, outcome: isKnown ? 'pass' : outcome, isKnown };
  });
  // What stands in a file that could not be read is not gone.
  const isComplete = root.scan.isWhole && !options.changed && judgedProblems.every(({ outcome }) => outcome !== 'fail');
  const gone = baseline === null || !isComplete ? [] : goneEntries(baseline, judged.fetches, new Set(ids));
  if (baseline !== null && options.shrinksBaseline) shrinkBaseline(baseline, gone, ports.warn);
  const isShown = ({ fetch }: JudgedStanding): boolean =>
    (options.all || fetch.purpose === undefined) && concern?.concernsFetch(fetch) !== false;
  const findings = {
    fetches: judged.fetches.filter(isShown),
    root: { root: root.name, base },
    problems: judgedProblems,
    notices: [
      ...noticesOf({ counted, folders, fetches: judged.fetches, policyBase, baseline }, options.policyFrom ?? ''),
      ...(baseline === null || options.shrinksBaseline ? [] : noticesOfGone(baseline, gone)),
    ],
    files: root.scan.filesRead,
    excluded: root.scan.excluded,
    skipped: root.scan.skipped.length,
  };
  return buildReport(findings, root.tree.read);
}

type Others = {
  readonly since: Before | null;
  readonly policyBase: Before | null;
  readonly baseline: Baseline | null;
};

/** What other revisions and the baseline say of the fetches of now. */
export function pastOf(standings: readonly Standing[], { since, policyBase, baseline }: Others): Past {
  const drifting = new Set(standings.filter(({ pin }) => pin !== undefined && pin.drift !== null).map(({ id }) => id));
  return {
    isNew: (id) => since?.isNew(id) === true,
    excuseOf: (id) => {
      if (since?.wasFailing(id, drifting.has(id)) === true) return 'before';
      return baseline?.ids.has(id) === true && !drifting.has(id) ? 'baseline' : null;
    },
    accepts: (id, comment) => policyBase === null || policyBase.hadIgnore(id, comment),
  };
}

type NoticeGround = Omit<Others, 'since'> & {
  readonly counted: CountedConfig;
  readonly folders: readonly LockedFolder[];
  readonly fetches: readonly JudgedStanding[];
};

function noticesOf(ground: NoticeGround, revision: string): readonly Notice[] {
  const { counted, folders, fetches, policyBase, baseline } = ground;
  if (policyBase === null) return [];
  const isCounted = ({ id, comment }: JudgedStanding): boolean => comment === null || policyBase.hadIgnore(id, comment);
  return [
    ...noticesOfConfig(counted.own, counted.config, revision),
    ...noticesOfComments(fetches, isCounted, revision),
    ...noticesOfLockfiles(folders, policyBase.base.folders, revision),
    ...(baseline === null ? [] : noticesOfBaseline(baseline, revision)),
  ];
}

type Asked = { readonly command: 'scan' | 'check' } & Pick<RunOptions, 'lockfile'> & Pick<RunPorts, 'pathFrom'>;

function toProblems(
  root: OpenRoot,
  folders: readonly LockedFolder[],
  { command, lockfile, pathFrom }: Asked,
): readonly Problem[] {
  return folders.flatMap(({ state, label }): readonly Problem[] => {
    if (state.kind === 'absent' && lockfile !== null)
      throw new UserError(`${label}: no such lockfile`, { exitCode: 3 });
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
    const shown = root.name === '.' ? label : `${root.name}/${label}`;
    ports.warn(`${shown}: ${count(stale.length, 'pin is', 'pins are')} used by no fetch; pinlock resolve drops them`);
  }
}
