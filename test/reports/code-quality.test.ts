import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { codeclimate } from '../../src/reports/codeclimate.ts';
import { junit } from '../../src/reports/junit.ts';
import { requireProgram } from '../support/installed.ts';
import { HOSTILE } from './hostile.ts';
import { sampleFetch, sampleOptions, sampleProblem, sampleReport } from './sample.ts';

const REPORT: Report = {
  ...sampleReport(
    [
      sampleFetch(),
      sampleFetch({ line: 9, id: 'aaaaaaaaaaaaaaaa' }),
      sampleFetch({ path: 'b.sh', outcome: 'pass', verdict: 'exact', source: 'https://example.com/a.tgz' }),
      sampleFetch({ path: 'b.sh', outcome: 'ignored', reason: 'our <own> mirror' }),
    ],
    { failing: 3 },
  ),
  problems: [sampleProblem({ line: 7 })],
};

describe('code quality report', () => {
  it('is what GitLab reads', () => {
    expect(JSON.parse(codeclimate.render(REPORT, sampleOptions()))).toMatchInlineSnapshot(`
      [
        {
          "check_name": "git-clone",
          "description": "git+https://example.com/acme/tool@main: main is a branch: the next build may get other commits; moving, not locked",
          "fingerprint": "0123456789abcdef",
          "location": {
            "lines": {
              "begin": 3,
            },
            "path": "build.sh",
          },
          "severity": "major",
        },
        {
          "check_name": "git-clone",
          "description": "git+https://example.com/acme/tool@main: main is a branch: the next build may get other commits; moving, not locked",
          "fingerprint": "aaaaaaaaaaaaaaaa",
          "location": {
            "lines": {
              "begin": 9,
            },
            "path": "build.sh",
          },
          "severity": "major",
        },
        {
          "check_name": "problem-syntax",
          "description": "syntax: a quote is not closed",
          "fingerprint": "fedcba9876543210",
          "location": {
            "lines": {
              "begin": 7,
            },
            "path": "build.sh",
          },
          "severity": "major",
        },
      ]
    `);
  });
});

describe('JUnit report', () => {
  it('has a suite for each file and a case for each fetch, whose names are unique', () => {
    expect(junit.render(REPORT, sampleOptions())).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="pinlock check" tests="5" failures="2" errors="1" skipped="1">
        <testsuite name="build.sh" tests="3" failures="2" errors="1" skipped="0" time="0">
          <testcase name="problem: syntax" classname="build.sh" file="build.sh" line="7" time="0"><error type="syntax" message="a quote is not closed">build.sh:7 problem: syntax: a quote is not closed</error></testcase>
          <testcase name="git+https://example.com/acme/tool@main" classname="build.sh" file="build.sh" line="3" time="0"><failure type="git-clone" message="main is a branch: the next build may get other commits; moving, not locked">build.sh:3 git+https://example.com/acme/tool@main: main is a branch: the next build may get other commits; moving, not locked</failure></testcase>
          <testcase name="git+https://example.com/acme/tool@main (2)" classname="build.sh" file="build.sh" line="9" time="0"><failure type="git-clone" message="main is a branch: the next build may get other commits; moving, not locked">build.sh:9 git+https://example.com/acme/tool@main (2): main is a branch: the next build may get other commits; moving, not locked</failure></testcase>
        </testsuite>
        <testsuite name="b.sh" tests="2" failures="0" errors="0" skipped="1" time="0">
          <testcase name="https://example.com/a.tgz" classname="b.sh" file="b.sh" line="3" time="0"><system-out>main is a branch: the next build may get other commits; moving, not locked</system-out></testcase>
          <testcase name="git+https://example.com/acme/tool@main" classname="b.sh" file="b.sh" line="3" time="0"><skipped message="our &lt;own&gt; mirror"/></testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  it('fails nothing in a scan', () => {
    expect(junit.render(REPORT, sampleOptions('scan'))).toContain(
      '<testsuites name="pinlock scan" tests="5" failures="0" errors="0" skipped="1">',
    );
  });

  it.runIf(requireProgram('xmllint'))('is XML whatever stands in it', () => {
    const fetches = HOSTILE.map((text) => sampleFetch({ path: text, url: text, source: null, why: text, rule: text }));
    const text = junit.render(sampleReport(fetches), sampleOptions());
    const read = (query: string) => execFileSync('xmllint', ['--xpath', query, '-'], { input: text, encoding: 'utf8' });
    expect(read('count(//testcase/failure)').trim()).toBe(String(HOSTILE.length));
    expect(read('count(//*)').trim()).toBe(String(1 + HOSTILE.length * 3));
  });
});
