import type { GitPin, Pin } from '../model/pin.ts';
import { describeArchives } from './describe-pin.ts';
import { count, type Paint, paintWith, wrap } from './layout.ts';
import { toInertLine, toPrintable } from './printable.ts';
import type { PinMove, RefusalReason, ShownCommit, ShownCommits, UpdateSummary } from './update-summary.ts';

/** Columns before what belongs to a source, and before the subject of a commit. */
const MARGIN = 12;
const SUBJECT_MARGIN = 30;
const SHOWN_DIGITS = 24;

const TITLES: Readonly<Record<RefusalReason, string>> = {
  'tag-moved': 'TAG MOVED',
  rewritten: 'REWRITTEN',
  'file-changed': 'CHANGED',
  'content-changed': 'CHANGED',
  older: 'OLDER',
  held: 'HELD',
  stale: 'STALE',
};

type Look = { readonly color: boolean; readonly width: number };

/** For people: what stays although it moved upstream, what moved and by whose commits, what could not be asked; counts for each lockfile. */
export function renderUpdate(summaries: readonly UpdateSummary[], { color, width }: Look): string {
  const paint = paintWith(color);
  const blocks = summaries.map((summary) => renderOne(summary, paint, width));
  return `${blocks.map((lines) => lines.map(toInertLine).join('\n')).join('\n\n')}\n`;
}

function renderOne(summary: UpdateSummary, paint: Paint, width: number): readonly string[] {
  const blocks: (readonly string[])[] = [];
  for (const refused of summary.refused) {
    const { reason, message } = refused;
    blocks.push([
      `${paint('red', TITLES[reason].padEnd(MARGIN))}${toPrintable(refused.source)}`,
      ...toParagraph(message, width),
      ...toDetails(refused, paint, width),
    ]);
  }
  const verb = summary.isDryRun ? 'would move' : 'moved';
  for (const moved of summary.moved) {
    blocks.push([
      `${paint('yellow', verb.padEnd(MARGIN))}${toPrintable(moved.source)}`,
      ...toDetails(moved, paint, width),
    ]);
  }
  for (const { source, reason, message } of summary.failed) {
    blocks.push([
      `${paint('red', 'not asked'.padEnd(MARGIN))}${toPrintable(source)}`,
      ...toParagraph(`${reason}: ${message}`, width),
    ]);
  }
  return [...blocks.flatMap((lines) => [...lines, '']), renderCounts(summary)];
}

function toDetails(move: PinMove, paint: Paint, width: number): readonly string[] {
  const { commits, link, notes, newestRelease, files } = move;
  const lines = [...toChange(move, width)];
  if (commits !== null) lines.push(...toPeriod(commits, width));
  for (const note of notes) lines.push(...toParagraph(note, width));
  if (newestRelease !== null && !('by' in move.to))
    lines.push(...toParagraph(`newest release ${newestRelease}`, width));
  if (link !== null) lines.push(...toParagraph(link, width));
  for (const file of files) lines.push(...toParagraph(`also in ${file}`, width));
  if (commits !== null) lines.push(...toLog(commits, paint, width));
  return lines;
}

function toChange({ from, to }: PinMove, width: number): readonly string[] {
  if ('commit' in from && 'commit' in to) {
    const [old, next] = [from.commit.slice(0, 12), to.commit.slice(0, 12)];
    if (isContentAlone(from, to)) return toContents(from, to, width);
    if (from.ref === to.ref) return toParagraph(`${to.ref ?? 'commit'}: ${old} -> ${next}`, width);
    return toParagraph(`${from.ref ?? 'commit'} at ${old} -> ${to.ref ?? 'commit'} at ${next}`, width);
  }
  const room = width - MARGIN - 'was '.length;
  const margin = ' '.repeat(MARGIN);
  return [`${margin}was ${identityOf(from, room)}`, `${margin}now ${identityOf(to, room)}`];
}

