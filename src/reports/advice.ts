import type { ReportedFetch } from '../model/report.ts';
import { groupBy } from './group.ts';
import type { ReportOptions } from './report-format.ts';

/** What to do about some fetches: how many, and the rules that say so, in code-point order. */
export type Advice = { readonly fix: string; readonly rules: readonly string[]; readonly fetches: number };

/** Each advice once, the one for most fetches first; nothing for what is exact, locked or ignored. */
export function adviceFor(fetches: readonly ReportedFetch[], ruleOf: ReportOptions['ruleOf']): readonly Advice[] {
  const byFix = groupBy(fetches.filter(needsAdvice), ({ rule }) => ruleOf(rule)?.fix ?? '');
  return [...byFix]
    .filter(([fix]) => fix !== '')
    .map(([fix, group]) => ({ fix, rules: [...new Set(group.map(({ rule }) => rule))].sort(), fetches: group.length }))
    .sort((a, b) => b.fetches - a.fetches);
}

function needsAdvice({ verdict, drift, outcome, locked }: ReportedFetch): boolean {
  return (verdict !== 'exact' || drift !== null) && outcome !== 'ignored' && locked === null;
}
