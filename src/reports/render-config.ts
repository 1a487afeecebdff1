import type { Hold } from '../model/settings.ts';

/** What a new pinlock.yml says; `baseline` is a root-relative path. */
export type Choices = {
  readonly exclude: readonly string[];
  readonly hold: Hold | null;
  readonly baseline: string | null;
};

/** The text of a new pinlock.yml: what was chosen, and as comments what else may be said. */
export function renderConfig({ exclude, hold, baseline }: Choices): string {
  const excludes =
    exclude.length === 0
      ? ['# exclude: ["third_party/**"]']
      : ['exclude:', ...exclude.map((glob) => `  - ${JSON.stringify(glob)}`)];
  return [
    '# Settings of pinlock for this project. Every key is optional.',
    '',
    '# What the project relies on. file: pins stand in the files (pinlock apply). pinlock: builds go through pinlock run.',
    '# While it is unset, a pin that only the lockfile holds passes with a warning.',
    hold === null ? '# hold: file' : `hold: ${hold}`,
    '',
    '# What is not read: code that others maintain.',
    ...excludes,
    '',
    ...(baseline === null
      ? []
      : [
          '# Findings that were there when this file was made. They do not fail; check says which are gone.',
          `baseline: ${baseline}`,
          '',
        ]),
    '# What may stay as it is, each with a reason. In a file: "# pinlock: ignore <reason>" above the line.',
    '# ignores:',
    '#   - source: "git+https://example.com/acme/nightly*"',
    '#     reason: the nightly build is what we test',
    '#     until: 2027-01-31',
    '',
    '# policy:',
    '#   - paths: ["release/**"]',
    '#     strict: true',
    '',
  ].join('\n');
}

/** What pinlock asks of others, it keeps itself: the commit of https://github.com/actions/checkout/releases/tag/v6.0.3. */
const CHECKOUT = 'actions/checkout@df4cb1c069e1874edd31b4311f1884172cec0e10 # v6.0.3';

/** A workflow that checks every change; `action` is where pinlock's action is found, as `owner/name@ref`. */
export function renderWorkflow(action: string): string {
  return `# Fails a change that fetches what can move and is not locked. It opens no connection for that and needs no permission.
name: pinlock
on:
  pull_request:
  push:
    branches: [main, master]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-24.04
    steps:
      - uses: ${CHECKOUT}
        with:
          # The merge commit of a pull request and its base, whose settings count.
          fetch-depth: 2
          persist-credentials: false
      - uses: ${action}
        with:
          command: check
`;
}
