import type { Report } from '../model/report.ts';
import { adviceFor } from './advice.ts';
import { type Finding, type Level, showPlace, toFindings, toPlaces } from './findings.ts';
import { count } from './layout.ts';
import { joinBlocks, toFold, toList, toTable } from './markdown-blocks.ts';
import { toMarkdownCode, toMarkdownText } from './markdown-text.ts';
import type { ReportFormat, ReportOptions } from './report-format.ts';
import { VERDICTS } from './text-summary.ts';

const SHOWN_IGNORED = 50;
const SHOWN_NOTICES = 30;

/** For job summaries and comments: the result and its counts, a table of the findings, and folded what to do and what is ignored. */
export const markdown: ReportFormat = {
  id: 'markdown',
  title: 'Markdown, for job summaries and comments',
  render: (report, options) => {
    const findings = toFindings(report, options.command);
    return joinBlocks([
      [`## ${toTitle(report, options)}`],
      toCounts(report, options),
      toFindingTable(findings, options.command),
      toNotices(report),
      toAdvice(findings, options),
      toIgnored(report),
    ]);
  },
};

function toTitle({ counts }: Report, { command }: ReportOptions): string {
  if (command === 'scan') return `pinlock scan: ${count(counts.fetches, 'fetch', 'fetches')}`;
  return counts.failing === 0 ? 'pinlock check passed' : `pinlock check failed: ${count(counts.failing, 'finding')}`;
}

function toCounts({ counts }: Report, { command }: ReportOptions): readonly string[] {
  const shown = VERDICTS.filter((verdict) => counts[verdict] > 0);
  const parts = [
    count(counts.files, 'file read', 'files read'),
    count(counts.fetches, 'fetch', 'fetches'),
    count(counts.problems, 'problem'),
    `${counts.ignored} ignored`,
    `${counts.excluded} excluded`,
  ].join(', ');
  const table =
    shown.length === 0
      ? []
      : ['', '| verdict | fetches |', '|:--|--:|', ...shown.map((verdict) => `| ${verdict} | ${counts[verdict]} |`)];
  const held =
    command === 'check' && counts.locked > 0
      ? [
          '',
          `${count(counts.locked, 'fetch is', 'fetches are')} locked by pinlock.lock alone: a build that does not go through pinlock reads no lockfile.`,
        ]
      : [];
  return [`${parts}.`, ...table, ...held];
}

const WORDS: Readonly<Record<Level, string>> = { error: '**fail**', warning: 'warn', note: '' };

function toFindingTable(findings: readonly Finding[], command: ReportOptions['command']): readonly string[] {
  const more = (number: number): string => `and ${number} more, which \`pinlock ${command}\` shows.`;
  return toTable(['', 'where', 'what', 'why'], findings.map(toCells), more);
}

function toCells(finding: Finding): readonly string[] {
  const { level, subject, message, fetch } = finding;
  const verdict = fetch === null ? 'problem' : fetch.verdict;
  return [
    WORDS[level],
    toMarkdownCode(showPlace({ ...finding, column: null })),
    `${verdict} ${toMarkdownCode(subject)}`,
    toMarkdownText(message),
  ];
}

function toNotices(report: Report): readonly string[] {
  if (report.notices.length === 0) return [];
  const { pathOf } = toPlaces(report);
  const items = report.notices.map((notice) => {
    const path = pathOf(notice);
    const place = toMarkdownCode(notice.line === undefined ? path : `${path}:${notice.line}`);
    return `${place}: ${toMarkdownText(notice.message)}`;
  });
  return ['### To look at', '', ...toList(items, SHOWN_NOTICES)];
}

function toAdvice(findings: readonly Finding[], { ruleOf }: ReportOptions): readonly string[] {
  const fetches = findings.flatMap(({ fetch }) => (fetch === null ? [] : [fetch]));
  const items = adviceFor(fetches, ruleOf).map(
    ({ fix, rules, fetches }) =>
      `- ${count(fetches, 'fetch', 'fetches')} by ${rules.map(toMarkdownCode).join(', ')}: ${toMarkdownText(fix)}`,
  );
  return toFold('What to do', items);
}

function toIgnored(report: Report): readonly string[] {
  const { pathOf } = toPlaces(report);
  const ignored = report.fetches.filter(({ outcome }) => outcome === 'ignored');
  const items = ignored.map((fetch) => {
    const place = toMarkdownCode(`${pathOf(fetch)}:${fetch.line}`);
    return `${place} ${toMarkdownCode(fetch.source ?? fetch.url)}: ${toMarkdownText(fetch.reason)}`;
  });
  return toFold('Ignored', toList(items, SHOWN_IGNORED));
}
