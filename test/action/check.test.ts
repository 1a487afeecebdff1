import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usePinlock } from '../commands/pinlock.ts';
import { git } from '../support/git.ts';
import { findNode24 } from '../support/node-24.ts';
import { type Checkout, cloneShallow, createCheckout, events, runStep, type Step, type StepResult } from './runner.ts';

const pinlock = usePinlock();
const NODE_24 = findNode24();

const CLEAN = 'FROM scratch\nRUN echo build\n';
const MOVING = 'FROM scratch\nRUN git clone https://example.com/acme/tool\n';
const OTHER =
  'FROM scratch\nRUN git clone https://example.com/acme/tool\nRUN git clone https://example.com/acme/other\n';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

function check(workspace: string, step: Partial<Step> = {}): Promise<StepResult> {
  return runStep(pinlock, { workspace, ...step });
}

function annotations(result: StepResult, level: string): readonly string[] {
  return result.commands.filter((line) => line.startsWith(`::${level} `));
}

describe('the action, run as a runner runs it', () => {
  it.runIf(NODE_24 !== null).each([
    ['Node 24, as action.yml says', NODE_24],
    ['the oldest Node that pinlock takes', process.execPath],
  ])('annotates, sums up, writes SARIF and gives outputs on %s', async (_title, node) => {
    const workspace = pinlock.tree({ 'build/Dockerfile': MOVING });
    const result = await check(workspace, {
      inputs: { 'sarif-file': 'pinlock.sarif' },
      ...(node === null ? {} : { node }),
    });
    expect(result.exitCode).toBe(1);
    expect(annotations(result, 'error')).toEqual([
      expect.stringMatching(
        /^::error file=build\/Dockerfile,line=2,.*title=pinlock%3A moving::git\+https:\/\/example\.com\/acme\/tool/,
      ),
    ]);
    expect(result.summary).toMatch(/^## pinlock check failed: 1 finding\n/);
    expect(result.outputs).toMatchObject({
      outcome: 'failure',
      failing: '1',
      'sarif-file': 'pinlock.sarif',
      'lockfile-changed': 'false',
    });
    expect(JSON.parse(result.outputs.findings ?? '')).toMatchObject([
      { path: 'build/Dockerfile', line: 2, verdict: 'moving' },
    ]);
    expect(JSON.parse(result.outputs.counts ?? '')).toMatchObject({ fetches: 1, failing: 1 });
    const sarif: { readonly runs: readonly { readonly results: readonly unknown[] }[] } = JSON.parse(
      readFileSync(join(workspace, 'pinlock.sarif'), 'utf8'),
    );
    expect(sarif.runs[0]?.results).toHaveLength(1);
  });

  it('passes where nothing moves', async () => {
    const result = await check(pinlock.tree({ Dockerfile: CLEAN }), { event: events.schedule });
    expect(result).toMatchObject({
      exitCode: 0,
      commands: [],
      outputs: { outcome: 'success', failing: '0', findings: '[]' },
    });
    expect(result.summary).toContain('pinlock check passed');
  });

  it('scans without failing, and leaves out what was not asked for', async () => {
    const workspace = pinlock.tree({ Dockerfile: MOVING, 'part/build.sh': MOVING });
    const inputs = {
      command: 'scan',
      annotate: 'false',
      summary: 'False',
      'working-directory': 'part',
      paths: 'build.sh\n',
    };
    const result = await check(workspace, { inputs });
    expect(result).toMatchObject({ exitCode: 0, commands: [], summary: '', outputs: { outcome: 'success' } });
    expect(JSON.parse(result.outputs.counts ?? '')).toMatchObject({ files: 1 });
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'command',
      { command: 'exec' },
      /input command: there is no command 'exec' \(the commands are check, scan, resolve, update\)/,
    ],
    ['a switch', { strict: 'maybe' }, /input strict: 'maybe' is neither true nor false/],
    ['a revision that is an option', { since: '--output=/tmp/x' }, /input since: '--output=\/tmp\/x' is no revision/],
    ['a folder', { 'working-directory': 'none' }, /input working-directory: none: no such folder/],
    ['prefer', { prefer: 'newest' }, /input prefer: 'newest' is not 'release'/],
    ['lines', { config: 'a\n::error::b' }, /input config: has more than one line/],
    [
      'a SARIF file outside',
      { 'sarif-file': '../out.sarif' },
      /input sarif-file: \.\.\/out\.sarif: is outside of the checkout/,
    ],
    ['a path', { paths: 'no%0Asuch' }, /no%250Asuch/],
    ['a path outside', { paths: '.\n..' }, /input paths: \.\.: is outside of the checkout/],
    ['a folder outside', { 'working-directory': '../..' }, /input working-directory: \.\.\/\.\.: is outside of/],
    ['an age, of another command', { 'min-age': 'x' }, /input min-age: x: expected hours, days or weeks/],
  ])('refuses a wrong input: %s', async (_title, inputs, message) => {
    const result = await check(pinlock.tree({ Dockerfile: CLEAN }), { inputs });
    expect(result.exitCode).not.toBe(0);
    expect(result.commands).toEqual([expect.stringMatching(message)]);
  });

  it('follows no symlink out of the checkout to where it reads', async () => {
    const workspace = pinlock.tree({ Dockerfile: CLEAN });
    const outside = pinlock.tree({ Dockerfile: MOVING });
    symlinkSync(outside, join(workspace, 'other'));
    symlinkSync(join(outside, 'Dockerfile'), join(workspace, 'Dockerfile.other'));
    for (const inputs of [{ 'working-directory': 'other' }, { paths: 'Dockerfile.other' }]) {
      const result = await check(workspace, { inputs });
      expect(result).toMatchObject({ exitCode: 2, commands: [expect.stringContaining('is outside of the checkout')] });
    }
  });

  it('follows no symlink of the checkout when it writes', async () => {
    const workspace = pinlock.tree({ Dockerfile: CLEAN });
    const outside = pinlock.tree({ victim: 'mine\n' });
    symlinkSync(join(outside, 'victim'), join(workspace, 'pinlock.sarif'));
    symlinkSync(outside, join(workspace, 'reports'));
    for (const file of ['pinlock.sarif', 'reports/new.sarif']) {
      const result = await check(workspace, { inputs: { 'sarif-file': file } });
      expect(result).toMatchObject({
        exitCode: 2,
        commands: [expect.stringContaining(`input sarif-file: ${file}: is`)],
      });
    }
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('mine\n');
    expect(existsSync(join(outside, 'new.sarif'))).toBe(false);
  });
});

