import type { Pin } from '../model/pin.ts';
import type { Problem } from '../model/problem.ts';
import type {
  Counts,
  Drift,
  Notice,
  Outcome,
  Report,
  ReportedFetch,
  ReportedProblem,
  ReportedRoot,
} from '../model/report.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import { statementSpan } from './fetch-ids.ts';
import { type LineTable, lineTable } from './positions.ts';

/** A fetch with what the lockfile and the policy say about it. */
export type JudgedFetch = {
  /** Of `fetchIds`. */
  readonly id: string;
  readonly fetch: ClassifiedFetch;
  /** Id of the format of the file in which it stands. */
  readonly format: string;
  /** Folder of the root, `.` for the place where the run began. */
  readonly root: string;
  readonly locked: Pin | null;
  readonly drift: Drift | null;
  readonly outcome: Outcome;
  readonly reason: string;
  /** A finding that is accepted because it is no new one. */
  readonly isKnown: boolean;
};

/** A problem with what the policy says about it. */
export type JudgedProblem = {
  /** Of `problemIds`. */
  readonly id: string;
  readonly problem: Problem;
  readonly outcome: ReportedProblem['outcome'];
  /** It is accepted because it is no new one. */
  readonly isKnown: boolean;
};

/** Everything that the report of one root is made of. */
export type Findings = {
  readonly root: ReportedRoot;
  readonly fetches: readonly JudgedFetch[];
  readonly problems: readonly JudgedProblem[];
  readonly notices: readonly Notice[];
  readonly files: number;
  readonly excluded: number;
  readonly skipped: number;
};

/** The report in the order path, line, column, id. `textOf` gives the text of a file that was read. */
export function buildReport(findings: Findings, textOf: (path: string) => string | undefined): Report {
  const tables = new Map<string, LineTable>();
  const tableOf = (path: string): LineTable => {
    const known = tables.get(path);
    if (known !== undefined) return known;
    const table = lineTable(textOf(path) ?? '');
    tables.set(path, table);
    return table;
  };
  const fetches = findings.fetches.map((judged) => toReported(judged, tableOf)).sort(byPlace);
  const problems = findings.problems
    .map((judged) => toReportedProblem(judged, findings.root.root, tableOf))
    .sort(byProblem);
  const notices = findings.notices.map((notice) => ({ ...notice, root: findings.root.root })).sort(byPath);
  const counts = toCounts(fetches, problems, findings);
  return { version: 1, fetches, problems, notices, roots: [findings.root], counts };
}

/** The reports of several roots as one, in the same order. */
export function joinReports(reports: readonly Report[]): Report {
  const [first] = reports;
  if (first !== undefined && reports.length === 1) return first;
  const fetches = reports.flatMap((report) => report.fetches).sort(byPlace);
  const problems = reports.flatMap((report) => report.problems).sort(byProblem);
  const notices = reports.flatMap((report) => report.notices).sort(byPath);
  const roots = reports.flatMap((report) => report.roots);
  return { version: 1, fetches, problems, notices, roots, counts: sumCounts(reports.map(({ counts }) => counts)) };
}

function toReportedProblem(
  { id, problem, outcome }: JudgedProblem,
  root: string,
  tableOf: (path: string) => LineTable,
): ReportedProblem {
  const { offset, ...rest } = problem;
  const line = offset === undefined ? {} : { line: tableOf(problem.path).positionOf(offset).line };
  return { id, ...rest, ...line, outcome, root };
}

function toReported(judged: JudgedFetch, tableOf: (path: string) => LineTable): ReportedFetch {
  const { fetch } = judged;
  const table = tableOf(fetch.place.file);
  const start = table.positionOf(fetch.place.start);
  const statement = statementSpan(fetch.place, fetch.fetch.act.invocation.span);
  const end = table.positionOf(statement.end);
  return {
    id: judged.id,
    path: fetch.place.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    related: fetch.related.map(({ at, role }) => ({
      path: at.file,
      line: tableOf(at.file).positionOf(at.start).line,
      role,
    })),
    format: judged.format,
    rule: fetch.rule,
    kind: fetch.kind,
    source: fetch.source?.key ?? null,
    url: fetch.url,
    ref: fetch.ref,
    refKind: fetch.refKind,
    verdict: fetch.verdict,
    verified: fetch.verified,
    alternatives: fetch.source === null ? fetch.candidates.map(({ key }) => key) : [],
    overridable: fetch.overridable,
    missing: fetch.missing,
    locked: judged.locked,
    drift: judged.drift,
    outcome: judged.outcome,
    reason: judged.reason,
    root: judged.root,
    why: fetch.why,
    instead: fetch.instead ?? null,
  };
}

function byPlace(a: ReportedFetch, b: ReportedFetch): number {
  return compare(a.path, b.path) || a.line - b.line || a.column - b.column || compare(a.id, b.id);
}

function byPath(a: Notice, b: Notice): number {
  return compare(a.path, b.path) || compare(a.kind, b.kind) || compare(a.message, b.message);
}

function byProblem(a: ReportedProblem, b: ReportedProblem): number {
  return (
    compare(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || compare(a.message, b.message) || compare(a.id, b.id)
  );
}

/** By UTF-16 units, the same on every machine whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toCounts(fetches: readonly ReportedFetch[], problems: readonly ReportedProblem[], findings: Findings): Counts {
  const withVerdict = (verdict: ReportedFetch['verdict']): number =>
    fetches.filter((fetch) => fetch.verdict === verdict).length;
  return {
    files: findings.files,
    fetches: fetches.length,
    problems: findings.problems.length,
    ignored: fetches.filter(({ outcome }) => outcome === 'ignored').length,
    excluded: findings.excluded,
    skipped: findings.skipped,
    exact: withVerdict('exact'),
    tag: withVerdict('tag'),
    versioned: withVerdict('versioned'),
    moving: withVerdict('moving'),
    dynamic: withVerdict('dynamic'),
    locked: fetches.filter(({ locked, verdict }) => locked !== null && verdict !== 'exact').length,
    known: [...findings.fetches, ...findings.problems].filter(({ isKnown }) => isKnown).length,
    failing: [...fetches, ...problems].filter(({ outcome }) => outcome === 'fail').length,
  };
}

function sumCounts(all: readonly Counts[]): Counts {
  const sum = (of: (counts: Counts) => number): number => all.reduce((total, counts) => total + of(counts), 0);
  return {
    files: sum(({ files }) => files),
    fetches: sum(({ fetches }) => fetches),
    problems: sum(({ problems }) => problems),
    ignored: sum(({ ignored }) => ignored),
    excluded: sum(({ excluded }) => excluded),
    skipped: sum(({ skipped }) => skipped),
    exact: sum(({ exact }) => exact),
    tag: sum(({ tag }) => tag),
    versioned: sum(({ versioned }) => versioned),
    moving: sum(({ moving }) => moving),
    dynamic: sum(({ dynamic }) => dynamic),
    locked: sum(({ locked }) => locked),
    known: sum(({ known }) => known),
    failing: sum(({ failing }) => failing),
  };
}
