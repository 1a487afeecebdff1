import { toPrintableJson } from '../model/harmful.ts';
import { type Level, toFindings } from './findings.ts';
import { toPrintable } from './printable.ts';
import type { ReportFormat } from './report-format.ts';

const SEVERITIES: Readonly<Record<Level, string>> = { error: 'major', warning: 'minor', note: 'info' };

/** The part of the Code Climate format that GitLab reads (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format). */
export const codeclimate: ReportFormat = {
  id: 'codeclimate',
  title: "GitLab's code quality report",
  render: (report, { command }) => {
    const issues = toFindings(report, command).map(({ id, rule, level, subject, message, path, line }) => ({
      description: toPrintable(`${subject}: ${message}`),
      check_name: rule,
      fingerprint: id,
      severity: SEVERITIES[level],
      location: { path, lines: { begin: line ?? 1 } },
    }));
    return `${toPrintableJson(JSON.stringify(issues, null, 2))}\n`;
  },
};
