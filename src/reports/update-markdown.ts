import type { Pin } from '../model/pin.ts';
import { describeArchives } from './describe-pin.ts';
import { count } from './layout.ts';
import { joinBlocks, toFold, toTable } from './markdown-blocks.ts';
import { toMarkdownCode, toMarkdownLink, toMarkdownText } from './markdown-text.ts';
import type { PinMove, ShownCommit, ShownCommits, UpdateSummary } from './update-summary.ts';

/** Hex digits of a digest or checksum that people compare. */
const SHOWN_DIGITS = 12;

/** What an update did, for the text of a pull request: what moved and by whose commits, what stays and why; one part for each lockfile. */
export function renderUpdateMarkdown(summaries: readonly UpdateSummary[]): string {
  return joinBlocks(summaries.flatMap(toBlocks));
}

function toBlocks(summary: UpdateSummary): readonly (readonly string[])[] {
  const { lockfile, isDryRun, moved, refused, failed, unchanged } = summary;
  const parts = [
    `${count(moved.length, 'pin')} ${isDryRun ? 'would move' : 'moved'}`,
    `${refused.length} refused`,
    `${failed.length} not asked`,
    `${unchanged} as before`,
  ];
  return [
    [`## ${toMarkdownCode(lockfile)}`],
    [`${parts.join(', ')}.`],
    toTable(['source', 'from', 'to', 'what that brings in'], moved.map(toCells), more),
    ...moved.map(toHistory),
    toTable(
      ['stays although it moved', 'from', 'to', 'why'],
      refused.map((one) => [...toCells(one).slice(0, 3), toMarkdownText(`${one.reason}: ${one.message}`)]),
      more,
    ),
    toTable(
      ['not asked', 'why'],
      failed.map(({ source, reason, message }) => [toMarkdownCode(source), toMarkdownText(`${reason}: ${message}`)]),
      more,
    ),
  ];
}

function more(number: number): string {
  return `and ${number} more`;
}

function toCells(move: PinMove): readonly string[] {
  const { source, from, to, commits, link, notes, newestRelease, files } = move;
  const remarks = [
    ...(commits === null ? [] : [toMarkdownText(toPeriod(commits))]),
    ...(link === null ? [] : [toMarkdownLink('compare', link)]),
    ...notes.map(toMarkdownText),
    ...(newestRelease === null || 'by' in to ? [] : [`newest release ${toMarkdownCode(newestRelease)}`]),
    ...(files.length === 0 ? [] : [`also in ${files.map(toMarkdownCode).join(', ')}`]),
  ];
  const shown = remarks.filter((remark) => remark !== '').join('; ');
  return [toMarkdownCode(source), toIdentity(from, to), toIdentity(to, from), shown];
}

/** `other`: what it is told apart from, by more than the commit where that is the same. */
function toIdentity(pin: Pin, other: Pin): string {
  if ('commit' in pin) {
    const commit = toMarkdownCode(pin.commit.slice(0, SHOWN_DIGITS));
    const named = pin.ref === undefined ? commit : `${toMarkdownCode(pin.ref)} ${commit}`;
    if (!('commit' in other) || other.commit !== pin.commit) return named;
    const theirs = describeArchives(other);
    const own = describeArchives(pin).filter((line) => !theirs.includes(line));
    return [named, ...own.map(toMarkdownText)].join(', ');
  }
  if ('digest' in pin) return toMarkdownCode(pin.digest.slice(0, 'sha256:'.length + SHOWN_DIGITS));
  const sum = toMarkdownCode(pin.sha256.slice(0, SHOWN_DIGITS));
  return pin.version === undefined ? sum : `${toMarkdownCode(pin.version)} ${sum}`;
}

function toPeriod({ count: number, last, first }: ShownCommits): string {
  const newest = last[0];
  if (newest === undefined) return count(number, 'commit');
  const oldest = first ?? last.at(-1) ?? newest;
  const since = number === 1 ? '' : `the first ${toMinute(oldest)} UTC, the last `;
  return `${count(number, 'commit')}, ${since}${toMinute(newest)} UTC by ${newest.author}`;
}

function toHistory({ source, commits }: PinMove): readonly string[] {
  if (commits === null) return [];
  const { count: number, last, first } = commits;
  const between = number - last.length - (first === null ? 0 : 1);
  const lines = [
    ...last.map(toCommit),
    ...(between > 0 ? [`- ${between} more`] : []),
    ...(first === null ? [] : [toCommit(first)]),
  ];
  return toFold(count(number, 'commit'), [`of ${toMarkdownCode(source)}:`, '', ...lines]);
}

function toCommit(commit: ShownCommit): string {
  const { author, subject } = commit;
  const id = toMarkdownCode(commit.commit.slice(0, SHOWN_DIGITS));
  return `- ${toMinute(commit)} ${id} ${toMarkdownText(author)}: ${toMarkdownText(subject)}`;
}

/** `2019-10-16 18:40` of an RFC 3339 instant in UTC, which a server may have made of anything. */
function toMinute({ date }: ShownCommit): string {
  return toMarkdownText(date.slice(0, 16).replace('T', ' '));
}
