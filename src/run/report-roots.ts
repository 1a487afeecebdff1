import type { Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import { judgeProblem } from '../policy.ts';
import { buildReport, joinReports } from '../reports/build-report.ts';
import { count } from '../reports/layout.ts';
import { readStrictly } from './existing-lockfile.ts';
import { judgeFetches } from './judge-fetches.ts';
import { type LockedFolder, openLockfiles } from './lockfiles.ts';
import { type OpenRoot, openRoots } from './open-roots.ts';
import type { RunOptions, RunPorts } from './ports.ts';

/**
 * Reads, judges and reports. A lockfile that cannot be used ends a scan (UserError); for a check it is a finding, unless it is of a newer
 * version, which an older pinlock cannot judge.
 */
export async function reportRoots(command: 'scan' | 'check', options: RunOptions, ports: RunPorts): Promise<Report> {
  const roots = await openRoots(options, ports);
  const today = ports.now().toISOString().slice(0, 10);
  const reports = roots.map((root) => {
    const folders = openLockfiles(root, options, readStrictly);
    const judged = judgeFetches(root, folders, { strict: options.strict, today });
    const problems = [
      ...root.scan.problems,
      ...root.reading.problems,
      ...judged.problems,
      ...toProblems(folders, command),
    ];
    warnOfStalePins(root, folders, problems.length === 0, ports);
    const findings = {
      fetches: judged.fetches.filter(({ fetch }) => options.all || fetch.purpose === undefined),
      problems,
      failingProblems: problems.filter((problem) => judgeProblem(problem, options.strict) === 'fail').length,
      files: root.scan.filesRead,
      excluded: root.scan.excluded,
      skipped: root.scan.skipped.length,
    };
    return buildReport(findings, { textOf: root.tree.read, hash: ports.hash });
  });
  return joinReports(reports);
}

function toProblems(folders: readonly LockedFolder[], command: 'scan' | 'check'): readonly Problem[] {
  return folders.flatMap(({ state, label }): readonly Problem[] => {
    if (state.kind !== 'broken') return [];
    if (command === 'scan' || state.error.fault === 'newer') throw state.error;
    const hint = state.error.hint === undefined ? '' : `; ${state.error.hint}`;
    return [{ kind: 'lockfile', path: label, message: `${state.error.message}${hint}` }];
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
