import type { Report } from '../model/report.ts';
import type { Verdict } from '../model/source.ts';
import { count, type Paint } from './layout.ts';
import { toPrintable } from './printable.ts';
import type { ReportOptions } from './report-format.ts';

/** From here on a reader cannot see at a glance which sources come back everywhere. */
const MANY_FILES = 8;
const SHOWN_SOURCES = 5;

/** Weakest first: what a reader has to look at stands in front. */
export const VERDICTS: readonly Verdict[] = ['moving', 'dynamic', 'versioned', 'tag', 'exact'];

/** The closing lines: sources that feed most files, the counts, and for check the result with what only pinlock holds. */
export function renderSummary(report: Report, paint: Paint, options: ReportOptions): readonly string[] {
  const lines = [...renderCommonSources(report), ...renderCounts(report, paint)];
  return options.command === 'check' ? [...lines, ...renderResult(report, paint)] : lines;
}

function renderCommonSources(report: Report): readonly string[] {
  const files = new Set(report.fetches.map(({ path }) => path));
  if (files.size < MANY_FILES) return [];
  const filesBySource = new Map<string, Set<string>>();
  for (const { source, path, verdict } of report.fetches) {
    if (source === null || verdict === 'exact') continue;
    const known = filesBySource.get(source);
    if (known === undefined) filesBySource.set(source, new Set([path]));
    else known.add(path);
  }
  const ranked = [...filesBySource]
    .filter(([, paths]) => paths.size > 1)
    .sort(([nameA, a], [nameB, b]) => b.size - a.size || (nameA < nameB ? -1 : 1))
    .slice(0, SHOWN_SOURCES);
  if (ranked.length === 0) return [];
  const rows = ranked.map(([source, paths]) => `  ${count(paths.size, 'file').padStart(9)}  ${toPrintable(source)}`);
  return ['sources that feed most files', ...rows, ''];
}

function renderCounts(report: Report, paint: Paint): readonly string[] {
  const { counts } = report;
  const verdicts = VERDICTS.filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdict}`)
    .join(', ');
  const parts = [
    count(counts.files, 'file read', 'files read'),
    `${count(counts.fetches, 'fetch', 'fetches')}${verdicts === '' ? '' : ` (${verdicts})`}`,
    count(counts.problems, 'problem'),
    `${counts.ignored} ignored`,
    `${counts.excluded} excluded`,
  ];
  if (counts.known > 0) parts.push(`${counts.known} known`);
  if (counts.skipped > 0) parts.push(`${counts.skipped} skipped`);
  const line = paint('bold', parts.join(', '));
  return counts.fetches === 0 && counts.problems === 0
    ? [line, 'nothing is fetched as far as pinlock can see']
    : [line];
}

function renderResult(report: Report, paint: Paint): readonly string[] {
  const { failing, locked } = report.counts;
  const result =
    failing === 0 ? paint('green', 'check passed') : paint('red', `check failed: ${count(failing, 'finding')}`);
  const held = `${count(locked, 'fetch', 'fetches')} locked (by pinlock run)`;
  return [result, locked === 0 ? held : `${held}: a build that does not go through pinlock reads no lockfile`];
}
