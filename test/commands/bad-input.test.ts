import { execFileSync } from 'node:child_process';
import { chmodSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schemaErrors } from '../reports/schema.ts';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
const CLONE = 'git clone https://example.com/acme/tool\n';
const NEWER = '{\n  "lockfileVersion": 2,\n  "sources": {}\n}\n';
const EMPTY_LOCKFILE = '{\n  "lockfileVersion": 1,\n  "sources": {}\n}\n';

/** A file beside a good one, made in the folder; the report must name it and still show the other. */
const BAD_FILES: readonly {
  readonly name: string;
  readonly make: (folder: string) => void;
  readonly path: string;
  readonly kind: string;
  readonly line?: number;
  readonly message: RegExp;
}[] = [
  {
    name: 'a file without permission to read',
    make: (folder) => {
      writeFileSync(join(folder, 'Dockerfile'), 'FROM debian\n');
      chmodSync(join(folder, 'Dockerfile'), 0);
    },
    path: 'Dockerfile',
    kind: 'unreadable',
    message: /permission denied/,
  },
  {
    name: 'a FIFO that is called Dockerfile',
    make: (folder) => void execFileSync('mkfifo', [join(folder, 'Dockerfile')]),
    path: 'Dockerfile',
    kind: 'not-regular',
    message: /not a regular file/,
  },
  {
    name: 'a script whose quote never closes',
    make: (folder) => writeFileSync(join(folder, 'broken.sh'), 'echo ok\nwget "https://example.com/a\n'),
    path: 'broken.sh',
    kind: 'syntax',
    line: 2,
    message: /quote/,
  },
  {
    name: 'a binary that is called Dockerfile',
    make: (folder) => writeFileSync(join(folder, 'Dockerfile'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1])),
    path: 'Dockerfile',
    kind: 'binary',
    message: /binary/,
  },
  {
    name: 'a script of 50 MB',
    make: (folder) => {
      writeFileSync(join(folder, 'huge.sh'), CLONE);
      truncateSync(join(folder, 'huge.sh'), 50_000_000);
    },
    path: 'huge.sh',
    kind: 'too-large',
    message: /48 MiB, read are files up to 16 MiB/,
  },
];

describe('a file that cannot be read', () => {
  it.each(BAD_FILES)(
    '$name is a problem in the report, fails check, and hides nothing',
    async ({ make, ...expected }) => {
      const cwd = pinlock.tree({ 'good.sh': CLONE });
      make(cwd);
      const scan = await pinlock.run(['scan', '--format', 'json'], { cwd, isUnprivileged: true });
      expect({ exitCode: scan.exitCode, stderr: scan.stderr }).toEqual({ exitCode: 0, stderr: '' });
      const report = JSON.parse(scan.stdout);
      expect(schemaErrors(report)).toEqual([]);
      const { path, kind, line } = expected;
      expect(report.problems).toMatchObject([
        { path, kind, ...(line === undefined ? {} : { line }), message: expect.stringMatching(expected.message) },
      ]);
      expect(report.fetches.map((fetch: { path: string }) => fetch.path)).toContain('good.sh');
      const check = await pinlock.run(['check'], { cwd, isUnprivileged: true });
      expect(check.exitCode).toBe(1);
      expect(check.stdout).toContain(path);
    },
  );

  it.each([
    ['does not exist', 'missing.sh', () => {}],
    ['is a FIFO', 'pipe.sh', (folder: string) => void execFileSync('mkfifo', [join(folder, 'pipe.sh')])],
    [
      'may not be read',
      'secret.sh',
      (folder: string) => {
        writeFileSync(join(folder, 'secret.sh'), CLONE);
        chmodSync(join(folder, 'secret.sh'), 0);
      },
    ],
  ])('an explicit path that %s: exit 3', async (_name, path, make) => {
    const cwd = pinlock.tree({ 'good.sh': CLONE });
    make(cwd);
    for (const command of ['scan', 'check', 'resolve', 'apply']) {
      const run = await pinlock.run([command, path], { cwd, isUnprivileged: true });
      expect({ command, exitCode: run.exitCode, stdout: run.stdout }).toEqual({ command, exitCode: 3, stdout: '' });
      expect(run.stderr).toMatch(new RegExp(`^pinlock: ${path}: `));
    }
  });

  it('an explicit picture has nothing to say', async () => {
    const cwd = pinlock.tree({ 'picture.png': '\u0000PNG' });
    const run = await pinlock.run(['check', 'picture.png'], { cwd });
    expect(run).toMatchInlineSnapshot(`
      {
        "exitCode": 0,
        "stderr": "pinlock: picture.png: skipped, no known kind of build file
      ",
        "stdout": "0 files read, 0 fetches, 0 problems, 0 ignored, 0 excluded, 1 skipped
      nothing is fetched as far as pinlock can see
      check passed
      0 fetches locked (by pinlock run)
      ",
      }
    `);
  });
});

