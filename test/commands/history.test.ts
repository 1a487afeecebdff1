import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';
import { type Run, usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
let world: GitWorld;
let [first, second, third] = ['', '', ''];

beforeAll(async () => {
  world = await createGitWorld();
  const tool = createRepository(world.root, 'acme/tool');
  first = tool.commit({ a: '1' }, { on: '2019-10-01T10:00:00Z', message: 'first' });
  second = tool.commit({ a: '2' }, { on: '2019-10-03T10:00:00Z', message: 'second \u001b[31m\u202e' });
  third = tool.commit({ a: '3' }, { on: '2019-10-05T10:00:00Z', message: '::error::third' });
});
afterAll(() => world.close());

const SCRIPT = '#!/bin/sh\nset -e\ngit clone -b main https://example.com/acme/tool\n';

function run(args: readonly string[], cwd: string, home = 'cache'): Promise<Run> {
  return pinlock.run(args, { cwd, env: { ...world.env, XDG_CACHE_HOME: join(world.folder, home) } });
}

function withNames({ exitCode, stdout, stderr }: Run): Run {
  const named = (text: string): string =>
    [first, second, third].reduce(
      (result, id, index) => result.replaceAll(id.slice(0, 12), `<${index + 1}>`),
      text.replaceAll(world.folder, '<world>'),
    );
  return { exitCode, stdout: named(stdout), stderr };
}

describe('resolve --as-of', () => {
  it('pins the tip of that day, records the day, and shows what stood beside it', async () => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT, Dockerfile: 'FROM registry.example.com/acme/base:1\n' });
    expect(withNames(await run(['resolve', '--as-of', '2019-10-04'], cwd))).toMatchInlineSnapshot(`
      {
        "exitCode": 3,
        "stderr": "pinlock: as of 2019-10-04T00:00:00Z: what this run pins of branches was their tip then, by committer dates
      ",
        "stdout": "pinned      git+https://example.com/acme/tool@main
                  refs/heads/main at <2>
                  as of 2019-10-04T00:00:00Z: tip by date, not proven
                  last before: <2> 2019-10-03T10:00:00Z second \\u{1b}[31m\\u{202e}
                  first after: <3> 2019-10-05T10:00:00Z ::error::third
      not pinned  docker://registry.example.com/acme/base:1
                  not-supported: docker://registry.example.com/acme/base:1: cannot be told as of
                  2019-10-04T00:00:00Z: a registry keeps no history of a tag; without --as-of it is pinned
                  as it is today

      pinlock.lock written: 1 pinned, 0 kept, 0 dropped, 1 source without a pin
      ",
      }
    `);
    expect(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).toContain(
      `{ "ref": "refs/heads/main", "commit": "${second}", "asOf": "2019-10-04T00:00:00Z" }`,
    );
    // The lockfile is one like any other.
    expect((await run(['apply', 'build.sh'], cwd)).exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'build.sh'), 'utf8')).toContain(second);
  });

  it('takes the date of a revision of the project', async () => {
    const product = createRepository(world.root, 'acme/product');
    product.tag('v1.4', product.commit({ 'build.sh': SCRIPT }, { on: '2019-10-02T00:00:00Z' }));
    const cwd = pinlock.tree({});
    product.git('--work-tree', cwd, 'checkout', '--force', 'main');
    product.git('config', 'core.bare', 'false');
    writeFileSync(join(cwd, '.git'), `gitdir: ${product.folder}\n`);
    const resolved = await run(['resolve', '--as-of', 'v1.4'], cwd);
    expect(resolved.stderr).toContain('as of 2019-10-02T00:00:00Z');
    expect(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).toContain(first);
    const wrong = await run(['resolve', '--as-of', 'v9'], cwd);
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no revision of this repository') });
  });

  it.each([
    [['--as-of', '2019-02-30'], 'no such day'],
    [['--min-age', '3x'], 'expected hours, days or weeks'],
    [['--as-of', '2019-10-04', '--min-age', '3d'], 'both say'],
  ])('%s is wrong use', async (args, words) => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT });
    const refused = await run(['resolve', ...args], cwd);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(words) });
    expect(existsSync(join(cwd, 'pinlock.lock'))).toBe(false);
  });

  it('keeps nothing with --no-cache', async () => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT });
    expect((await run(['resolve', '--as-of', '2019-10-04', '--no-cache'], cwd, 'none')).exitCode).toBe(0);
    expect(existsSync(join(world.folder, 'none'))).toBe(false);
  });

  it('does not need the cache for what is there now', async () => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT });
    expect((await run(['resolve'], cwd, 'unused')).exitCode).toBe(0);
    expect(existsSync(join(world.folder, 'unused'))).toBe(false);
  });
});

