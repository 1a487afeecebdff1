import type { ReportedFetch } from '../model/report.ts';
import { adviceFor } from './advice.ts';
import { count, type Paint, wrap } from './layout.ts';
import { toPrintable } from './printable.ts';
import type { ReportOptions } from './report-format.ts';

/** What to do about the fetches that are shown: each advice once, with how many it is for and the rules that give it. */
export function renderFixes(
  fetches: readonly ReportedFetch[],
  paint: Paint,
  { ruleOf, width }: ReportOptions,
): readonly string[] {
  const lines = adviceFor(fetches, ruleOf).flatMap(({ fix, rules, fetches: number }) => [
    `  ${count(number, 'fetch', 'fetches')} by ${toPrintable(rules.join(', '))}`,
    ...wrap(toPrintable(fix), Math.max(width - 4, 30)).map((line) => `    ${line}`),
  ]);
  return lines.length === 0 ? [] : [paint('bold', 'what to do'), ...lines];
}