/** The same commit, and another content of its archives. */
function isContentAlone(from: GitPin, to: GitPin): boolean {
  return from.commit === to.commit && from.ref === to.ref && from.by === to.by;
}

function toContents(from: Pin, to: Pin, width: number): readonly string[] {
  const [old, next] = [describeArchives(from), describeArchives(to)];
  return [
    ...old.filter((line) => !next.includes(line)).flatMap((line) => toParagraph(`was ${line}`, width)),
    ...next.filter((line) => !old.includes(line)).flatMap((line) => toParagraph(`now ${line}`, width)),
  ];
}

/** The whole identity where there is room for it, else as much as a person compares. */
function identityOf(pin: Pin, room: number): string {
  const [before, id, behind] = partsOf(pin);
  const isWhole = before.length + id.length + behind.length <= room;
  return toPrintable(`${before}${isWhole ? id : `${id.slice(0, SHOWN_DIGITS)}...`}${behind}`);
}

function partsOf(pin: Pin): readonly [before: string, id: string, behind: string] {
  if ('commit' in pin) return ['', pin.commit, ''];
  if ('digest' in pin) return ['sha256:', pin.digest.replace(/^sha256:/, ''), ''];
  const size = pin.size === undefined ? '' : `, ${count(pin.size, 'byte')}`;
  return [pin.version === undefined ? '' : `${pin.version}, `, pin.sha256, size];
}

function toPeriod({ count: number, last, first }: ShownCommits, width: number): readonly string[] {
  const [newest] = last;
  if (newest === undefined) return [];
  const oldest = first ?? last.at(-1) ?? newest;
  const by = `by ${newest.author}`;
  const period =
    number === 1
      ? `1 commit, ${toMinute(newest.date)} UTC ${by}`
      : `${number} commits, the first ${toMinute(oldest.date)} UTC, the last ${toMinute(newest.date)} UTC ${by}`;
  return toParagraph(period, width);
}

/** The last commits, a line for those between, and the first one: where the trouble may have begun. */
function toLog({ count: number, last, first }: ShownCommits, paint: Paint, width: number): readonly string[] {
  const lines = last.flatMap((commit) => toCommit(commit, paint, width));
  if (first === null) return lines;
  const between = number - last.length - 1;
  if (between > 0) lines.push(`${' '.repeat(SUBJECT_MARGIN)}${paint('faint', `${between} more`)}`);
  return [...lines, ...toCommit(first, paint, width)];
}

function toCommit({ commit, date, author, subject }: ShownCommit, paint: Paint, width: number): readonly string[] {
  const room = Math.max(width - SUBJECT_MARGIN, 30);
  const head = `${' '.repeat(MARGIN)}${toMinute(date)}  ${paint('cyan', commit.slice(0, 12))}  ${toPrintable(author)}`;
  return [head, ...wrap(toPrintable(subject), room).map((part) => ' '.repeat(SUBJECT_MARGIN) + part)];
}

/** `2019-10-16 18:40` of an RFC 3339 instant in UTC. */
function toMinute(date: string): string {
  return toPrintable(date.slice(0, 16).replace('T', ' '));
}

function toParagraph(text: string, width: number): readonly string[] {
  return wrap(toPrintable(text), Math.max(width - MARGIN, 30)).map((part) => ' '.repeat(MARGIN) + part);
}

function renderCounts({
  lockfile,
  isDryRun,
  moved,
  refused,
  failed,
  unchanged,
  unused,
  isWritten,
}: UpdateSummary): string {
  const state = isWritten ? 'written' : 'unchanged';
  const counts = [
    `${moved.length} ${isDryRun ? 'would move' : 'moved'}`,
    `${refused.length} refused`,
    `${failed.length} not asked`,
    `${count(unchanged, 'pin')} as before`,
    ...(unused === 0 ? [] : [`${unused} unused`]),
  ];
  return `${toPrintable(lockfile)}${isDryRun ? '' : ` ${state}`}: ${counts.join(', ')}`;
}
