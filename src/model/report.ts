import type { FetchKind } from './act.ts';
import type { Pin } from './pin.ts';
import type { Problem } from './problem.ts';
import type { RefKind, Related, Verdict } from './source.ts';

export type Outcome = 'pass' | 'warn' | 'fail' | 'ignored';

/** What file and lockfile name differently. */
export type Drift = { readonly file: string; readonly lockfile: string };

/** A fetch as every report shows it; `--format json` prints exactly this. Lines and columns are 1-based. */
export type ReportedFetch = {
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly related: readonly { readonly path: string; readonly line: number; readonly role: Related['role'] }[];
  readonly format: string;
  readonly rule: string;
  readonly kind: FetchKind;
  readonly source: string | null;
  readonly url: string;
  readonly ref: string | null;
  readonly refKind: RefKind;
  readonly verdict: Verdict;
  readonly verified: 'signature' | 'remote-checksum' | null;
  /** Source keys that a fetch without a single source may be. */
  readonly alternatives: readonly string[];
  readonly overridable: readonly string[];
  readonly missing: readonly string[];
  readonly locked: Pin | null;
  readonly drift: Drift | null;
  readonly outcome: Outcome;
  /** The policy row or the ignore that decided. */
  readonly reason: string;
  readonly root: string;
  readonly why: string;
  /** A firmer form of the same file, where one is known. */
  readonly instead: string | null;
};

/** A problem as every report shows it. */
export type ReportedProblem = Omit<Problem, 'offset'> & {
  /** Hash of path, kind and message; no line numbers. */
  readonly id: string;
  readonly outcome: Exclude<Outcome, 'ignored'>;
  readonly root: string;
};

/** A root that was read: its name as fetches give it, and what leads to its paths from the top of its repository, `''` for nothing. */
export type ReportedRoot = { readonly root: string; readonly base: string };

export type Counts = {
  readonly files: number;
  readonly fetches: number;
  readonly problems: number;
  readonly ignored: number;
  readonly excluded: number;
  readonly skipped: number;
  readonly exact: number;
  readonly tag: number;
  readonly versioned: number;
  readonly moving: number;
  readonly dynamic: number;
  readonly locked: number;
  /** Findings that are accepted because they are no new ones: they stand in the baseline, or in the revision of --since. */
  readonly known: number;
  readonly failing: number;
};

/** What a change brings along that people should look at; it never fails a check. */
export type Notice = {
  readonly kind: /** Settings that are new and do not count yet, because the policy comes from another revision. */
    | 'ignore'
    | 'exclude'
    | 'setting'
    | 'baseline'
    /** A source of the lockfile that is new, and a host that none of its sources was on before. */
    | 'source'
    | 'host'
    /** Another identity of a source that the lockfile had. */
    | 'pin'
    /** An entry of the baseline that nothing is found for any more. */
    | 'gone';
  /** Relative to the root. */
  readonly path: string;
  readonly line?: number;
  readonly message: string;
};

/** A notice as every report shows it. */
export type ReportedNotice = Notice & { readonly root: string };

export type Report = {
  readonly version: 1;
  readonly fetches: readonly ReportedFetch[];
  readonly problems: readonly ReportedProblem[];
  readonly notices: readonly ReportedNotice[];
  readonly roots: readonly ReportedRoot[];
  readonly counts: Counts;
};
