export { unifiedDiff } from './difference.ts';
export { planRewrite } from './plan.ts';
export { type Doubt, type Proof, prove } from './prove.ts';
export { type Rescan, type Rewrite, type RewrittenFile, rewrite, type Scanned, writeFiles } from './rewrite.ts';
export type { PlannedFetch, RefusedFetch, RewritePlan } from './rewrite-plan.ts';
export { applyEdits } from './splice.ts';
