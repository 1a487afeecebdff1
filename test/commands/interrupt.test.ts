import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { processesWith } from '../support/processes.ts';
import { createRepository } from '../support/repositories.ts';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
let world: GitWorld;
let onHang: (url: string) => void;
beforeAll(async () => {
  // Repositories below slow/ never get an answer.
  world = await createGitWorld({
    intercept: ({ url = '' }) => {
      if (!url.startsWith('/slow/')) return false;
      onHang(url);
      return true;
    },
  });
  createRepository(world.root, 'acme/tool').commit({ a: 'a' });
});
afterAll(() => world.close());

/** Sixteen are asked at a time: the last one is when the one that answers has been taken. */
const NAMES = ['acme/tool', ...Array.from({ length: 15 }, (_, index) => `slow/${index}`), 'slow/last'];

/** Ids of processes that were started with the server's address. */
function processesOfServer(): readonly string[] {
  return processesWith(`127.0.0.1:${world.server.port}`);
}

describe('a signal to the whole process group, as a terminal sends it', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s: no process is left, no half-written file, and what was pinned is kept',
    async (signal) => {
      const cwd = pinlock.tree({
        'build.sh': NAMES.map((name) => `git clone https://example.com/${name}\n`).join(''),
      });
      const isLastAsked = new Promise<void>((resolve) => {
        onHang = (url) => {
          if (url.startsWith('/slow/last')) resolve();
        };
      });
      const child = spawn(process.execPath, [pinlock.program(), 'resolve'], { cwd, env: world.env, detached: true });
      const { pid } = child;
      if (pid === undefined) throw new Error('pinlock was not started');
      let stderr = '';
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      const ended = new Promise((resolve) => child.on('close', resolve));
      await isLastAsked;
      expect(processesOfServer().length).toBeGreaterThanOrEqual(16);
      process.kill(-pid, signal);
      expect(await ended).toBe(130);
      await expect.poll(processesOfServer).toEqual([]);
      expect(stderr).toContain('interrupted: 1 new pins are kept in pinlock.lock');
      expect(Object.keys(pinlock.readTree(cwd))).toEqual(['build.sh', 'pinlock.lock']);
      expect(JSON.parse(readFileSync(`${cwd}/pinlock.lock`, 'utf8'))).toHaveProperty(['sources']);
    },
  );
});
