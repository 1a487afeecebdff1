import type { Report } from '../model/report.ts';
import { type Finding, type Level, showPlace, toFindings, toPlaces } from './findings.ts';
import { count, paintWith } from './layout.ts';
import { toInertLine, toPrintable } from './printable.ts';
import type { ReportFormat } from './report-format.ts';
import { renderSummary } from './text-summary.ts';

/** GitHub shows ten annotations of a kind for each step and drops the others silently. */
const MOST_OF_A_KIND = 10;
/** UTF-16 units of a message; GitHub takes 64 kB. */
const LONGEST = 2_000;

const COMMANDS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * Workflow commands (https://docs.github.com/actions/reference/workflow-commands-for-github-actions) that annotate the lines: of each kind the
 * ten that weigh most; the others follow as plain lines in a folded group, and their number in a notice. Then the counts.
 */
export const github: ReportFormat = {
  id: 'github',
  title: 'annotations of GitHub Actions',
  render: (report, options) => {
    const findings = [...toFindings(report, options.command), ...toNoticed(report)];
    const { shown, rest } = splitByKind(findings);
    const lines = [
      ...shown.map(toCommand),
      ...toRest(rest),
      ...renderSummary(report, paintWith(false), options).map(toInertLine),
    ];
    return `${lines.join('\n')}\n`;
  },
};

/** What people should look at, behind what was found. */
function toNoticed(report: Report): readonly Finding[] {
  const { pathOf } = toPlaces(report);
  return report.notices.map((notice) => ({
    id: '',
    rule: '',
    level: 'note',
    subject: notice.kind,
    message: notice.message,
    path: pathOf(notice),
    line: notice.line ?? null,
    column: null,
    endLine: null,
    endColumn: null,
    related: [],
    fetch: null,
  }));
}

type Split = { readonly shown: readonly Finding[]; readonly rest: readonly Finding[] };

/** The notice that names the number of the others is one of its kind. */
function splitByKind(findings: readonly Finding[]): Split {
  const most = findings.length > MOST_OF_A_KIND ? MOST_OF_A_KIND - 1 : MOST_OF_A_KIND;
  const counts = new Map<Level, number>();
  const shown: Finding[] = [];
  const rest: Finding[] = [];
  for (const finding of findings) {
    const number = (counts.get(finding.level) ?? 0) + 1;
    counts.set(finding.level, number);
    (number <= (finding.level === 'note' ? most : MOST_OF_A_KIND) ? shown : rest).push(finding);
  }
  return { shown, rest };
}

function toCommand(finding: Finding): string {
  const { path, line, column, endLine, endColumn, fetch, level } = finding;
  const properties: string[] = path === '.' ? [] : [`file=${toProperty(path)}`];
  if (line !== null) properties.push(`line=${line}`);
  if (endLine !== null) properties.push(`endLine=${endLine}`);
  // Columns are refused where the lines differ.
  if (column !== null && endColumn !== null && line === endLine)
    properties.push(`col=${column}`, `endColumn=${endColumn}`);
  properties.push(`title=${toProperty(`pinlock: ${fetch?.verdict ?? (level === 'note' ? 'to look at' : 'problem')}`)}`);
  return `::${COMMANDS[level]} ${properties.join(',')}::${toData(showFinding(finding))}`;
}

function toRest(rest: readonly Finding[]): readonly string[] {
  if (rest.length === 0) return [];
  const number = count(rest.length, 'more finding');
  return [
    `::notice title=pinlock::${number} without an annotation: the log lists them`,
    `::group::${number}`,
    ...rest.map((finding) =>
      toInertLine(`${finding.level} ${toPrintable(showPlace(finding))} ${showFinding(finding)}`),
    ),
    '::endgroup::',
  ];
}

function showFinding({ subject, message }: Finding): string {
  const text = toPrintable(`${subject}: ${message}`);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}

/** What the runner undoes in a message (https://github.com/actions/runner, ActionCommand.cs); printable text has no line ends. */
function toData(text: string): string {
  return toPrintable(text).replaceAll('%', '%25');
}

function toProperty(text: string): string {
  return toData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
