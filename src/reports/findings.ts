import type { Outcome, Report, ReportedFetch, ReportedProblem } from '../model/report.ts';
import { toRemarks } from './remarks.ts';
import type { ReportOptions } from './report-format.ts';

/** How a code host shows a finding: `error` is what the policy does not accept, `note` what a scan tells beside it. */
export type Level = 'error' | 'warning' | 'note';

/** A place in a file, from the top of the repository; lines and columns are 1-based, columns in UTF-16 units, the end is exclusive. */
export type Place = {
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
};

/** A fetch or a problem in the one shape that programs of code hosts want. All texts may hold text from outside. */
export type Finding = Place & {
  /** Stable while lines move, unique in the report. */
  readonly id: string;
  /** The rule that found the fetch, or `problem-` and the kind of the problem. */
  readonly rule: string;
  readonly level: Level;
  /** What it is about: the source, or the kind of the problem. */
  readonly subject: string;
  /** One or more sentences without a full stop. */
  readonly message: string;
  readonly related: readonly (Place & { readonly role: ReportedFetch['related'][number]['role'] })[];
  /** Null for a problem. */
  readonly fetch: ReportedFetch | null;
};

/**
 * What the reports for code hosts show, the most severe first: of a check what the policy does not accept or warns of, of a scan everything
 * that is not exact. Ignored fetches are left out: GitHub shows suppressed results as open alerts
 * (https://github.com/github/codeql-action/issues/1230).
 */
export function toFindings(report: Report, command: ReportOptions['command']): readonly Finding[] {
  const places = toPlaces(report);
  const problems = report.problems.map((problem) => toProblemFinding(problem, places));
  const fetches = report.fetches
    .filter((fetch) => isShown(fetch, command))
    .map((fetch) => toFetchFinding(fetch, command, places));
  return [...problems, ...fetches].sort((a, b) => severityOf(a) - severityOf(b));
}

const PROBLEM_RULE = 'problem-';

/** True for the rule of a problem; no rule file is called so. */
export function isProblemRule(rule: string): boolean {
  return rule.startsWith(PROBLEM_RULE);
}

/** `build.sh:3:1`, as far as there is a line; as it is, with text from outside. */
export function showPlace({ path, line, column }: Place): string {
  return [path, ...(line === null ? [] : [line]), ...(column === null ? [] : [column])].join(':');
}

type Placed = { readonly root: string; readonly path: string };

/** Paths of fetches and problems as seen from the top of the repository (`.` for that itself), and ids that are unique among the roots. */
export type Places = {
  readonly pathOf: (of: Placed) => string;
  readonly idOf: (of: Placed & { readonly id: string }) => string;
};

/** The places of a report. */
export function toPlaces({ roots }: Pick<Report, 'roots'>): Places {
  const bases = new Map(roots.map(({ root, base }) => [root, base]));
  const isOnly = roots.length < 2;
  return {
    pathOf: ({ root, path }) => {
      const parts = [bases.get(root) ?? '', path === '.' ? '' : path].filter((part) => part !== '');
      return parts.join('/') || '.';
    },
    idOf: ({ root, id }) => (isOnly ? id : `${root}:${id}`),
  };
}

function isShown({ outcome, verdict, drift }: ReportedFetch, command: ReportOptions['command']): boolean {
  if (outcome === 'ignored') return false;
  return outcome !== 'pass' || (command === 'scan' && (verdict !== 'exact' || drift !== null));
}

const LEVELS: Readonly<Record<Exclude<Outcome, 'ignored'>, Level>> = { fail: 'error', warn: 'warning', pass: 'note' };

function toProblemFinding(problem: ReportedProblem, places: Places): Finding {
  const { kind, message, outcome } = problem;
  return {
    id: places.idOf(problem),
    rule: `${PROBLEM_RULE}${kind}`,
    level: LEVELS[outcome],
    subject: kind,
    message,
    path: places.pathOf(problem),
    line: problem.line ?? null,
    column: null,
    endLine: null,
    endColumn: null,
    related: [],
    fetch: null,
  };
}

function toFetchFinding(fetch: ReportedFetch, command: ReportOptions['command'], places: Places): Finding {
  const { root, line, column, endLine, endColumn } = fetch;
  return {
    id: places.idOf(fetch),
    rule: fetch.rule,
    level: fetch.outcome === 'ignored' ? 'note' : LEVELS[fetch.outcome],
    subject: fetch.source ?? fetch.url,
    message: toMessage(fetch, command),
    path: places.pathOf(fetch),
    line,
    column,
    endLine,
    endColumn,
    related: fetch.related.map((other) => ({
      role: other.role,
      path: places.pathOf({ root, path: other.path }),
      line: other.line,
      column: null,
      endLine: null,
      endColumn: null,
    })),
    fetch,
  };
}

/** What is to be said, and of a check the row of the policy; the level says what becomes of it. */
export function toMessage(fetch: ReportedFetch, command: ReportOptions['command']): string {
  const remarks = toRemarks(fetch, 'scan').map(({ text }) => text);
  const said = remarks.length === 0 ? fetch.why : remarks.join('; ');
  return command === 'check' ? `${said}; ${fetch.reason}` : said;
}

const LEVEL_ORDER: readonly Level[] = ['error', 'warning', 'note'];
const VERDICT_ORDER: readonly ReportedFetch['verdict'][] = ['moving', 'dynamic', 'versioned', 'tag', 'exact'];

/** Smaller is worse. What makes the whole run worthless comes first: a lockfile that cannot be read, then drift. */
function severityOf({ level, rule, fetch }: Finding): number {
  const rank = fetch === null ? (rule === 'problem-lockfile' ? 0 : 3) : rankOf(fetch);
  return LEVEL_ORDER.indexOf(level) * 10 + rank;
}

function rankOf({ drift, verdict }: ReportedFetch): number {
  if (drift !== null) return 1;
  return verdict === 'moving' ? 2 : 3 + VERDICT_ORDER.indexOf(verdict);
}
