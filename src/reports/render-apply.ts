import { count, paintWith, wrap } from './layout.ts';
import { toInertLine, toPrintable } from './printable.ts';

/** What an apply or unapply did, or with `isDryRun` would do. Paths are root-relative. */
export type ApplySummary = {
  /** `apply` writes pins, `unapply` writes refs in their place. */
  readonly verb: 'apply' | 'unapply';
  readonly isDryRun: boolean;
  /** Files that change, with the unified diff of each. */
  readonly changed: readonly { readonly path: string; readonly pins: number; readonly diff: string }[];
  /** Files or fetches that were left alone, with the reason. */
  readonly refused: readonly {
    readonly path: string;
    readonly line: number | null;
    readonly source: string | null;
    readonly reason: string;
  }[];
  /** What a person should know about the new text. */
  readonly notes: readonly string[];
  /** Fetches that are not exact and have no pin in the lockfile. */
  readonly unpinned: number;
};

/** For people: the diff of a dry run, else the files that were written; then what was refused and why. */
export function renderApply(
  summary: ApplySummary,
  options: { readonly color: boolean; readonly width: number },
): string {
  const paint = paintWith(options.color);
  const lines: string[] = [];
  if (summary.isDryRun) {
    for (const { diff } of summary.changed) lines.push(...diff.replace(/\n$/, '').split('\n').map(toDiffLine));
  } else {
    for (const { path, pins } of summary.changed)
      lines.push(
        `${paint('green', 'written')}  ${toPrintable(path)} (${count(pins, summary.verb === 'apply' ? 'pin' : 'ref')})`,
      );
  }
  for (const { path, line, source, reason } of summary.refused) {
    const place = line === null ? path : `${path}:${line}`;
    lines.push(`${paint('red', 'refused')}  ${toPrintable(source === null ? place : `${place} ${source}`)}`);
    for (const part of wrap(toPrintable(reason), Math.max(options.width - 9, 30))) lines.push(`         ${part}`);
  }
  for (const note of summary.notes) {
    const [first = '', ...rest] = wrap(toPrintable(note), Math.max(options.width - 9, 30));
    lines.push(`${paint('yellow', 'note')}     ${first}`, ...rest.map((part) => `         ${part}`));
  }
  if (lines.length > 0) lines.push('');
  lines.push(renderCounts(summary));
  return `${lines.map(toInertLine).join('\n')}\n`;
}

function renderCounts({ isDryRun, changed, refused, unpinned }: ApplySummary): string {
  const without =
    unpinned === 0 ? '' : `; ${count(unpinned, 'fetch', 'fetches')} without a pin: pinlock resolve makes them`;
  if (changed.length === 0 && refused.length === 0) return `nothing to write${without}`;
  const verb = isDryRun ? 'would be written' : 'written';
  return `${count(changed.length, 'file')} ${verb}, ${refused.length} refused${without}`;
}

/** Tabs belong to the text; line endings are never changed, so the CR of a CRLF says nothing here. */
function toDiffLine(line: string): string {
  return line.replace(/\r$/, '').split('\t').map(toPrintable).join('\t');
}
