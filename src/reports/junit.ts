import type { Report } from '../model/report.ts';
import { groupBy } from './group.ts';
import { type Case, toCases } from './junit-cases.ts';
import { toPrintable } from './printable.ts';
import type { ReportFormat, ReportOptions } from './report-format.ts';

/**
 * JUnit XML: a suite for each file, a case for each fetch, so that what passes is counted and a page shows what fails as tests that newly fail.
 * GitLab takes two cases of one name in one class for one: names are unique (https://docs.gitlab.com/ci/testing/unit_test_reports).
 */
export const junit: ReportFormat = {
  id: 'junit',
  title: 'JUnit XML, for GitLab and Jenkins',
  render: (report, options) => `<?xml version="1.0" encoding="UTF-8"?>\n${toSuites(report, options)}\n`,
};

function toSuites(report: Report, { command }: ReportOptions): string {
  const cases = toCases(report, command);
  const suites = [...groupBy(cases, ({ path }) => path)].map(([path, group]) => toSuite(path, group));
  return [`<testsuites name="pinlock ${command}" ${toCounts(cases)}>`, ...suites, '</testsuites>'].join('\n');
}

function toSuite(path: string, cases: readonly Case[]): string {
  return [
    `  <testsuite name="${toXml(path)}" ${toCounts(cases)} time="0">`,
    ...cases.map(toElement),
    '  </testsuite>',
  ].join('\n');
}

function toCounts(cases: readonly Case[]): string {
  const of = (result: Case['result']): number => cases.filter((one) => one.result === result).length;
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}"`;
}

function toElement({ path, name, line, result, type, message }: Case): string {
  const place = line === null ? '' : ` line="${line}"`;
  const head = `    <testcase name="${toXml(name)}" classname="${toXml(path)}" file="${toXml(path)}"${place} time="0"`;
  if (result === 'passed')
    return message === '' ? `${head}/>` : `${head}><system-out>${toXml(message)}</system-out></testcase>`;
  if (result === 'skipped') return `${head}><skipped message="${toXml(message)}"/></testcase>`;
  const where = line === null ? path : `${path}:${line}`;
  return `${head}><${result} type="${toXml(type)}" message="${toXml(message)}">${toXml(`${where} ${name}: ${message}`)}</${result}></testcase>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Two characters are printable and may stand in no XML 1.0 document (https://www.w3.org/TR/xml/#charsets). */
function toXml(text: string): string {
  return toPrintable(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
