import { describe, expect, it } from 'vitest';
import { githubWorkflow } from '../../src/formats/github-workflow.ts';
import { readHost } from '../support/read-host.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const JOB = 'jobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n';

type Tree = Readonly<Record<string, string>>;

/** Verdict and source of every fetch. */
function read(text: string, path = '.github/workflows/ci.yml', files: Tree = {}): readonly string[] {
  const { fetches } = readHost(path, text, {}, files);
  return fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('github-workflow', () => {
  it.each([
    ['.github/workflows/ci.yml', true],
    ['a/.gitea/workflows/ci.yaml', true],
    ['action.yml', true],
    ['build/action.yaml', true],
    ['.github/dependabot.yml', false],
    ['workflows/ci.yml', false],
  ])('%s: %s', (path, expected) => {
    expect(githubWorkflow.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['a run', `${JOB}      - run: wget https://example.com/a.tgz\n`, ['moving https://example.com/a.tgz']],
    [
      'a folded run',
      `${JOB}      - run: >\n          git clone\n          -b main\n          https://example.com/acme/tool\n`,
      ['moving git+https://example.com/acme/tool@main'],
    ],
    [
      'env at three levels, the innermost wins',
      `env: { V: one }\njobs:\n  build:\n    env: { V: two }\n    steps:\n      - env: { V: main }\n        run: git clone -b $V https://example.com/acme/tool\n      - run: git clone -b "$V" https://example.com/acme/other\n`,
      ['moving git+https://example.com/acme/tool@main', 'moving git+https://example.com/acme/other@two'],
    ],
    [
      'an expression of env',
      `env: { V: v1.2 }\n${JOB}      - run: git clone -b \${{ env.V }} https://example.com/acme/tool\n`,
      ['tag git+https://example.com/acme/tool@v1.2'],
    ],
    [
      'the columns of a matrix',
      `jobs:\n  build:\n    strategy: { matrix: { v: [v1.2, main] } }\n    steps:\n      - run: git clone -b \${{ matrix.v }} https://example.com/acme/tool\n`,
      ['tag git+https://example.com/acme/tool@v1.2', 'moving git+https://example.com/acme/tool@main'],
    ],
    [
      'what a matrix includes is chosen together',
      `jobs:\n  build:\n    strategy:\n      matrix:\n        include:\n          - { r: one, v: v1.2 }\n          - { r: two, v: main }\n    steps:\n      - run: git clone -b \${{ matrix.v }} https://example.com/acme/\${{ matrix.r }}\n`,
      ['tag git+https://example.com/acme/one@v1.2', 'moving git+https://example.com/acme/two@main'],
    ],
    [
      'what a matrix adds to a value of a column goes with it',
      `jobs:\n  a:\n    strategy:\n      matrix:\n        r: [one, two]\n        include:\n          - { r: one, v: v1.2 }\n          - { r: two, v: main }\n    steps:\n      - run: git clone -b \${{ matrix.v }} https://example.com/acme/\${{ matrix.r }}\n`,
      ['tag git+https://example.com/acme/one@v1.2', 'moving git+https://example.com/acme/two@main'],
    ],
    [
      'where it adds nothing there is nothing',
      `jobs:\n  a:\n    strategy:\n      matrix:\n        r: [one, two]\n        include:\n          - { r: one, image: "debian:12", x: a }\n    container: \${{ matrix.image }}\n    steps:\n      - run: |\n          git clone https://example.com/acme/\${{ matrix.r }}\n          echo \${{ matrix.x }}\n`,
      [
        'tag docker://docker.io/library/debian:12',
        'moving git+https://example.com/acme/one',
        'moving git+https://example.com/acme/two',
      ],
    ],
    [
      'too many texts of one script leave it readable',
      `jobs:\n  a:\n    strategy: { matrix: { a: [1, 2, 3, 4, 5, 6, 7], b: [1, 2, 3, 4, 5, 6, 7] } }\n    steps:\n      - run: |\n          git clone https://example.com/acme/tool\n          echo "\${{ matrix.a }}" "\${{ matrix.b }}"\n`,
      ['moving git+https://example.com/acme/tool'],
    ],
    [
      'the default of an input',
      `on: { workflow_dispatch: { inputs: { ref: { default: main } } } }\n${JOB}      - run: git clone -b \${{ inputs.ref }} https://example.com/acme/tool\n`,
      ['moving git+https://example.com/acme/tool@main'],
    ],
    [
      'a default that stands only where somebody starts the workflow by hand',
      `on: { push: , workflow_dispatch: { inputs: { ref: { default: ${COMMIT} } } } }\n${JOB}      - run: git clone https://example.com/acme/tool\n      - run: git -C tool checkout \${{ inputs.ref || 'main' }}\n      - uses: actions/checkout@${COMMIT}\n        with: { repository: acme/other, ref: "\${{ inputs.ref }}" }\n`,
      [
        `exact git+https://example.com/acme/tool@${COMMIT}`,
        'moving git+https://example.com/acme/tool@main',
        'moving git+https://example.com/acme/tool',
        `exact git+https://github.com/actions/checkout@${COMMIT}`,
        `exact git+https://github.com/acme/other@${COMMIT}`,
        'moving git+https://github.com/acme/other',
      ],
    ],
    [
      'inputs that both who calls and who starts a workflow may leave out',
      `on: { workflow_call: { inputs: { ref: { default: v1.2 }, a: { default: v3.2 } } }, workflow_dispatch: { inputs: { ref: { default: v2.2 }, a: { default: v3.2 } } } }\n${JOB}      - run: git clone -b \${{ inputs.ref }} https://example.com/acme/tool\n      - run: git clone -b \${{ inputs.a }} https://example.com/acme/other\n`,
      [
        'tag git+https://example.com/acme/tool@v1.2',
        'tag git+https://example.com/acme/tool@v2.2',
        'tag git+https://example.com/acme/other@v3.2',
      ],
    ],
    [
      'an input with a fallback',
      `${JOB}      - run: git clone -b \${{ inputs.ref || 'v1.2' }} https://example.com/acme/tool\n`,
      ['tag git+https://example.com/acme/tool@v1.2'],
    ],
    [
      'an input that nobody gives',
      `${JOB}      - run: git clone -b \${{ github.ref_name }} https://example.com/acme/tool\n`,
      ['dynamic https://example.com/acme/tool'],
    ],
    [
      'a clone and its checkout in two steps',
      `${JOB}      - run: git clone https://example.com/acme/tool\n      - working-directory: tool\n        run: git checkout 0123456789abcdef0123456789abcdef01234567\n`,
      ['exact git+https://example.com/acme/tool@0123456789abcdef0123456789abcdef01234567'],
    ],
    [
      'the environment of a container, below that of the job',
      'jobs:\n  a:\n    env: { W: v1.2 }\n    container: { env: { V: main, W: other } }\n    steps:\n      - run: git clone -b $V https://example.com/acme/tool\n      - run: git clone -b $W https://example.com/acme/other\n',
      ['moving git+https://example.com/acme/tool@main', 'tag git+https://example.com/acme/other@v1.2'],
    ],
    [
      'a checkout that may not run',
      `${JOB}      - run: git clone https://example.com/acme/tool\n      - if: inputs.pinned\n        run: git -C tool checkout 0123456789abcdef0123456789abcdef01234567\n      - run: make -C tool\n`,
      [
        'exact git+https://example.com/acme/tool@0123456789abcdef0123456789abcdef01234567',
        'moving git+https://example.com/acme/tool',
      ],
    ],
    [
      'a folder of one job is none of another',
      `jobs:\n  a:\n    steps:\n      - run: git clone https://example.com/acme/tool\n  b:\n    steps:\n      - run: git -C tool checkout 0123456789abcdef0123456789abcdef01234567\n`,
      ['moving git+https://example.com/acme/tool'],
    ],
    [
      'a check without pipefail, in a shell that is not named',
      `${JOB}      - run: |\n          curl -LO https://example.com/a-1.2.tgz\n          echo '${'0'.repeat(64)}  a-1.2.tgz' | sha256sum -c\n`,
      ['exact https://example.com/a-1.2.tgz'],
    ],
    [
      'a step that may fail',
      `${JOB}      - continue-on-error: true\n        run: curl -LO https://example.com/a-1.2.tgz && echo '${'0'.repeat(64)}  a-1.2.tgz' | sha256sum -c\n      - run: tar xf a-1.2.tgz\n`,
      ['versioned https://example.com/a-1.2.tgz'],
    ],
    [
      'a default of what has a value of its own',
      `${JOB}      - uses: actions/checkout@${'0'.repeat(40)}\n        with: { repository: acme/tool, ref: "\${{ github.head_ref || '${'1'.repeat(40)}' }}" }\n      - run: git clone -b \${{ vars.REF || 'v1.2' }} https://example.com/acme/tool\n      - run: git clone -b \${{ inputs.ref || 'v1.2' }} https://example.com/acme/other\n`,
      [
        `exact git+https://github.com/actions/checkout@${'0'.repeat(40)}`,
        'dynamic https://github.com/acme/tool',
        `exact git+https://github.com/acme/tool@${'1'.repeat(40)}`,
        'dynamic https://example.com/acme/tool',
        'tag git+https://example.com/acme/tool@v1.2',
        'tag git+https://example.com/acme/other@v1.2',
      ],
    ],
    [
      'images of a job',
      'jobs:\n  a:\n    container: { image: "debian:12" }\n    services: { db: { image: postgres } }\n',
      ['tag docker://docker.io/library/debian:12', 'moving docker://docker.io/library/postgres'],
    ],
    [
      'a workflow that is called',
      'jobs:\n  a:\n    uses: acme/build/.github/workflows/a.yml@main\n',
      ['moving git+https://github.com/acme/build@main'],
    ],
    [
      'what a step leaves in the environment',
      `${JOB}      - run: |\n          echo "V=v1.2" >> $GITHUB_ENV\n          { echo W=main; } >> "$GITHUB_ENV"\n      - run: git clone -b \${{ env.V }} https://example.com/acme/tool\n      - run: git clone -b $W https://example.com/acme/other\n`,
      ['tag git+https://example.com/acme/tool@v1.2', 'moving git+https://example.com/acme/other@main'],
    ],
    [
      'several lines that a step leaves',
      `${JOB}      - run: printf 'A<<EOF\\nmain\\nEOF\\nB=v1.2\\n' >> $GITHUB_ENV\n      - run: git clone -b $A https://example.com/acme/tool\n      - run: git clone -b $B https://example.com/acme/other\n`,
      ['moving git+https://example.com/acme/tool@main', 'tag git+https://example.com/acme/other@v1.2'],
    ],
    [
      'what one job leaves is none of another',
      'jobs:\n  a:\n    steps:\n      - run: echo V=v1.2 >> $GITHUB_ENV\n  b:\n    steps:\n      - run: git clone -b ${{ env.V }} https://example.com/acme/tool\n',
      ['dynamic https://example.com/acme/tool'],
    ],
    [
      'what a step puts out',
      `${JOB}      - id: a\n        run: echo "v=main" >> "$GITHUB_OUTPUT"\n      - id: b\n        run: echo v=v1.2 >> $GITHUB_OUTPUT\n      - run: git clone -b \${{ steps.b.outputs.v }} https://example.com/acme/\${{ steps.a.outputs.v }}\n`,
      ['tag git+https://example.com/acme/main@v1.2'],
    ],
    [
      'what a step puts out in two ways',
      `${JOB}      - id: a\n        run: if [ -n "$X" ]; then echo "v=main" >> "$GITHUB_OUTPUT"; else echo "v=v1.2" >> "$GITHUB_OUTPUT"; fi\n      - run: git clone -b \${{ steps.a.outputs.v }} https://example.com/acme/tool\n`,
      ['tag git+https://example.com/acme/tool@v1.2', 'moving git+https://example.com/acme/tool@main'],
    ],
    [
      'what a job puts out, for a job above it',
      'jobs:\n  b:\n    needs: a\n    steps:\n      - run: git clone -b ${{ needs.a.outputs.w }} https://example.com/acme/tool\n  a:\n    outputs: { w: "${{ steps.s.outputs.v }}" }\n    steps:\n      - id: s\n        run: echo v=main >> $GITHUB_OUTPUT\n',
      ['moving git+https://example.com/acme/tool@main'],
    ],
    [
      'the workspace by its name',
      `${JOB}      - run: git clone https://example.com/acme/tool $GITHUB_WORKSPACE/tool\n      - run: git checkout 0123456789abcdef0123456789abcdef01234567\n        working-directory: \${{ github.workspace }}/tool\n`,
      ['exact git+https://example.com/acme/tool@0123456789abcdef0123456789abcdef01234567'],
    ],
    [
      'a checkout of another repository, and of its own',
      `${JOB}      - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567\n        with: { repository: acme/tool, ref: main, path: tool }\n      - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567\n        with: { repository: "\${{ github.repository }}", ref: main }\n`,
      [
        'exact git+https://github.com/actions/checkout@0123456789abcdef0123456789abcdef01234567',
        'moving git+https://github.com/acme/tool@main',
        'exact git+https://github.com/actions/checkout@0123456789abcdef0123456789abcdef01234567',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  const ACTION =
    'inputs: { v: { default: v1.2 }, w: { required: true } }\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: git clone -b ${{ inputs.v }} https://example.com/acme/${{ inputs.w }}\n';

  it.each<readonly [string, string, readonly string[]]>([
    ['given', '{ v: main, w: tool }', ['moving git+https://example.com/acme/tool@main']],
    ['not given', '{ w: tool }', ['tag git+https://example.com/acme/tool@v1.2']],
    ['given by an expression', '{ w: "${{ env.X }}" }', ['tag git+https://example.com/acme/other@v1.2']],
  ])('runs a local action with an input that is %s', (_, given, expected) => {
    const text = `env: { X: other }\non: { workflow_call: { inputs: { v: { default: main } } } }\n${JOB}      - uses: ./build\n        with: ${given}\n`;
    expect(read(text, '.github/workflows/ci.yml', { 'build/action.yaml': ACTION })).toEqual(expected);
  });

  it('a local action leaves variables, and knows where it lies', () => {
    const action =
      'runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: |\n        echo V=main >> $GITHUB_ENV\n        ${{ github.action_path }}/get.sh\n';
    const text = `${JOB}      - uses: ./build\n      - run: git clone -b $V https://example.com/acme/tool\n`;
    const files = { 'build/action.yml': action, 'build/get.sh': '#!/bin/sh\nwget https://example.com/a.tgz\n' };
    expect(read(text, '.github/workflows/ci.yml', files)).toEqual([
      'moving git+https://example.com/acme/tool@main',
      'moving https://example.com/a.tgz',
    ]);
  });

  it('runs a local workflow with its inputs', () => {
    const called = `on:\n  workflow_call:\n    inputs:\n      v: { type: string }\n${JOB}      - run: git clone -b \${{ inputs.v }} https://example.com/acme/tool\n`;
    const text = 'jobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    with: { v: main }\n';
    expect(read(text, '.github/workflows/a.yml', { '.github/workflows/b.yml': called })).toEqual([
      'moving git+https://example.com/acme/tool@main',
    ]);
  });

  it.each([
    ['runs-on: windows-2022', '', 1],
    ['runs-on: "${{ matrix.os }}"', "if: runner.os == 'Windows'", 1],
    ['runs-on: "${{ matrix.os }}"', '', 1],
  ])('%s %s: PowerShell without a name is told by its words', (runner, condition, count) => {
    const text = `jobs:\n  a:\n    ${runner}\n    steps:\n      - ${condition === '' ? 'name: x' : condition}\n        run: |\n          if (-not $x) {\n          $env:V = (iwr https://example.com/a).Content }\n`;
    const { problems, fetches } = readHost('.github/workflows/ci.yml', text);
    expect(fetches).toEqual([]);
    expect(problems).toEqual(['PowerShell is not read yet, and this step fetches something with it (iwr)']);
    expect(problems).toHaveLength(count);
  });

  it('reads the steps of an action', () => {
    const text =
      'inputs: { v: { default: main } }\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: git clone -b ${{ inputs.v }} https://example.com/acme/tool\n';
    expect(read(text, 'action.yml')).toEqual(['moving git+https://example.com/acme/tool@main']);
  });

  it('says that PowerShell is not read where it fetches', () => {
    const { problems } = readHost(
      '.github/workflows/ci.yml',
      `${JOB}      - shell: pwsh\n        run: Invoke-WebRequest https://example.com/a\n      - shell: pwsh\n        run: Write-Host hello\n`,
    );
    expect(problems).toEqual([
      'PowerShell is not read yet, and this step fetches something with it (Invoke-WebRequest)',
    ]);
  });
});
