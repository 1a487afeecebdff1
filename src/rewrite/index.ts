/** Pins into files: plan the splices, prove them by reading the new text, hand out what is to be written. */

export type { IdentityMove } from './move.ts';
export { planRewrite } from './plan.ts';
export { type Refusal, refuse } from './proposal.ts';
export { prove } from './prove.ts';
export { remarkOf } from './remarks.ts';
export type { RestoredRef } from './restore.ts';
export { type Rescan, type Rewrite, restore, rewrite, rewriteMoved, type Scanned } from './rewrite.ts';
export type { RefusedFetch } from './rewrite-plan.ts';
export { applyEdits } from './splice.ts';
