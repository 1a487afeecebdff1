import type { Report, ReportedFetch, ReportedProblem } from '../model/report.ts';
import type { Verdict } from '../model/source.ts';
import { groupBy, groupRuns } from './group.ts';
import { type Paint, paintWith, type Style, wrap } from './layout.ts';
import { toInertLine, toPrintable } from './printable.ts';
import { type Remark, toRemarks } from './remarks.ts';
import type { ReportFormat, ReportOptions } from './report-format.ts';
import { renderFixes } from './text-fixes.ts';
import { renderNotices } from './text-notices.ts';
import { renderSummary } from './text-summary.ts';

const VERDICT_STYLE: Readonly<Record<Verdict, Style>> = {
  exact: 'green',
  tag: 'cyan',
  versioned: 'cyan',
  moving: 'red',
  dynamic: 'yellow',
};

const TONE_STYLE: Readonly<Record<Remark['tone'], Style | null>> = {
  plain: null,
  aside: 'faint',
  good: 'green',
  warning: 'yellow',
  bad: 'red',
};

/** The column in which verdicts end; `versioned` is the longest word. */
const VERDICT_WIDTH = 'versioned'.length;
const INDENT = '  ';

/** For people: by file and line, what is fetched, how firmly the text names it and why that matters; then what to do, and counts. */
export const text: ReportFormat = {
  id: 'text',
  title: 'for people',
  render: (report, options) => {
    const paint = paintWith(options.color);
    const sections = toSections(report, options.command);
    const shown = sections.flatMap(({ fetches }) => fetches);
    const blocks = [
      ...sections.map((section) => renderSection(section, paint, options)),
      renderFixes(shown, paint, options),
      renderNotices(report, paint, options.width),
      renderSummary(report, paint, options),
    ].filter((lines) => lines.length > 0);
    return `${blocks.map((lines) => lines.map(toInertLine).join('\n')).join('\n\n')}\n`;
  },
};

/** What stands in one file, in the order of the report. */
type Section = {
  readonly path: string;
  readonly fetches: readonly ReportedFetch[];
  readonly problems: readonly ReportedProblem[];
};

function toSections(report: Report, command: ReportOptions['command']): readonly Section[] {
  const shown = report.fetches.filter((fetch) => command === 'scan' || isFinding(fetch));
  const problems = report.problems.filter(({ outcome }) => command === 'scan' || outcome !== 'pass');
  const paths = [...new Set([...problems.map(toShownPath), ...shown.map(toShownPath)])].sort();
  const fetchesByPath = groupBy(shown, toShownPath);
  const problemsByPath = groupBy(problems, toShownPath);
  return paths.map((path) => ({
    path,
    fetches: fetchesByPath.get(path) ?? [],
    problems: problemsByPath.get(path) ?? [],
  }));
}

/** Where several roots are read at once, the same path may stand in each. */
function toShownPath({ root, path }: { readonly root: string; readonly path: string }): string {
  return root === '.' ? path : path === '' || path === '.' ? root : `${root}/${path}`;
}

function isFinding(fetch: ReportedFetch): boolean {
  return fetch.outcome === 'fail' || fetch.outcome === 'warn';
}

function renderSection(section: Section, paint: Paint, options: ReportOptions): readonly string[] {
  const lines = [paint('bold', toPrintable(section.path === '' ? '.' : section.path))];
  for (const problem of section.problems) lines.push(...renderProblem(problem, paint, options.width));
  const rows = toRows(section.fetches, options);
  const width = rows.reduce((widest, { fetch }) => Math.max(widest, toPlace(fetch).length), 0);
  for (const group of groupRuns(rows, ({ remarks }) => JSON.stringify(remarks))) {
    lines.push(...renderGroup(group, width, paint, options));
  }
  return lines;
}

/** A fetch with what is said about it; `also` are the other places of the file about whose source the same is to be said. */
type Row = {
  readonly fetch: ReportedFetch;
  readonly also: readonly ReportedFetch[];
  readonly remarks: readonly Remark[];
};

function toRows(fetches: readonly ReportedFetch[], options: ReportOptions): readonly Row[] {
  const described = [...groupBy(fetches, toPlace).values()].flatMap((here) => describePlace(here, options));
  const same = groupBy(described, ({ fetch, remarks }) =>
    JSON.stringify([fetch.source ?? fetch.url, fetch.ref, fetch.verdict, remarks]),
  );
  return [...same.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, also: others.map(({ fetch }) => fetch) }],
  );
}

/** What stands at one place, by what is to be said about it: the report's own order there is that of the ids, which says nothing. */
function describePlace(here: readonly ReportedFetch[], options: ReportOptions): readonly Omit<Row, 'also'>[] {
  const described = here.map((fetch) => ({ fetch, remarks: toRemarks(fetch, options.command) }));
  if (described.length === 1) return described;
  const orders = new Map(
    described.map((one) => [one, JSON.stringify([one.remarks, one.fetch.source ?? one.fetch.url])]),
  );
  return described.sort((a, b) => ((orders.get(a) ?? '') < (orders.get(b) ?? '') ? -1 : 1));
}

/** Rows that follow each other and about which the same is to be said: each is named, the remarks follow once. */
function renderGroup(
  group: readonly Row[],
  placeWidth: number,
  paint: Paint,
  options: ReportOptions,
): readonly string[] {
  const lines: string[] = [];
  let before = '';
  for (const { fetch, also } of group) {
    const place = toPlace(fetch);
    const shownPlace = paint('faint', (place === before ? '' : place).padEnd(placeWidth));
    before = place;
    const verdict = paint(VERDICT_STYLE[fetch.verdict], fetch.verdict.padEnd(VERDICT_WIDTH));
    const places = [...new Set(also.map(toPlace))].filter((other) => other !== place);
    const more = places.length === 0 ? '' : paint('faint', `  (also ${places.join(', ')})`);
    lines.push(`${INDENT}${shownPlace}  ${verdict}  ${toPrintable(fetch.source ?? fetch.url)}${more}`);
  }
  const [first] = group;
  if (first === undefined) return lines;
  const margin = ' '.repeat(INDENT.length + placeWidth + 2 + VERDICT_WIDTH + 2);
  for (const remark of first.remarks) {
    const [head = '', ...rest] = wrap(toPrintable(remark.text), Math.max(options.width - margin.length, 30));
    const style = TONE_STYLE[remark.tone];
    for (const line of [head, ...rest]) lines.push(`${margin}${style === null ? line : paint(style, line)}`);
  }
  return lines;
}

function renderProblem(problem: ReportedProblem, paint: Paint, width: number): readonly string[] {
  const place = problem.line === undefined ? '' : `${problem.line}  `;
  const margin = ' '.repeat(INDENT.length + place.length + 'problem  '.length);
  const lines = wrap(toPrintable(`${problem.kind}: ${problem.message}`), Math.max(width - margin.length, 30));
  return lines.map((line, index) =>
    index === 0 ? `${INDENT}${paint('faint', place)}${paint('yellow', 'problem')}  ${line}` : `${margin}${line}`,
  );
}

function toPlace(fetch: ReportedFetch): string {
  return `${fetch.line}:${fetch.column}`;
}
