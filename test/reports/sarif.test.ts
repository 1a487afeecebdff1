import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Report, ReportedFetch } from '../../src/model/report.ts';
import { toFileUri } from '../../src/reports/file-uri.ts';
import { sarif } from '../../src/reports/sarif.ts';
import { HOSTILE } from './hostile.ts';
import { sampleCommit, sampleFetch, sampleOptions, sampleProblem, sampleReport } from './sample.ts';

const validate = compile();

const RELATED: ReportedFetch['related'] = [
  { path: 'vars.sh', line: 2, role: 'definition' },
  { path: 'build.sh', line: 9, role: 'check' },
];

const REPORTS: readonly (readonly [string, Report])[] = [
  ['nothing', sampleReport([])],
  ['a fetch', sampleReport([sampleFetch()])],
  ['other places', sampleReport([sampleFetch({ related: RELATED })])],
  [
    'a locked fetch',
    sampleReport([sampleFetch({ outcome: 'warn', locked: { ref: 'refs/heads/main', ...sampleCommit() } })]),
  ],
  ['drift', sampleReport([sampleFetch({ verdict: 'exact', drift: { file: 'a', lockfile: 'b' } })])],
  [
    'problems',
    { ...sampleReport([]), problems: [sampleProblem(), sampleProblem({ path: '.', kind: 'no-files', line: 3 })] },
  ],
  ...HOSTILE.map((text): [string, Report] => [
    JSON.stringify(text),
    sampleReport([sampleFetch({ path: `a/${text}`, source: null, url: text, why: text, rule: text || 'x' })]),
  ]),
];