describe('an empty tree', () => {
  it('scan says so', async () => {
    expect(await pinlock.run(['scan'], { cwd: pinlock.tree({}) })).toMatchInlineSnapshot(`
      {
        "exitCode": 0,
        "stderr": "",
        "stdout": ".
        problem  no-files: no build file of a known format was read here

      0 files read, 0 fetches, 1 problem, 0 ignored, 0 excluded
      ",
      }
    `);
  });

  it('check fails: a folder in which nothing was read proves nothing', async () => {
    const run = await pinlock.run(['check'], { cwd: pinlock.tree({ 'README.md': 'text' }) });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('no-files');
  });
});

describe('a lockfile that is not right', () => {
  const conflict = `${EMPTY_LOCKFILE.slice(0, 26)}<<<<<<< ours\n=======\n>>>>>>> theirs\n}\n`;
  it.each([
    ['broken JSON', '{', 1],
    ['conflict markers', conflict, 1],
    ['an unknown field', EMPTY_LOCKFILE.replace('"sources"', '"extra": 1,\n  "sources"'), 1],
    ['a newer version', NEWER, 2],
  ])('%s: scan 2, check %#, nothing written', async (_name, lockfile, checkCode) => {
    const cwd = pinlock.tree({ 'build.sh': CLONE, 'pinlock.lock': lockfile });
    const before = pinlock.readTree(cwd);
    const runs = [
      ['scan', 2],
      ['check', checkCode],
      ['apply', 2],
    ] as const;
    for (const [command, exitCode] of runs) {
      const run = await pinlock.run([command], { cwd });
      expect({ command, exitCode: run.exitCode }).toEqual({ command, exitCode });
      expect(run.stdout + run.stderr).toContain('pinlock.lock');
    }
    expect(pinlock.readTree(cwd)).toEqual(before);
  });

  it.each([
    ['broken JSON', '{'],
    ['a newer version', NEWER],
  ])('%s: resolve refuses it', async (_name, lockfile) => {
    const cwd = pinlock.tree({ 'build.sh': CLONE, 'pinlock.lock': lockfile });
    const run = await pinlock.run(['resolve'], { cwd });
    expect({ exitCode: run.exitCode, stdout: run.stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/^pinlock: .*pinlock\.lock/);
    expect(pinlock.readTree(cwd)).toEqual({ 'build.sh': CLONE, 'pinlock.lock': lockfile });
  });
});

describe('a configuration that is not right', () => {
  it.each([
    ['an unknown key', 'exclud: [a]\n', 'pinlock.yml:1', 'exclude'],
    ['broken YAML', 'exclude: [a\n', 'pinlock.yml:', ''],
    ['trust in the tree', 'mirrors: {}\n', 'pinlock.yml:1', '.config/pinlock/config.yml'],
  ])('%s: exit 2, with place and advice', async (_name, config, place, advice) => {
    const cwd = pinlock.tree({ 'build.sh': CLONE, 'pinlock.yml': config });
    for (const command of ['scan', 'check', 'resolve', 'apply']) {
      const run = await pinlock.run([command], { cwd });
      expect({ command, exitCode: run.exitCode, stdout: run.stdout }).toEqual({ command, exitCode: 2, stdout: '' });
      expect(run.stderr).toContain(place);
      expect(run.stderr).toContain(advice);
    }
  });
});