describe('resolve of a shortened commit', () => {
  it('pins the whole one', async () => {
    const text = `git clone https://example.com/acme/tool\ngit -C tool checkout ${first.slice(0, 8)}\n`;
    const cwd = pinlock.tree({ 'build.sh': text });
    expect((await run(['resolve'], cwd)).exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).toContain(`{ "commit": "${first}" }`);
  });
});

describe('resolve --min-age', () => {
  it('says what it took instead', async () => {
    const recent = createRepository(world.root, 'acme/recent');
    const old = recent.commit({ a: '1' }, { on: '2020-01-01T00:00:00Z', message: 'old' });
    const young = recent.commit({ a: '2' }, { on: '2090-01-01T00:00:00Z', message: 'young' });
    const cwd = pinlock.tree({ 'build.sh': SCRIPT.replace('tool', 'recent') });
    const resolved = await run(['resolve', '--min-age', '3d'], cwd);
    expect(resolved.exitCode).toBe(0);
    expect(resolved.stdout).toContain(`refs/heads/main at ${old.slice(0, 12)}`);
    expect(resolved.stdout).toContain(`not taken, too young: ${young.slice(0, 12)}`);
  });
});

describe('resolve over pins that are there', () => {
  it('names each that is not of the day asked for, and how to go on', async () => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT });
    await run(['resolve'], cwd);
    const before = readFileSync(join(cwd, 'pinlock.lock'), 'utf8');
    const kept = await run(['resolve', '--as-of', '2019-10-04'], cwd);
    expect(kept.exitCode).toBe(3);
    expect(withNames(kept).stdout).toMatchInlineSnapshot(`
      "stays       git+https://example.com/acme/tool@main
                  refs/heads/main at <3>, pinned by an earlier run; --as-of 2019-10-04T00:00:00Z
                  asks for refs/heads/main at <2>
                  pinlock update --as-of 2019-10-04T00:00:00Z moves it there

      pinlock.lock unchanged: 0 pinned, 1 kept (1 not as asked for), 0 dropped, 0 sources without a pin
      "
    `);
    expect(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).toBe(before);
    await run(['update', '--as-of', '2019-10-04'], cwd);
    expect(await run(['resolve', '--as-of', '2019-10-04'], cwd)).toMatchObject({ exitCode: 0 });
    const other = await run(['resolve', '--as-of', '2019-10-02'], cwd);
    expect(other.exitCode).toBe(3);
    expect(withNames(other).stdout.replace(/\s+/g, ' ')).toContain(
      'refs/heads/main at <2>, pinned by an earlier run as of 2019-10-04T00:00:00Z; --as-of 2019-10-02T00:00:00Z asks for refs/heads/main at <1>',
    );
    expect((await run(['resolve', '--as-of', '2019-10-02', '--format', 'json'], cwd)).exitCode).toBe(3);
  });

  it('names what is too young, and what is no release: wishes for new pins', async () => {
    const both = createRepository(world.root, 'acme/both');
    const old = both.commit({ a: '1' }, { on: '2020-01-01T00:00:00Z' });
    both.tag('v1.0', old);
    const cwd = pinlock.tree({ 'build.sh': SCRIPT.replace('tool', 'both') });
    await run(['resolve'], cwd);
    expect((await run(['resolve', '--min-age', '3d'], cwd)).stdout).not.toContain('stays');
    const released = await run(['resolve', '--prefer', 'release'], cwd, 'no-history');
    expect(existsSync(join(world.folder, 'no-history'))).toBe(false);
    expect(released.exitCode).toBe(0);
    expect(released.stdout.replace(/\s+/g, ' ')).toContain(
      '; --prefer release asks for refs/tags/v1.0 at ' +
        `${old.slice(0, 12)} pinlock update --prefer release moves it there`,
    );
    both.commit({ a: '2' }, { on: '2090-01-01T00:00:00Z' });
    expect((await run(['resolve', '--min-age', '3d'], cwd)).stdout).not.toContain('stays');
    await run(['update'], cwd);
    const young = await run(['resolve', '--min-age', '3d'], cwd);
    expect(young.exitCode).toBe(0);
    expect(young.stdout.replace(/\s+/g, ' ')).toContain(`--min-age 3d asks for refs/heads/main at ${old.slice(0, 12)}`);
    expect(young.stdout).toContain('1 kept (1 not as asked for)');
  });
});

