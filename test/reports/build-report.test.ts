import { describe, expect, it } from 'vitest';
import type { FetchAct } from '../../src/model/act.ts';
import { ALWAYS } from '../../src/model/guard.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { ClassifiedFetch } from '../../src/model/source.ts';
import type { Span } from '../../src/model/span.ts';
import {
  buildReport,
  type Findings,
  type JudgedFetch,
  type JudgedProblem,
  joinReports,
} from '../../src/reports/build-report.ts';
import { fetchIds } from '../../src/reports/fetch-ids.ts';

const ROOT = { root: '.', base: '' };
const EMPTY: Findings = { root: ROOT, fetches: [], problems: [], notices: [], files: 1, excluded: 0, skipped: 0 };

const UNREADABLE: Problem = { kind: 'unreadable', path: 'b', message: 'no permission' };

function judgedProblem(problem: Problem, outcome: JudgedProblem['outcome']): JudgedProblem {
  return { id: problem.path, problem, outcome, isKnown: false };
}

/** A clone of `url` whose statement is the first `statement` in `text`; the command word is its first word. */
function judged(text: string, statement: string, from = 0, change: Partial<JudgedFetch> = {}): JudgedFetch {
  const start = text.indexOf(statement, from);
  const span: Span = { file: 'a.sh', start, end: start + statement.length };
  const word: Span = { ...span, end: start + (statement.split(' ')[0] ?? '').length };
  const invocation: Invocation = {
    kind: 'invocation',
    id: 1,
    form: 'command',
    variants: [],
    cwd: [],
    stdin: null,
    stdout: null,
    failure: { kind: 'stops' },
    word,
    span,
    stack: [],
    host: 'shell',
    place: 'simple',
  };
  const url = { pieces: [], at: null };
  const act: FetchAct = {
    kind: 'fetch',
    what: 'git',
    rule: 'git-clone',
    invocation,
    guard: ALWAYS,
    lost: [],
    url,
    ref: null,
    refKind: null,
    into: null,
    streams: false,
    expected: null,
    marks: new Set(),
    captures: new Map(),
  };
  const outcome = {
    act,
    url,
    guard: ALWAYS,
    history: [],
    ineffective: [],
    checks: [],
    pointers: [],
    dependents: [],
  };
  const source = statement.split(' ').at(-1) ?? '';
  const fetch: ClassifiedFetch = {
    fetch: outcome,
    outcomes: [outcome],
    rule: 'git-clone',
    kind: 'git',
    place: word,
    related: [],
    source: { key: `git+${source}`, kind: 'git', locator: source, ref: null },
    candidates: [],
    url: source,
    ref: null,
    refPieces: [],
    refKind: 'default',
    verdict: 'moving',
    identity: null,
    verified: null,
    checks: [],
    overridable: [],
    missing: [],
    forge: null,
    why: 'the default branch moves',
  };
  return {
    id: '',
    fetch,
    format: 'shell',
    root: '.',
    locked: null,
    drift: null,
    outcome: 'fail',
    reason: 'moving',
    isKnown: false,
    ...change,
  };
}

function build(text: string, fetches: readonly JudgedFetch[], change: Partial<Findings> = {}) {
  const ids = fetchIds(
    fetches.map(({ fetch }) => fetch),
    { textOf: () => text, hash: (key) => key },
  );
  const named = fetches.map((one, index) => ({ ...one, id: ids[index] ?? '' }));
  return buildReport({ ...EMPTY, fetches: named, ...change }, () => text);
}

const CLONE = 'git clone https://example.com/acme/a';

describe('buildReport', () => {
  it('gives lines and columns, from the command word to the end of the statement', () => {
    const text = `set -e\n  ${CLONE}\n`;
    expect(build(text, [judged(text, CLONE)]).fetches).toMatchObject([
      { line: 2, column: 3, endLine: 2, endColumn: 3 + CLONE.length },
    ]);
  });

  it('keeps ids when lines move, and tells repeated statements apart', () => {
    const text = `${CLONE}\n${CLONE}\n`;
    const moved = `# new\n\n${text}`;
    const ids = (of: string) =>
      build(of, [judged(of, CLONE), judged(of, CLONE, of.indexOf(CLONE) + 1)]).fetches.map(({ id }) => id);
    expect(ids(moved)).toEqual(ids(text));
    expect(new Set(ids(text)).size).toBe(2);
  });

  it('orders by path, line and column, whatever the order of the scan', () => {
    const text = `${CLONE}; ${CLONE}b\n${CLONE}c\n`;
    const all = ['c', 'b', ''].map((suffix) => judged(text, CLONE + suffix, suffix === '' ? 0 : 1));
    expect(build(text, all).fetches.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [1, CLONE.length + 3],
      [2, 1],
    ]);
  });

  it('turns the offset of a problem into its line', () => {
    const { problems } = build('a\nb\n', [], {
      problems: [judgedProblem({ kind: 'syntax', path: 'a.sh', message: 'unclosed quote', offset: 2 }, 'fail')],
    });
    expect(problems).toMatchObject([
      { kind: 'syntax', path: 'a.sh', message: 'unclosed quote', line: 2, outcome: 'fail', root: '.' },
    ]);
  });

  it('counts', () => {
    const text = `${CLONE}\n`;
    const report = build(text, [judged(text, CLONE)], {
      problems: (['fail', 'warn'] as const).map((outcome) => judgedProblem(UNREADABLE, outcome)),
      excluded: 2,
      skipped: 3,
    });
    expect(report.problems.map(({ outcome }) => outcome)).toEqual(['fail', 'warn']);
    expect(report.counts).toMatchObject({ files: 1, fetches: 1, moving: 1, failing: 2, excluded: 2, skipped: 3 });
    expect(joinReports([report, report]).counts).toMatchObject({ files: 2, fetches: 2, failing: 4, skipped: 6 });
  });
});
