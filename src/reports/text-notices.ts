import type { Report, ReportedNotice } from '../model/report.ts';
import { groupBy } from './group.ts';
import { type Paint, wrap } from './layout.ts';
import { toPrintable } from './printable.ts';

/** Of one kind; a first lockfile brings hundreds of sources. */
const MOST_SHOWN = 10;
const MARGIN = '    ';

/** What a change brings along, by kind; empty when there is nothing to say. */
export function renderNotices(report: Report, paint: Paint, width: number): readonly string[] {
  if (report.notices.length === 0) return [];
  const lines = [...groupBy(report.notices, ({ kind }) => kind).values()].flatMap((notices) => [
    ...notices.slice(0, MOST_SHOWN).flatMap((notice) => renderNotice(notice, width)),
    ...(notices.length > MOST_SHOWN
      ? [`  and ${notices.length - MOST_SHOWN} more of the kind ${notices[0]?.kind}`]
      : []),
  ]);
  return [paint('yellow', 'to look at'), ...lines];
}

function renderNotice({ root, path, line, message }: ReportedNotice, width: number): readonly string[] {
  const shown = root === '.' ? path : `${root}/${path}`;
  const place = line === undefined ? shown : `${shown}:${line}`;
  const [head = '', ...rest] = wrap(toPrintable(`${place}: ${message}`), Math.max(width - MARGIN.length, 30));
  return [`  ${head}`, ...rest.map((text) => MARGIN + text)];
}
