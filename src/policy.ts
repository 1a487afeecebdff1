import type { FetchKind } from './model/act.ts';
import type { Problem } from './model/problem.ts';
import type { Outcome } from './model/report.ts';
import type { Hold, IgnoreRule, PolicyOutcome, PolicyRule } from './model/settings.ts';
import type { SourceKey, Verdict } from './model/source.ts';

/** Everything that the policy looks at. */
export type PolicyQuestion = {
  readonly verdict: Verdict;
  readonly isLocked: boolean;
  /** File and lockfile name different identities. */
  readonly isDrift: boolean;
  /** A pin is declared in the text and does not take effect. */
  readonly isIneffective: boolean;
  readonly hold: Hold | null;
  readonly isStrict: boolean;
  /** It was not there in the revision of `check --since`; false without it. */
  readonly isNew: boolean;
  /** The ignore that covers it, from a comment or from pinlock.yml; `until` is its last day. */
  readonly ignore: { readonly reason: string; readonly until: string | null } | null;
  /** What pinlock.yml says of fetches of its verdict that are not locked, null for nothing. */
  readonly configured: PolicyOutcome | null;
  /** Why a finding is accepted though the policy does not: it is an old one. Null for none. */
  readonly excuse: Excuse | null;
  /** The day (UTC) as YYYY-MM-DD. */
  readonly today: string;
};

/** `before`: the same finding stands in the revision of `check --since`; `baseline`: it stands in the baseline. */
export type Excuse = 'before' | 'baseline';

/** `reason` names the row of the table, or the ignore. `counted` fetches pass and stand in the summary. */
export type Judgement = { readonly outcome: Outcome; readonly reason: string; readonly isKnown: boolean };

type Row = Omit<Judgement, 'isKnown'>;

/** The table of "Policy and configuration": what becomes of a fetch. */
export function judge(question: PolicyQuestion): Judgement {
  const row = judgeAlone(question);
  if (question.excuse === null || row.outcome !== 'fail') return { ...row, isKnown: false };
  return { outcome: 'pass', reason: `${EXCUSES[question.excuse]} (${row.reason})`, isKnown: true };
}

const EXCUSES: Readonly<Record<Excuse, string>> = { before: 'was there before', baseline: 'in the baseline' };

function judgeAlone(question: PolicyQuestion): Row {
  const judged = judgeText(question);
  const { ignore, today } = question;
  // Where the file itself holds the fetch there is nothing that an ignore could be about.
  if (ignore === null || (question.verdict === 'exact' && judged.outcome === 'pass')) return judged;
  if (isExpired(ignore.until, today)) {
    return { outcome: 'fail', reason: `the ignore expired on ${ignore.until}: ${ignore.reason}` };
  }
  return judged.outcome === 'pass' ? judged : { outcome: 'ignored', reason: ignore.reason };
}

/** True from the day behind `until` on; both are YYYY-MM-DD. */
export function isExpired(until: string | null, today: string): boolean {
  return until !== null && today > until;
}

/** What a problem makes of a run: a listing without git is only less exact, everything else was not read. */
export function judgeProblem(problem: Problem, isStrict: boolean): Exclude<Outcome, 'ignored'> {
  return problem.kind === 'fallback' && !isStrict ? 'warn' : 'fail';
}

/** What pinlock.yml's `policy` says of one fetch. */
export type ConfiguredPolicy = {
  readonly isStrict: boolean;
  readonly outcome: (verdict: Verdict) => PolicyOutcome | null;
};

type CompileGlobs = (globs: readonly string[]) => (path: string) => boolean;

/** Compiles the rules of `policy`; of several that fit, the last one that says something decides. */
export function compilePolicy(
  rules: readonly PolicyRule[],
  compileGlobs: CompileGlobs,
): (kind: FetchKind, path: string) => ConfiguredPolicy {
  const compiled = rules.map((rule) => ({ rule, fits: rule.paths === null ? () => true : compileGlobs(rule.paths) }));
  return (kind, path) => {
    const fitting = compiled.filter(
      ({ rule, fits }) => (rule.kinds === null || rule.kinds.includes(kind)) && fits(path),
    );
    return {
      isStrict: fitting.some(({ rule }) => rule.strict),
      outcome: (verdict) =>
        verdict === 'exact'
          ? null
          : (fitting.findLast(({ rule }) => rule.outcomes[verdict] !== undefined)?.rule.outcomes[verdict] ?? null),
    };
  };
}

/** What an ignore of pinlock.yml is compared with. `sources` are the key of the source, or those that it may be. */
export type IgnoreQuestion = { readonly rule: string; readonly path: string; readonly sources: readonly SourceKey[] };

/** Compiles `ignores`; the first that fits in all that it says is the one. */
export function compileIgnores(
  ignores: readonly IgnoreRule[],
  compileGlobs: CompileGlobs,
): (fetch: IgnoreQuestion) => IgnoreRule | undefined {
  const compiled = ignores.map((ignore) => ({
    ignore,
    fitsPath: ignore.path === null ? () => true : compileGlobs([ignore.path]),
    fitsSource: ignore.source === null ? () => true : compileGlobs([ignore.source]),
  }));
  return ({ rule, path, sources }) =>
    compiled.find(
      ({ ignore, fitsPath, fitsSource }) =>
        (ignore.rule === null || ignore.rule === rule) &&
        fitsPath(path) &&
        (ignore.source === null || (sources.length > 0 && sources.every(fitsSource))),
    )?.ignore;
}

function judgeText(question: PolicyQuestion): Row {
  const { verdict, isStrict } = question;
  if (question.isDrift) return { outcome: 'fail', reason: 'drift: file and lockfile name different identities' };
  if (question.isIneffective) return { outcome: 'fail', reason: 'a pin is declared and takes no effect' };
  if (verdict === 'exact') return { outcome: 'pass', reason: 'exact: held by the file itself' };
  if (question.isLocked) return judgeLocked(question);
  const row = judgeUnlocked(question);
  if (question.configured === null) return row;
  const isWeaker = SEVERITY[question.configured] < SEVERITY[row.outcome];
  // Strictness is asked for by whoever runs the check; the tree's own settings do not soften it.
  return isStrict && isWeaker
    ? row
    : { outcome: question.configured, reason: `${verdict}, not locked: ${question.configured} by pinlock.yml` };
}

const SEVERITY = { ignored: 0, pass: 0, warn: 1, fail: 2 } as const;

function judgeLocked({ verdict, hold, isStrict }: PolicyQuestion): Row {
  if (hold === 'pinlock') return { outcome: 'pass', reason: 'locked (by pinlock run)' };
  const whose = hold === 'file' ? 'hold: file asks for pins in the files' : 'a plain build reads no lockfile';
  if (isStrict) return { outcome: 'fail', reason: `${verdict}, locked but not applied: ${whose}` };
  if (hold === null) return { outcome: 'warn', reason: `locked (by pinlock run): ${whose}` };
  if (verdict === 'tag' || verdict === 'versioned')
    return { outcome: 'pass', reason: `${verdict}, locked but not applied: counted` };
  return { outcome: 'fail', reason: `${verdict}, locked but not applied: ${whose}` };
}

function judgeUnlocked({ verdict, isStrict, isNew }: PolicyQuestion): Row {
  if (verdict === 'moving') return { outcome: 'fail', reason: 'moving, not locked' };
  if (isStrict) return { outcome: 'fail', reason: `${verdict}, not locked (strict)` };
  if (isNew) return { outcome: 'fail', reason: `${verdict}, not locked, new` };
  return { outcome: 'pass', reason: `${verdict}, not locked: counted` };
}
