import { describe, expect, it } from 'vitest';
import { azurePipelines } from '../../src/formats/azure-pipelines.ts';
import { readHost } from '../support/read-host.ts';

function read(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const { fetches } = readHost('azure-pipelines.yml', text, {}, files);
  return fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

const COMMAND_LINE = ['the command line of Windows is not read yet, and this step fetches something with it (iwr)'];

describe('azure-pipelines', () => {
  it.each([
    ['azure-pipelines.yml', true],
    ['azure-pipelines-linux.yaml', true],
    ['.azure-pipelines/templates/build.yml', true],
    ['build/ci.azure-pipelines.yml', true],
    ['azure/pipelines.yml', false],
  ])('%s: %s', (path, expected) => {
    expect(azurePipelines.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    [
      'scripts of steps, jobs and stages',
      'stages:\n  - stage: a\n    jobs:\n      - job: b\n        steps:\n          - script: wget https://example.com/a.tgz\n          - task: Bash@3\n            inputs: { targetType: inline, script: "wget https://example.com/b.tgz" }\n          - task: Bash@3\n            inputs: { targetType: filePath, script: "wget https://example.com/c.tgz" }\n',
      ['moving https://example.com/a.tgz', 'moving https://example.com/b.tgz'],
    ],
    [
      'steps below a condition, and of a deployment',
      'jobs:\n  - deployment: a\n    strategy:\n      runOnce:\n        deploy:\n          steps:\n            - ${{ if eq(parameters.x, true) }}:\n                - bash: wget https://example.com/a.tgz\n',
      ['moving https://example.com/a.tgz'],
    ],
    [
      'variables as a map and as a list, in any case',
      'variables: { Ref: main }\njobs:\n  - job: a\n    variables:\n      - name: Name\n        value: tool\n    steps:\n      - bash: git clone -b $(ref) https://example.com/acme/${{ variables.NAME }}\n      - bash: git clone -b $REF https://example.com/acme/other\n',
      ['moving git+https://example.com/acme/tool@main', 'moving git+https://example.com/acme/other@main'],
    ],
    [
      'a variable that a script prints',
      `variables: { REF: ${'0'.repeat(40)} }\nsteps:\n  - bash: git clone --revision=$(ref) https://example.com/acme/tool\n  - bash: echo "##vso[task.setvariable variable=REF]trunk"\n  - bash: git clone --revision=$(REF) https://example.com/acme/other\n  - bash: git clone --revision=$REF https://example.com/acme/third\n`,
      [
        `exact git+https://example.com/acme/tool@${'0'.repeat(40)}`,
        'dynamic https://example.com/acme/other',
        'dynamic https://example.com/acme/third',
      ],
    ],
    [
      "a macro that nobody sets is the shell's, the agent's own is unknown",
      'steps:\n  - bash: |\n      V=$(cat version)\n      git clone -b v1.2 https://example.com/acme/tool $(Agent.TempDirectory)/tool\n      git clone -b $V https://example.com/acme/other\n',
      ['tag git+https://example.com/acme/tool@v1.2', 'dynamic https://example.com/acme/other'],
    ],
    [
      'the legs of a matrix, chosen together',
      'strategy:\n  matrix:\n    one: { r: one, v: v1.2 }\n    two: { r: two, v: main }\nsteps:\n  - bash: git clone -b $(v) https://example.com/acme/$(r)\n',
      ['tag git+https://example.com/acme/one@v1.2', 'moving git+https://example.com/acme/two@main'],
    ],
    [
      'a listed container that an expression names',
      "resources:\n  containers:\n    - container: x\n      image: debian:12\njobs:\n  - job: a\n    container: $[ variables['CONTAINER'] ]\n  - job: b\n    container: ${{ parameters.container }}\n",
      ['tag docker://docker.io/library/debian:12'],
    ],
    [
      'containers by image and by name',
      'pool: { vmImage: ubuntu-latest }\nresources:\n  containers:\n    - container: x\n      image: debian:12\njobs:\n  - job: a\n    container: x\n  - job: b\n    container: ubuntu\n  - job: c\n    container: { image: alpine:3.20 }\n',
      [
        'tag docker://docker.io/library/debian:12',
        'moving docker://docker.io/library/ubuntu',
        'tag docker://docker.io/library/alpine:3.20',
      ],
    ],
    [
      'a name in a template, which what uses it may know',
      'jobs:\n  - job: a\n    container: default\n  - job: b\n    container: acme/tool\n',
      ['moving docker://docker.io/acme/tool'],
    ],
    [
      'repositories',
      'resources:\n  repositories:\n    - { repository: a, type: github, name: acme/a, ref: refs/heads/main }\n    - { repository: b, type: git, name: project/b }\n',
      ['moving git+https://github.com/acme/a@refs/heads/main', 'dynamic $(System.CollectionUri)project/b'],
    ],
    [
      'a check without -e is swallowed unless it is the last',
      `steps:\n  - bash: |\n      curl -LO https://example.com/a-1.2.tgz\n      echo '${'0'.repeat(64)}  a-1.2.tgz' | sha256sum -c\n      tar xf a-1.2.tgz\n`,
      ['versioned https://example.com/a-1.2.tgz'],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('reads templates of the tree with what they are given', () => {
    const files = {
      'ci/steps.yml':
        'parameters:\n  - name: ref\n    default: v1.2\nsteps:\n  - bash: git clone -b ${{ parameters.ref }} https://example.com/acme/tool\n',
      'ci/job.yml':
        'parameters: { ref: main }\njobs:\n  - job: a\n    steps:\n      - template: steps.yml\n        parameters: { ref: "${{ parameters.ref }}" }\n',
      'ci/variables.yml': 'variables: { V: v3.0 }\n',
    };
    const text =
      'variables:\n  - template: ci/variables.yml\njobs:\n  - template: /ci/job.yml\n  - job: b\n    steps:\n      - template: ci/steps.yml\n      - template: steps.yml@other\n      - bash: git clone -b $(V) https://example.com/acme/other\n';
    expect(read(text, files)).toEqual([
      'tag git+https://example.com/acme/other@v3.0',
      'moving git+https://example.com/acme/tool@main',
      'tag git+https://example.com/acme/tool@v1.2',
    ]);
  });

  it.each([
    ['pool: { vmImage: windows-latest }', 'script', COMMAND_LINE],
    ["pool: { vmImage: '$(image)' }", 'script', COMMAND_LINE],
    [
      'pool: { vmImage: ubuntu-latest }',
      'pwsh',
      ['PowerShell is not read yet, and this step fetches something with it (iwr)'],
    ],
  ])('%s, %s: what Windows reads is no shell', (pool, key, expected) => {
    const { fetches, problems } = readHost(
      'azure-pipelines.yml',
      `${pool}\nsteps:\n  - ${key}: |\n      call x.bat\n      if (-not $x) { iwr https://example.com/a }\n`,
    );
    expect(fetches).toEqual([]);
    expect(problems).toEqual(expected);
  });
});
