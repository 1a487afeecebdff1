import type { Pin } from '../model/pin.ts';
import type { UnresolvedReason } from '../model/resolution.ts';
import { describeArchives, describePin } from './describe-pin.ts';
import { count, type Paint, paintWith, wrap } from './layout.ts';
import { toInertLine, toPrintable } from './printable.ts';
import { groupUnresolved } from './render-unresolved.ts';

/** What a resolve did to one lockfile. */
export type ResolveSummary = {
  /** Path of the lockfile as a person would type it. */
  readonly lockfile: string;
  readonly added: readonly {
    readonly source: string;
    readonly pin: Pin;
    readonly notes: readonly string[];
    /** The tag of the repository's newest release, where the source follows a branch and there is one. */
    readonly newestRelease: string | null;
  }[];
  /** Pins that a file contradicted, and that are now as the file has them. */
  readonly settled: ResolveSummary['added'];
  /** Pins that were there and got the hash of an archive in addition. */
  readonly completed: ResolveSummary['added'];
  /** Pins that were there, with something to say of them. */
  readonly remarks: ResolveSummary['added'];
  /** The completed ones among them. */
  readonly kept: number;
  readonly dropped: readonly string[];
  /** Sources that should have a pin and have none. */
  readonly unresolved: readonly {
    readonly source: string;
    readonly reason: UnresolvedReason;
    readonly message: string;
  }[];
  /** Fetches that do not say what they fetch, so that there is nothing to pin. */
  readonly dynamic: number;
  /** Sources without a pin of kinds that were not asked for. */
  readonly leftOut: number;
  /** Of a document that pinned: how much of it belongs to a source without a pin. */
  readonly materials: { readonly matched: number; readonly total: number } | null;
  /** Pins that stay although an option of this run asks for something else. */
  readonly contradicted: readonly ContradictedPin[];
  readonly isWritten: boolean;
};

/**
 * A present pin that is not what was asked for. `asked`: what `flag` would take, null where nobody can tell. `isDemand`: the run was for a
 * state that it did not reach (`--as-of`, `--from`), which is exit 3; else a wish for new pins. `advice`: how to go on.
 */
export type ContradictedPin = {
  readonly source: string;
  readonly pin: Pin;
  readonly flag: string;
  readonly asked: Pin | null;
  readonly isDemand: boolean;
  readonly advice: string;
};

/** `refs/heads/main at ..., pinned by an earlier run, where --as-of ... asks for refs/heads/main at ...`. */
export function describeContradiction({ pin, flag, asked }: ContradictedPin): string {
  const stands = `${describePin(pin)}, ${describeOrigin(pin)}`;
  if (asked === null) return `${stands}; what ${flag} asks for cannot be told`;
  return `${stands}; ${flag} asks for ${describePin(asked)}`;
}

/** The lockfile holds no time of its own. */
function describeOrigin(pin: Pin): string {
  if ('asOf' in pin && pin.asOf !== undefined) return `pinned by an earlier run as of ${pin.asOf}`;
  return 'by' in pin ? 'pinned by an earlier run as the newest release' : 'pinned by an earlier run';
}

/** For people: what was pinned, what was dropped, what has no pin and why; one line of counts for each lockfile. */
export function renderResolve(
  summaries: readonly ResolveSummary[],
  options: { readonly color: boolean; readonly width: number },
): string {
  const paint = paintWith(options.color);
  const blocks = summaries.map((summary) => renderOne(summary, paint, options.width));
  return `${blocks.map((lines) => lines.map(toInertLine).join('\n')).join('\n\n')}\n`;
}

function renderOne(summary: ResolveSummary, paint: Paint, width: number): readonly string[] {
  const lines: string[] = [];
  const remark = (text: string): void => {
    for (const line of wrap(toPrintable(text), Math.max(width - 12, 30))) lines.push(`            ${line}`);
  };
  for (const { source, pin, notes, newestRelease } of summary.added) {
    lines.push(`${paint('green', 'pinned')}      ${toPrintable(source)}`);
    remark(describePin(pin));
    if (newestRelease !== null) remark(describeRelease(pin, newestRelease));
    for (const hash of describeArchives(pin)) remark(hash);
    for (const note of notes) remark(note);
  }
  for (const { source, pin, notes } of summary.settled) {
    lines.push(`${paint('yellow', 'taken')}       ${toPrintable(source)}`);
    remark(describePin(pin));
    for (const note of notes) remark(note);
  }
  for (const { source, pin, notes } of summary.completed) {
    lines.push(`${paint('green', 'completed')}   ${toPrintable(source)}`);
    for (const hash of describeArchives(pin)) remark(hash);
    for (const note of notes) remark(note);
  }
  for (const { source, notes } of summary.remarks) {
    lines.push(`${paint('faint', 'kept')}        ${toPrintable(source)}`);
    for (const note of notes) remark(note);
  }
  for (const one of summary.contradicted) {
    lines.push(`${paint(one.isDemand ? 'red' : 'yellow', 'stays')}       ${toPrintable(one.source)}`);
    remark(describeContradiction(one));
    remark(one.advice);
  }
  for (const source of summary.dropped) lines.push(`${paint('faint', 'dropped')}     ${toPrintable(source)}`);
  for (const { title, remarks } of groupUnresolved(summary.unresolved)) {
    lines.push(`${paint('red', 'not pinned')}  ${toPrintable(title)}`);
    for (const text of remarks) remark(text);
  }
  if (lines.length > 0) lines.push('');
  const sizes = summary.added.flatMap(({ pin }) => ('sha256' in pin && pin.size !== undefined ? [pin.size] : []));
  if (sizes.length > 0) {
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    lines.push(`${count(sizes.length, 'file')} downloaded, ${(bytes / 1_000_000).toFixed(1)} MB`);
  }
  if (summary.materials !== null) {
    const { matched, total } = summary.materials;
    lines.push(`${count(total, 'material')} read, ${matched} of them belong to a source that had no pin`);
  }
  lines.push(renderCounts(summary));
  return lines;
}

function describeRelease(pin: Pin, newest: string): string {
  return 'by' in pin ? 'the newest release' : `newest release ${newest}`;
}

function renderCounts(summary: ResolveSummary): string {
  const { added, settled, kept, contradicted, dropped, unresolved, dynamic, leftOut } = summary;
  const unsaid =
    dynamic === 0 ? '' : `; ${count(dynamic, 'fetch does', 'fetches do')} not say what they fetch: nothing to pin`;
  const open = `${leftOut === 0 ? '' : `; ${count(leftOut, 'source')} left out by --kind`}${unsaid}`;
  if (added.length + settled.length + kept + dropped.length + unresolved.length === 0)
    return `nothing needs a pin${open}`;
  const counts = [
    `${added.length} pinned`,
    ...(settled.length === 0 ? [] : [`${settled.length} taken from files`]),
    `${kept} kept${contradicted.length === 0 ? '' : ` (${contradicted.length} not as asked for)`}`,
    `${dropped.length} dropped`,
    `${count(unresolved.length, 'source')} without a pin`,
  ].join(', ');
  // Without a pin there may be no file that could be unchanged.
  const state = summary.isWritten ? 'written' : kept === 0 ? 'not written' : 'unchanged';
  return `${toPrintable(summary.lockfile)} ${state}: ${counts}${open}`;
}
