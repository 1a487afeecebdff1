import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { json } from '../../src/reports/json.ts';
import { sampleCommit, sampleFetch, sampleOptions, sampleProblem, sampleReport } from './sample.ts';
import { schemaErrors } from './schema.ts';

const options = sampleOptions('scan');

const REPORTS: readonly (readonly [string, Report])[] = [
  ['empty', sampleReport([])],
  ['a fetch', sampleReport([sampleFetch()])],
  [
    'a locked fetch',
    sampleReport([sampleFetch({ locked: { ref: 'refs/heads/main', ...sampleCommit(), applied: ['a'] } })]),
  ],
  ['drift', sampleReport([sampleFetch({ drift: { file: 'a', lockfile: 'b' } })])],
  ['hostile text', sampleReport([sampleFetch({ path: 'a\n\u202e\u001b', url: '\ud800' })])],
  ['a problem', { ...sampleReport([]), problems: [sampleProblem({ line: 1 })] }],
];

describe('json report', () => {
  it.each(REPORTS)('%s: valid by the schema and read back unchanged', (_name, report) => {
    const rendered = json.render(report, options);
    expect(schemaErrors(JSON.parse(rendered))).toEqual([]);
    expect(JSON.parse(rendered)).toEqual(report);
    expect(rendered.endsWith('}\n')).toBe(true);
    expect(rendered).not.toMatch(/[\u007f-\u009f\u202e\u001b]/);
  });

  it.each([
    ['an unknown field', { ...sampleReport([]), extra: 1 }],
    ['a line 0', sampleReport([sampleFetch({ line: 0 })])],
    ['a wrong id', sampleReport([sampleFetch({ id: 'x' })])],
    ['a report of another version', { ...sampleReport([]), version: 2 }],
  ])('the schema refuses %s', (_name, report) => {
    expect(schemaErrors(report)).not.toEqual([]);
  });
});
