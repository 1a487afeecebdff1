import { describe, expect, it } from 'vitest';
import { circleCi } from '../../src/formats/circleci.ts';
import { readHost } from '../support/read-host.ts';

function read(text: string): readonly string[] {
  const { fetches } = readHost('.circleci/config.yml', text);
  return fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('circleci', () => {
  it.each([
    ['.circleci/config.yml', true],
    ['a/.circleci/jobs/build.yaml', true],
    ['circleci/config.yml', false],
  ])('%s: %s', (path, expected) => {
    expect(circleCi.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    [
      'images of a job and of its executor, no machine',
      'executors:\n  x:\n    docker: [{ image: "cimg/go:1.20" }, { image: redis }]\njobs:\n  a:\n    executor: { name: x }\n  b:\n    docker:\n      - image: debian:12\n  c:\n    machine: { image: "ubuntu-2204:2024.01.1" }\n',
      [
        'tag docker://docker.io/cimg/go:1.20',
        'moving docker://docker.io/library/redis',
        'tag docker://docker.io/library/debian:12',
      ],
    ],
    [
      'orbs by parts of a version, by a full one and by an address',
      'parameters: { v: { type: string } }\norbs:\n  a: acme/a@5\n  b: acme/b@5.1\n  c: acme/c@volatile\n  d: acme/d@dev:first\n  e: acme/e@5.1.0\n  f: acme/f@<<pipeline.parameters.v>>\n  g: https://raw.githubusercontent.com/acme/orbs/main/g.yml\n  h: acme/h@dev:5.1.0\n',
      [
        'moving pkg:circleci/acme/a@5',
        'moving pkg:circleci/acme/b@5.1',
        'moving pkg:circleci/acme/c@volatile',
        'moving pkg:circleci/acme/d@dev:first',
        'exact pkg:circleci/acme/e@5.1.0',
        'dynamic pkg:circleci/acme/f',
        'moving git+https://github.com/acme/orbs@main',
        'moving pkg:circleci/acme/h@dev:5.1.0',
      ],
    ],
    [
      'an orb in place',
      `orbs:\n  own:\n    orbs: { x: acme/x@volatile }\n    commands:\n      get:\n        parameters: { ref: { type: string } }\n        steps: [ { run: "git clone -b << parameters.ref >> https://example.com/acme/tool" } ]\n      all: { steps: [ { get: { ref: v1.2 } } ] }\njobs:\n  a:\n    steps: [own/all, { own/get: { ref: main } }]\n`,
      [
        'moving pkg:circleci/acme/x@volatile',
        'tag git+https://example.com/acme/tool@v1.2',
        'moving git+https://example.com/acme/tool@main',
      ],
    ],
    [
      'both forms of run, with pipefail',
      `jobs:\n  a:\n    steps:\n      - checkout\n      - run: git clone -b main https://example.com/acme/tool\n      - run:\n          name: x\n          environment: { V: v1.2 }\n          command: git clone -b $V https://example.com/acme/other\n`,
      ['moving git+https://example.com/acme/tool@main', 'tag git+https://example.com/acme/other@v1.2'],
    ],
    [
      'a command with what it is given, and its default',
      'commands:\n  get:\n    parameters: { ref: { type: string, default: v1.2 }, name: { type: string } }\n    steps:\n      - run: git clone -b << parameters.ref >> https://example.com/acme/<<parameters.name>>\njobs:\n  a:\n    steps:\n      - get: { name: one, ref: main }\n      - get: { name: two }\n',
      ['moving git+https://example.com/acme/one@main', 'tag git+https://example.com/acme/two@v1.2'],
    ],
    [
      'a job as the workflows call it, with the columns of a matrix',
      'jobs:\n  a:\n    parameters: { ref: { type: string }, image: { type: string, default: "debian:12" } }\n    docker: [{ image: << parameters.image >> }]\n    steps:\n      - run: git clone -b << parameters.ref >> https://example.com/acme/tool\nworkflows:\n  w:\n    jobs:\n      - a: { ref: v1.2, image: "debian:13" }\n      - a:\n          matrix: { parameters: { ref: [main, v2.0] } }\n',
      [
        'tag docker://docker.io/library/debian:13',
        'tag docker://docker.io/library/debian:12',
        'tag git+https://example.com/acme/tool@v1.2',
        'moving git+https://example.com/acme/tool@main',
        'tag git+https://example.com/acme/tool@v2.0',
      ],
    ],
    [
      'parameters of the pipeline',
      'parameters: { v: { type: string, default: main } }\njobs:\n  a:\n    steps:\n      - when:\n          condition: << pipeline.parameters.v >>\n          steps:\n            - run: git clone -b << pipeline.parameters.v >> https://example.com/acme/tool\n',
      ['moving git+https://example.com/acme/tool@main'],
    ],
    [
      'what the pipeline alone knows, and a heredoc',
      `jobs:\n  a:\n    steps:\n      - run: |\n          cat <<EOF >> x\n          EOF\n          git clone -b << pipeline.git.branch >> https://example.com/acme/tool\n`,
      ['dynamic https://example.com/acme/tool'],
    ],
    [
      'what a step leaves in the environment',
      `jobs:\n  a:\n    steps:\n      - run: echo 'export V="v1.2"' >> "$BASH_ENV"\n      - run: git clone -b $V https://example.com/acme/tool\n`,
      ['tag git+https://example.com/acme/tool@v1.2'],
    ],
    [
      'a command that calls itself ends',
      'commands:\n  a: { steps: [a, b, b] }\n  b: { steps: [a, { run: "wget https://example.com/a.tgz" }] }\njobs: { j: { steps: [a] } }\n',
      ['moving https://example.com/a.tgz'],
    ],
    [
      'PowerShell is told by its words or its executor',
      `executors: { w: { shell: powershell.exe } }\njobs:\n  a:\n    executor: w\n    steps:\n      - run: git log\n  b:\n    steps:\n      - run: |\n          $x = 1\n          if (-not $x) { }\n`,
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});
