import type { ReportedFetch } from '../model/report.ts';
import { groupBy } from './group.ts';
import { count, type Paint, wrap } from './layout.ts';
import { toPrintable } from './printable.ts';
import type { ReportOptions } from './report-format.ts';

/** What to do about the fetches that are shown: each advice once, with how many it is for and the rules that give it. */
export function renderFixes(
  fetches: readonly ReportedFetch[],
  paint: Paint,
  { fixOf, width }: ReportOptions,
): readonly string[] {
  const open = fetches.filter(needsAdvice);
  const byFix = [...groupBy(open, ({ rule }) => fixOf(rule))].sort(([, a], [, b]) => b.length - a.length);
  const lines: string[] = [];
  for (const [fix, group] of byFix) {
    if (fix === undefined) continue;
    const rules = [...new Set(group.map(({ rule }) => rule))].sort().join(', ');
    const [head = '', ...rest] = wrap(toPrintable(fix), Math.max(width - 4, 30));
    lines.push(`  ${count(group.length, 'fetch', 'fetches')} by ${toPrintable(rules)}`, `    ${head}`);
    for (const line of rest) lines.push(`    ${line}`);
  }
  return lines.length === 0 ? [] : [paint('bold', 'what to do'), ...lines];
}

function needsAdvice({ verdict, drift, outcome, locked }: ReportedFetch): boolean {
  return (verdict !== 'exact' || drift !== null) && outcome !== 'ignored' && locked === null;
}
