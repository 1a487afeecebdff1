import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { INPUT_DEFAULTS } from '../../src/action/inputs.ts';
import { usePinlock } from '../commands/pinlock.ts';
import { git } from '../support/git.ts';
import { createCheckout } from './runner.ts';

type Step = {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
};
type Workflow = {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
};

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
const WORKFLOWS = readdirSync(join(EXAMPLES, 'workflows'));
const CLEAN = { 'build.sh': 'echo build\n' };
const MOVING = { 'build.sh': 'git clone https://example.com/acme/tool\n' };
const pinlock = usePinlock();

function stepsOf(name: string): readonly Step[] {
  const workflow: Workflow = parse(readFileSync(join(EXAMPLES, 'workflows', name), 'utf8'));
  return Object.values(workflow.jobs).flatMap(({ steps }) => steps);
}

type ScriptRun = { readonly exitCode: number | null; readonly calls: readonly string[]; readonly output: string };

/** Runs a script as a step does, with a program `gh` that writes down how it was called and answers with one line. */
function runScript(script: string, cwd: string, env: Readonly<Record<string, string>>, answer = ''): ScriptRun {
  const folder = pinlock.tree({
    calls: '',
    'temp/': '',
    'bin/gh': `#!/bin/sh\necho "$*" >> "$CALLS"\ncase "$2" in list) printf '%s' "$ANSWER" ;; esac\n`,
  });
  chmodSync(join(folder, 'bin/gh'), 0o755);
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      CALLS: join(folder, 'calls'),
      ANSWER: answer,
      RUNNER_TEMP: join(folder, 'temp'),
      PINLOCK: pinlock.program(),
      ...env,
    },
  });
  const calls = readFileSync(join(folder, 'calls'), 'utf8').split('\n').filter(Boolean);
  return { exitCode: status, calls: calls.map((call) => call.replaceAll(folder, '')), output: `${stdout}${stderr}` };
}

describe.each(WORKFLOWS)('examples/workflows/%s', (name) => {
  const steps = stepsOf(name);

  it('pins its actions, hands the action inputs that it has, and no text from outside to a script', () => {
    const uses = steps.flatMap((step) => step.uses ?? []);
    expect(uses.length).toBeGreaterThan(1);
    expect(uses.filter((word) => !/@[0-9a-f]{40}$/.test(word))).toEqual([]);
    const inputs = steps
      .filter((step) => step.uses?.includes('/pinlock@'))
      .flatMap((step) => Object.keys(step.with ?? {}));
    expect(inputs.filter((input) => !(input in INPUT_DEFAULTS))).toEqual([]);
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });
});

describe('the script that opens a pull request', () => {
  const script = stepsOf('update.yml').find(({ run }) => run !== undefined)?.run ?? '';
  const env = {
    TITLE: 'pinlock: move 1 pin',
    BODY: '$(touch hacked)\n`touch hacked`"; touch hacked',
    BRANCH: 'pinlock/update',
  };

  it.each([
    ['', 'pr create --head pinlock/update --title pinlock: move 1 pin --body-file /temp/body.md'],
    ['7', 'pr edit pinlock/update --title pinlock: move 1 pin --body-file /temp/body.md'],
  ])('pushes what moved, where the open one is "%s"', (open, call) => {
    const { folder } = createCheckout(pinlock, { 'pinlock.lock': 'old\n' }, {});
    const remote = pinlock.tree({});
    git(remote, 'init', '--quiet', '--bare');
    git(folder, 'remote', 'add', 'origin', remote);
    writeFileSync(join(folder, 'pinlock.lock'), 'new\n');
    const result = runScript(script, folder, env, open);
    expect(result).toMatchObject({ exitCode: 0, calls: [expect.stringMatching(/^pr list /), call] });
    expect(git(remote, 'show', 'pinlock/update:pinlock.lock')).toBe('new');
    expect(existsSync(join(folder, 'hacked'))).toBe(false);
  });
});

describe('the script that keeps one issue', () => {
  const script = stepsOf('scan.yml').find(({ run }) => run !== undefined)?.run ?? '';

  it.each<[string, string, string, number, readonly RegExp[]]>([
    [
      'opens one',
      'failure',
      '',
      0,
      [/^issue list/, /^issue create --title Fetches without a pin --body pinlock found 3: /],
    ],
    ['brings the open one up to date', 'failure', '7', 0, [/^issue list/, /^issue edit 7 --body /]],
    ['closes it', 'success', '7', 0, [/^issue list/, /^issue close 7 /]],
    ['says nothing where all is well', 'success', '', 0, [/^issue list/]],
    ['fails where pinlock did', '', '', 1, []],
  ])('%s', (_title, outcome, open, exitCode, calls) => {
    const env = {
      OUTCOME: outcome,
      FAILING: '3',
      TITLE: 'Fetches without a pin',
      RUN: 'https://github.com/acme/product/actions/runs/1',
    };
    const result = runScript(script, pinlock.tree({}), env, open);
    expect(result.exitCode).toBe(exitCode);
    expect(result.calls).toEqual(calls.map((call) => expect.stringMatching(call)));
  });
});

describe('other CI', () => {
  it.each([
    ['passes', CLEAN, 0],
    ['fails', MOVING, 1],
  ])('%s in GitLab, Jenkins and a shell', (_title, files, exitCode) => {
    const { folder, base } = createCheckout(pinlock, CLEAN, files);
    const gitlab: { readonly pinlock: { readonly script: readonly string[] } } = parse(
      readFileSync(join(EXAMPLES, 'ci/gitlab-ci.yml'), 'utf8'),
    );
    const merge = { CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
    expect(runScript(gitlab.pinlock.script.join('\n'), folder, merge)).toMatchObject({ exitCode });
    expect(JSON.parse(readFileSync(join(folder, 'pinlock-quality.json'), 'utf8'))).toHaveLength(exitCode);
    expect(readFileSync(join(folder, 'pinlock-junit.xml'), 'utf8')).toContain('<testsuite');

    const [, jenkins = ''] = /sh '([^']+)'/.exec(readFileSync(join(EXAMPLES, 'ci/Jenkinsfile'), 'utf8')) ?? [];
    expect(runScript(jenkins, folder, {})).toMatchObject({ exitCode });
    for (const BASE of ['', base]) {
      expect(runScript(join(EXAMPLES, 'ci/check.sh'), folder, { BASE })).toMatchObject({ exitCode });
    }
    expect(execFileSync('sh', ['-n', join(EXAMPLES, 'ci/check.sh')], { encoding: 'utf8' })).toBe('');
  });
});
