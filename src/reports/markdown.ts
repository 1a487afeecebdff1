import type { Report } from '../model/report.ts';
import { adviceFor } from './advice.ts';
import { type Finding, type Level, showPlace, toFindings, toPlaces } from './findings.ts';
import { count } from './layout.ts';
import { toMarkdownCode, toMarkdownText } from './markdown-text.ts';
import type { ReportFormat, ReportOptions } from './report-format.ts';
import { VERDICTS } from './text-summary.ts';

/** UTF-16 units of one table: a comment on GitHub takes 65,536 in all, a job summary a megabyte. */
const TABLE_SIZE = 30_000;
const SHOWN_IGNORED = 50;
const SHOWN_NOTICES = 30;

/** For job summaries and comments: the result and its counts, a table of the findings, and folded what to do and what is ignored. */
export const markdown: ReportFormat = {
  id: 'markdown',
  title: 'Markdown, for job summaries and comments',
  render: (report, options) => {
    const findings = toFindings(report, options.command);
    const blocks = [
      [`## ${toTitle(report, options)}`],
      toCounts(report, options),
      toTable(findings),
      toNotices(report),
      toAdvice(findings, options),
      toIgnored(report),
    ].filter((lines) => lines.length > 0);
    return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
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

function toTable(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [];
  const rows: string[] = [];
  let size = 0;
  for (const finding of findings) {
    const row = toRow(finding);
    size += row.length + 1;
    if (size > TABLE_SIZE) break;
    rows.push(row);
  }
  const more = findings.length - rows.length;
  return [
    '| | where | what | why |',
    '|:--|:--|:--|:--|',
    ...rows,
    ...(more === 0 ? [] : ['', `and ${more} more, which \`pinlock check\` shows.`]),
  ];
}

function toRow(finding: Finding): string {
  const { level, subject, message, fetch } = finding;
  const verdict = fetch === null ? 'problem' : fetch.verdict;
  const cells = [
    WORDS[level],
    toMarkdownCode(showPlace({ ...finding, column: null })),
    `${verdict} ${toMarkdownCode(subject)}`,
    toMarkdownText(message),
  ];
  return `| ${cells.join(' | ')} |`;
}

function toNotices(report: Report): readonly string[] {
  if (report.notices.length === 0) return [];
  const { pathOf } = toPlaces(report);
  const items = report.notices.slice(0, SHOWN_NOTICES).map((notice) => {
    const path = pathOf(notice);
    const place = toMarkdownCode(notice.line === undefined ? path : `${path}:${notice.line}`);
    return `- ${place}: ${toMarkdownText(notice.message)}`;
  });
  const more = report.notices.length - items.length;
  return ['### To look at', '', ...items, ...(more === 0 ? [] : [`- and ${more} more`])];
}

function toAdvice(findings: readonly Finding[], { ruleOf }: ReportOptions): readonly string[] {
  const fetches = findings.flatMap(({ fetch }) => (fetch === null ? [] : [fetch]));
  const items = adviceFor(fetches, ruleOf).map(
    ({ fix, rules, fetches }) =>
      `- ${count(fetches, 'fetch', 'fetches')} by ${rules.map(toMarkdownCode).join(', ')}: ${toMarkdownText(fix)}`,
  );
  return fold('What to do', items);
}

function toIgnored(report: Report): readonly string[] {
  const { pathOf } = toPlaces(report);
  const ignored = report.fetches.filter(({ outcome }) => outcome === 'ignored');
  const items = ignored.slice(0, SHOWN_IGNORED).map((fetch) => {
    const place = toMarkdownCode(`${pathOf(fetch)}:${fetch.line}`);
    return `- ${place} ${toMarkdownCode(fetch.source ?? fetch.url)}: ${toMarkdownText(fetch.reason)}`;
  });
  const more = ignored.length - items.length;
  return fold('Ignored', more === 0 ? items : [...items, `- and ${more} more`]);
}

/** The one piece of HTML: a part that opens on a click. `title` is our own. */
function fold(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`<details><summary>${title}</summary>`, '', ...lines, '', '</details>'];
}
