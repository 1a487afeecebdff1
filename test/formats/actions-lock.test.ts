import { describe, expect, it } from 'vitest';
import { commit, scan } from '../rewrite/scan.ts';
import { readHost } from '../support/read-host.ts';

const LOCK = '.github/workflows/actions.lock';
const HELD = commit('a1');
const EXACT = `exact git+https://github.com/acme/tool@${HELD}`;
const TAG = 'tag git+https://github.com/acme/tool@v1.2';

const WHOLE = `version: 'v0.0.2'
workflows:
    '.github/workflows/ci.yml':
        - 'acme/tool@v1.2'
    '.github/workflows/none.yml': []
dependencies:
    'acme/tool@v1.2':
        ref: 'v1.2'
        commit: 'sha1-${HELD}'
        owner_id: 1
        repo_id: 2
    'acme/other@main':
        ref: 'main'
        commit: 'sha1-${commit('b2')}'
`;

function read(lock: string, step = 'uses: acme/tool@v1.2', path = '.github/workflows/ci.yml') {
  const text = `jobs:\n  a:\n    steps:\n      - ${step}\n`;
  return scan({ [path]: text, [LOCK]: lock }).fetches.map(({ source, verdict }) => `${verdict} ${source?.key}`);
}

describe('actions.lock', () => {
  it.each<readonly [string, readonly string[], string, string | undefined, string | undefined]>([
    ['holds the commit', [EXACT], WHOLE, undefined, undefined],
    ['holds that of a folder', [EXACT], WHOLE, 'uses: acme/tool/sub@v1.2', undefined],
    ['knows names in any case', [EXACT.replace('acme/tool', 'Acme/Tool')], WHOLE, 'uses: Acme/Tool@v1.2', undefined],
    ['knows refs as they are', [TAG.replace('v1.2', 'V1.2')], WHOLE, 'uses: acme/tool@V1.2', undefined],
    ['holds another ref', [TAG.replace('v1.2', 'v2.0')], WHOLE, 'uses: acme/tool@v2.0', undefined],
    [
      'does not list what it holds',
      ['moving git+https://github.com/acme/other@main'],
      WHOLE,
      'uses: acme/other@main',
      undefined,
    ],
    ['lists another workflow', [TAG], WHOLE, undefined, '.github/workflows/none.yml'],
    ['is of GitHub alone', [TAG], WHOLE, undefined, '.gitea/workflows/ci.yml'],
    ['is of another version', [TAG], WHOLE.replace('v0.0.2', 'v0.1.0'), undefined, undefined],
    ['says no version', [TAG], WHOLE.replace("version: 'v0.0.2'", ''), undefined, undefined],
    ['is broken', [TAG], `${WHOLE}  - x: [\n`, undefined, undefined],
    ['holds half a commit elsewhere', [TAG], WHOLE.replace(commit('b2'), 'abc'), undefined, undefined],
    [
      'says nothing of what an action is given',
      ['tag git+https://github.com/actions/checkout@v4.1', TAG],
      WHOLE,
      'uses: actions/checkout@v4.1\n        with: { repository: acme/tool, ref: v1.2 }',
      undefined,
    ],
  ])('%s', (_, expected, lock, step, path) => {
    expect(read(lock, step, path)).toEqual(expected);
  });

  it('is named where it decides', () => {
    const [fetch] = scan({
      '.github/workflows/ci.yml': 'jobs: {a: {steps: [{uses: acme/tool@v1.2}]}}',
      [LOCK]: WHOLE,
    }).fetches;
    expect(fetch?.why).toBe(`${LOCK} holds the commit`);
  });

  it.each([
    ['nothing where all is well', WHOLE, []],
    [
      'the version',
      WHOLE.replace('v0.0.2', 'v0.1.0'),
      ['an actions.lock of version v0.0.2 is expected here; nothing that it holds counts'],
    ],
    ['what is no commit', WHOLE.replace(commit('b2'), 'abc'), ['no full commit stands here for acme/other@main']],
  ])('tells %s', (_, lock, expected) => {
    expect(readHost(LOCK, lock).problems).toEqual(expected);
  });
});

it('an action of the repository is read as one', () => {
  const tree = {
    '.github/workflows/ci.yml': 'jobs: {a: {steps: [{uses: $/tool, with: {version: main}}]}}',
    'tool/action.yml':
      'inputs: {version: {}}\nruns: {steps: [{run: "git clone -b ${{ inputs.version }} https://github.com/acme/tool"}]}',
  };
  expect(scan(tree).fetches.map(({ source, verdict }) => `${verdict} ${source?.key}`)).toContain(
    'moving git+https://github.com/acme/tool@main',
  );
});
