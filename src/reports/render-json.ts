import { toPrintableJson } from '../model/harmful.ts';
import type { ApplySummary } from './render-apply.ts';
import type { ResolveSummary } from './render-resolve.ts';
import type { UpdateSummary } from './update-summary.ts';

/** What resolve or update did, for programs (schema/resolve.schema.json, schema/update.schema.json): one entry for each lockfile. */
export function renderJson(summaries: readonly ResolveSummary[] | readonly UpdateSummary[]): string {
  return `${toPrintableJson(JSON.stringify({ version: 1, lockfiles: summaries }, null, 2))}\n`;
}

/** What apply or unapply did, or would do, for programs (schema/apply.schema.json). */
export function renderApplyJson(summary: ApplySummary): string {
  return `${toPrintableJson(JSON.stringify({ version: 1, ...summary }, null, 2))}\n`;
}
