import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { usePinlock } from './commands/pinlock.ts';

const DEMO = fileURLToPath(new URL('../examples/librdkafka-incident/demo.mjs', import.meta.url));
const ROW = /^(\S.*?) {2,}([0-9a-f]{12}) {2}([0-9a-f]{12}) +(passes|FAILS) +([0-9a-f]{64})$/gm;

describe('the incident', () => {
  const pinlock = usePinlock();

  it('is told by builds whose bytes are compared', async () => {
    const { exitCode, stdout, stderr } = await runDemo(pinlock.program());
    expect(stderr).toBe('');
    expect(stdout).not.toContain('NOT SO');
    expect(exitCode).toBe(0);
    const rows = [...stdout.matchAll(ROW)].map(([, name, own, master, test, sha256]) => ({
      name,
      own,
      master,
      test,
      sha256,
    }));
    const [monday, wednesday] = rows;
    const [good, bad] = [monday?.sha256, wednesday?.sha256];
    expect(rows.map(({ name, test, sha256 }) => [name, test, sha256])).toEqual([
      ['Monday', 'passes', good],
      ['Wednesday', 'FAILS', bad],
      ['Rollback by branch name', 'FAILS', bad],
      ['Monday, pinned', 'passes', good],
      ['Wednesday, pinned', 'passes', good],
      ['Rollback, pinned', 'passes', good],
    ]);
    expect(good).not.toBe(bad);
    expect(wednesday?.own).toBe(monday?.own);
    expect(rows.map(({ master }) => master === monday?.master)).toEqual([true, false, false, true, false, false]);
    expect(stdout).toMatch(/wget of the demo: https:\/\/github\.com\/ is http:\/\/127\.0\.0\.1:\d+\/ here/);
  });

  it('does not end well with a pinlock that does nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pinlock-idle-'));
    try {
      writeFileSync(join(folder, 'idle.mjs'), '');
      const { exitCode, stdout } = await runDemo(join(folder, 'idle.mjs'));
      expect(exitCode).toBe(1);
      expect(stdout).toContain('NOT SO: the build of Wednesday has the bytes of Monday');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function runDemo(program: string): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [DEMO, '--pinlock', program], (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ exitCode, stdout, stderr });
    });
  });
}
