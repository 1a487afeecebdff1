import { describe, expect, it } from 'vitest';
import { gitlabCi } from '../../src/formats/gitlab-ci.ts';
import { readHost } from '../support/read-host.ts';

/** Verdict and source of every fetch. */
function read(text: string): readonly string[] {
  return readHost('.gitlab-ci.yml', text).fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const CLONE = 'git clone -b "$V" https://example.com/acme/tool';
const TOOL = 'git+https://example.com/acme/tool';

describe('gitlab-ci', () => {
  it.each([
    ['.gitlab-ci.yml', true],
    ['ci/build.gitlab-ci.yml', true],
    ['.gitlab/ci/build.yml', true],
    ['gitlab-ci.yaml', true],
    ['.gitlab/issue.md', false],
  ])('%s: %s', (path, expected) => {
    expect(gitlabCi.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    [
      'variables, the job wins',
      `variables: { V: one }\na:\n  variables: { V: main }\n  script: ['${CLONE}']\n`,
      [`moving ${TOOL}@main`],
    ],
    [
      'variables that a job does not take over, all or but some',
      `variables: { V: ${COMMIT}, W: v1.2 }\na:\n  inherit: { variables: false }\n  script:\n    - git clone https://example.com/acme/a && git -C a checkout $V\nb:\n  inherit: { variables: [W] }\n  script:\n    - git clone -b $W https://example.com/acme/b && git -C b checkout $V\nc:\n  inherit: { variables: [V] }\n  variables: { W: main }\n  script:\n    - git clone -b $W https://example.com/acme/c && git -C c checkout $V\n`,
      [
        'moving git+https://example.com/acme/a',
        'tag git+https://example.com/acme/b@v1.2',
        `exact git+https://example.com/acme/c@${COMMIT}`,
      ],
    ],
    [
      'variables of the workflow that a job does not take over',
      `workflow:\n  rules:\n    - variables: { V: ${COMMIT} }\na:\n  inherit: { variables: false }\n  script:\n    - git clone https://example.com/acme/a && git -C a checkout $V\n`,
      ['moving git+https://example.com/acme/a'],
    ],
    [
      'what stands for all jobs, which one does not take over',
      `default: { image: "debian:12", before_script: [git clone https://example.com/acme/a] }\na:\n  inherit: { default: [before_script] }\n  script: [make]\nb:\n  inherit: { default: false }\n  script: [make]\n`,
      ['moving git+https://example.com/acme/a'],
    ],
    [
      'variables of rules, of the workflow below those of the job',
      `variables: { V: one }\nworkflow:\n  rules:\n    - { if: $X, variables: { V: two } }\n    - when: always\na:\n  script: ['${CLONE}']\nb:\n  variables: { V: v1.2 }\n  rules:\n    - { if: $X, variables: { V: main } }\n    - { if: $Y, when: never }\n    - when: always\n  script: ['${CLONE.replace('tool', 'other')}']\n`,
      [
        `moving ${TOOL}@one`,
        `moving ${TOOL}@two`,
        'tag git+https://example.com/acme/other@v1.2',
        'moving git+https://example.com/acme/other@main',
      ],
    ],
    [
      'rules that a reference brings, one of which always holds',
      `.r: { rules: [{ variables: { V: main } }] }\na:\n  variables: { V: v1.2 }\n  rules: [!reference [.r, rules]]\n  script: ['${CLONE}']\n`,
      [`moving ${TOOL}@main`],
    ],
    [
      'what a pipeline below includes',
      'a:\n  trigger:\n    include:\n      - { project: acme/ci, ref: main, file: a.yml }\n      - remote: https://example.com/ci.yml\n',
      ['dynamic $CI_SERVER_URL/acme/ci', 'moving https://example.com/ci.yml'],
    ],
    [
      'a variable that is described',
      `variables: { V: { value: main, description: x } }\na:\n  script: ['${CLONE}']\n`,
      [`moving ${TOOL}@main`],
    ],
    [
      'before_script is the same shell',
      `a:\n  before_script: [V=v1.2]\n  script:\n    - ${CLONE}\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'after_script is another',
      `a:\n  script: [V=v1.2]\n  after_script:\n    - ${CLONE}\n`,
      ['dynamic https://example.com/acme/tool'],
    ],
    [
      'what a job extends',
      `.base:\n  variables: { V: main }\n  script:\n    - ${CLONE}\na:\n  extends: .base\n  variables: { V: v1.2 }\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a hidden job that nobody takes',
      `.base:\n  script:\n    - git clone https://example.com/acme/tool\n`,
      [`moving ${TOOL}`],
    ],
    [
      'a reference',
      `.base:\n  script:\n    - V=main\na:\n  script:\n    - !reference [.base, script]\n    - ${CLONE}\n`,
      [`moving ${TOOL}@main`],
    ],
    ['the image for all', 'image: debian:12\na: { script: [make] }\n', ['tag docker://docker.io/library/debian:12']],
    [
      'the default image',
      'default: { image: { name: "debian:12" } }\na: { script: [make] }\n',
      ['tag docker://docker.io/library/debian:12'],
    ],
    [
      'an image with a variable',
      'variables: { T: "12" }\na: { image: "debian:$T", script: [make] }\n',
      ['tag docker://docker.io/library/debian:12'],
    ],
    [
      'services',
      'a: { services: [postgres, { name: "redis:7" }], script: [make] }\n',
      ['moving docker://docker.io/library/postgres', 'tag docker://docker.io/library/redis:7'],
    ],
    [
      'a matrix',
      `a:\n  parallel: { matrix: [{ V: [v1.2, main] }] }\n  script: ['${CLONE}']\n`,
      [`tag ${TOOL}@v1.2`, `moving ${TOOL}@main`],
    ],
    ['a text is one script', `a:\n  script: |\n    V=main\n    ${CLONE}\n`, [`moving ${TOOL}@main`]],
    [
      'a clone of one job is none of another',
      'a: { script: [git clone https://example.com/acme/tool] }\nb: { script: [git -C tool checkout 0123456789abcdef0123456789abcdef01234567] }\n',
      [`moving ${TOOL}`],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('a script ends at the first command that fails, so a commit that is gone builds nothing', () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const text = `a: { script: [git clone https://example.com/acme/tool, git -C tool checkout ${commit}, make -C tool] }\n`;
    const [only] = readHost('.gitlab-ci.yml', text).fetches;
    expect(only?.why).toBe('a full commit id names one state for good');
  });

  it('ends on references that lead back, also many times', () => {
    const again = '!reference [a, script], '.repeat(9);
    expect(read(`a: { script: [${again}wget https://example.com/a.tgz] }\n`).length).toBe(1);
  });

  it('ends on jobs that extend each other', () => {
    expect(read('a: { extends: b, script: [make] }\nb: { extends: a, image: postgres }\n').length).toBeGreaterThan(0);
  });
});
