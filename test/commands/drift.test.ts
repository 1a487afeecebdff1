import { readFileSync, writeFileSync } from 'node:fs';
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

type Applied = { readonly repository: Repository; readonly first: string; readonly cwd: string };

/** Two scripts that clone a repository, with the pin written into both. */
async function appliedTree(name: string, ref: string): Promise<Applied> {
  const repository = createRepository(world.root, `acme/${name}`);
  const first = repository.commit({ a: '1' });
  repository.tag('v1.0', first);
  const script = `set -e\ngit clone -b ${ref} https://example.com/acme/${name}\n`;
  const cwd = pinlock.tree({ 'a.sh': script, 'b.sh': script });
  expect((await run(['resolve'], cwd)).exitCode).toBe(0);
  expect((await run(['apply'], cwd)).exitCode).toBe(0);
  return { repository, first, cwd };
}

/** What a person or a bot does by hand. */
function replaceIn(cwd: string, path: string, old: string, next: string): void {
  const text = readFileSync(join(cwd, path), 'utf8');
  expect(text).toContain(old);
  writeFileSync(join(cwd, path), text.replaceAll(old, next));
}

function lockOf(cwd: string): string {
  return readFileSync(join(cwd, 'pinlock.lock'), 'utf8');
}

describe('a commit in the file that is not that of the lockfile', () => {
  it('is taken when it belongs to the branch, and update goes on from there', async () => {
    const { repository, first, cwd } = await appliedTree('belongs', 'main');
    const second = repository.commit({ a: '2' });
    const third = repository.commit({ a: '3' });
    for (const path of ['a.sh', 'b.sh']) replaceIn(cwd, path, first, second);
    const before = lockOf(cwd);
    expect((await run(['check'], cwd)).exitCode).toBe(1);
    const held = await run(['update'], cwd);
    expect(held.exitCode).toBe(3);
    expect(held.stdout).toContain('HELD        git+https://example.com/acme/belongs@main');
    expect(lockOf(cwd)).toBe(before);
    const resolved = await run(['resolve', '--format', 'json'], cwd);
    expect(resolved.exitCode).toBe(0);
    expect(JSON.parse(resolved.stdout)).toMatchObject({
      lockfiles: [{ settled: [{ pin: { commit: second }, notes: ['taken from a.sh:2'] }], dropped: [] }],
    });
    expect(lockOf(cwd)).toBe(before.replace(first, second));
    expect((await run(['check', '--strict'], cwd)).exitCode).toBe(0);
    expect((await run(['update'], cwd)).exitCode).toBe(0);
    expect(lockOf(cwd)).toBe(before.replace(first, third));
    expect((await run(['check', '--strict'], cwd)).exitCode).toBe(0);
  });

  it.each<[string, string, (applied: Applied) => readonly [string, string], string]>([
    [
      'of another branch',
      'main',
      ({ repository, first }) => {
        const side = repository.commit({ b: '1' }, { branch: 'side', from: first });
        return [side, side];
      },
      'refs/heads/main does not contain it',
    ],
    ['that nobody knows', 'main', () => ['ab'.repeat(20), 'ab'.repeat(20)], 'refs/heads/main does not contain it'],
    [
      'in one of two files',
      'main',
      ({ repository, first }) => [repository.commit({ a: '2' }), first],
      'the files that hold it name different ones',
    ],
    [
      'of a tag',
      'v1.0',
      ({ repository }) => {
        const next = repository.commit({ a: '2' });
        return [next, next];
      },
      'refs/tags/v1.0 names',
    ],
  ])('%s stays named, and the pin stays', async (name, ref, edit, words) => {
    const applied = await appliedTree(`other-${name.replaceAll(' ', '-')}`, ref);
    const { cwd, first } = applied;
    const [one, two] = edit(applied);
    replaceIn(cwd, 'a.sh', first, one);
    replaceIn(cwd, 'b.sh', first, two);
    const before = lockOf(cwd);
    const resolved = await run(['resolve'], cwd);
    expect(resolved.exitCode).toBe(3);
    expect(resolved.stdout.replaceAll(/\s+/g, ' ')).toContain(words);
    expect(lockOf(cwd)).toBe(before);
    expect((await run(['check'], cwd)).exitCode).toBe(1);
  });
});
