import type { Report, ReportedFetch, ReportedProblem } from '../model/report.ts';
import { toMessage, toPlaces } from './findings.ts';
import type { ReportOptions } from './report-format.ts';

/** A fetch or a problem as a test. Texts may hold text from outside; `name` is unique in its file. */
export type Case = {
  readonly path: string;
  readonly name: string;
  readonly line: number | null;
  readonly result: 'passed' | 'failure' | 'error' | 'skipped';
  /** The rule, or the kind of the problem. */
  readonly type: string;
  /** Empty where there is nothing to say. */
  readonly message: string;
};

/** All fetches and problems in the order of the report. A scan fails nothing; what is ignored is skipped. */
export function toCases(report: Report, command: ReportOptions['command']): readonly Case[] {
  const { pathOf } = toPlaces(report);
  const cases = [
    ...report.problems.map((problem) => toProblemCase(problem, pathOf(problem), command)),
    ...report.fetches.map((fetch) => toFetchCase(fetch, pathOf(fetch), command)),
  ];
  const seen = new Map<string, number>();
  return cases.map((one) => {
    const key = JSON.stringify([one.path, one.name]);
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    return number === 1 ? one : { ...one, name: `${one.name} (${number})` };
  });
}

function toProblemCase(problem: ReportedProblem, path: string, command: ReportOptions['command']): Case {
  const { kind, message, outcome, line } = problem;
  const result = command === 'check' && outcome === 'fail' ? 'error' : 'passed';
  return { path, name: `problem: ${kind}`, line: line ?? null, result, type: kind, message };
}

function toFetchCase(fetch: ReportedFetch, path: string, command: ReportOptions['command']): Case {
  const { outcome, reason, source, url, line, rule } = fetch;
  const result = outcome === 'ignored' ? 'skipped' : command === 'check' && outcome === 'fail' ? 'failure' : 'passed';
  return {
    path,
    name: source ?? url,
    line,
    result,
    type: rule,
    message: result === 'skipped' ? reason : toMessage(fetch, command),
  };
}
