import type { Report } from '../model/report.ts';
import type { Verdict } from '../model/source.ts';
import { count, paintWith } from './layout.ts';
import { toInertLine, toPrintable } from './printable.ts';

/** What is told about a project before it is set up. */
export type SurveyText = {
  readonly top: string;
  readonly report: Report;
  readonly vendored: readonly { readonly folder: string; readonly fetches: number }[];
};

const SHOWN_SOURCES = 8;
const SHOWN_FOLDERS = 8;
const MEANINGS: readonly (readonly [Verdict, string])[] = [
  ['moving', 'the next build may get something else'],
  ['dynamic', 'the text does not say which'],
  ['versioned', 'a version in the URL, nothing checked'],
  ['tag', 'fixed by convention'],
  ['exact', 'held by the file itself'],
];

/** The sources that feed most files first, then where they stand; never a row for each fetch. */
export function renderSurvey({ top, report, vendored }: SurveyText, color: boolean): string {
  const paint = paintWith(color);
  const { counts } = report;
  const lines = [
    paint('bold', toPrintable(top)),
    `  ${count(counts.files, 'build file')} read, ${count(counts.fetches, 'fetch', 'fetches')}${counts.problems === 0 ? '' : `, ${count(counts.problems, 'problem')}`}`,
    ...MEANINGS.filter(([verdict]) => counts[verdict] > 0).map(
      ([verdict, meaning]) =>
        `  ${String(counts[verdict]).padStart(5)} ${verdict.padEnd(9)}  ${paint('faint', meaning)}`,
    ),
  ];
  const sources = rankSources(report);
  if (sources.length > 0) lines.push('', 'what most files depend on, and can change');
  for (const [source, files] of sources.slice(0, SHOWN_SOURCES))
    lines.push(`  ${count(files, 'file').padStart(9)}  ${toPrintable(source)}`);
  if (sources.length > SHOWN_SOURCES)
    lines.push(`  and ${sources.length - SHOWN_SOURCES} more; pinlock scan shows all`);
  if (vendored.length > 0) lines.push('', "folders of other people's code");
  for (const { folder, fetches } of vendored.slice(0, SHOWN_FOLDERS))
    lines.push(`  ${count(fetches, 'fetch', 'fetches').padStart(11)}  ${toPrintable(folder)}/`);
  if (vendored.length > SHOWN_FOLDERS) lines.push(`  and ${vendored.length - SHOWN_FOLDERS} more`);
  return `${lines.map(toInertLine).join('\n')}\n`;
}

/** By the files that they feed; of as many files those first that move most easily. */
function rankSources({ fetches }: Report): readonly (readonly [string, number])[] {
  const found = new Map<string, { readonly files: Set<string>; rank: number }>();
  for (const { source, path, verdict, locked } of fetches) {
    if (source === null || verdict === 'exact' || locked !== null) continue;
    const rank = MEANINGS.findIndex(([known]) => known === verdict);
    const one = found.get(source) ?? { files: new Set(), rank };
    one.files.add(path);
    one.rank = Math.min(one.rank, rank);
    found.set(source, one);
  }
  return [...found]
    .sort(([nameA, a], [nameB, b]) => b.files.size - a.files.size || a.rank - b.rank || (nameA < nameB ? -1 : 1))
    .map(([source, { files }]) => [source, files.size]);
}
