import { type Checksum, isChecksum, isCommit } from '../../src/model/pin.ts';
import type { Counts, Report, ReportedFetch, ReportedProblem } from '../../src/model/report.ts';
import type { ReportOptions } from '../../src/reports/report-format.ts';

/** A fetch as the classifier describes a clone of a branch; a test changes what it is about. */
export function sampleFetch(change: Partial<ReportedFetch> = {}): ReportedFetch {
  return {
    id: '0123456789abcdef',
    path: 'build.sh',
    line: 3,
    column: 1,
    endLine: 3,
    endColumn: 40,
    related: [],
    format: 'shell',
    rule: 'git-clone',
    kind: 'git',
    source: 'git+https://example.com/acme/tool@main',
    url: 'https://example.com/acme/tool',
    ref: 'main',
    refKind: 'branch',
    verdict: 'moving',
    verified: null,
    alternatives: [],
    overridable: [],
    missing: [],
    locked: null,
    drift: null,
    outcome: 'fail',
    reason: 'moving, not locked',
    root: '.',
    why: 'main is a branch: the next build may get other commits',
    instead: null,
    ...change,
  };
}

/** A full commit id for pins. */
export function sampleCommit(): {
  readonly commit: Extract<NonNullable<ReportedFetch['locked']>, { commit: unknown }>['commit'];
} {
  const commit = '0123456789abcdef0123456789abcdef01234567';
  if (!isCommit(commit)) throw new Error('the sample is no commit');
  return { commit };
}

const COUNTS: Counts = {
  files: 1,
  fetches: 0,
  problems: 0,
  ignored: 0,
  excluded: 0,
  skipped: 0,
  exact: 0,
  tag: 0,
  versioned: 0,
  moving: 0,
  dynamic: 0,
  locked: 0,
  known: 0,
  failing: 0,
};

/** A report of these fetches; counts are those that the test gives. */
export function sampleReport(fetches: readonly ReportedFetch[], counts: Partial<Counts> = {}): Report {
  const roots = [{ root: '.', base: '' }];
  const all = { ...COUNTS, fetches: fetches.length, ...counts };
  return { version: 1, fetches, problems: [], notices: [], roots, counts: all };
}

/** The checksum of some file. */
export function sampleChecksum(): { readonly sha256: Checksum } {
  const sha256 = '0123456789abcdef'.repeat(4);
  if (!isChecksum(sha256)) throw new Error('no checksum');
  return { sha256 };
}

/** A file that could not be read; a test changes what it is about. */
export function sampleProblem(change: Partial<ReportedProblem> = {}): ReportedProblem {
  return {
    id: 'fedcba9876543210',
    kind: 'syntax',
    path: 'build.sh',
    message: 'a quote is not closed',
    outcome: 'fail',
    root: '.',
    ...change,
  };
}

/** Without colours, on 80 columns, with the advice of git-clone alone. */
export function sampleOptions(command: 'scan' | 'check' = 'check', width = 80): ReportOptions {
  return {
    command,
    width,
    color: false,
    version: '0.1.0',
    ruleOf: (id) =>
      id === 'git-clone'
        ? {
            id,
            why: 'A branch moves with every push.',
            fix: 'name a commit, or let pinlock apply write it',
            links: ['https://example.com/git-clone'],
          }
        : undefined,
  };
}
