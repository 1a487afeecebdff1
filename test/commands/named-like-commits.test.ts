import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';
import { type Run, usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
let world: GitWorld;
/** What the scripts call by name: an old commit, whole and shortened; somebody pushed branches of these names. */
const names: Record<string, string> = {};

beforeAll(async () => {
  world = await createGitWorld();
  const lib = createRepository(world.root, 'acme/lib');
  const old = lib.commit({ a: 'old' });
  const tagged = lib.commit({ a: 'tagged' });
  const main = lib.commit({ a: 'main' });
  const pushed = lib.commit({ a: 'pushed' }, { branch: 'pushed' });
  Object.assign(names, { OLD: old, SHORT: old.slice(0, 7), TAGGED: tagged.slice(0, 7), FEW: old.slice(0, 5) });
  for (const name of [old, old.slice(0, 7), old.slice(0, 5), tagged.slice(0, 7), 'c0ffee1', '2019'])
    lib.branch(name, pushed);
  lib.tag(tagged.slice(0, 7), main);
});
afterAll(() => world.close());

function run(args: readonly string[], cwd: string): Promise<Run> {
  return pinlock.run(args, { cwd, env: { ...world.env, XDG_CACHE_HOME: join(world.folder, 'cache') } });
}

function withNames(text: string): string {
  return text.replace(/OLD|SHORT|TAGGED|FEW/g, (name) => names[name] ?? '');
}

const runFile = promisify(execFile);

/** What git itself makes of it. */
async function built(script: string): Promise<string> {
  const cwd = mkdtempSync(join(world.folder, 'build-'));
  await runFile('sh', ['-c', script], { cwd, env: world.env });
  const { stdout } = await runFile('git', ['-C', 'lib', 'rev-parse', 'HEAD'], { cwd, env: world.env });
  return stdout.trim();
}

const CLONE = 'git clone -q https://example.com/acme/lib && cd lib && ';

describe('a name of hex digits is pinned at what git takes', () => {
  it.each([
    ['a shortened commit and a branch', `${CLONE}git checkout SHORT`],
    ['a shortened commit and a branch, reset', `${CLONE}git reset --hard SHORT`],
    ['a shortened commit, a branch and a tag', `${CLONE}git checkout TAGGED`],
    ['the branch of the remote', `${CLONE}git checkout origin/SHORT`],
    ['the branch by itself', `${CLONE}git checkout c0ffee1`],
    ['a branch of few digits', `${CLONE}git checkout 2019`],
    ['what was fetched by that name', `${CLONE}git fetch origin SHORT && git checkout FETCH_HEAD`],
    ['clone -b', 'git clone -q -b SHORT https://example.com/acme/lib'],
    ['clone -b of 40 digits', 'git clone -q -b OLD https://example.com/acme/lib'],
    ['the remote branch of 40 digits', `${CLONE}git checkout origin/OLD`],
  ])('%s', async (_name, written) => {
    const script = `${withNames(written)}\n`;
    const cwd = pinlock.tree({ 'build.sh': script });
    const resolved = await run(['resolve'], cwd);
    const commit = await built(script);
    expect(resolved).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).toContain(`"commit": "${commit}"`);
    expect(await run(['update', '--dry-run'], cwd)).toMatchObject({ exitCode: 0 });
    expect(await run(['apply'], cwd)).toMatchObject({ exitCode: 0 });
    expect(await built(readFileSync(join(cwd, 'build.sh'), 'utf8'))).toBe(commit);
    expect(await run(['update', '--dry-run'], cwd)).toMatchObject({ exitCode: 0 });
  });

  it('says that the commit was taken', async () => {
    const cwd = pinlock.tree({ 'build.sh': withNames(`${CLONE}git checkout SHORT\n`) });
    const { stdout } = await run(['resolve'], cwd);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      withNames(
        'refs/heads/SHORT has the same name; the commit was taken, as git does: write origin/SHORT for the branch',
      ),
    );
  });

  it('has no pin where git finds few digits in more than commits', async () => {
    const cwd = pinlock.tree({ 'build.sh': withNames(`${CLONE}git checkout FEW\n`) });
    const { exitCode, stdout } = await run(['resolve'], cwd);
    expect(exitCode).toBe(3);
    expect(stdout.replace(/\s+/g, ' ')).toContain(withNames('is refs/heads/FEW and the beginning of the commit OLD'));
  });
});
