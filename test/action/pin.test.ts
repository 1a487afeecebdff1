import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usePinlock } from '../commands/pinlock.ts';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';
import { events, runStep, type StepResult } from './runner.ts';

const pinlock = usePinlock();
let world: GitWorld;

beforeAll(async () => {
  world = await createGitWorld();
});
afterAll(() => world.close());

function run(workspace: string, inputs: Readonly<Record<string, string>>): Promise<StepResult> {
  const { HOME = '', GIT_CONFIG_GLOBAL = '' } = world.env;
  return runStep(pinlock, { workspace, inputs, event: events.schedule, env: { HOME, GIT_CONFIG_GLOBAL } });
}

function lockfileOf(workspace: string): string {
  return readFileSync(join(workspace, 'pinlock.lock'), 'utf8');
}

const SUBJECT = '::error::x ##[error]y @octocat fixes #1 <img src=x> ![a](https://evil.example.com/a.png) $(id)';

describe('resolve and update', () => {
  it('pins, then moves the pins, and gives the text of a pull request', async () => {
    const repository = createRepository(world.root, 'acme/tool');
    const first = repository.commit({ a: '1' });
    const workspace = pinlock.tree({ 'build.sh': 'git clone https://example.com/acme/tool\n' });
    const resolved = await run(workspace, { command: 'resolve' });
    expect(resolved).toMatchObject({
      exitCode: 0,
      commands: [],
      outputs: {
        outcome: 'success',
        moved: '1',
        failing: '0',
        'lockfile-changed': 'true',
        title: 'pinlock: add 1 pin',
      },
    });
    expect(lockfileOf(workspace)).toContain(first);
    expect((await run(workspace, { command: 'update' })).outputs).toMatchObject({
      moved: '0',
      'lockfile-changed': 'false',
    });

    const second = repository.commit({ a: '2' }, { message: SUBJECT });
    const updated = await run(workspace, { command: 'update', sources: 'acme/tool\n' });
    expect(updated).toMatchObject({
      exitCode: 0,
      commands: [],
      outputs: {
        outcome: 'success',
        moved: '1',
        failing: '0',
        'lockfile-changed': 'true',
        title: 'pinlock: move 1 pin',
      },
    });
    expect(lockfileOf(workspace)).toContain(second);
    expect(updated.summary.trimEnd()).toBe((updated.outputs.body ?? '').trimEnd());
    const body = updated.outputs.body ?? '';
    expect(body).toContain(second.slice(0, 12));
    expect(body).toContain('1 commit');
    // Nothing of the subject is active: no command, no mention, no closing word, no HTML, no image.
    expect(body).not.toMatch(/^\s*::|##\[|(?<!\\)<img|(?<!\\)@|(?<!&)#\d|(?<!\\)!\[/m);
  });

  it('moves what can move, and warns of the rest', async () => {
    const [good, gone] = ['good', 'gone'].map((name) => createRepository(world.root, `acme/${name}`));
    good?.commit({ a: '1' });
    gone?.commit({ a: '1' });
    const workspace = pinlock.tree({
      'build.sh': 'git clone https://example.com/acme/good\ngit clone -b main https://example.com/acme/gone\n',
    });
    expect((await run(workspace, { command: 'resolve' })).outputs).toMatchObject({ moved: '2' });
    good?.commit({ a: '2' });
    gone?.git('branch', '-m', 'main', 'trunk');
    expect(await run(workspace, { command: 'update' })).toMatchObject({
      exitCode: 0,
      commands: [expect.stringMatching(/^::warning title=pinlock::git\+https:\/\/example\.com\/acme\/gone@main: /)],
      outputs: { moved: '1', failing: '1' },
    });
  });

  it('fails where a source gets no pin', async () => {
    const workspace = pinlock.tree({ 'build.sh': 'git clone https://example.com/acme/none\n' });
    expect(await run(workspace, { command: 'resolve' })).toMatchObject({
      exitCode: 3,
      commands: [expect.stringMatching(/^::error title=pinlock::git\+https:\/\/example\.com\/acme\/none: /)],
      outputs: { outcome: 'failure', failing: '1' },
    });
  });
});
