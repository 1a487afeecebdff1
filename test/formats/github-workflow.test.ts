import { describe, expect, it } from 'vitest';
import { githubWorkflow } from '../../src/formats/github-workflow.ts';
import { readHost } from '../support/read-host.ts';

const JOB = 'jobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n';

/** Verdict and source of every fetch. */
function read(text: string, path = '.github/workflows/ci.yml'): readonly string[] {
  const { fetches } = readHost(path, text);
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
      'the default of an input',
      `on: { workflow_dispatch: { inputs: { ref: { default: main } } } }\n${JOB}      - run: git clone -b \${{ inputs.ref }} https://example.com/acme/tool\n`,
      ['moving git+https://example.com/acme/tool@main'],
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
      'images of a job',
      'jobs:\n  a:\n    container: { image: "debian:12" }\n    services: { db: { image: postgres } }\n',
      ['tag docker://docker.io/library/debian:12', 'moving docker://docker.io/library/postgres'],
    ],
    [
      'a workflow that is called',
      'jobs:\n  a:\n    uses: acme/build/.github/workflows/a.yml@main\n',
      ['moving git+https://github.com/acme/build@main'],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
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
