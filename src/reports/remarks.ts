import type { ReportedFetch } from '../model/report.ts';
import { describePin } from './describe-pin.ts';

/** One thing that is to be said about a fetch, as text from outside may hold it; `tone` is what it means for the reader. */
export type Remark = { readonly text: string; readonly tone: 'plain' | 'aside' | 'good' | 'warning' | 'bad' };

/** Everything that is to be said about a fetch, most important first; for `check` also what the policy makes of it. Nothing for what is exact. */
export function toRemarks(fetch: ReportedFetch, command: 'scan' | 'check'): readonly Remark[] {
  const remarks: Remark[] = [];
  const add = (text: string, tone: Remark['tone'] = 'plain'): void => void remarks.push({ text, tone });
  if (fetch.outcome === 'ignored') add(`ignored: ${fetch.reason}`, 'aside');
  if (fetch.verdict === 'exact' && fetch.drift === null) return remarks;
  add(fetch.why);
  if (fetch.instead !== null) add(`firmer: ${fetch.instead}`);
  const unnamed = fetch.missing.filter((name) => !fetch.why.includes(name));
  if (unnamed.length > 0) add(`not known here: ${unnamed.join(', ')}`);
  if (fetch.overridable.length > 0) add(`can be changed from outside: ${fetch.overridable.join(', ')}`);
  const others = fetch.alternatives.filter((key) => key !== (fetch.source ?? fetch.url));
  if (others.length > 0) add(`may be: ${others.join(', ')}`);
  if (fetch.verified !== null) add(toVerified(fetch.verified));
  if (fetch.locked !== null) add(`locked (by pinlock run): ${describePin(fetch.locked)}`, 'good');
  if (fetch.drift !== null) add(`the file names ${fetch.drift.file}, the lockfile ${fetch.drift.lockfile}`, 'bad');
  if (command === 'check') add(`${fetch.outcome}: ${fetch.reason}`, fetch.outcome === 'fail' ? 'bad' : 'warning');
  return remarks;
}

function toVerified(verified: 'signature' | 'remote-checksum'): string {
  return verified === 'signature'
    ? 'a signature is checked: it proves who made it, not which version it is'
    : 'a checksum from the same server is checked: it proves nothing about time';
}
