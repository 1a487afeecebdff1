import { describeArchives, describePin } from './describe-pin.ts';
import { count } from './layout.ts';
import { joinBlocks, toFold, toTable } from './markdown-blocks.ts';
import { toMarkdownCode, toMarkdownText } from './markdown-text.ts';
import { describeContradiction, type ResolveSummary } from './render-resolve.ts';

/** What a resolve did, for job summaries and pull requests: what has no pin and why, folded what was pinned; one part for each lockfile. */
export function renderResolveMarkdown(summaries: readonly ResolveSummary[]): string {
  return joinBlocks(summaries.flatMap(toBlocks));
}

function toBlocks(summary: ResolveSummary): readonly (readonly string[])[] {
  const { lockfile, added, settled, completed, kept, contradicted, dropped, unresolved, dynamic, leftOut, isWritten } =
    summary;
  const parts = [
    `${added.length} pinned`,
    ...(settled.length === 0 ? [] : [`${settled.length} taken from files`]),
    `${kept} kept${contradicted.length === 0 ? '' : ` (${contradicted.length} not as asked for)`}`,
    `${dropped.length} dropped`,
    `${count(unresolved.length, 'source')} without a pin`,
    ...(leftOut === 0 ? [] : [`${leftOut} left out`]),
    ...(dynamic === 0 ? [] : [`${count(dynamic, 'fetch does', 'fetches do')} not say what they fetch`]),
  ];
  const open = unresolved.map(({ source, reason, message }) => [
    toMarkdownCode(source),
    toMarkdownText(`${reason}: ${message}`),
  ]);
  return [
    [`## ${toMarkdownCode(lockfile)} ${isWritten ? 'written' : 'unchanged'}`],
    [`${parts.join(', ')}.`],
    toTable(['no pin', 'why'], open, (number) => `and ${number} more without a pin`),
    toTable(
      ['stays', 'why'],
      contradicted.map((one) => [
        toMarkdownCode(one.source),
        toMarkdownText(`${describeContradiction(one)}: ${one.advice}`),
      ]),
      (number) => `and ${number} more`,
    ),
    toFold('Pinned', added.map(toItem)),
    toFold('Taken from files', settled.map(toItem)),
    toFold('Completed', completed.map(toItem)),
    toFold(
      'Dropped',
      dropped.map((source) => `- ${toMarkdownCode(source)}`),
    ),
  ];
}

function toItem({ source, pin, notes }: ResolveSummary['added'][number]): string {
  const remarks = [describePin(pin), ...describeArchives(pin), ...notes].map(toMarkdownText).join('; ');
  return `- ${toMarkdownCode(source)}: ${remarks}`;
}
