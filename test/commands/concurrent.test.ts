import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
let world: GitWorld;

beforeAll(async () => {
  world = await createGitWorld();
});
afterAll(() => world.close());

it('several runs at once lose no pin: each adds its own, one moves another', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const tips = names.map((name) => createRepository(world.root, `acme/${name}`).commit({ file: name }));
  const moving = createRepository(world.root, 'acme/moving');
  moving.commit({ file: '1' });
  const clone = (name: string): string => `git clone https://example.com/acme/${name}\n`;
  const scripts = Object.fromEntries(['moving', ...names].map((name) => [`${name}.sh`, clone(name)]));
  const cwd = pinlock.tree(scripts);
  const env = world.env;
  expect((await pinlock.run(['resolve', 'moving.sh'], { cwd, env })).exitCode).toBe(0);
  const next = moving.commit({ file: '2' });
  const runs = [['update', 'moving'], ...names.map((name) => ['resolve', `${name}.sh`])];
  const ended = await Promise.all(runs.map((args) => pinlock.run(args, { cwd, env })));
  expect(ended.map(({ exitCode }) => exitCode)).toEqual(runs.map(() => 0));
  const lock = readFileSync(join(cwd, 'pinlock.lock'), 'utf8');
  for (const commit of [next, ...tips]) expect(lock).toContain(commit);
  expect((await pinlock.run(['check'], { cwd, env })).exitCode).toBe(0);
});