describe('update --as-of', () => {
  const lock = (cwd: string) => readFileSync(join(cwd, 'pinlock.lock'), 'utf8');

  it('takes pins back to a day, in lockfile and files, to another day, and forward again', async () => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT });
    await run(['resolve'], cwd);
    await run(['apply'], cwd);
    expect(lock(cwd)).toContain(third);
    const dry = await run(['update', '--as-of', '2019-10-04', '--dry-run'], cwd);
    expect(dry).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('1 would move, 0 refused') });
    const back = await run(['update', '--as-of', '2019-10-04'], cwd);
    expect(back).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 moved, 0 refused') });
    expect(withNames(back).stdout).toContain('refs/heads/main: <3> -> <2>');
    expect(back.stdout).toContain('back: it is older than what was pinned');
    expect(lock(cwd)).toContain(`"commit": "${second}", "asOf": "2019-10-04T00:00:00Z"`);
    expect(readFileSync(join(cwd, 'build.sh'), 'utf8')).toContain(second);
    await run(['update', '--as-of', '2019-10-02'], cwd);
    expect(lock(cwd)).toContain(`"commit": "${first}", "asOf": "2019-10-02T00:00:00Z"`);
    expect(await run(['update'], cwd)).toMatchObject({ exitCode: 0 });
    expect(lock(cwd)).toContain(third);
    expect(lock(cwd)).not.toContain('asOf');
  });

  it('refuses where the branch of today does not contain the pin', async () => {
    const anew = createRepository(world.root, 'acme/anew');
    const old = anew.commit({ a: '1' }, { on: '2019-10-01T10:00:00Z' });
    const lost = anew.commit({ a: '2' }, { on: '2019-10-02T10:00:00Z' });
    const cwd = pinlock.tree({ 'build.sh': SCRIPT.replace('tool', 'anew') });
    await run(['resolve'], cwd);
    anew.commit({ a: '3' }, { on: '2019-10-03T10:00:00Z', branch: 'other', from: old });
    anew.branch('main', 'other');
    const refused = await run(['update', '--as-of', '2019-10-04'], cwd);
    expect(refused).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('the branch was rewritten') });
    expect(lock(cwd)).toContain(lost);
  });

  it('is wrong use beside --min-age', async () => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT });
    const refused = await run(['update', '--as-of', '2019-10-04', '--min-age', '3d'], cwd);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('both say') });
  });
});

describe('update --min-age', () => {
  it('leaves alone what is too young, and never goes back', async () => {
    const cooled = createRepository(world.root, 'acme/cooled');
    cooled.commit({ a: '1' }, { on: '2020-01-01T00:00:00Z' });
    const cwd = pinlock.tree({ 'build.sh': SCRIPT.replace('tool', 'cooled') });
    const lock = () => readFileSync(join(cwd, 'pinlock.lock'), 'utf8');
    await run(['resolve'], cwd);
    const old = cooled.commit({ a: '2' }, { on: '2020-02-01T00:00:00Z' });
    const young = cooled.commit({ a: '3' }, { on: '2090-01-01T00:00:00Z' });
    cooled.tag('v1.0.0', old);
    expect(await run(['update', '--min-age', '3d'], cwd)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('newest release v1.0.0\n'),
    });
    expect(lock()).toContain(old);
    expect((await run(['update'], cwd)).exitCode).toBe(0);
    expect(lock()).toContain(young);
    const again = await run(['update', '--min-age', '3d'], cwd);
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('0 moved, 0 refused') });
    expect(lock()).toContain(young);
    expect((await run(['update', '--min-age', 'x'], cwd)).exitCode).toBe(2);
  });
});

describe('cache', () => {
  it('shows place and size, and is cleared', async () => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT });
    await run(['resolve', '--as-of', '2019-10-04'], cwd, 'own');
    const shown = await run(['cache'], cwd, 'own');
    expect(shown.stdout).toMatch(/^\/.*\/own\/pinlock: 1 history, \d+\.\d kB\n$/);
    const cleared = await run(['cache', 'clear'], cwd, 'own');
    expect(cleared).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/: 1 history, .* deleted\n$/) });
    expect((await run(['cache'], cwd, 'own')).stdout).toMatch(/: 0 histories, 0\.0 kB\n$/);
    rmSync(join(cwd, 'pinlock.lock'));
    expect((await run(['resolve', '--as-of', '2019-10-04'], cwd, 'own')).exitCode).toBe(0);
  });

  it.each([[['cache', 'empty']], [['cache', 'clear', 'all']]])('%s is wrong use', async (args) => {
    const refused = await run(args, pinlock.tree({}));
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('cache') });
  });
});
