import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository, type Repository } from '../support/repositories.ts';
import { type Run, usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
let world: GitWorld;

beforeAll(async () => {
  world = await createGitWorld();
});
afterAll(() => world.close());

function run(args: readonly string[], cwd: string): Promise<Run> {
  return pinlock.run(args, { cwd, env: world.env });
}

/** Commit ids by the names that a test gives them. */
function named(text: string, ids: Readonly<Record<string, string>>): string {
  let result = text;
  for (const [name, id] of Object.entries(ids)) {
    result = result.replaceAll(id, `<${name} in full>`).replaceAll(id.slice(0, 12), `<${name}>`.padEnd(12));
  }
  return result;
}

function lockOf(cwd: string): string {
  return readFileSync(join(cwd, 'pinlock.lock'), 'utf8');
}

/** A repository with one commit, a tree that clones its main, and the tree's lockfile at that commit. */
async function pinnedTree(
  name: string,
  line = `git clone -b main https://example.com/acme/${name}\n`,
): Promise<{ readonly repository: Repository; readonly first: string; readonly cwd: string }> {
  const repository = createRepository(world.root, `acme/${name}`);
  const first = repository.commit({ a: '1' }, { message: 'the pinned one' });
  repository.tag('v1.0.0', first);
  const cwd = pinlock.tree({ 'build.sh': `set -e\n${line}` });
  expect((await run(['resolve'], cwd)).exitCode).toBe(0);
  return { repository, first, cwd };
}

describe('update', () => {
  it('tells what moved, when and by whom, and moves lockfile and files', async () => {
    const { repository, first, cwd } = await pinnedTree('moved');
    await run(['apply'], cwd);
    const before = pinlock.readTree(cwd);
    expect(await run(['update', '--dry-run'], cwd)).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: 'pinlock.lock: 0 would move, 0 refused, 0 not asked, 1 pin as before\n',
    });
    const ids = ['second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'].map((message) =>
      repository.commit({ a: message }, { message: `the ${message} commit` }),
    );
    const [second = '', third = '', fourth = '', fifth = '', sixth = '', seventh = '', eighth = ''] = ids;
    const names = { first, second, third, fourth, fifth, sixth, seventh, eighth };
    const dry = await run(['update', '--dry-run'], cwd);
    const json = await run(['update', '--dry-run', '--format', 'json'], cwd);
    expect(JSON.parse(json.stdout)).toMatchObject({
      version: 1,
      lockfiles: [{ moved: [{ commits: { count: 7, first: { commit: second } }, files: ['build.sh'] }] }],
    });
    expect(pinlock.readTree(cwd)).toEqual(before);
    expect(named(dry.stdout, names)).toMatchInlineSnapshot(`
      "would move  git+https://example.com/acme/moved@main
                  refs/heads/main: <first>      -> <eighth>    
                  7 commits, the first 2019-10-16 00:01 UTC, the last 2019-10-16 00:07 UTC by Ada Example
                  newest release v1.0.0
                  also in build.sh
                  2019-10-16 00:07  <eighth>      Ada Example
                                    the eighth commit
                  2019-10-16 00:06  <seventh>     Ada Example
                                    the seventh commit
                  2019-10-16 00:05  <sixth>       Ada Example
                                    the sixth commit
                  2019-10-16 00:04  <fifth>       Ada Example
                                    the fifth commit
                  2019-10-16 00:03  <fourth>      Ada Example
                                    the fourth commit
                                    1 more
                  2019-10-16 00:01  <second>      Ada Example
                                    the second commit

      pinlock.lock: 1 would move, 0 refused, 0 not asked, 0 pins as before
      "
    `);
    expect(dry.stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect({ ...dry, stdout: '' }).toEqual({ exitCode: 1, stderr: '', stdout: '' });

    const updated = await run(['update'], cwd);
    expect(updated.exitCode).toBe(0);
    expect(updated.stdout).toContain('pinlock.lock written: 1 moved, 0 refused, 0 not asked, 0 pins as before');
    expect(lockOf(cwd)).toBe(before['pinlock.lock']?.replaceAll(first, eighth));
    expect(readFileSync(join(cwd, 'build.sh'), 'utf8')).toBe(before['build.sh']?.replaceAll(first, eighth));
    expect((await run(['check', '--strict'], cwd)).exitCode).toBe(0);
    expect((await run(['update', '--dry-run'], cwd)).exitCode).toBe(0);
  });

  it.each<[string, (repository: Repository, first: string) => void, string]>([
    [
      'rewritten',
      (repository, first) => repository.branch('main', repository.commit({ b: '1' }, { branch: 'side', from: first })),
      'does not contain the pinned',
    ],
    ['set-back', (repository, first) => repository.branch('main', first), 'the branch was set back'],
    ['replaced', (repository) => replaceMain(repository), 'shares no history with the pinned'],
    [
      'gone',
      (repository) => {
        replaceMain(repository);
        repository.git('tag', '-d', 'v1.0.0');
        repository.git('gc', '--quiet', '--prune=now');
      },
      'the repository does not have the pinned',
    ],
  ])('a branch that is %s keeps its pin until the new history is allowed', async (name, rewriteHistory, words) => {
    const { repository, first, cwd } = await pinnedTree(name);
    repository.commit({ a: '2' });
    expect((await run(['update', '--quiet'], cwd)).exitCode).toBe(0);
    rewriteHistory(repository, first);
    // What the cache keeps is no longer there for others.
    rmSync(join(world.env.HOME ?? '', '.cache'), { recursive: true });
    const before = pinlock.readTree(cwd);
    expect((await run(['update', '--dry-run'], cwd)).exitCode).toBe(3);
    const refused = await run(['update'], cwd);
    expect(refused.exitCode).toBe(3);
    expect(refused.stdout).toContain(`REWRITTEN   git+https://example.com/acme/${name}@main`);
    expect(refused.stdout.replaceAll(/\s+/g, ' ')).toContain(words);
    expect(pinlock.readTree(cwd)).toEqual(before);
    const allowed = await run(['update', '--allow-rewritten'], cwd);
    expect(allowed.exitCode).toBe(0);
    expect(allowed.stdout.replaceAll(/\s+/g, ' ')).toContain('taken, as --allow-rewritten says');
    expect(lockOf(cwd)).toContain(repository.git('rev-parse', 'refs/heads/main'));
  });

  it.each([
    ['known-here', false, 'is behind the pinned'],
    ['known-nowhere', true, 'does not have the pinned'],
  ])('a mirror that is behind (%s) is named stale and never moves a pin back', async (name, isForgotten, words) => {
    const { repository, cwd } = await pinnedTree(name);
    const mirror = await createGitWorld();
    createRepository(mirror.root, `acme/${name}`).commit({ a: '1' }, { message: 'the pinned one' });
    const second = repository.commit({ a: '2' });
    expect((await run(['update', '--quiet'], cwd)).exitCode).toBe(0);
    expect(lockOf(cwd)).toContain(second);
    if (isForgotten) rmSync(join(world.env.HOME ?? '', '.cache'), { recursive: true });
    const trusted = join(mirror.folder, 'trusted.yml');
    writeFileSync(trusted, `mirrors: { example.com: "${mirror.server.url}" }\n`);
    for (const flags of [[], ['--allow-rewritten']]) {
      const stale = await run(['update', '--trusted-config', trusted, ...flags], cwd);
      expect(stale.exitCode).toBe(3);
      expect(stale.stdout).toContain(`STALE       git+https://example.com/acme/${name}@main`);
      expect(stale.stdout.replaceAll(/\s+/g, ' ')).toContain(words);
      expect(lockOf(cwd)).toContain(second);
    }
    const json = await run(['update', '--dry-run', '--format', 'json', '--trusted-config', trusted], cwd);
    expect(JSON.parse(json.stdout)).toMatchObject({ lockfiles: [{ refused: [{ reason: 'stale' }] }] });
    await mirror.close();
  });

  it('a tag that moved is named and stays pinned', async () => {
    const { repository, first, cwd } = await pinnedTree(
      'tagged',
      'git clone -b v1.0.0 https://example.com/acme/tagged\n',
    );
    const next = repository.commit({ a: '2' }, { message: 'not what was released' });
    repository.annotatedTag('v1.0.0-rc1', next);
    repository.tag('v1.0.0', next);
    const refused = await run(['update'], cwd);
    expect(refused.exitCode).toBe(3);
    expect(named(refused.stdout, { first, next })).toMatchInlineSnapshot(`
      "TAG MOVED   git+https://example.com/acme/tagged@v1.0.0
                  somebody moved refs/tags/v1.0.0 from <first>      to <next>      ; a tag should never
                  move: ask the project why. --allow-rewritten takes it all the same
                  refs/tags/v1.0.0: <first>      -> <next>      
                  1 commit, 2019-10-16 00:01 UTC by Ada Example
                  2019-10-16 00:01  <next>        Ada Example
                                    not what was released

      pinlock.lock unchanged: 0 moved, 1 refused, 0 not asked, 0 pins as before
      "
    `);
    expect(lockOf(cwd)).toContain(first);
    expect((await run(['update', '--allow-rewritten'], cwd)).exitCode).toBe(0);
    expect(lockOf(cwd)).toContain(next);
  });

  it.each([
    [
      'a tag that a branch took the name of',
      'tag',
      'branch',
      'TAG MOVED',
      'refs/tags/next is gone, and refs/heads/next has its name',
    ],
    ['a branch that a tag took the name of', 'branch', 'tag', 'REWRITTEN', 'next was set back: '],
  ] as const)('%s is called so and stays pinned', async (_name, was, is, title, words) => {
    const repository = createRepository(world.root, `acme/${was}-no-more`);
    const old = repository.commit({ a: '1' });
    const pinned = repository.commit({ a: '2' });
    repository[was]('next', pinned);
    const cwd = pinlock.tree({ 'build.sh': `git clone -b next https://example.com/acme/${was}-no-more\n` });
    expect((await run(['resolve'], cwd)).exitCode).toBe(0);
    repository.git('update-ref', '-d', `refs/${was === 'tag' ? 'tags' : 'heads'}/next`);
    repository[is]('next', old);
    const refused = await run(['update'], cwd);
    expect(refused).toMatchObject({ exitCode: 3, stdout: expect.stringContaining(title) });
    expect(refused.stdout.replaceAll(/\s+/g, ' ')).toContain(words);
    expect(refused.stdout).not.toContain('the branch was');
    expect(lockOf(cwd)).toContain(pinned);
  });

  it('a tag that goes along with the releases moves with them, and nowhere else', async () => {
    const { repository, cwd } = await pinnedTree('rolling');
    repository.tag('v1', repository.git('rev-parse', 'refs/heads/main'));
    writeFileSync(join(cwd, 'build.sh'), 'git clone -b v1 https://example.com/acme/rolling\n');
    expect((await run(['resolve'], cwd)).exitCode).toBe(0);
    const unreleased = repository.commit({ a: '2' });
    repository.annotatedTag('v1.1.0', unreleased);
    const astray = repository.commit({ a: '3' });
    repository.tag('v1', astray);
    const refused = await run(['update'], cwd);
    expect(refused).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('TAG MOVED') });
    const release = repository.commit({ a: '4' });
    repository.annotatedTag('v1.2.0', release);
    repository.annotatedTag('v1.10.0', release);
    repository.tag('v1', release);
    const moved = await run(['update'], cwd);
    expect(moved.exitCode).toBe(0);
    expect(moved.stdout.replaceAll(/\s+/g, ' ')).toContain('v1 moves with the releases, and stands at v1.10.0 now');
    expect(lockOf(cwd)).toContain(`"ref": "refs/tags/v1", "commit": "${release}"`);
    repository.tag('v1', unreleased);
    expect(await run(['update'], cwd)).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('TAG MOVED') });
  });

  it('moves only what is asked for, and names what is near a pattern that fits none', async () => {
    const { repository, first, cwd } = await pinnedTree('chosen');
    const next = repository.commit({ a: '2' });
    const other = await run(['update', 'nothing-like-it'], cwd);
    expect(other).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('acme/chosen@main') });
    expect((await run(['update', 'chsen'], cwd)).stderr).toContain(
      'did you mean git+https://example.com/acme/chosen@main?',
    );
    expect(lockOf(cwd)).toContain(first);
    expect((await run(['update', 'git+https://example.com/acme/*'], cwd)).exitCode).toBe(0);
    expect(lockOf(cwd)).toContain(next);
  });

  it('goes from a branch to its newest release, and from release to release', async () => {
    const { repository, first, cwd } = await pinnedTree('released');
    const released = repository.commit({ a: '2' });
    repository.annotatedTag('v1.1.0', released);
    repository.commit({ a: '3' });
    expect((await run(['update', '--prefer', 'release'], cwd)).exitCode).toBe(0);
    expect(lockOf(cwd)).toContain(`"refs/tags/v1.1.0", "commit": "${released}", "by": "release"`);
    const patched = repository.commit({ a: 'patch' }, { branch: 'stable', from: first });
    repository.tag('v1.1.1', patched);
    const update = await run(['update'], cwd);
    expect(update).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('the two releases stand on different'),
    });
    expect(lockOf(cwd)).toContain(`"refs/tags/v1.1.1", "commit": "${patched}", "by": "release"`);
    repository.git('update-ref', '-d', 'refs/tags/v1.1.1');
    const older = await run(['update'], cwd);
    expect(older).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('OLDER') });
    expect(lockOf(cwd)).toContain(patched);
  });

  it.each([
    ['all files', ['one.sh', 'two.sh']],
    ['one of two files', ['one.sh']],
  ])('what was killed between %s and the lockfile is finished by the next update', async (name, written) => {
    const { repository, first, cwd } = await pinnedTree(
      `killed-${written.length}`,
      `git clone -b main https://example.com/acme/killed-${written.length}\n`,
    );
    const script = readFileSync(join(cwd, 'build.sh'), 'utf8');
    rmSync(join(cwd, 'build.sh'));
    for (const path of ['one.sh', 'two.sh']) writeFileSync(join(cwd, path), script);
    expect((await run(['resolve'], cwd)).exitCode).toBe(0);
    expect((await run(['apply'], cwd)).exitCode).toBe(0);
    const next = repository.commit({ a: '2' });
    for (const path of written) {
      const text = readFileSync(join(cwd, path), 'utf8');
      writeFileSync(join(cwd, path), text.replaceAll(first, next));
    }
    writeFileSync(join(cwd, '.pinlock.lock.new'), 'half', { flag: 'wx' });
    expect((await run(['check'], cwd)).exitCode, name).toBe(1);
    expect(await run(['update'], cwd)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 moved') });
    expect((await run(['check', '--strict'], cwd)).exitCode).toBe(0);
    const after = pinlock.readTree(cwd);
    expect(Object.keys(after)).toEqual(['one.sh', 'pinlock.lock', 'two.sh']);
    for (const text of Object.values(after)) {
      expect(text).toContain(next);
      expect(text).not.toContain(first);
    }
  });

  it('a file whose commit two sources share follows neither once they part', async () => {
    const { repository, first, cwd } = await pinnedTree('shared');
    repository.branch('next', first);
    const clone = (ref: string): string => `git clone -b ${ref} https://example.com/acme/shared\n`;
    writeFileSync(join(cwd, 'build.sh'), `${clone('main')}${clone('next')}`);
    expect((await run(['resolve'], cwd)).exitCode).toBe(0);
    const exact = `git clone --revision ${first} https://example.com/acme/shared\n`;
    writeFileSync(join(cwd, 'build.sh'), exact);
    const next = repository.commit({ a: '2' }, { branch: 'next' });
    repository.branch('main', next);
    repository.commit({ a: '3' }, { branch: 'next' });
    const update = await run(['update'], cwd);
    expect(update.exitCode).toBe(3);
    expect(update.stdout.replaceAll(/\s+/g, ' ')).toContain('nobody can tell which is meant');
    expect(readFileSync(join(cwd, 'build.sh'), 'utf8')).toBe(exact);
  });

  it('what cannot be asked keeps its pin, the rest moves', async () => {
    const vanishing = createRepository(world.root, 'acme/vanishing');
    const kept = vanishing.commit({ a: '1' });
    const { repository, first, cwd } = await pinnedTree(
      'partly',
      'git clone -b main https://example.com/acme/partly\ngit clone https://example.com/acme/vanishing\n',
    );
    const next = repository.commit({ a: '2' });
    rmSync(vanishing.folder, { recursive: true });
    const update = await run(['update'], cwd);
    expect(update.exitCode).toBe(3);
    expect(update.stdout).toContain('not asked   git+https://example.com/acme/vanishing');
    expect(update.stdout).toContain('not-found: ');
    expect(lockOf(cwd)).toContain(kept);
    expect(lockOf(cwd)).toContain(next);
    expect(lockOf(cwd)).not.toContain(first);
  });

  it('shows the source that moved last first, whatever its name', async () => {
    const late = createRepository(world.root, 'acme/z-late');
    for (const message of ['one', 'two', 'three']) late.commit({ a: message });
    const { repository, cwd } = await pinnedTree(
      'a-early',
      'git clone -b main https://example.com/acme/a-early\ngit clone https://example.com/acme/z-late\n',
    );
    repository.commit({ a: '2' });
    late.commit({ a: '2' });
    const { stdout } = await run(['update', '--dry-run'], cwd);
    expect([...stdout.matchAll(/^would move {2}(\S+)/gm)].map(([, source]) => source)).toEqual([
      'git+https://example.com/acme/z-late',
      'git+https://example.com/acme/a-early@main',
    ]);
  });
});

/** A first commit of another history. */
function replaceMain(repository: Repository): void {
  const tree = repository.git('rev-parse', 'main^{tree}');
  const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  repository.branch('main', repository.git(...person, 'commit-tree', '-m', 'another', tree));
}
