import { expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

const SUM = '0'.repeat(64);
const FETCH = 'curl -LO https://example.com/a-1.2.tgz';
const CHECK = `echo "${SUM}  a-1.2.tgz" | sha256sum -c`;
const USE = 'tar xzf a-1.2.tgz && ./a/install.sh';

const github = (check: string, use: string): string =>
  `jobs:\n  build:\n    steps:\n      - ${check}run: |\n          ${FETCH}\n          ${CHECK}\n      - ${use}run: ${USE}\n      - run: make\n`;
const azure = (check: string, use: string): string =>
  `steps:\n  - bash: |\n      set -e\n      ${FETCH}\n      ${CHECK}\n${check}  - bash: ${USE}\n${use}`;
const circle = (when: string): string =>
  `jobs:\n  a:\n    steps:\n      - run: |\n          ${FETCH}\n          ${CHECK}\n      - run: { ${when}command: "${USE}" }\n`;
const jenkins = (check: string, use: string): string =>
  `pipeline { stages { stage('a') { steps { ${check} } } }\n${use} }`;
const sh = `sh '''${FETCH}\n${CHECK}'''`;
const useStep = `sh '${USE}'`;

it.each<readonly [string, string, string, 'exact' | 'versioned']>([
  ['GitHub: the next step', '.github/workflows/ci.yml', github('', ''), 'exact'],
  [
    'GitHub: continue-on-error',
    '.github/workflows/ci.yml',
    github('continue-on-error: true\n        ', ''),
    'versioned',
  ],
  [
    'GitHub: continue-on-error that nobody knows',
    '.github/workflows/ci.yml',
    github('continue-on-error: ${{ matrix.x }}\n        ', ''),
    'versioned',
  ],
  ['GitHub: always()', '.github/workflows/ci.yml', github('', 'if: always()\n        '), 'versioned'],
  ['GitHub: !cancelled()', '.github/workflows/ci.yml', github('', 'if: ${{ !cancelled() }}\n        '), 'versioned'],
  ['GitHub: success()', '.github/workflows/ci.yml', github('', 'if: success()\n        '), 'exact'],
  ['Azure: the next step', 'azure-pipelines.yml', azure('', ''), 'exact'],
  ['Azure: continueOnError', 'azure-pipelines.yml', azure('    continueOnError: true\n', ''), 'versioned'],
  ['Azure: always()', 'azure-pipelines.yml', azure('', '    condition: always()\n'), 'versioned'],
  ['CircleCI: the next step', '.circleci/config.yml', circle(''), 'exact'],
  ['CircleCI: when: always', '.circleci/config.yml', circle('when: always, '), 'versioned'],
  ['CircleCI: when: on_success', '.circleci/config.yml', circle('when: on_success, '), 'exact'],
  ['GitLab: the script', '.gitlab-ci.yml', `a:\n  script:\n    - ${FETCH}\n    - '${CHECK}'\n    - ${USE}\n`, 'exact'],
  [
    'GitLab: after_script',
    '.gitlab-ci.yml',
    `a:\n  script:\n    - ${FETCH}\n    - '${CHECK}'\n  after_script:\n    - ${USE}\n`,
    'versioned',
  ],
  ['Jenkins: the next step', 'Jenkinsfile', jenkins(`${sh}\n${useStep}`, ''), 'exact'],
  ['Jenkins: catchError', 'Jenkinsfile', jenkins(`catchError { ${sh} }\n${useStep}`, ''), 'versioned'],
  [
    'Jenkins: catchError with words',
    'Jenkinsfile',
    jenkins(`catchError(buildResult: 'SUCCESS') { ${sh} }\n${useStep}`, ''),
    'versioned',
  ],
  [
    'Jenkins: a failure that is caught',
    'Jenkinsfile',
    jenkins(`try { ${sh} } catch (e) { echo 'x' }\n${useStep}`, ''),
    'versioned',
  ],
  [
    'Jenkins: a failure that is thrown again',
    'Jenkinsfile',
    jenkins(`try { ${sh} } catch (e) { echo 'x'\nthrow e }\n${useStep}`, ''),
    'exact',
  ],
  ['Jenkins: behind all', 'Jenkinsfile', jenkins(sh, `post { always { ${useStep} } }`), 'versioned'],
  ['Jenkins: behind success', 'Jenkinsfile', jenkins(sh, `post { success { ${useStep} } }`), 'exact'],
  ['Make: the next line', 'Makefile', `a:\n\t${FETCH} && ${CHECK}\n\t${USE}\n`, 'exact'],
  ['Make: a failure that is ignored', 'Makefile', `a:\n\t-${FETCH} && ${CHECK}\n\t${USE}\n`, 'versioned'],
])('what a check says of a use behind it: %s', (_, path, text, verdict) => {
  const { fetches } = readHost(path, text);
  expect(fetches.map((fetch) => `${fetch.verdict} ${fetch.url}`)).toEqual([`${verdict} https://example.com/a-1.2.tgz`]);
});

const steps = (key: string, when: string, check: string, use: string): string =>
  `steps:\n  - ${key}: ${FETCH}\n  - ${key}: ${CHECK.replaceAll('"', "'")}\n${check && `    ${when}: ${check}\n`}  - ${key}: ${USE}\n${use && `    ${when}: ${use}\n`}`;

it.each<readonly [string, string, 'exact' | 'versioned']>([
  ['', '', 'exact'],
  ['inputs.check', '', 'versioned'],
  ['success()', '', 'exact'],
  ['', 'inputs.use', 'exact'],
  ["runner.os == 'Linux'", "${{ runner.os  == 'Linux' }}", 'exact'],
  ["runner.os == 'Linux'", "runner.os != 'Linux'", 'versioned'],
  ["runner.os == 'Linux'", 'inputs.use', 'versioned'],
  ['"!inputs.a"', '"! inputs.a"', 'exact'],
  ['"!inputs.a"', 'inputs.a', 'versioned'],
  ['env.CHECK', 'env.CHECK', 'versioned'],
])('a step of GitHub that checks if "%s", one that uses if "%s"', (check, use, verdict) => {
  const text = `runs:\n  using: composite\n  ${steps('run', 'if', check, use).replaceAll('\n', '\n  ')}\n`;
  expect(readHost('action.yml', text).fetches.map((fetch) => fetch.verdict)).toEqual([verdict]);
});

it.each<readonly [string, string, 'exact' | 'versioned']>([
  ['', '', 'exact'],
  ['eq(1, 2)', '', 'versioned'],
  ['succeeded()', '', 'exact'],
  ["eq(variables.x, 'a')", "eq(variables.X,'a')", 'exact'],
  ["eq(variables.x, 'a')", "ne(variables.x, 'a')", 'versioned'],
])('a step of Azure that checks on condition "%s", one that uses on "%s"', (check, use, verdict) => {
  const text = steps('bash', 'condition', check, use);
  expect(readHost('azure-pipelines.yml', text).fetches.map((fetch) => fetch.verdict)).toEqual([verdict]);
});

const CLONE = 'git clone https://example.com/acme/tool';
const PIN = 'git -C tool checkout 0123456789abcdef0123456789abcdef01234567';
const BUILD = 'make -C tool';
const EXACT = ['exact'];
const EITHER = ['exact', 'moving'];
const runs = (...steps: readonly string[]): string =>
  `jobs:\n  a:\n    steps:\n${steps.map((step) => `      - { ${step} }\n`).join('')}`;
const ANYWAY = 'continue-on-error: true';

it.each<readonly [string, string, string, readonly string[]]>([
  ['GitHub: every step', '.github/workflows/ci.yml', runs(`run: ${CLONE}`, `run: ${PIN}`, `run: ${BUILD}`), EXACT],
  [
    'GitHub: a step that may fail',
    '.github/workflows/ci.yml',
    runs(`run: ${CLONE}`, `run: ${PIN}, ${ANYWAY}`, `run: ${BUILD}`),
    EITHER,
  ],
  [
    'GitHub: a step that may fail, in the folder',
    '.github/workflows/ci.yml',
    runs(
      `run: ${CLONE}`,
      `run: ${PIN.replace('-C tool ', '')}, working-directory: tool, ${ANYWAY}`,
      'run: make, working-directory: tool',
    ),
    EITHER,
  ],
  [
    'GitHub: a clone and its pin in a step that may fail',
    '.github/workflows/ci.yml',
    runs(`run: ${CLONE} && ${PIN}, ${ANYWAY}`, `run: ${BUILD}`),
    EITHER,
  ],
  [
    'GitHub: all in a step that may fail',
    '.github/workflows/ci.yml',
    runs(`run: ${CLONE} && ${PIN} && ${BUILD}, ${ANYWAY}`, 'run: make'),
    EXACT,
  ],
  [
    'GitHub: nothing is built behind it',
    '.github/workflows/ci.yml',
    runs(`run: ${CLONE}`, `run: ${PIN}, ${ANYWAY}`),
    EXACT,
  ],
  [
    'GitHub: a later step that must not fail takes it again',
    '.github/workflows/ci.yml',
    runs(`run: ${CLONE}`, `run: ${PIN}, ${ANYWAY}`, `run: ${PIN}`, `run: ${BUILD}`),
    EXACT,
  ],
  [
    'GitHub: a copy',
    '.github/workflows/ci.yml',
    runs(`run: ${CLONE}`, `run: ${PIN}, ${ANYWAY}`, 'run: cp -r tool other', 'run: make -C other'),
    EITHER,
  ],
  [
    'GitHub: a job that may fail',
    '.github/workflows/ci.yml',
    runs(`run: ${CLONE}`, `run: ${PIN}`, `run: ${BUILD}`).replace('    steps', `    ${ANYWAY}\n    steps`),
    EXACT,
  ],
  [
    'GitHub: a step that runs in any case',
    '.github/workflows/ci.yml',
    runs(`run: ${CLONE}`, `run: ${PIN}`, `run: ${BUILD}, if: always()`),
    EITHER,
  ],
  [
    'GitLab: a job that may fail',
    '.gitlab-ci.yml',
    `a:\n  allow_failure: true\n  script:\n    - ${CLONE}\n    - ${PIN}\n    - ${BUILD}\n`,
    EXACT,
  ],
  [
    'GitLab: after_script',
    '.gitlab-ci.yml',
    `a:\n  script:\n    - ${CLONE}\n    - ${PIN}\n  after_script:\n    - ${BUILD}\n`,
    EITHER,
  ],
  ['Jenkins: catchError', 'Jenkinsfile', `node { sh '${CLONE}'\ncatchError { sh '${PIN}' }\nsh '${BUILD}' }`, EITHER],
  ['Make: a failure that is ignored', 'Makefile', `a:\n\t${CLONE}\n\t-${PIN}\n\t${BUILD}\n`, EITHER],
])('what a pin says that may fail: %s', (_, path, text, verdicts) => {
  const { fetches } = readHost(path, text);
  expect(fetches.map(({ verdict }) => verdict).sort()).toEqual(verdicts);
});

const FAILED = 'when: on_fail';
const runStep = (command: string, words = ''): string =>
  `run: { command: '${command.replaceAll("'", "''")}', ${words} }`;
const VERSIONED = ['versioned'];

it.each<readonly [string, string, string, readonly string[]]>([
  [
    'CircleCI: a pin behind a failure',
    '.circleci/config.yml',
    runs(runStep(CLONE), runStep(PIN, FAILED), runStep(BUILD)),
    EITHER,
  ],
  [
    'CircleCI: a pin in a step whose parameter says when',
    '.circleci/config.yml',
    runs(runStep(CLONE), runStep(PIN, 'when: << parameters.when >>'), runStep(BUILD)),
    EITHER,
  ],
  [
    'CircleCI: a check behind a failure',
    '.circleci/config.yml',
    runs(runStep(FETCH), runStep(CHECK, FAILED), runStep(USE)),
    VERSIONED,
  ],
  [
    'CircleCI: all behind a failure',
    '.circleci/config.yml',
    runs('run: make', runStep(`${FETCH} && ${CHECK} && ${USE}`, FAILED)),
    EXACT,
  ],
  [
    'CircleCI: a check in the background',
    '.circleci/config.yml',
    runs(runStep(FETCH), runStep(CHECK, 'background: true')),
    VERSIONED,
  ],
  [
    'CircleCI: a pin in the background',
    '.circleci/config.yml',
    runs(runStep(CLONE), runStep(PIN, 'background: true'), runStep(BUILD)),
    EITHER,
  ],
  [
    'CircleCI: a check that is waited for',
    '.circleci/config.yml',
    runs(runStep(FETCH), runStep(CHECK, 'background: false'), runStep(USE)),
    EXACT,
  ],
  [
    'GitLab: a pin in after_script',
    '.gitlab-ci.yml',
    `a:\n  script:\n    - ${CLONE}\n    - ${BUILD}\n  after_script:\n    - ${PIN}\n`,
    EITHER,
  ],
  [
    'GitLab: a check in after_script',
    '.gitlab-ci.yml',
    `a:\n  script:\n    - ${FETCH}\n  after_script:\n    - '${CHECK}'\n`,
    VERSIONED,
  ],
  [
    'GitLab: all in after_script',
    '.gitlab-ci.yml',
    `a:\n  script: [make]\n  after_script:\n    - ${FETCH}\n    - '${CHECK}'\n    - ${USE}\n`,
    EXACT,
  ],
  [
    'Jenkins: a pin behind a failure',
    'Jenkinsfile',
    jenkins(`sh '${CLONE}'`, `post { failure { sh '${PIN}' } }`),
    EITHER,
  ],
  [
    'Jenkins: a check behind all',
    'Jenkinsfile',
    jenkins(`sh '${FETCH}'`, `post { always { sh '''${CHECK}''' } }`),
    VERSIONED,
  ],
  [
    'Jenkins: a pin where a failure is caught',
    'Jenkinsfile',
    `node { sh '${CLONE}'\ntry { sh 'make' } catch (e) { sh '${PIN}' }\nsh '${BUILD}' }`,
    EITHER,
  ],
  [
    'Jenkins: a pin where a failure is thrown again',
    'Jenkinsfile',
    `node { try { sh '${CLONE}' } catch (e) { sh '${PIN}'\nthrow e }\nsh '${BUILD}' }`,
    EITHER,
  ],
  [
    'Jenkins: a check where a failure is caught',
    'Jenkinsfile',
    `node { try { sh '${FETCH}' } catch (e) { sh '''${CHECK}''' } }`,
    VERSIONED,
  ],
  ['Jenkins: a pin behind success', 'Jenkinsfile', jenkins(`sh '${CLONE}'`, `post { success { sh '${PIN}' } }`), EXACT],
])('what says nothing in a good build: %s', (_, path, text, verdicts) => {
  const { fetches } = readHost(path, text);
  expect(fetches.map(({ verdict }) => verdict).sort()).toEqual(verdicts);
});