describe('since and policy-from', () => {
  it.each<[string, (checkout: Checkout) => NonNullable<Step['event']>, number]>([
    ['a push', events.push, 1],
    ['a pull request', events.pullRequest, 1],
    ['a pull request of a fork, without a token', (checkout) => events.pullRequest(checkout, 'mallory'), 1],
    ['a merge queue', events.mergeGroup, 1],
    ['a new branch: everything', events.newBranch, 2],
    ['a schedule: everything', () => events.schedule, 2],
  ])('since: base tells what is new in %s', async (_title, toEvent, failing) => {
    const checkout = createCheckout(pinlock, { Dockerfile: MOVING }, { Dockerfile: OTHER });
    const result = await check(checkout.folder, { event: toEvent(checkout), inputs: { since: 'base' } });
    expect(result.exitCode).toBe(1);
    expect(result.outputs.failing).toBe(String(failing));
    expect(annotations(result, 'notice').some((line) => line.includes('there is no base in this run'))).toBe(
      failing === 2,
    );
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['ignore: *', { 'pinlock.yml': "ignores:\n  - source: '**'\n    reason: trust me\n" }, /new ignore of/],
    ['exclude: **', { 'pinlock.yml': "exclude: ['**']\n" }, /new exclude/],
    [
      'an ignore in the file',
      { Dockerfile: `${CLEAN}# pinlock: ignore trust me\nRUN git clone https://example.com/acme/tool\n` },
      /new ignore: trust me/,
    ],
    ['a policy that lets everything pass', { 'pinlock.yml': 'policy:\n  - moving: pass\n' }, /policy/],
  ])('a pull request does not excuse itself with %s', async (_title, files, notice) => {
    const checkout = createCheckout(pinlock, { Dockerfile: CLEAN }, { Dockerfile: MOVING, ...files });
    const event = events.pullRequest(checkout, 'mallory');
    const result = await check(checkout.folder, { event });
    expect(result.exitCode).toBe(1);
    expect(annotations(result, 'notice')).toContainEqual(expect.stringMatching(notice));
    expect(result.summary).toMatch(notice);
  });

  it('a pull request does not excuse itself with a baseline', async () => {
    const moving = pinlock.tree({ Dockerfile: MOVING });
    const found: readonly { readonly id: string }[] = JSON.parse((await check(moving)).outputs.findings ?? '');
    const entry = { id: found[0]?.id, path: 'Dockerfile', source: 'git+https://example.com/acme/tool' };
    const files = {
      'pinlock.yml': 'baseline: pinlock.baseline\n',
      'pinlock.baseline': JSON.stringify({ baselineVersion: 1, findings: [entry] }),
    };
    const checkout = createCheckout(pinlock, { Dockerfile: CLEAN }, { Dockerfile: MOVING, ...files });
    const event = events.pullRequest(checkout, 'mallory');
    expect(await check(checkout.folder, { event, inputs: { 'policy-from': 'head' } })).toMatchObject({ exitCode: 0 });
    const result = await check(checkout.folder, { event });
    expect(result.exitCode).toBe(1);
    expect(annotations(result, 'notice').some((line) => line.includes('baseline'))).toBe(true);
  });

  it('names a new source and host of the lockfile', async () => {
    const lockfile = (host: string): string =>
      `{\n  "lockfileVersion": 1,\n  "sources": {\n    "git+https://${host}/acme/tool": { "ref": "refs/heads/main", "commit": "${COMMIT}" }\n  }\n}\n`;
    const checkout = createCheckout(
      pinlock,
      { Dockerfile: MOVING, 'pinlock.lock': lockfile('example.com') },
      {
        Dockerfile: MOVING.replace('example.com', 'mirror.example.net'),
        'pinlock.lock': lockfile('mirror.example.net'),
      },
    );
    const result = await check(checkout.folder, { event: events.pullRequest(checkout) });
    expect(annotations(result, 'notice').filter((line) => line.includes('mirror.example.net')).length).toBeGreaterThan(
      0,
    );
    expect(result.summary).toContain('mirror.example.net');
  });

  it('names a pin that is another one now: nothing else shows who wrote that commit', async () => {
    const lockfile = (commit: string): string =>
      `{\n  "lockfileVersion": 1,\n  "sources": {\n    "git+https://example.com/acme/tool": { "ref": "refs/heads/main", "commit": "${commit}" }\n  }\n}\n`;
    const checkout = createCheckout(
      pinlock,
      { Dockerfile: MOVING, 'pinlock.yml': 'hold: pinlock\n', 'pinlock.lock': lockfile(COMMIT) },
      { 'pinlock.lock': lockfile('f'.repeat(40)) },
    );
    const result = await check(checkout.folder, { event: events.pullRequest(checkout) });
    expect(result.exitCode).toBe(0);
    const said = `other pin of git+https://example.com/acme/tool: refs/heads/main at ffffffffffff, was refs/heads/main at ${COMMIT.slice(0, 12)}`;
    expect(annotations(result, 'notice')).toEqual([expect.stringContaining(said)]);
    expect(result.summary).toContain('other pin of');
  });

  it('judges everything where what was there before a push was not fetched, and says so', async () => {
    const checkout = createCheckout(pinlock, { Dockerfile: MOVING }, { Dockerfile: OTHER });
    const step = { event: events.push(checkout), inputs: { since: 'base' } };
    const shallow = await check(cloneShallow(checkout, 1), step);
    expect(shallow).toMatchObject({ exitCode: 1, outputs: { failing: '2' } });
    expect(annotations(shallow, 'notice')).toEqual([expect.stringMatching(/not in this checkout \(fetch-depth: 0/)]);
    expect((await check(cloneShallow(checkout, 2), step)).outputs.failing).toBe('1');
  });

  it('takes the parent of the merge commit that GitHub makes, and says how to get a base that is not there', async () => {
    const checkout = createCheckout(pinlock, { Dockerfile: MOVING }, { Dockerfile: OTHER });
    const { folder, base } = checkout;
    git(folder, 'checkout', '--quiet', 'main');
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'the base goes on');
    git(folder, 'merge', '--quiet', '--no-ff', '--message', 'merge', 'change');
    git(folder, 'branch', '--force', 'change', 'main');
    const merged: Checkout = { folder, base, head: git(folder, 'rev-parse', 'HEAD') };
    const step = {
      event: events.pullRequest(checkout, 'mallory'),
      inputs: { since: 'base' },
      env: { GITHUB_SHA: merged.head, GITHUB_REF: 'refs/pull/7/merge' },
    };
    expect((await check(cloneShallow(merged, 2), step)).outputs.failing).toBe('1');
    const shallow = await check(cloneShallow(merged, 1), step);
    expect(shallow.exitCode).toBe(2);
    expect(shallow.commands).toEqual([expect.stringMatching(/^::error .*shallow.*fetch-depth/)]);
  });
});
