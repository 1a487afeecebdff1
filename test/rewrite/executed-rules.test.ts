import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRuleFile } from '../../src/match/compile-rules.ts';
import { allRules } from '../../src/match/rule-table.ts';
import { answerFiles } from '../support/file-answers.ts';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { requireProgram } from '../support/installed.ts';
import { createRepository, type Repository } from '../support/repositories.ts';
import { runShell } from './run-shell.ts';

/**
 * What the rules say a pinned line looks like is run by a real shell, before upstream moves and after it did: what lies on disk is the
 * pinned content, or, where upstream keeps a file but once, nothing at all.
 */
const FOLDER = fileURLToPath(new URL('../../rules/fetch', import.meta.url));

/** Programs that are there, and speak to any host. */
const PROGRAMS = ['git', 'curl', 'wget'] as const;

/**
 * Why the pinned examples of a command are not run. Those of instructions, keys and calls are carried out by builders, runners and CMake,
 * not by a shell; test/hold/build.test.ts builds some.
 */
const NOT_RUN: Readonly<Record<string, readonly string[]>> = {
  'the program is a package manager or tool that is not installed where tests run': [
    ...[
      'ansible-galaxy',
      'ansible-pull',
      'aria2c',
      'axel',
      'brew-install',
      'bundle-add',
      'cargo-install',
      'cpanm',
      'fetch',
    ],
    ...[
      'gh-extension',
      'gh-repo-clone',
      'go-install',
      'go-run',
      'httpie',
      'jsonnet-bundler',
      'julia-code',
      'kpt-pkg',
      'kubectl-apply',
      'kustomize-build',
      'nix',
    ],
    ...['nix-file', 'opam-pin', 'pip', 'poetry', 'r-code', 'repo-init', 'terraform-init', 'uv', 'west-init'],
  ],
  'it reads github.com by an interface of its own, which no loopback server has': ['degit', 'npm', 'npx', 'npx-degit'],
  'it pulls images by a daemon or a tool for images': [
    ...[
      'buildah-from',
      'buildx-imagetools',
      'container-pull',
      'crane-pull',
      'docker-build',
      'docker-pull',
      'docker-run',
    ],
    ...['oras-pull', 'singularity-pull', 'skopeo-copy'],
  ],
};

const examples = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yml'))
  .sort()
  .map((name) => readRuleFile({ path: name, text: readFileSync(join(FOLDER, name), 'utf8') }))
  .flatMap(({ id, pinned }) => {
    const form = allRules.find((rule) => rule.id === id)?.form;
    return form === 'command' ? pinned.map(([, line]) => ({ id, line })) : [];
  });
const isRun = ({ line }: { readonly line: string }): boolean => PROGRAMS.some((name) => line.startsWith(`${name} `));

it('every pinned example of a command is run, or it is said why not', () => {
  const others = new Set(examples.filter((example) => !isRun(example)).map(({ id }) => id));
  expect(Object.values(NOT_RUN).flat().sort()).toEqual([...others].sort());
});

describe.skipIf(!PROGRAMS.map(requireProgram).every((isThere) => isThere))('a pinned line (git, curl, wget)', () => {
  let world: GitWorld;
  let tool: Repository;
  let env: NodeJS.ProcessEnv;
  let commit = '';
  const files = new Map<string, Buffer>();
  const sums = new Map<string, string>();

  beforeAll(async () => {
    world = await createGitWorld({ intercept: answerFiles(files) });
    tool = createRepository(world.root, 'acme/tool');
    commit = tool.commit({ version: 'one', 'install.sh': 'echo one > version\n' });
    for (const branch of ['master', 'dev']) tool.branch(branch, commit);
    for (const [name, body] of [
      ['/get.sh', Buffer.from('echo one > version\n')],
      ['/tool-1.2.tgz', archive('one')],
    ] as const) {
      files.set(name, body);
      sums.set(name, createHash('sha256').update(body).digest('hex'));
    }
    // The build behind the fetch is not the point.
    const bin = join(world.folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'make'), '#!/bin/sh\n');
    chmodSync(join(bin, 'make'), 0o755);
    env = { ...world.env, PATH: `${bin}:${world.env.PATH ?? ''}` };
  });
  afterAll(() => world.close());

  function archive(text: string): Buffer {
    const folder = mkdtempSync(join(world.folder, 'archive-'));
    writeFileSync(join(folder, 'version'), text);
    return execFileSync('tar', ['-C', folder, '-cz', 'version']);
  }

  /** All files called `version` that a line leaves, and how it ended. */
  async function run(line: string): Promise<{ readonly status: number | null; readonly versions: readonly string[] }> {
    const folder = mkdtempSync(join(world.folder, 'run-'));
    execFileSync('git', ['-C', folder, 'init', '-q'], { env });
    const named = [...sums.keys()].filter((name) => line.includes(name));
    named.sort((a, b) => line.indexOf(a) - line.indexOf(b));
    const files = named.values();
    const text = line
      .replaceAll('{commit}', commit)
      .replaceAll('{sha256}', () => sums.get(files.next().value ?? '') ?? '')
      .replaceAll(/https:\/\/raw\.githubusercontent\.com\/acme\/tool\//g, `${world.server.url}/acme/tool/raw/`)
      .replaceAll(/https:\/\/(?:github|example)\.com/g, world.server.url);
    const { status } = await runShell(`set -e\n${text}`, folder, env);
    const versions = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => !path.includes('.git/') && /(?:^|\/)version$/.test(path))
      .map((path) => readFileSync(join(folder, path), 'utf8').trim());
    return { status, versions };
  }

  const cases = examples.filter(isRun);

  it.each(cases)('$line brings the pinned content', async ({ line }) => {
    expect(await run(line)).toEqual({ status: 0, versions: ['one'] });
  });

  describe('after upstream moved', () => {
    beforeAll(() => {
      for (const branch of ['main', 'master', 'dev'])
        tool.commit({ version: 'two', 'install.sh': 'echo two > version\n' }, { branch });
      files.set('/get.sh', Buffer.from('echo two > version\n'));
      files.set('/tool-1.2.tgz', archive('two'));
    });

    it.each(cases.filter(({ line }) => line.includes('{commit}')))('$line still does', async ({ line }) => {
      expect(await run(line)).toEqual({ status: 0, versions: ['one'] });
    });

    it.each(cases.filter(({ line }) => line.includes('{sha256}')))('$line fails and uses nothing', async ({ line }) => {
      const { status, versions } = await run(line);
      expect(status).not.toBe(0);
      expect(versions).toEqual([]);
    });
  });
});
