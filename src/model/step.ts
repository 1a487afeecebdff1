import type { Act } from './act.ts';
import type { TraceEvent } from './invocation.ts';

/** An event of the trace with what the rules make of it: match's output and life's input, in execution order. */
export type MatchedEvent = { readonly event: TraceEvent; readonly acts: readonly Act[] };
