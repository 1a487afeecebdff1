import { count } from './layout.ts';
import { joinBlocks, toFold, toList, toTable } from './markdown-blocks.ts';
import { toMarkdownCode, toMarkdownText } from './markdown-text.ts';
import { toPrintable } from './printable.ts';
import type { ApplySummary } from './render-apply.ts';

const SHOWN_FILES = 100;

/** What an apply or unapply did, for job summaries and pull requests: files, refusals, folded the diff. */
export function renderApplyMarkdown(summary: ApplySummary): string {
  const { verb, isDryRun, changed, refused, notes, unpinned } = summary;
  const what = verb === 'apply' ? 'pin' : 'ref';
  const files = changed.map(({ path, pins }) => `${toMarkdownCode(path)}: ${count(pins, what)}`);
  const refusals = refused.map(({ path, line, source, reason }) => [
    toMarkdownCode(line === null ? path : `${path}:${line}`),
    source === null ? '' : toMarkdownCode(source),
    toMarkdownText(reason),
  ]);
  const open = unpinned === 0 ? '' : `, ${count(unpinned, 'fetch', 'fetches')} without a pin`;
  return joinBlocks([
    [`## pinlock ${verb}`],
    [
      `${count(changed.length, 'file')} ${isDryRun ? 'would be written' : 'written'}, ${refused.length} refused${open}.`,
    ],
    toList(files, SHOWN_FILES),
    toTable(['refused', 'source', 'why'], refusals, (number) => `and ${number} more`),
    notes.map((note) => `- ${toMarkdownText(note)}`),
    toDiff(changed.map(({ diff }) => diff).join('')),
  ]);
}

/** Indented code holds any text: a fence could be closed by what stands in the diff. */
function toDiff(diff: string): readonly string[] {
  if (diff === '') return [];
  const lines = diff
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `    ${line.replace(/\r$/, '').split('\t').map(toPrintable).join('\t')}`);
  return toFold('Diff', lines);
}
