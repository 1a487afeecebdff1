import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { github } from '../../src/reports/github.ts';
import { HOSTILE } from './hostile.ts';
import { sampleFetch, sampleOptions, sampleProblem, sampleReport } from './sample.ts';

describe('GitHub annotations', () => {
  it('annotates the lines and ends with the counts', () => {
    const report: Report = {
      ...sampleReport(
        [
          sampleFetch({ path: 'a b,c:d.sh', url: '100%' }),
          sampleFetch({ endLine: 4, outcome: 'warn', verdict: 'tag', reason: 'locked (by pinlock run)' }),
        ],
        { moving: 1, tag: 1, problems: 1, failing: 2 },
      ),
      problems: [sampleProblem({ path: '.', kind: 'no-files', message: 'no file: 100%' })],
      roots: [{ root: '.', base: '' }],
    };
    expect(github.render(report, sampleOptions())).toMatchInlineSnapshot(`
      "::error file=a b%2Cc%3Ad.sh,line=3,endLine=3,col=1,endColumn=40,title=pinlock%3A moving::git+https://example.com/acme/tool@main: main is a branch: the next build may get other commits; moving, not locked
      ::error title=pinlock%3A problem::no-files: no file: 100%25
      ::warning file=build.sh,line=3,endLine=4,title=pinlock%3A tag::git+https://example.com/acme/tool@main: main is a branch: the next build may get other commits; locked (by pinlock run)
      1 file read, 2 fetches (1 moving, 1 tag), 1 problem, 0 ignored, 0 excluded
      check failed: 2 findings
      0 fetches locked (by pinlock run)
      "
    `);
  });

  it('shows ten of a kind, the worst first, and counts and lists the others', () => {
    const tags = Array.from({ length: 9 }, (_, index) => sampleFetch({ path: `t${index}.sh`, verdict: 'tag' }));
    const moving = Array.from({ length: 4 }, (_, index) => sampleFetch({ path: `m${index}.sh` }));
    const notes = Array.from({ length: 12 }, (_, index) =>
      sampleFetch({ path: `n${index}.sh`, outcome: 'pass', verdict: 'tag' }),
    );
    const lines = github.render(sampleReport([...tags, ...moving, ...notes]), sampleOptions('scan')).split('\n');
    const kinds = (command: string) => lines.filter((line) => line.startsWith(`::${command} `));
    expect(kinds('error').map((line) => /file=(\w+)/.exec(line)?.[1])).toEqual([
      ...['m0', 'm1', 'm2', 'm3', 't0', 't1', 't2', 't3', 't4', 't5'],
    ]);
    expect(kinds('notice')).toHaveLength(10);
    expect(kinds('notice').at(-1)).toBe(
      '::notice title=pinlock::6 more findings without an annotation: the log lists them',
    );
    const group = lines.slice(lines.indexOf('::group::6 more findings') + 1, lines.indexOf('::endgroup::'));
    expect(group.map((line) => line.split(' ', 2).join(' '))).toEqual([
      'error t6.sh:3:1',
      'error t7.sh:3:1',
      'error t8.sh:3:1',
      'note n9.sh:3:1',
      'note n10.sh:3:1',
      'note n11.sh:3:1',
    ]);
  });

  it('shows what people should look at as notices', () => {
    const notices = [{ kind: 'ignore', path: 'pinlock.yml', line: 3, message: 'a new ignore', root: '.' }] as const;
    const lines = github.render({ ...sampleReport([]), notices }, sampleOptions()).split('\n');
    expect(lines[0]).toBe('::notice file=pinlock.yml,line=3,title=pinlock%3A to look at::ignore: a new ignore');
  });

  it.each(HOSTILE)('%j gives no command of its own', (text) => {
    const fetch = sampleFetch({ path: text, url: text, source: null, why: text, reason: text });
    const many = Array.from({ length: 13 }, () => fetch);
    const lines = github
      .render(sampleReport(many, { failing: 13 }), sampleOptions())
      .split('\n')
      .slice(0, -1);
    const commands = lines.filter((line) => /^\s*::|##\[/.test(line)).map((line) => line.split(' ', 1)[0]);
    expect(commands).toEqual([
      ...Array.from({ length: 10 }, () => '::error'),
      '::notice',
      '::group::3',
      '::endgroup::',
    ]);
    // As the runner takes it apart: up to the second `::` the properties, by commas.
    const [, properties = ''] = /^::error (.*?)::/.exec(lines[0] ?? '') ?? [];
    expect(properties.split(',').map((property) => property.split('=', 1)[0])).toEqual([
      ...['file', 'line', 'endLine', 'col', 'endColumn', 'title'],
    ]);
  });
});
