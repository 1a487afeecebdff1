import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ProcessRequest, runProcess } from '../../src/ports/process.ts';

function shell(script: string, limits: Partial<ProcessRequest> = {}) {
  const env = { PATH: process.env.PATH ?? '' };
  const request = { program: 'sh', args: ['-c', script], cwd: tmpdir(), env, deadline: 20_000, byteLimit: 1_000_000 };
  return runProcess({ ...request, ...limits });
}

it.each([
  [
    'both outputs and the code',
    'echo a; echo b >&2; exit 3',
    {},
    { kind: 'exited', code: 3, stdout: 'a\n', stderr: 'b\n' },
  ],
  ['a signal', 'kill -TERM $$', {}, { kind: 'exited', code: null }],
  ['the deadline', 'sleep 60', { deadline: 50 }, { kind: 'stopped', why: 'deadline' }],
  ['the byte limit', 'yes', { byteLimit: 10_000 }, { kind: 'stopped', why: 'bytes' }],
  ['the byte limit on standard error', 'yes >&2', { byteLimit: 10_000 }, { kind: 'stopped', why: 'bytes' }],
  ['a caller that gave up before', 'echo a', { signal: AbortSignal.abort() }, { kind: 'stopped', why: 'aborted' }],
  ['a program that is not there', '', { program: 'no-such-program' }, { kind: 'not-started' }],
  ['a folder that is not there', '', { cwd: '/no/such/folder' }, { kind: 'not-started' }],
  ['what it is given to read', 'cat', { input: 'grünes' }, { kind: 'exited', stdout: 'grünes' }],
  ['what it does not want to read', 'true', { input: 'x'.repeat(1_000_000) }, { kind: 'exited', code: 0 }],
  ['a closed standard input', 'cat; echo done', {}, { kind: 'exited', stdout: 'done\n' }],
])('%s', async (_name, script, limits, result) => {
  expect(await shell(script, limits)).toMatchObject(result);
});

it('reads the whole of a large output', async () => {
  const result = await shell('yes 0123456789 | head -c 900000');
  expect(result).toMatchObject({ kind: 'exited', code: 0 });
  expect(result.kind === 'exited' ? result.stdout.length : 0).toBe(900_000);
});

it('does not wait for a helper that keeps standard error open', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-process-'));
  const id = join(folder, 'id');
  // What ssh with ControlPersist does: a session of its own, standard output closed, standard error kept.
  const script = `setsid sh -c 'echo $$ > ${id}; exec sleep 60' >/dev/null & until [ -s ${id} ]; do :; done; echo a`;
  expect(await shell(script, { deadline: 15_000 })).toMatchObject({ kind: 'exited', code: 0, stdout: 'a\n' });
  process.kill(Number(readFileSync(id, 'utf8')), 'SIGKILL');
  rmSync(folder, { recursive: true });
});

it('ends the whole group', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-process-'));
  const id = join(folder, 'id');
  expect(await shell(`sleep 60 & echo $! > ${id}; wait`, { deadline: 300 })).toMatchObject({ why: 'deadline' });
  const child = readFileSync(id, 'utf8').trim();
  const isAlive = (): boolean =>
    existsSync(`/proc/${child}/stat`) && !/^\d+ \(sleep\) Z/.test(readFileSync(`/proc/${child}/stat`, 'utf8'));
  await expect.poll(isAlive).toBe(false);
  rmSync(folder, { recursive: true });
});

describe.runIf(process.platform === 'linux')('sizes (Linux)', () => {
  const sizes = { memory: 64 * 1024 * 1024, file: 512 * 1024 };

  it('hold for whatever is started', async () => {
    const result = await shell("sh -c 'ulimit -d; ulimit -f'", { sizes });
    expect(result).toMatchObject({ kind: 'exited', stdout: '65536\n1024\n' });
  });

  it('a file ends at its limit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pinlock-process-'));
    const large = join(folder, 'large');
    await shell(`head -c 2000000 /dev/zero > ${large}`, { sizes });
    expect(statSync(large).size).toBe(sizes.file);
    rmSync(folder, { recursive: true });
  });

  it('a program that is not there is not started', async () => {
    expect(await shell('', { program: 'no-such-program', sizes })).toMatchObject({ kind: 'not-started' });
  });

  it('arguments and environment come through as they are', async () => {
    const args = ['-c', 'printf "%s|" "$@"; echo; env', 'name', 'a b', '$(date)', "'", '-x', ''];
    const result = await shell('', { program: '/bin/sh', args, env: { A: 'b c' }, sizes });
    expect(result).toMatchObject({ kind: 'exited', stdout: expect.stringMatching(/^a b\|\$\(date\)\|'\|-x\|\|/) });
    expect(result.kind === 'exited' ? result.stdout.split('\n') : []).toContain('A=b c');
  });
});
