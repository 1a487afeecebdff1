import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Pinlock } from '../commands/pinlock.ts';
import { git } from '../support/git.ts';

type Files = Readonly<Record<string, string>>;

/** One step as GitHub's runner starts it: inputs as variables, an event in a file, files for what comes back. */
export type Step = {
  readonly workspace: string;
  readonly inputs?: Files;
  readonly event?: { readonly name: string; readonly payload: unknown };
  readonly env?: Files;
  /** The path of the Node that runs it; that of the tests unless given. */
  readonly node?: string;
};

export type StepResult = {
  readonly exitCode: number | null;
  readonly log: readonly string[];
  /** Lines that the runner takes for commands. */
  readonly commands: readonly string[];
  readonly outputs: Files;
  readonly summary: string;
};

/** Runs the built action. The log is what came on both streams, as the runner reads them. */
export function runStep(pinlock: Pinlock, step: Step): Promise<StepResult> {
  const folder = pinlock.tree({ output: '', summary: '', 'temp/': '', 'home/': '' });
  const path = (name: string): string => join(folder, name);
  const { name, payload } = step.event ?? {
    name: 'workflow_dispatch',
    payload: { inputs: null, ref: 'refs/heads/main' },
  };
  writeFileSync(path('event.json'), JSON.stringify(payload));
  const inputs = Object.entries(step.inputs ?? {}).map(([input, value]) => [
    `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`,
    value,
  ]);
  const env = {
    PATH: process.env.PATH,
    HOME: path('home'),
    GIT_CONFIG_NOSYSTEM: '1',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: step.workspace,
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: path('event.json'),
    GITHUB_OUTPUT: path('output'),
    GITHUB_STEP_SUMMARY: path('summary'),
    GITHUB_REPOSITORY: 'acme/product',
    GITHUB_API_URL: 'https://api.example.com',
    RUNNER_TEMP: path('temp'),
    ...Object.fromEntries(inputs),
    ...step.env,
  };
  const program = join(dirname(pinlock.program()), 'action.js');
  return new Promise((resolve) => {
    execFile(step.node ?? process.execPath, [program], { cwd: step.workspace, env }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      const log = `${stdout}${stderr}`.split('\n');
      resolve({
        exitCode,
        log,
        // As ActionCommand.cs of the runner: trimmed, or the old form anywhere.
        commands: log.filter((line) => line.trimStart().startsWith('::') || line.includes('##[')),
        outputs: parseOutputs(readFileSync(path('output'), 'utf8')),
        summary: readFileSync(path('summary'), 'utf8'),
      });
    });
  });
}

/** As FileCommandManager.cs of the runner: `name=value` or `name<<DELIMITER`, lines, DELIMITER. */
function parseOutputs(text: string): Files {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const [, name = '', delimiter] = /^([^=<]+)<<(.+)$/.exec(line) ?? [];
    if (delimiter === undefined) {
      const equals = line.indexOf('=');
      if (equals <= 0) throw new Error(`the runner refuses the line ${line}`);
      outputs[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    const end = lines.indexOf(delimiter, index + 1);
    if (end < 0) throw new Error(`no end of the output ${name}`);
    outputs[name] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return outputs;
}

/** A repository with two commits; gives back their ids. */
export function createCheckout(pinlock: Pinlock, before: Files, after: Files): Checkout {
  const folder = pinlock.tree(before);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  const base = commitAll(folder);
  git(folder, 'checkout', '--quiet', '-b', 'change');
  writeFiles(folder, after);
  return { folder, base, head: commitAll(folder) };
}

export type Checkout = { readonly folder: string; readonly base: string; readonly head: string };

function commitAll(folder: string): string {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'a commit');
  return git(folder, 'rev-parse', 'HEAD');
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A clone with so many commits of the branch, as actions/checkout makes one. */
export function cloneShallow(checkout: Checkout, depth: number): string {
  const target = mkdtempSync(`${checkout.folder}-clone-`);
  git(target, 'clone', '--quiet', `--depth=${depth}`, '--branch', 'change', `file://${checkout.folder}`, '.');
  return target;
}

const REPOSITORY = { id: 1, name: 'product', full_name: 'acme/product', private: false, fork: false };

/** In the shapes of https://docs.github.com/webhooks/webhook-events-and-payloads, with more than is read. */
export const events = {
  push: ({ base, head }: Checkout) => ({
    name: 'push',
    payload: {
      ref: 'refs/heads/change',
      before: base,
      after: head,
      created: false,
      deleted: false,
      forced: false,
      repository: REPOSITORY,
    },
  }),
  newBranch: ({ head }: Checkout) => ({
    name: 'push',
    payload: { ref: 'refs/heads/change', before: '0'.repeat(40), after: head, created: true, repository: REPOSITORY },
  }),
  pullRequest: ({ base, head }: Checkout, owner = 'acme') => ({
    name: 'pull_request',
    payload: {
      action: 'synchronize',
      number: 7,
      pull_request: {
        number: 7,
        state: 'open',
        title: '::error::a title $(id)',
        base: { label: 'acme:main', ref: 'main', sha: base, repo: REPOSITORY },
        head: {
          label: `${owner}:change`,
          ref: 'change"; id; "',
          sha: head,
          repo: { ...REPOSITORY, full_name: `${owner}/product`, fork: owner !== 'acme' },
        },
      },
      repository: REPOSITORY,
    },
  }),
  mergeGroup: ({ base, head }: Checkout) => ({
    name: 'merge_group',
    payload: {
      action: 'checks_requested',
      merge_group: { base_sha: base, head_sha: head, base_ref: 'refs/heads/main' },
    },
  }),
  schedule: { name: 'schedule', payload: { schedule: '0 4 * * 1', repository: REPOSITORY } },
} as const;