describe('SARIF report', () => {
  it.each(REPORTS)('%s: valid by the schema of SARIF 2.1.0', (_name, report) => {
    for (const command of ['scan', 'check'] as const) {
      const log: unknown = JSON.parse(sarif.render(report, sampleOptions(command)));
      expect(validate(log) ? [] : validate.errors).toEqual([]);
    }
  });

  it('says what, where, by which rule, and how to know it again', () => {
    const { runs } = render(sampleReport([sampleFetch({ related: RELATED })], { moving: 1, failing: 1 }));
    expect(runs[0].results).toMatchInlineSnapshot(`
      [
        {
          "codeFlows": [
            {
              "threadFlows": [
                {
                  "locations": [
                    {
                      "location": {
                        "message": {
                          "text": "the value is written here",
                        },
                        "physicalLocation": {
                          "artifactLocation": {
                            "uri": "vars.sh",
                            "uriBaseId": "%SRCROOT%",
                          },
                          "region": {
                            "startLine": 2,
                          },
                        },
                      },
                    },
                    {
                      "location": {
                        "message": {
                          "text": "it is fetched here",
                        },
                        "physicalLocation": {
                          "artifactLocation": {
                            "uri": "build.sh",
                            "uriBaseId": "%SRCROOT%",
                          },
                          "region": {
                            "endColumn": 40,
                            "endLine": 3,
                            "startColumn": 1,
                            "startLine": 3,
                          },
                        },
                      },
                    },
                    {
                      "location": {
                        "message": {
                          "text": "what was fetched is checked here",
                        },
                        "physicalLocation": {
                          "artifactLocation": {
                            "uri": "build.sh",
                            "uriBaseId": "%SRCROOT%",
                          },
                          "region": {
                            "startLine": 9,
                          },
                        },
                      },
                    },
                  ],
                },
              ],
            },
          ],
          "level": "error",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "build.sh",
                  "uriBaseId": "%SRCROOT%",
                },
                "region": {
                  "endColumn": 40,
                  "endLine": 3,
                  "startColumn": 1,
                  "startLine": 3,
                },
              },
            },
          ],
          "message": {
            "text": "git+https://example.com/acme/tool@main: main is a branch: the next build may get other commits; moving, not locked",
          },
          "partialFingerprints": {
            "pinlock/v1": "0123456789abcdef",
            "primaryLocationLineHash": "0123456789abcdef:1",
          },
          "properties": {
            "isLocked": false,
            "reason": "moving, not locked",
            "ref": "main",
            "source": "git+https://example.com/acme/tool@main",
            "url": "https://example.com/acme/tool",
            "verdict": "moving",
          },
          "relatedLocations": [
            {
              "id": 1,
              "message": {
                "text": "the value is written here",
              },
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "vars.sh",
                  "uriBaseId": "%SRCROOT%",
                },
                "region": {
                  "startLine": 2,
                },
              },
            },
            {
              "id": 2,
              "message": {
                "text": "what was fetched is checked here",
              },
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "build.sh",
                  "uriBaseId": "%SRCROOT%",
                },
                "region": {
                  "startLine": 9,
                },
              },
            },
          ],
          "ruleId": "git-clone",
          "ruleIndex": 0,
        },
      ]
    `);
    expect(runs[0].tool.driver.rules).toMatchInlineSnapshot(`
      [
        {
          "defaultConfiguration": {
            "level": "error",
          },
          "fullDescription": {
            "text": "A branch moves with every push.",
          },
          "help": {
            "markdown": "A branch moves with every push.

      **What to do:** name a commit, or let pinlock apply write it

      - <https://example.com/git-clone>",
            "text": "A branch moves with every push.

      name a commit, or let pinlock apply write it

      https://example.com/git-clone",
          },
          "helpUri": "https://example.com/git-clone",
          "id": "git-clone",
          "properties": {
            "precision": "high",
            "tags": [
              "security",
              "supply-chain",
              "reproducibility",
            ],
          },
          "shortDescription": {
            "text": "A branch moves with every push.",
          },
        },
      ]
    `);
  });

  it('knows a fetch again when lines move, and tells roots apart', () => {
    const fingerprint = (report: Report) =>
      render(report).runs[0].results.map(({ partialFingerprints }) => partialFingerprints);
    const one = sampleReport([sampleFetch()]);
    expect(fingerprint(sampleReport([sampleFetch({ line: 40, endLine: 40 })]))).toEqual(fingerprint(one));
    const two = ['a', 'b'].map((root) => sampleFetch({ root }));
    const roots = ['a', 'b'].map((root) => ({ root, base: root }));
    const both = fingerprint({ ...sampleReport(two), roots });
    expect(new Set(both.map((one) => JSON.stringify(one))).size).toBe(2);
  });

  it('leaves out what is ignored, exact or, in a check, only counted', () => {
    const fetches = [
      sampleFetch({ outcome: 'ignored' }),
      sampleFetch({ outcome: 'pass', verdict: 'exact' }),
      sampleFetch({ outcome: 'pass', verdict: 'tag' }),
    ];
    expect(render(sampleReport(fetches)).runs[0].results).toEqual([]);
    expect(render(sampleReport(fetches), 'scan').runs[0].results.map(({ level }) => level)).toEqual(['note']);
  });

  it('gives paths from the top of the repository, the worst first', () => {
    const report: Report = {
      ...sampleReport([sampleFetch({ verdict: 'tag' }), sampleFetch({ verdict: 'moving', path: 'b c/ä#.sh' })]),
      problems: [sampleProblem({ kind: 'lockfile', path: 'pinlock.lock' })],
      roots: [{ root: '.', base: 'sub' }],
    };
    const uris = render(report).runs[0].results.map(
      ({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri,
    );
    expect(uris).toEqual(['sub/pinlock.lock', 'sub/b%20c/%C3%A4%23.sh', 'sub/build.sh']);
  });

  it.each([
    ['a/b.sh', 'a/b.sh'],
    ['c:/x', 'c%3A/x'],
    ["a (1)!'*.sh", 'a%20%281%29%21%27%2A.sh'],
    ['50%/ä\n', '50%25/%C3%A4%0A'],
    ['\ud800', '%EF%BF%BD'],
  ])('%j as a URI', (path, uri) => {
    expect(toFileUri(path)).toBe(uri);
  });
});

type Log = {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly unknown[] } };
      readonly results: readonly {
        readonly level: string;
        readonly partialFingerprints: unknown;
        readonly locations: readonly {
          readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
        }[];
      }[];
    },
  ];
};

function render(report: Report, command: 'scan' | 'check' = 'check'): Log {
  return JSON.parse(sarif.render(report, sampleOptions(command)));
}

function compile(): ReturnType<Ajv['compile']> {
  const schema: { $id?: string } = JSON.parse(
    readFileSync(new URL('schemas/sarif-2.1.0.json', import.meta.url), 'utf8'),
  );
  const isUri = (text: string): boolean => URL.canParse(text);
  const isReference = (text: string): boolean =>
    /^(?:[!#-;=?-Z[\]_a-z~]|%[0-9A-F]{2})*$/.test(text) && URL.canParse(text, 'file:///');
  const formats = { uri: isUri, 'uri-reference': isReference, 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/ };
  return new Ajv({ allErrors: true, strict: false, formats }).compile(schema);
}
